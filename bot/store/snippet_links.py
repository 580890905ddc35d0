"""Links to single snippets, for whoever has one, until it expires or is revoked; known here by their digests alone."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.nouns import Snippet
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.snippet_rows import OWNED, owner, read
from bot.store.snippet_tables import snippet, snippet_link
from bot.store.snippets import Viewer
from bot.store.tokens import digest

_EXPIRED_KEPT = 30 * 24 * 60 * 60.0
"""Seconds for which an expired link still says that it has expired."""
_NAMED = 12
"""Characters of the digest by which people call a link: they open nothing."""
_SNIPPET = select(snippet.c.id).where(OWNED, snippet.c.key == bindparam("this"), snippet.c.deleted.is_(None))
_IS_OVER = (snippet_link.c.until < now()).label("is_over")
_OPEN = (
    select(snippet, _IS_OVER)
    .join(snippet_link, snippet_link.c.snippet == snippet.c.id)
    .where(snippet_link.c.digest == bindparam("secret"))
)
_OLD = delete(snippet_link).where(snippet_link.c.until < now() - _EXPIRED_KEPT)


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of a link, which is not the link itself."""

    id: str
    at: float
    until: float
    """When it expires, in seconds since 1970 by the database's clock."""


class SnippetLinks:
    """The links of all snippets; ``viewer`` is always the author of the snippet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make(self, viewer: Viewer, key: str, seconds: float) -> tuple[Link, str] | None:
        """Return a new link with its secret; None where there is no such snippet."""
        return await self._database.write(_make, viewer, key, seconds, secrets.token_urlsafe(24))

    async def of(self, viewer: Viewer, key: str) -> list[Link]:
        """Return the links to a snippet that have not expired, the oldest first."""
        return await self._database.read(_of, viewer, key)

    async def revoke(self, viewer: Viewer, key: str, id: str = "") -> int:
        """Let a link lead nowhere; all of the snippet where ``id`` is empty. Return how many that were."""
        return await self._database.write(_revoke, viewer, key, id)

    async def purge(self) -> int:
        """Remove what expired so long ago that it need not say so any more; return how many that were."""
        return await self._database.write(_purge)

    async def open(self, secret: str) -> tuple[Snippet, bool] | None:
        """Return the snippet that a link leads to, and whether it has expired; None where there is no such link."""
        return await self._database.read(_open, secret)


def _purge(tx: Connection) -> int:
    return tx.execute(_OLD).rowcount


def _make(tx: Connection, viewer: Viewer, key: str, seconds: float, secret: str) -> tuple[Link, str] | None:
    tx.execute(_OLD)
    this = tx.scalar(_SNIPPET, _place(viewer, key))
    if this is None:
        return None
    values = {"digest": digest(secret), "snippet": this, "at": now(), "until": now() + seconds}
    return _read(tx.execute(insert(snippet_link).values(values).returning(snippet_link)).one()), secret


def _of(tx: Connection, viewer: Viewer, key: str) -> list[Link]:
    mine = snippet_link.c.snippet.in_(_SNIPPET)
    found = select(snippet_link).where(mine, snippet_link.c.until > now()).order_by(snippet_link.c.at)
    return [_read(row) for row in tx.execute(found, _place(viewer, key))]


def _revoke(tx: Connection, viewer: Viewer, key: str, id: str) -> int:
    mine = snippet_link.c.snippet.in_(_SNIPPET)
    these = snippet_link.c.digest.startswith(id, autoescape=True) if id else mine
    return tx.execute(delete(snippet_link).where(mine, these), _place(viewer, key)).rowcount


def _open(tx: Connection, secret: str) -> tuple[Snippet, bool] | None:
    row = tx.execute(_OPEN, {"secret": digest(secret)}).one_or_none()
    return (read(row), bool(row.is_over)) if row else None


def _place(viewer: Viewer, key: str) -> dict[str, object]:
    return {**owner(viewer.author, viewer.workspace), "this": key}


def _read(row: Any) -> Link:
    return Link(row.digest[:_NAMED], row.at, row.until)
