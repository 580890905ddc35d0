"""Finding snippets among very many: in the order of lists, by what stands in them, and only those that one sees.

What few have in common is found by the index of trigrams; what most have, by walking down the list until enough have
it, which is quicker: the first ``_WALK`` of the list show which way to go. Both find the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select, union

from bot.store.dialect.trigrams import are_among, go_by_index
from bot.store.snippet_scope import Scope, row_by_row
from bot.store.snippet_tables import snippet
from bot.store.snippet_text import snippet_text
from bot.store.snippet_wanted import Wanted

_WIDE = 2_000
"""Snippets that one sees for one reason from which on all are read to find those that one sees."""
_WALK = 1_000
"""Snippets, the first of a list, that are looked through one by one."""
_COMMON = 0.06
"""The share of snippets that have something in common from which on walking is quicker."""
_PLACES = select(snippet.c.pinned, snippet.c.updated, snippet.c.id)


class Place(NamedTuple):
    """Where a snippet stands in lists: those that are pinned first, then what changed last."""

    pinned: bool
    updated: float
    id: int


def settle(tx: Connection, scope: Scope, wide: int = _WIDE) -> Scope:
    """Return a scope as it is read best. All else here is to be done afterwards, in the same transaction."""
    go_by_index(tx)
    if len(scope.whose) == 1:
        return scope
    some = [_PLACES.where(branch).order_by(*_order(snippet)).limit(wide).subquery() for branch in scope.branches]
    counted = tx.execute(select(*(select(func.count()).select_from(each).scalar_subquery() for each in some))).one()
    return replace(scope, is_wide=max(counted) >= wide, at_least=max(counted))


def listed(tx: Connection, scope: Scope, limit: int, offset: int = 0) -> list[Place]:
    """Return a part of the list of all in ``scope``."""
    return _read(tx, first_of(scope, limit, offset))


def rows_of(tx: Connection, scope: Scope, limit: int, offset: int = 0) -> Sequence[Row[Any]]:
    """Return the rows of a part of the list."""
    part = first_of(scope, limit, offset).subquery()
    return tx.execute(select(snippet).join(part, part.c.id == snippet.c.id).order_by(*_order(part))).all()


def count(tx: Connection, scope: Scope, most: int) -> int:
    """Return how many are in ``scope``, counting no further than ``most``."""
    if scope.at_least >= most:
        return most
    return tx.scalar(select(func.count()).select_from(first_of(scope, most).subquery())) or 0


def matching(tx: Connection, scope: Scope, wanted: Wanted, limit: int, walk: int = _WALK) -> list[Place]:
    """Return the first of the list that are in ``scope`` and have all that is ``wanted``."""
    found, end = _walk(tx, scope, wanted, limit, walk)
    if end is None or len(found) >= limit:
        return found
    index = wanted.index(tx)
    if index and len(found) < _COMMON * walk:
        return _indexed(tx, scope, and_(*index, wanted.held), limit)
    seen = walk
    while end is not None and len(found) < limit:
        # As far as it takes if the rest is like what was seen.
        walk = max(_WALK, int(1.3 * (limit - len(found)) * seen / max(len(found), 1)))
        more, end = _walk(tx, scope.after(end), wanted, limit - len(found), walk)
        found, seen = found + more, seen + walk
    return found


def _walk(tx: Connection, scope: Scope, wanted: Wanted, limit: int, walk: int) -> tuple[list[Place], Place | None]:
    """Look through the first ``walk`` of a list; return what has it, and the last one where there may be more."""
    first = first_of(scope, walk).subquery()
    near = select(first).join(snippet_text, snippet_text.c.id == first.c.id).where(wanted.held)
    found = _read(tx, near.order_by(*_order(first)).limit(limit))
    last = listed(tx, scope, 1, walk - 1) if len(found) < limit else []
    return found, last[0] if last else None


def headed(tx: Connection, scope: Scope, wanted: Wanted, limit: int) -> list[Place]:
    """Return the first that have it all in key, name, tags; nothing where the index does not help to find it."""
    index = wanted.index_of_heads(tx)
    return _indexed(tx, scope, and_(*index, wanted.held_by_head), limit) if index else []


def _indexed(tx: Connection, scope: Scope, held: ColumnElement[bool], limit: int) -> list[Place]:
    found = are_among(tx, snippet.c.id, select(snippet_text.c.id).where(held))
    rows = _PLACES.where(row_by_row(scope.whole), found)
    return _read(tx, rows.order_by(*_order(snippet)).limit(limit))


def first_of(scope: Scope, limit: int, offset: int = 0) -> Select[Any]:
    """Select the first in ``scope``."""
    ordered = _PLACES.order_by(*_order(snippet)).limit(limit + offset)
    if scope.is_wide or len(scope.whose) == 1:
        return ordered.where(scope.whole).limit(limit).offset(offset)
    # A union, since what is one's own is open or in the channel, too.
    whole = union(*(select(ordered.where(branch).subquery()) for branch in scope.branches)).subquery()
    return select(whole).order_by(*_order(whole)).limit(limit).offset(offset)


def _order(rows: Any) -> list[Any]:
    return [rows.c.pinned.desc(), rows.c.updated.desc(), rows.c.id.desc()]


def _read(tx: Connection, rows: Select[Any]) -> list[Place]:
    return [Place(bool(row.pinned), row.updated, row.id) for row in tx.execute(rows)]
