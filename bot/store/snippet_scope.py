"""Who sees which snippets: their own, those of the channel where they look, and those that are open to all."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, func, or_, tuple_

from bot.nouns import Author
from bot.store.snippet_query import Query
from bot.store.snippet_tables import snippet

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list is about."""

    reach: Conditions
    """All of these must hold."""
    whose: Conditions
    """One of these must; what fulfils it can be read in the order of lists, by an index of its own."""
    is_wide: bool = False
    """True where so much of all that is in reach is seen that it is quicker to read it all, and leave out the rest."""
    at_least: int = 0
    """Snippets in it that were counted already."""

    @property
    def branches(self) -> list[ColumnElement[bool]]:
        return [and_(*self.reach, each) for each in self.whose]

    @property
    def whole(self) -> ColumnElement[bool]:
        """The condition for all of it, whose it is row by row: to begin with what is in reach, in order."""
        return and_(*self.reach, row_by_row(or_(*self.whose)))

    def after(self, place: tuple[bool, float, int]) -> "Scope":
        """Return what of it follows in the order of lists."""
        follows = tuple_(snippet.c.pinned, snippet.c.updated, snippet.c.id) < place
        return replace(self, reach=(*self.reach, follows), at_least=0)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and from where: a person sees their own snippets, and those that were kept in this channel."""

    author: Author
    workspace: str = ""
    channel: str = ""
    """Empty in a direct message, and wherever nobody else's snippets are to be seen."""


def row_by_row(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition in which no planner sees a use for an index."""
    return func.coalesce(condition, false())


def scope_of(viewer: Viewer, query: Query) -> Scope:
    """Return what ``query`` is about, its words, tags and languages aside."""
    living = snippet.c.deleted.is_not(None) if query.deleted else snippet.c.deleted.is_(None)
    reach = (in_reach_of(viewer), living, *([snippet.c.pinned.is_(True)] if query.pinned else []))
    if query.mine or query.deleted:
        return Scope(reach, (kept_by(viewer),))
    here = (snippet.c.channel == viewer.channel,) if viewer.channel else ()
    return Scope(reach, (kept_by(viewer), *here, snippet.c.open.is_(True)))


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a person sees a snippet; what they deleted themselves they still do."""
    here = and_(snippet.c.channel == viewer.channel, snippet.c.channel != "")
    shared = and_(snippet.c.deleted.is_(None), or_(snippet.c.open, here))
    return and_(in_reach_of(viewer), or_(kept_by(viewer), shared))


def in_reach_of(viewer: Viewer) -> ColumnElement[bool]:
    return and_(snippet.c.platform == viewer.author.platform, snippet.c.workspace == viewer.workspace)


def kept_by(viewer: Viewer) -> ColumnElement[bool]:
    return snippet.c.author_id == viewer.author.id
