"""Snippets: the code that people keep, and who may see it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, case, null, or_, select, update

from bot.nouns import Author, Snippet
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.dialect.trigrams import are_among, go_by_index
from bot.store.keeping import bring, keep, same
from bot.store.snippet_carrying import Held, held, pasts, throw_away
from bot.store.snippet_changes import edit, purge, remove, unshare, versions
from bot.store.snippet_labels import Label, labels
from bot.store.snippet_looking import Candidate, Facets, Looked, candidates, facets, look, pick, shelve
from bot.store.snippet_query import Query
from bot.store.snippet_rows import OWNED, owner, read
from bot.store.snippet_scope import Viewer, in_reach_of, kept_by, row_by_row, seen_by
from bot.store.snippet_search import Place
from bot.store.snippet_tables import snippet
from bot.store.snippet_text import fold, snippet_text
from bot.store.snippet_wanted import named

__all__ = ["SnippetRows", "Viewer"]

_THIS_KEY = snippet.c.key == bindparam("this")
_LIVING = update(snippet).where(OWNED, snippet.c.deleted.is_(None)).returning(snippet)
_DELETE = _LIVING.where(_THIS_KEY).values(deleted=now())
_IS_FIRST = snippet.c.version == 1
_UNKEEP = _DELETE.where(_IS_FIRST)
# ``shared`` stays: what was kept before by this very exchange is not deleted where the undoing is heard of twice.
_SHARED = and_(snippet.c.shared == bindparam("this"), snippet.c.channel != "")
_KEPT = and_(snippet.c.exchange == bindparam("this"), _IS_FIRST, snippet.c.shared.is_distinct_from(bindparam("this")))
_TAKE_BACK = _LIVING.where(or_(_KEPT, _SHARED)).values(
    deleted=case((_KEPT, now())), channel=case((_SHARED, ""), else_=snippet.c.channel)
)
# Nor is it deleted where it was shared on purpose since, so it is that exchange's no more.
_FOR_GOOD = {
    "shared": None,
    "exchange": case((snippet.c.shared == snippet.c.exchange, null()), else_=snippet.c.exchange),
}
_RESTORE = update(snippet).where(OWNED, _THIS_KEY).values(deleted=None).returning(snippet)


class SnippetRows:
    """All snippets. Deleted ones stay, and are seen by their author alone, who may restore them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, snippets: Sequence[Snippet]) -> list[Snippet]:
        """Keep code under keys of its own; what the same person has of it in this workspace is found, or restored."""
        return await self._database.write(keep, snippets)

    async def search(self, viewer: Viewer, words: str, *, limit: int, offset: int = 0) -> tuple[list[Snippet], int]:
        """Return what holds every word anywhere, pinned ones first, then what changed last; and how many do.

        No more than 200 are counted, or without words 1,000, or a page more than those up to the last that is returned.
        """
        return (await self.look(viewer, Query(tuple(words.split())), limit=limit, offset=offset))[:2]

    async def own(self, viewer: Viewer, words: str, *, deleted: bool = False, limit: int) -> tuple[list[Snippet], int]:
        """Return as ``search`` does what the viewer kept anywhere in the workspace; ``deleted``: and deleted since."""
        return (await self.look(viewer, Query(tuple(words.split()), mine=True, deleted=deleted), limit=limit))[:2]

    async def look(self, viewer: Viewer, query: Query, *, limit: int, offset: int = 0) -> Looked:
        """Return a part of the list of what a query is about, in the same order."""
        return await self._database.read(look, viewer, query, limit, offset)

    async def shelve(
        self, viewer: Viewer, query: Query, *, limit: int, after: Place | None = None
    ) -> tuple[list[Snippet], Place | None]:
        """Return what follows a place in that list; and the place after which the next ones are, if there are any."""
        return await self._database.read(shelve, viewer, query, limit, after)

    async def labels(self, viewer: Viewer, query: Query, limit: int) -> list[Label]:
        """Return what the first of the list of what a query is about are called, and no more of them."""
        return await self._database.read(labels, viewer, query, limit)

    async def candidates(self, viewer: Viewer, query: Query) -> tuple[list[Candidate], bool]:
        """Return what has to be ranked where words are looked for, and whether there is more."""
        return await self._database.read(candidates, viewer, query)

    async def pick(self, ids: Sequence[int]) -> list[Snippet]:
        """Return the snippets of candidates."""
        return await self._database.read(pick, ids)

    async def facets(self, viewer: Viewer, query: Query) -> Facets:
        """Count the languages and tags of what a query is about, whatever its words."""
        return await self._database.read(facets, viewer, query)

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
        return await self._database.write(edit, who, where, key, editor, changes, at_version)

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

    async def share(self, viewer: Viewer, key: str, **marks: object) -> Snippet | None:
        """Let others see a snippet of the viewer's, also after a saving is undone that let it be seen before."""
        return await self.mark(viewer, key, **marks, **_FOR_GOOD)

    async def unkeep(self, viewer: Viewer, key: str) -> Snippet | None:
        """Delete a snippet of the viewer's that was not edited since it was kept; None where there is none."""
        return _only(await self._database.write(_change, _UNKEEP, viewer, key))

    async def unshare(self, viewer: Viewer, key: str, *, channel: bool) -> Snippet | None:
        """Take a snippet of the viewer's back, as ``snippet_changes.unshare`` says."""
        return await self._database.write(unshare, viewer.author, viewer.workspace, key, channel=channel)

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
        """Delete what the viewer kept of an exchange and did not edit; what they had before is private again."""
        return await self._database.write(_change, _TAKE_BACK, viewer, exchange_id)

    async def restore(self, viewer: Viewer, key: str) -> Snippet | None:
        """Undo a deletion; None where the viewer has no snippet of that key, deleted or not."""
        return _only(await self._database.write(_change, _RESTORE, viewer, key))


def _change(tx: Connection, change: Executable, viewer: Viewer, this: object) -> list[Snippet]:
    rows = tx.execute(change, {**owner(viewer.author, viewer.workspace), "this": this})
    return [read(row) for row in rows]


def _bring(tx: Connection, brought: Sequence[tuple[Snippet, Sequence[Snippet]]]) -> list[bool]:
    return [bring(tx, each, past) for each, past in brought]


def _named(tx: Connection, viewer: Viewer, name: str) -> list[Snippet]:
    """Return by index what has the key; else what has the name, which stands as a line in the heads of texts."""
    seen = select(snippet).where(seen_by(viewer)).order_by(snippet.c.id.desc())
    if rows := tx.execute(seen.where(snippet.c.key == name.lower())).all():
        return [read(row) for row in rows]
    go_by_index(tx)
    seen = select(snippet).where(row_by_row(seen_by(viewer))).order_by(snippet.c.id.desc())
    called = are_among(tx, snippet.c.id, select(snippet_text.c.id).where(*named(tx, name)))
    # The lines of tags look like those of names that begin with #.
    return [read(row) for row in tx.execute(seen.where(called)) if fold(row.name) == fold(name)]


def _binned(tx: Connection, viewer: Viewer, key: str) -> list[Snippet]:
    of_others = or_(snippet.c.open, and_(snippet.c.channel == viewer.channel, snippet.c.channel != ""))
    seen = and_(in_reach_of(viewer), or_(kept_by(viewer), of_others))
    rows = tx.execute(select(snippet).where(seen, snippet.c.key == key.lower(), snippet.c.deleted.is_not(None)))
    return [read(row) for row in rows]


def _only(found: list[Snippet]) -> Snippet | None:
    return found[0] if found else None
