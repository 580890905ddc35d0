"""Finding snippets among very many: in the order of lists, by what stands in them, and only those that one sees.

What few have in common is found by the index of trigrams; what most have, by walking down the list until enough have
it, which is quicker: the first ``_WALK`` of the list show which way to go. Both find the same.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, or_, select, union

from bot.store.dialect.trigrams import are_among, go_by_trigrams, go_in_order
from bot.store.snippet_scope import Scope
from bot.store.snippet_tables import snippet
from bot.store.snippet_text import snippet_text
from bot.store.snippet_wanted import Wanted

_WALK = 3_000
"""Snippets, the first of a list, that are looked through one by one."""
_COMMON = 0.1
"""The share of snippets that have something in common from which on walking is quicker."""


_PLACES = select(snippet.c.pinned, snippet.c.updated, snippet.c.id)


class Place(NamedTuple):
    """Where a snippet stands in lists: those that are pinned first, then what changed last."""

    pinned: bool
    updated: float
    id: int


def listed(tx: Connection, scope: Scope, limit: int, offset: int = 0) -> list[Place]:
    """Return a part of the list of all in ``scope``."""
    go_in_order(tx)
    return _read(tx, _first(scope, limit, offset))


def count(tx: Connection, scope: Scope, most: int) -> int:
    """Return how many are in ``scope``, counting no further than ``most``."""
    go_in_order(tx)
    return tx.scalar(select(func.count()).select_from(_first(scope, most).subquery())) or 0


def first_of(tx: Connection, scope: Scope, limit: int) -> Subquery:
    """Return the first of the list as something to join."""
    go_in_order(tx)
    return _first(scope, limit).subquery()


def matching(tx: Connection, scope: Scope, wanted: Wanted, limit: int, walk: int = _WALK) -> list[Place]:
    """Return the first of the list that are in ``scope`` and have all that is ``wanted``."""
    seen = count(tx, scope, walk + 1)
    first = _first(scope, walk).subquery()
    near = select(first).join(snippet_text, snippet_text.c.id == first.c.id).where(wanted.held)
    found = _read(tx, near.order_by(*_order(first)).limit(limit))
    if seen <= walk or len(found) >= limit:
        return found
    if len(found) >= _COMMON * walk or not (index := wanted.index(tx)):
        return _read(tx, _first(scope, limit, held=wanted.held))
    return _indexed(tx, scope, and_(*index, wanted.held), limit)


def headed(tx: Connection, scope: Scope, wanted: Wanted, limit: int) -> list[Place]:
    """Return the first that have it all in key, name, tags; nothing where the index does not help to find it."""
    index = wanted.index(tx, head=True)
    return _indexed(tx, scope, and_(*index, wanted.held_by_head), limit) if index else []


def _indexed(tx: Connection, scope: Scope, held: ColumnElement[bool], limit: int) -> list[Place]:
    go_by_trigrams(tx)
    found = are_among(tx, snippet.c.id, select(snippet_text.c.id).where(held))
    rows = _PLACES.where(or_(*scope), found)
    return _read(tx, rows.order_by(*_order(snippet)).limit(limit))


def _first(scope: Scope, limit: int, offset: int = 0, held: ColumnElement[bool] | None = None) -> Select[Any]:
    """Select the first in ``scope``, read in order from each of its branches."""
    parts = []
    for branch in scope:
        rows = _PLACES if held is None else _PLACES.join(snippet_text, snippet_text.c.id == snippet.c.id).where(held)
        parts.append(select(rows.where(branch).order_by(*_order(snippet)).limit(limit + offset).subquery()))
    # A union, since what is one's own is open or in the channel, too.
    whole = (union(*parts) if len(parts) > 1 else parts[0]).subquery()
    return select(whole).order_by(*_order(whole)).limit(limit).offset(offset)


def _order(rows: Any) -> list[Any]:
    return [rows.c.pinned.desc(), rows.c.updated.desc(), rows.c.id.desc()]


def _read(tx: Connection, rows: Select[Any]) -> list[Place]:
    return [Place(bool(row.pinned), row.updated, row.id) for row in tx.execute(rows)]
