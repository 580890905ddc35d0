"""Finding snippets: a page of what fits best, a shelf to go along, and what kinds of them there are."""

import json
import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.errors import UsageError
from bot.nouns import Snippet
from bot.snippets.matches import Match, match_of
from bot.snippets.query import Query, parse_query
from bot.snippets.ranking import rank
from bot.store.snippet_looking import MOST_FOUND, Facets
from bot.store.snippet_search import Place
from bot.store.snippets import SnippetRows, Viewer

PAGE = 10
"""Snippets that are listed at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    snippets: list[Snippet]
    total: int
    page: int
    """The first one is 1."""
    is_more: bool = False
    """True where there are more than ``total``, which nobody counted."""
    matches: Mapping[str, Match] = field(default_factory=dict)
    """By key, the line in which a word was found; nothing for what was found by its name alone."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def how_many(self) -> str:
        """The total in words, as ``200+``."""
        return f"{self.total:,}{'+' if self.is_more else ''}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some snippets of a list."""

    snippets: list[Snippet]
    after: str
    """What to ask for those that follow; empty: these are the last."""


class Finding:
    """Looks for what a person sees. Raises ``UsageError`` for a query that makes no sense."""

    def __init__(self, rows: SnippetRows) -> None:
        self._rows = rows

    async def search(self, viewer: Viewer, query: str, page: int) -> Found:
        """Return a page of what fits a query; without words in it, pinned ones first, then what changed last."""
        asked = parse_query(query)
        found = await (self._ranked if asked.words else self._listed)(viewer, asked, page)
        if page > found.pages:
            few = f" Only the best {found.total:,} are shown: say more of what they hold." if found.is_more else ""
            raise UsageError(f"There is no page {page:,} of these snippets; the last one is {found.pages:,}.{few}")
        return found

    async def shelf(self, viewer: Viewer, query: Query, limit: int, after: str) -> Shelf:
        place = _read(after) if after else None
        snippets, last = await self._rows.shelve(viewer, query, limit=limit, after=place)
        return Shelf(snippets, _write(last) if last else "")

    async def facets(self, viewer: Viewer) -> Facets:
        return await self._rows.facets(viewer, Query())

    async def _listed(self, viewer: Viewer, query: Query, page: int) -> Found:
        looked = await self._rows.look(viewer, query, limit=PAGE, offset=PAGE * (page - 1))
        return Found(looked.snippets, looked.total, page, looked.is_more)

    async def _ranked(self, viewer: Viewer, query: Query, page: int) -> Found:
        candidates, is_more = await self._rows.candidates(viewer, query)
        best = rank(candidates, query.words)[:MOST_FOUND]
        snippets = await self._rows.pick([each.id for each in best[PAGE * (page - 1) : PAGE * page]])
        matches = {each.key: match for each in snippets if (match := match_of(each, query.words))}
        return Found(snippets, len(best), page, is_more, matches)


def _write(place: Place) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _read(after: str) -> Place:
    """Read what ``_write`` wrote; people may have changed it."""
    try:
        pinned, updated, id = json.loads(urlsafe_b64decode(after.encode() + b"=" * (-len(after) % 4)))
        place = Place(pinned, float(updated), id)
    except (ValueError, TypeError, OverflowError, RecursionError):
        place = None
    if place is None or type(place.pinned) is not bool or type(place.id) is not int or not math.isfinite(place.updated):
        raise UsageError("That is no place in a list of snippets: begin again at its start.")
    return place
