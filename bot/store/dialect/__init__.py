"""What differs between SQLite and PostgreSQL, and nothing else in the store does.

Here is what differs in SQL; how each of the two is reached stands in ``sqlite.py`` and ``postgres.py``.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import URL, BigInteger, Connection, Double, Integer, Table, make_url, text
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from bot.errors import StartError
from bot.store.database import Database

S = TypeVar("S")

_MIGRATING = 0x0C0DE
"""The advisory lock that one process holds while it migrates."""


class Id(TypeDecorator[int]):
    """A row's number, 64 bits wide: a number that came from outside and is wider than that matches no row."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        # SQLite numbers rows by itself only where the type is spelt INTEGER.
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return value if value is None else max(-(2**63), min(value, 2**63 - 1))


class now(FunctionElement[float]):
    """Seconds since 1970 by the database's clock, since those of the replicas differ."""

    type = Double()
    inherit_cache = True


@compiles(now, "sqlite")
def _now_sqlite(element: now, compiler: SQLCompiler, **options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_postgresql(element: now, compiler: SQLCompiler, **options: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


class day(FunctionElement[int]):
    """The day of a moment, counted from the first of 1970, in UTC."""

    type = Integer()
    inherit_cache = True


@compiles(day, "sqlite")
def _day_sqlite(element: day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} / 86400 AS INTEGER)"


@compiles(day, "postgresql")
def _day_postgresql(element: day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(floor({compiler.process(element.clauses, **options)} / 86400) AS INTEGER)"


Insert = Callable[[Table], SqliteInsert | PostgresInsert]
"""Starts an INSERT that may say what to do on conflict."""


def prepared(build: Callable[[Insert], S]) -> Callable[[Connection], S]:
    """Make of a function that builds a statement one that returns it ready; building takes longer than running."""

    @cache
    def built(name: str) -> S:
        return build(SqliteInsert if name == "sqlite" else PostgresInsert)

    return lambda tx: built(tx.dialect.name)


def lock_schema(tx: Connection) -> None:
    """Let no other process migrate until this transaction ends; on SQLite none writes meanwhile anyway."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})


def connect(address: str) -> Database:
    """Return the database at ``address``, unopened. Raises ``StartError`` where that is no address of one."""
    url = _parse(address)
    if url.get_backend_name() == "sqlite":
        from bot.store.dialect.sqlite import Sqlite

        return Sqlite(url)
    from bot.store.dialect.postgres import Postgres

    return Postgres(url)


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StartError(
            "DATABASE_URL names no database that can be used:"
            " write sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME"
        )
    return url
