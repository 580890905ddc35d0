"""Snippets are carried on SQLite and on PostgreSQL, each with a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.snippets import SnippetBook
from bot.store import Store, open_store
from tests.bot.store.conftest import postgres_database, postgres_world, sqlite_world, store, world
from tests.fresh import lay
from tests.postgres import postgres_server, postgres_url

__all__ = [
    "postgres_database",
    "postgres_server",
    "postgres_url",
    "postgres_world",
    "sqlite_world",
    "store",
    "world",
]


@pytest.fixture
def book(store: Store) -> SnippetBook:
    return SnippetBook(store.snippets)


@pytest.fixture
async def new_house(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SnippetBook]:
    """The book of another house, on the same kind of database, with nothing in it."""
    kind = request.node.callspec.params.get("world", "sqlite")
    url = lay(tmp_path / "new.db") if kind == "sqlite" else request.getfixturevalue("postgres_url")
    async with open_store(url) as there:
        yield SnippetBook(there.snippets)
