"""Snippets: the code that people keep, and who may see it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Executable, and_, bindparam, case, func, or_, select, update

from bot.nouns import Author, Snippet
from bot.store.columns import Words
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.keeping import OWNED, keep, owner, read
from bot.store.tables import snippet
from bot.text import clean

_THIS_KEY = snippet.c.key == bindparam("this")
_LIVING = update(snippet).where(OWNED, snippet.c.deleted.is_(None)).returning(snippet)
_DELETE = _LIVING.where(_THIS_KEY).values(deleted=now())
_KEPT, _SHARED = snippet.c.exchange == bindparam("this"), snippet.c.shared == bindparam("this")
_TAKE_BACK = _LIVING.where(or_(_KEPT, _SHARED)).values(
    deleted=case((_KEPT, now())),
    channel=case((_SHARED, ""), else_=snippet.c.channel),
    shared=case((_SHARED, None), else_=snippet.c.shared),
)
_RENAME = _LIVING.where(_THIS_KEY).values(name=bindparam("new_name", type_=Words))
_RESTORE = update(snippet).where(OWNED, _THIS_KEY).values(deleted=None).returning(snippet)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and from where: a person sees their own snippets, and those that were kept in this channel."""

    author: Author
    workspace: str = ""
    channel: str = ""
    """Empty in a direct message, and wherever nobody else's snippets are to be seen."""


class SnippetRows:
    """All snippets. Deleted ones stay, and are seen by their author alone, who may restore them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, snippets: Sequence[Snippet]) -> list[Snippet]:
        """Keep code under keys of its own; what the same person has of it in this workspace is found, or restored."""
        return await self._database.write(keep, snippets)

    async def search(self, viewer: Viewer, query: str, *, limit: int, offset: int = 0) -> tuple[list[Snippet], int]:
        """Return what holds every word of ``query`` in key, name, language or code, newest first; and how many do."""
        return await self._database.read(_search, viewer, query, limit, offset)

    async def own(self, viewer: Viewer, query: str, *, deleted: bool = False, limit: int) -> tuple[list[Snippet], int]:
        """Return as ``search`` does what the viewer kept anywhere in the workspace; ``deleted``: and deleted since."""
        return await self._database.read(_own, viewer, query, deleted, limit)

    async def named(self, viewer: Viewer, name: str) -> list[Snippet]:
        """Return those of that key or name, in whatever case; the person's own deleted ones too."""
        return await self._database.read(_named, viewer, name)

    async def delete(self, viewer: Viewer, key: str) -> Snippet | None:
        """Delete a snippet of the viewer's; None where there is none of that key."""
        return _only(await self._database.write(_change, _DELETE, viewer, key))

    async def rename(self, viewer: Viewer, key: str, name: str) -> Snippet | None:
        """Call a snippet of the viewer's something else; None where there is none of that key."""
        return _only(await self._database.write(_change, _RENAME, viewer, key, name))

    async def take_back(self, viewer: Viewer, exchange_id: int) -> list[Snippet]:
        """Delete what the viewer kept of an exchange; what they had privately before is private again."""
        return await self._database.write(_change, _TAKE_BACK, viewer, exchange_id)

    async def restore(self, viewer: Viewer, key: str) -> Snippet | None:
        """Undo a deletion; None where the viewer has no snippet of that key, deleted or not."""
        return _only(await self._database.write(_change, _RESTORE, viewer, key))


def _change(tx: Connection, change: Executable, viewer: Viewer, this: object, name: str = "") -> list[Snippet]:
    named = {"new_name": clean(name)} if name else {}
    rows = tx.execute(change, {**owner(viewer.author, viewer.workspace), "this": this, **named})
    return [read(row) for row in rows]


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    here = and_(snippet.c.channel == viewer.channel, snippet.c.channel != "", snippet.c.deleted.is_(None))
    return and_(_in_reach_of(viewer), or_(_kept_by(viewer), here))


def _in_reach_of(viewer: Viewer) -> ColumnElement[bool]:
    return and_(snippet.c.platform == viewer.author.platform, snippet.c.workspace == viewer.workspace)


def _kept_by(viewer: Viewer) -> ColumnElement[bool]:
    return snippet.c.author_id == viewer.author.id


def _search(tx: Connection, viewer: Viewer, query: str, limit: int, offset: int) -> tuple[list[Snippet], int]:
    return _found(tx, and_(_seen_by(viewer), snippet.c.deleted.is_(None)), query, limit, offset)


def _own(tx: Connection, viewer: Viewer, query: str, deleted: bool, limit: int) -> tuple[list[Snippet], int]:
    state = snippet.c.deleted.is_not(None) if deleted else snippet.c.deleted.is_(None)
    return _found(tx, and_(_in_reach_of(viewer), _kept_by(viewer), state), query, limit)


def _found(
    tx: Connection, among: ColumnElement[bool], query: str, limit: int, offset: int = 0
) -> tuple[list[Snippet], int]:
    text = snippet.c.key + " " + snippet.c.name + " " + snippet.c.language + " " + snippet.c.code
    held = [func.lower(text).like(func.lower(_pattern(word)), escape="/") for word in clean(query).split()]
    found = and_(among, *held)
    rows = tx.execute(select(snippet).where(found).order_by(snippet.c.id.desc()).limit(limit).offset(offset))
    total = tx.scalar(select(func.count()).select_from(snippet).where(found)) or 0
    return [read(row) for row in rows], total


def _pattern(word: str) -> str:
    return "%" + re.sub(r"([/%_])", r"/\1", word) + "%"


def _named(tx: Connection, viewer: Viewer, name: str) -> list[Snippet]:
    called = or_(snippet.c.key == name.lower(), func.lower(snippet.c.name) == func.lower(clean(name)))
    rows = tx.execute(select(snippet).where(_seen_by(viewer), called).order_by(snippet.c.id.desc()))
    return [read(row) for row in rows]


def _only(found: list[Snippet]) -> Snippet | None:
    return found[0] if found else None
