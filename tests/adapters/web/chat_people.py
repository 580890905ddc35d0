"""People who sign in at the page: of two workspaces, each with a browser of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from sqlalchemy import update

from bot.nouns import Author
from bot.store.page_tables import sign_in
from bot.store.sign_ins import WITHIN
from bot.store.snippets import Viewer
from tests.adapters.web.house import House, headers_of

CHAT: dict[str, Any] = {"web_auth": "chat", "discord_bot_token": "a.b.c", "public_url": "http://127.0.0.1:8000"}
"""Settings for a page where people sign in."""
ANA, BEN = Viewer(Author("slack", "U1", "Ana"), "T1"), Viewer(Author("slack", "U2", "Ben"), "T1")
EVE = Viewer(Author("discord", "7", "Eve"), "G1")
PATIENCE = 60
"""Seconds for one request, on a machine that does much else."""


async def link_for(house: House, person: Viewer) -> str:
    """Return the secret of a link as the chat gives it, to people who have all the time in the world between two."""
    await house.core.store.database.write(lambda tx: tx.execute(update(sign_in).values(at=sign_in.c.at - WITHIN)))
    secret = await house.core.store.sign_ins.make(person)
    assert secret
    return secret


async def cookie_of(house: House, person: Viewer) -> str:
    """Sign a person in; return what their browser holds."""
    begun = await house.core.store.sessions.begin(await link_for(house, person), "a browser")
    assert begun
    return f"cs={begun[1]}"


@asynccontextmanager
async def client_of(house: House, cookie: str = "") -> AsyncIterator[httpx2.AsyncClient]:
    """A browser that has the page open."""
    headers = {**headers_of(house), **({"Cookie": cookie} if cookie else {})}
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, timeout=PATIENCE, headers=headers) as client:
        yield client


@asynccontextmanager
async def browser_of(house: House, person: Viewer) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser in which somebody is signed in."""
    async with client_of(house, await cookie_of(house, person)) as client:
        yield client
