"""What snippets are called, without what they hold: enough to offer very many of them, or the one that is meant."""

from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from bot.store.snippet_query import Query
from bot.store.snippet_scope import Viewer, scope_of
from bot.store.snippet_search import listed, matching, settle
from bot.store.snippet_tables import snippet
from bot.store.snippet_wanted import Wanted


class Label(NamedTuple):
    """What is known of a snippet by its label."""

    key: str
    name: str
    language: str
    pinned: bool
    is_shared: bool
    """True where others see it: those of a channel, or all."""


_IS_SHARED = or_(snippet.c.open, snippet.c.channel != "").label("is_shared")
_LABELS = select(snippet.c.id, snippet.c.key, snippet.c.name, snippet.c.language, snippet.c.pinned, _IS_SHARED)


def labels(tx: Connection, viewer: Viewer, query: Query, limit: int) -> list[Label]:
    """Return the first of the list of what a query is about."""
    scope, wanted = settle(tx, scope_of(viewer, query)), Wanted(query)
    places = matching(tx, scope, wanted, limit) if wanted else listed(tx, scope, limit)
    rows = {row.id: row for row in tx.execute(_LABELS.where(snippet.c.id.in_([place.id for place in places])))}
    found = (rows[place.id] for place in places if place.id in rows)
    return [Label(row.key, row.name, row.language, bool(row.pinned), bool(row.is_shared)) for row in found]
