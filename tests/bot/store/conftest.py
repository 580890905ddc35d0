"""Every test of the store runs on SQLite and on PostgreSQL, with a database of its own."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store import Store, open_store
from bot.store.tables import metadata
from tests.bot.store.world import World
from tests.fresh import lay
from tests.postgres import Server, postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_database(postgres_server: Server) -> str:
    """The name of a migrated database: emptying it is quicker than making another one."""
    name = postgres_server.create()
    async with open_store(postgres_server.url(name)):
        return name


@pytest.fixture
def sqlite_world(tmp_path: Path) -> World:
    path = tmp_path / "store.db"
    url = lay(path)

    def run(statement: str) -> str:
        with sqlite3.connect(path, isolation_level=None) as connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return "\n".join("|".join(map(str, row)) for row in rows)

    return World(url, run)


@pytest.fixture
def postgres_world(postgres_server: Server, postgres_database: str) -> World:
    def run(statement: str) -> str:
        return postgres_server.run(statement, database=postgres_database)

    run("; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))
    return World(postgres_server.url(postgres_database), run)


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> World:
    """A migrated database, and the back door to it."""
    there: World = request.getfixturevalue(f"{request.param}_world")
    return there


@pytest.fixture
async def store(world: World) -> AsyncIterator[Store]:
    """The store of a process."""
    async with open_store(world.url) as store:
        yield store


@pytest.fixture
async def other(world: World) -> AsyncIterator[Store]:
    """The store of another process on the same database."""
    async with open_store(world.url) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nothing was written to yet."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'new' / 'store.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
