"""Snippets: the code that people keep, and who may see it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, and_, bindparam, case, func, or_, select, update

from bot.nouns import Author, Snippet
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.keeping import bring, keep, same
from bot.store.snippet_carrying import Held, held, pasts, throw_away
from bot.store.snippet_changes import edit, purge, remove, versions
from bot.store.snippet_rows import OWNED, owner, read
from bot.store.snippet_tables import snippet
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

    async def binned(self, viewer: Viewer, key: str) -> Snippet | None:
        """Return what was deleted under that key, and the viewer would see if it were not."""
        return _only(await self._database.read(_binned, viewer, key))

    async def delete(self, viewer: Viewer, key: str) -> Snippet | None:
        """Delete a snippet of the viewer's; None where there is none of that key."""
        return _only(await self._database.write(_change, _DELETE, viewer, key))

    async def edit(
        self, viewer: Viewer, key: str, editor: Author, changes: Mapping[str, Any], at_version: int = 0
    ) -> Snippet | None:
        """Write a new version of a snippet of the viewer's, as ``snippet_changes.edit`` says."""
        who, where = viewer.author, viewer.workspace
        return await self._database.write(edit, who, where, key, editor.name, changes, at_version)

    async def versions(self, viewer: Viewer, key: str) -> list[Snippet]:
        """Return a snippet of the viewer's as it is and as it was, the newest first."""
        return await self._database.read(versions, viewer.author, viewer.workspace, key)

    async def same(self, like: Snippet) -> Snippet | None:
        """Return what its author keeps of just that code, deleted or not."""
        return await self._database.read(same, like)

    async def mark(self, viewer: Viewer, key: str, **marks: object) -> Snippet | None:
        """Pin a snippet of the viewer's (``pinned``), or let others see it (``channel``, ``open``); no version."""
        marking = _LIVING.where(_THIS_KEY).values(marks)
        return _only(await self._database.write(_change, marking, viewer, key))

    async def bring(self, brought: Sequence[tuple[Snippet, Sequence[Snippet]]]) -> list[bool]:
        """Keep snippets of elsewhere, each with what it was before; tell which of them are new."""
        return await self._database.write(_bring, brought)

    async def pasts(self, viewer: Viewer, snippets: Sequence[Snippet]) -> list[tuple[Snippet, ...]]:
        """Return for each snippet of the viewer's workspace what it was before, the newest first."""
        return await self._database.read(pasts, viewer.author.platform, viewer.workspace, snippets)

    async def held(self, viewer: Viewer, snippets: Sequence[Snippet]) -> list[Held | None]:
        """Return for each snippet whether the viewer keeps its code already, deleted or not."""
        return await self._database.read(held, viewer.author, viewer.workspace, snippets)

    async def throw_away(self, viewer: Viewer, keys: Sequence[str]) -> list[str]:
        """Delete the viewer's snippets of these keys; return those that there were."""
        return await self._database.write(throw_away, viewer.author, viewer.workspace, keys)

    async def remove(self, viewer: Viewer, key: str) -> bool:
        """Remove what the viewer deleted for good; tell whether there was any."""
        return await self._database.write(remove, viewer.author, viewer.workspace, key)

    async def purge(self, age: float) -> int:
        """Remove for good what was deleted ``age`` seconds ago or before; return how many that were."""
        return await self._database.write(purge, age)

    async def take_back(self, viewer: Viewer, exchange_id: int) -> list[Snippet]:
        """Delete what the viewer kept of an exchange; what they had privately before is private again."""
        return await self._database.write(_change, _TAKE_BACK, viewer, exchange_id)

    async def restore(self, viewer: Viewer, key: str) -> Snippet | None:
        """Undo a deletion; None where the viewer has no snippet of that key, deleted or not."""
        return _only(await self._database.write(_change, _RESTORE, viewer, key))


def _change(tx: Connection, change: Executable, viewer: Viewer, this: object) -> list[Snippet]:
    rows = tx.execute(change, {**owner(viewer.author, viewer.workspace), "this": this})
    return [read(row) for row in rows]


def _bring(tx: Connection, brought: Sequence[tuple[Snippet, Sequence[Snippet]]]) -> list[bool]:
    return [bring(tx, each, past) for each, past in brought]


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    here = and_(snippet.c.channel == viewer.channel, snippet.c.channel != "")
    shared = and_(snippet.c.deleted.is_(None), or_(snippet.c.open, here))
    return and_(_in_reach_of(viewer), or_(_kept_by(viewer), shared))


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


def _binned(tx: Connection, viewer: Viewer, key: str) -> list[Snippet]:
    of_others = or_(snippet.c.open, and_(snippet.c.channel == viewer.channel, snippet.c.channel != ""))
    seen = and_(_in_reach_of(viewer), or_(_kept_by(viewer), of_others))
    rows = tx.execute(select(snippet).where(seen, snippet.c.key == key.lower(), snippet.c.deleted.is_not(None)))
    return [read(row) for row in rows]


def _only(found: list[Snippet]) -> Snippet | None:
    return found[0] if found else None
