"""Links that sign somebody in at the page: good for minutes and for one use, and known by a digest alone."""

import secrets
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, update

from bot.nouns import Author
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.page_tables import sign_in
from bot.store.snippets import Viewer
from bot.store.tokens import digest

LASTS = 300.0
"""Seconds that a link is good for."""
MOST, WITHIN = 5, 60.0
"""Links that one person gets, within so many seconds."""
_VOID = "-"
"""Stands before the digest of a link that was used or has a newer one: it opens nothing, and still counts."""
_THEIRS = (
    sign_in.c.platform == bindparam("p"),
    sign_in.c.workspace == bindparam("w"),
    sign_in.c.author_id == bindparam("who"),
)
_GOOD = (sign_in.c.digest == bindparam("this"), sign_in.c.at > now() - LASTS)
_LOOK = select(sign_in).where(*_GOOD)
_MADE = select(func.count()).select_from(sign_in).where(*_THEIRS, sign_in.c.at > now() - WITHIN)
_MARK = {"digest": literal(_VOID) + sign_in.c.digest}
_SUPERSEDE = update(sign_in).where(*_THEIRS, sign_in.c.digest.not_like(f"{_VOID}%")).values(_MARK)
_SPEND = update(sign_in).where(*_GOOD).values(_MARK).returning(sign_in)
_PRUNE = delete(sign_in).where(sign_in.c.at <= now() - LASTS)


class SignIns:
    """All such links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make(self, person: Viewer) -> str | None:
        """Return the secret of a new link, in place of all that the person had; None where they had too many lately."""
        secret = secrets.token_urlsafe(32)
        return secret if await self._database.write(_make, person, digest(secret)) else None

    async def withdraw(self, person: Viewer) -> None:
        """Let the link that a person has open nothing any more."""
        await self._database.write(_withdraw, person)

    async def look(self, secret: str) -> Viewer | None:
        """Return whom a link would sign in; None where it is good for nothing (any more)."""
        return await self._database.read(_look, digest(secret))


def spend(tx: Connection, digested: str) -> Viewer | None:
    """Use a link up, and return whom it signs in; None as above. Of two at once, one gets it."""
    row = tx.execute(_SPEND, {"this": digested}).one_or_none()
    return _read(row) if row else None


def _make(tx: Connection, person: Viewer, digested: str) -> bool:
    tx.execute(_PRUNE)
    if (tx.scalar(_MADE, _theirs(person)) or 0) >= MOST:
        return False
    _withdraw(tx, person)
    tx.execute(insert(sign_in).values(digest=digested, **columns_of(person)))
    return True


def _withdraw(tx: Connection, person: Viewer) -> None:
    tx.execute(_SUPERSEDE, _theirs(person))


def _theirs(person: Viewer) -> dict[str, str]:
    return {"p": person.author.platform, "w": person.workspace, "who": person.author.id}


def _look(tx: Connection, digested: str) -> Viewer | None:
    row = tx.execute(_LOOK, {"this": digested}).one_or_none()
    return _read(row) if row else None


def columns_of(person: Viewer) -> dict[str, str]:
    """Return a person as columns."""
    author = person.author
    return {
        "platform": author.platform,
        "workspace": person.workspace,
        "author_id": author.id,
        "author_name": author.name,
    }


def _read(row: Any) -> Viewer:
    return Viewer(Author(row.platform, row.author_id, row.author_name), row.workspace)
