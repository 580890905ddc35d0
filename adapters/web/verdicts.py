"""Thumbs on the page: one person's verdict on one answer."""

from typing import Literal

from fastapi import APIRouter, Request
from msgspec import Struct

from adapters.web.bodies import read_body
from adapters.web.people import Person
from bot.engine import Engine
from bot.errors import Missing
from bot.store import Store


class _Verdict(Struct):
    """What somebody thinks of an answer; 0: nothing any more."""

    verdict: Literal[1, -1, 0]


def offer_verdicts(store: Store, engine: Engine) -> APIRouter:
    """Routes for verdicts on answers in conversations in which the person asked."""
    routes = APIRouter(prefix="/api/exchanges")

    @routes.put("/{id:int}/verdict")
    async def judge(person: Person, id: int, request: Request) -> dict[str, int]:
        """Give a verdict in place of an earlier one; words of theirs that went with the same one stay."""
        given = (await read_body(request, _Verdict)).verdict
        exchange = await store.exchanges.get(id)
        if not exchange or not await store.conversations.find(person, exchange.message.conversation):
            raise Missing(f"There is no answer {id} here.")
        await engine.judge(exchange.id, person.author, given)
        return {"verdict": given}

    return routes
