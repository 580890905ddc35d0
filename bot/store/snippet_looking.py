"""Looking for snippets as people do: a page of a list, what follows a place in it, what a search has to rank."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.languages import canonical
from bot.nouns import Snippet
from bot.store.dialect.trigrams import one_of
from bot.store.snippet_query import Query
from bot.store.snippet_rows import read
from bot.store.snippet_scope import Viewer, scope_of
from bot.store.snippet_search import Place, count, first_of, headed, matching, rows_of, settle
from bot.store.snippet_tables import snippet
from bot.store.snippet_text import snippet_text
from bot.store.snippet_wanted import Wanted

MOST_COUNTED = 1_000
"""Snippets of a list that are counted, unless a later part of it is looked at."""
MOST_FOUND = 200
"""Those that hold some words, of which no more are counted and ranked."""
_MOST_OF_A_KIND = 10_000
"""Snippets whose languages and tags are counted."""
_MOST_HEADS = 100
"""Those more that hold the words in key, name and tags."""
_MOST_FACETS = 100
_RANKED_BY = 4_000
"""Characters of a text that its rank depends on."""


class Looked(NamedTuple):
    """A part of a list."""

    snippets: list[Snippet]
    total: int
    is_more: bool
    """True where there are more than ``total``, which nobody counted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a search found, with its folded texts."""

    id: int
    key: str
    is_own: bool
    pinned: bool
    head: str
    body: str


@dataclass(frozen=True, slots=True)
class Facets:
    """How many snippets of each language and tag there are, the most frequent first."""

    languages: dict[str, int] = field(default_factory=dict)
    """By the one name of each; empty for those that have none."""
    tags: dict[str, int] = field(default_factory=dict)
    is_more: bool = False
    """True where only the first 10,000 were counted."""


def look(tx: Connection, viewer: Viewer, query: Query, limit: int, offset: int = 0) -> Looked:
    """Return a part of the list of what ``query`` is about."""
    scope, wanted = settle(tx, scope_of(viewer, query)), Wanted(query)
    if wanted:
        most = max(MOST_FOUND, offset + 2 * limit)
        found = matching(tx, scope, wanted, most + 1)
        total, snippets = len(found), pick(tx, [place.id for place in found[offset : offset + limit]])
    else:
        most = max(MOST_COUNTED, offset + 2 * limit)
        total = count(tx, scope, most + 1)
        snippets = [read(row) for row in rows_of(tx, scope, limit, offset)]
    return Looked(snippets, min(total, most), total > most)


def shelve(
    tx: Connection, viewer: Viewer, query: Query, limit: int, place: Place | None
) -> tuple[list[Snippet], Place | None]:
    """Return the first that follow a place in the list, and the place of the last of them where more follow."""
    scope, wanted = settle(tx, scope_of(viewer, query)), Wanted(query)
    if place:
        scope = scope.after(place)
    if wanted:
        places = matching(tx, scope, wanted, limit + 1)
        snippets = pick(tx, [place.id for place in places[:limit]])
    else:
        rows = rows_of(tx, scope, limit + 1)
        places = [Place(row.pinned, row.updated, row.id) for row in rows]
        snippets = [read(row) for row in rows[:limit]]
    return snippets, places[limit - 1] if len(places) > limit else None


def candidates(tx: Connection, viewer: Viewer, query: Query) -> tuple[list[Candidate], bool]:
    """Return what a search has to rank, in the order of lists, and whether there is more.

    Where very many snippets hold the words, these are the first of the list, and those named after them.
    """
    scope, wanted = settle(tx, scope_of(viewer, query)), Wanted(query)
    places = matching(tx, scope, wanted, MOST_FOUND + 1)
    is_more = len(places) > MOST_FOUND
    if is_more:
        places = sorted({*places[:MOST_FOUND], *headed(tx, scope, wanted, _MOST_HEADS)}, reverse=True)
    body = func.substr(snippet_text.c.body, 1, _RANKED_BY).label("body")
    owned = (snippet.c.author_id == viewer.author.id).label("is_own")
    columns = select(snippet.c.id, snippet.c.key, owned, snippet.c.pinned, snippet_text.c.head, body)
    rows = columns.join(snippet_text, snippet_text.c.id == snippet.c.id)
    found = {
        row.id: Candidate(*row)
        for row in tx.execute(rows.where(one_of(tx, snippet.c.id, [place.id for place in places])))
    }
    return [found[place.id] for place in places], is_more


def pick(tx: Connection, ids: Sequence[int]) -> list[Snippet]:
    """Return the snippets of these rows, in this order; what is gone is left out."""
    rows = {row.id: row for row in tx.execute(select(snippet).where(snippet.c.id.in_(ids)))} if ids else {}
    return [read(rows[id]) for id in ids if id in rows]


def facets(tx: Connection, viewer: Viewer, query: Query) -> Facets:
    """Count the languages and tags of what the viewer sees, the first of the list where there is very much."""
    scope = settle(tx, scope_of(viewer, query))
    first = first_of(scope, _MOST_OF_A_KIND).subquery()
    kinds = select(snippet.c.language, snippet.c.tags, func.count().label("many"))
    languages, tags = Counter[str](), Counter[str]()
    for row in tx.execute(kinds.join(first, first.c.id == snippet.c.id).group_by(snippet.c.language, snippet.c.tags)):
        languages[canonical(row.language) or row.language] += row.many
        tags.update(dict.fromkeys(row.tags, row.many))
    is_more = languages.total() == _MOST_OF_A_KIND and count(tx, scope, _MOST_OF_A_KIND + 1) > _MOST_OF_A_KIND
    return Facets(dict(languages.most_common(_MOST_FACETS)), dict(tags.most_common(_MOST_FACETS)), is_more)
