"""Who sees which snippets: their own, those of the channel where they look, and those that are open to all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, tuple_

from bot.nouns import Author
from bot.store.snippet_query import Query
from bot.store.snippet_tables import snippet

Scope = Sequence[ColumnElement[bool]]
"""Conditions of which one must hold; what fulfils one can be read in the order of lists, by an index."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and from where: a person sees their own snippets, and those that were kept in this channel."""

    author: Author
    workspace: str = ""
    channel: str = ""
    """Empty in a direct message, and wherever nobody else's snippets are to be seen."""


def scope_of(viewer: Viewer, query: Query) -> Scope:
    """Return what ``query`` is about, its words, tags and languages aside."""
    living = snippet.c.deleted.is_not(None) if query.deleted else snippet.c.deleted.is_(None)
    reach = and_(in_reach_of(viewer), living, *([snippet.c.pinned.is_(True)] if query.pinned else []))
    branches = [kept_by(viewer)]
    if not (query.mine or query.deleted):
        branches += [snippet.c.channel == viewer.channel] if viewer.channel else []
        branches.append(snippet.c.open.is_(True))
    return [and_(reach, branch) for branch in branches]


def after(scope: Scope, place: tuple[bool, float, int]) -> Scope:
    """Return what of ``scope`` follows in the order of lists."""
    follows = tuple_(snippet.c.pinned, snippet.c.updated, snippet.c.id) < place
    return [and_(branch, follows) for branch in scope]


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a person sees a snippet; what they deleted themselves they still do."""
    here = and_(snippet.c.channel == viewer.channel, snippet.c.channel != "")
    shared = and_(snippet.c.deleted.is_(None), or_(snippet.c.open, here))
    return and_(in_reach_of(viewer), or_(kept_by(viewer), shared))


def in_reach_of(viewer: Viewer) -> ColumnElement[bool]:
    return and_(snippet.c.platform == viewer.author.platform, snippet.c.workspace == viewer.workspace)


def kept_by(viewer: Viewer) -> ColumnElement[bool]:
    return snippet.c.author_id == viewer.author.id
