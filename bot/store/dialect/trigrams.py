"""The index of trigrams over ``snippet_text``: FTS5 on SQLite, arrays of numbers under GIN on PostgreSQL.

A row that has all trigrams of a word is found, in whatever order they stand, so the word itself is to be looked for in
it, too. On PostgreSQL the planner, which knows nothing of how often words occur, is told which way to go.
"""

import json
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    any_,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from bot.store.columns import Words

SHORTEST = 3
"""Characters of a word that the index helps to find; on PostgreSQL bytes."""
_NEVER = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_sort", "jit")
_GO = "SELECT " + ", ".join(f"set_config('{name}', 'off', true)" for name in _NEVER)


def go_by_index(tx: Connection) -> None:
    """For the rest of this transaction, find snippets by their indexes, and lists in the order of these."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(_GO)


def is_indexed(tx: Connection, word: str) -> bool:
    """Tell whether the index helps to find a word."""
    return len(word if tx.dialect.name == "sqlite" else word.encode()) >= SHORTEST


def may_hold(
    tx: Connection, where: Column[str], wanted: Sequence[Sequence[str]], newest: int | None = None
) -> ColumnElement[bool]:
    """Return the condition that a text has the trigrams of one word of each sequence; each word ``is_indexed``.

    ``newest``: no more need be found; SQLite then stops there.
    """
    if tx.dialect.name == "sqlite":
        needed = " AND ".join(f"({' OR '.join(map(_all_of, words))})" for words in wanted)
        index = table(f"snippet_index_{where.name}", column("rowid", Integer))
        matches = text(f"{index.name} MATCH :wanted_{where.name}")
        matches = matches.bindparams(bindparam(f"wanted_{where.name}", needed, type_=Words))
        found = select(index.c.rowid).where(matches)
        return where.table.c.id.in_(found.order_by(index.c.rowid.desc()).limit(newest) if newest else found)
    trigrams = func.snippet_trigrams(where, type_=ARRAY(Integer))
    return and_(*(or_(*(trigrams.contains(_numbers(word)) for word in words)) for words in wanted))


def are_among(tx: Connection, id: Column[int], found: Select[int]) -> ColumnElement[bool]:
    """Return the condition that a row is among those ``found``, which are to be found first."""
    if tx.dialect.name == "sqlite":
        return id.in_(found)
    # A join could go the other way, and look for each row that one sees whether it was found.
    return id == any_(func.array(found.scalar_subquery()))


def one_of(tx: Connection, id: Column[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a row is one of these, very many perhaps: they are one parameter."""
    if tx.dialect.name == "sqlite":
        return id.in_(select(func.json_each(json.dumps(ids)).table_valued("value").c.value))
    return id == any_(bindparam("ids", list(ids), type_=ARRAY(BigInteger)))


def _all_of(word: str) -> str:
    trigrams = dict.fromkeys(word[at : at + 3] for at in range(len(word) - 2))
    return "({})".format(" AND ".join('"{}"'.format(each.replace('"', '""')) for each in trigrams))


def _numbers(word: str) -> list[int]:
    octets = word.encode()
    return sorted({int.from_bytes(octets[at : at + 3]) for at in range(len(octets) - 2)})
