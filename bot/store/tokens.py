"""Tokens of the API: each acts as one person in their workspace, and is known here by its digest alone."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from bot.nouns import Author
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.snippet_tables import token
from bot.store.snippets import Viewer

PREFIX = "cs_"
_NOTED_EVERY = 60.0
"""Seconds: that a token was used is written down no more often."""
_THIS = select(token).where(token.c.digest == bindparam("this"))
_STALE = or_(token.c.used.is_(None), token.c.used < now() - _NOTED_EVERY)
_IS_STALE = select(_STALE).where(token.c.id == bindparam("this"))
_NOTE = update(token).where(token.c.id == bindparam("this"), _STALE).values(used=now())


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token, which is not the token itself."""

    id: int
    author: Author
    """As whom it acts."""
    workspace: str
    scopes: tuple[str, ...]
    label: str
    """What it is for, in the words of who made it."""
    at: float
    used: float
    """When it was used last, give or take a minute; 0: never."""


class TokenRows:
    """All tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, author: Author, workspace: str, scopes: tuple[str, ...], label: str = "") -> tuple[Token, str]:
        """Make a token; return it with its secret, which nobody can read here again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        return await self._database.write(_add, author, workspace, scopes, label, secret), secret

    async def find(self, secret: str) -> Token | None:
        """Return the token of that secret, and note that it is used."""
        found = await self._database.read(_find, secret)
        if found:
            is_stale = await self._database.read(_is_stale, found.id)
            if is_stale:
                await self._database.write(_note, found.id)
        return found

    async def all(self) -> list[Token]:
        return await self._database.read(_all)

    async def of(self, person: Viewer) -> list[Token]:
        """Return a person's tokens, the newest first."""
        return await self._database.read(_of, person)

    async def revoke(self, id: int, person: Viewer | None = None) -> Token | None:
        """Let a token open nothing any more; return it, or None where there is none of that number.

        ``person``: whose it must be; None: anybody's.
        """
        return await self._database.write(_revoke, id, person)


def digest(secret: str) -> str:
    """Return what is kept of a secret. It is random and long, so that one round of hashing is enough."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _add(tx: Connection, author: Author, workspace: str, scopes: tuple[str, ...], label: str, secret: str) -> Token:
    values = {
        "digest": digest(secret),
        "platform": author.platform,
        "workspace": workspace,
        "author_id": author.id,
        "author_name": author.name,
        "label": label,
        "scopes": " ".join(scopes),
        "at": now(),
    }
    return _read(tx.execute(insert(token).values(values).returning(token)).one())


def _find(tx: Connection, secret: str) -> Token | None:
    row = tx.execute(_THIS, {"this": digest(secret)}).one_or_none()
    return _read(row) if row else None


def _is_stale(tx: Connection, id: int) -> bool:
    return bool(tx.scalar(_IS_STALE, {"this": id}))


def _note(tx: Connection, id: int) -> None:
    tx.execute(_NOTE, {"this": id})


def _all(tx: Connection) -> list[Token]:
    return [_read(row) for row in tx.execute(select(token).order_by(token.c.id))]


def _of(tx: Connection, person: Viewer) -> list[Token]:
    return [_read(row) for row in tx.execute(select(token).where(*_theirs(person)).order_by(token.c.id.desc()))]


def _revoke(tx: Connection, id: int, person: Viewer | None) -> Token | None:
    theirs = _theirs(person) if person else ()
    row = tx.execute(delete(token).where(token.c.id == id, *theirs).returning(token)).one_or_none()
    return _read(row) if row else None


def _theirs(person: Viewer) -> tuple[ColumnElement[bool], ...]:
    author = person.author
    return (
        token.c.platform == author.platform,
        token.c.workspace == person.workspace,
        token.c.author_id == author.id,
    )


def _read(row: Any) -> Token:
    author = Author(row.platform, row.author_id, row.author_name)
    return Token(row.id, author, row.workspace, tuple(row.scopes.split()), row.label, row.at, row.used or 0.0)
