"""Parcels: files that people are about to import, kept for an hour between the dry run and the word to go on."""

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.errors import UsageError
from bot.nouns import Attachment
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.snippet_tables import parcel
from bot.store.snippets import Viewer

LIFE = 60 * 60.0
"""Seconds for which a parcel is kept."""
LARGEST = 10 * 1024 * 1024
"""Bytes of one."""
_MOST = 5
"""Parcels of one person; the oldest give way."""
_OLD = parcel.c.at <= now() - LIFE
_THEIRS = (
    parcel.c.platform == bindparam("p"),
    parcel.c.workspace == bindparam("w"),
    parcel.c.author_id == bindparam("who"),
)
_NEWEST = select(parcel.c.key).where(*_THEIRS).order_by(parcel.c.at.desc(), parcel.c.key).limit(_MOST)
_FIND = select(parcel.c.name, parcel.c.data, _OLD.label("old")).where(*_THEIRS, parcel.c.key == bindparam("this"))
_PURGE = delete(parcel).where(_OLD)
_TAKE = (
    delete(parcel)
    .where(*_THEIRS, parcel.c.key == bindparam("this"))
    .returning(parcel.c.name, parcel.c.data, _OLD.label("old"))
)


class Parcels:
    """Files by keys that nobody guesses, each for the person who put it there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, viewer: Viewer, file: Attachment) -> str:
        """Keep a file, and return its key. Raises ``UsageError`` where it has more than ``LARGEST`` bytes."""
        data = file.data or file.text.encode(errors="replace")
        if len(data) > LARGEST:
            raise UsageError(f"A file has {LARGEST // 1024**2} MB at most; this one has {len(data) / 1024**2:,.1f} MB.")
        key = f"p-{secrets.token_hex(8)}"
        await self._database.write(_put, viewer, key, file.name, data)
        return key

    async def find(self, viewer: Viewer, key: str) -> Attachment | None:
        """Return the viewer's file of that key, which stays; None where there is none, or no longer."""
        return await self._database.read(_find, viewer, key)

    async def add(self, viewer: Viewer, key: str, words: Sequence[str]) -> None:
        """Add words, one a line, to a parcel whose key is made by the caller; it comes to be with the first ones."""
        await self._database.write(_add, viewer, key, words)

    async def take(self, viewer: Viewer, key: str) -> Attachment | None:
        """Return the viewer's file of that key, once; None where there is none, or no longer."""
        return await self._database.write(_take, viewer, key)

    async def purge(self) -> int:
        """Remove what is older than an hour; return how many that were."""
        return await self._database.write(_purge)


def _put(tx: Connection, viewer: Viewer, key: str, name: str, data: bytes) -> None:
    _purge(tx)
    who = viewer.author
    place = {"platform": who.platform, "workspace": viewer.workspace, "author_id": who.id}
    tx.execute(insert(parcel).values(at=now()), {**place, "key": key, "name": name, "data": data})
    newest = list(tx.scalars(_NEWEST, _owner(viewer)))
    tx.execute(delete(parcel).where(*_THEIRS, parcel.c.key.not_in(newest)), _owner(viewer))


def _find(tx: Connection, viewer: Viewer, key: str) -> Attachment | None:
    row = tx.execute(_FIND, {**_owner(viewer), "this": key}).one_or_none()
    return Attachment(row.name, data=row.data) if row and not row.old else None


def _add(tx: Connection, viewer: Viewer, key: str, words: Sequence[str]) -> None:
    had = _take(tx, viewer, key)
    lines = dict.fromkeys([*(had.data.decode().split("\n") if had else ()), *words])
    _put(tx, viewer, key, "", "\n".join(lines).encode())


def _take(tx: Connection, viewer: Viewer, key: str) -> Attachment | None:
    row = tx.execute(_TAKE, {**_owner(viewer), "this": key}).one_or_none()
    return Attachment(row.name, data=row.data) if row and not row.old else None


def _purge(tx: Connection) -> int:
    return tx.execute(_PURGE).rowcount


def _owner(viewer: Viewer) -> dict[str, object]:
    return {"p": viewer.author.platform, "w": viewer.workspace, "who": viewer.author.id}
