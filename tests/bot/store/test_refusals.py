"""A database that can't be used: the start stops with one line, a running program gets one sentence."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.errors import StartError, StoreError
from bot.store import Store, open_store
from bot.store.dialect import connect
from tests.bot.store.world import World, ask
from tests.fresh import lay
from tests.postgres import Server


async def refusal(url: str) -> str:
    """Open a store in vain; return what the person reads."""
    with pytest.raises(StartError) as refused:
        async with open_store(url):
            pass
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def foreign_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which this test may read but not write; root plays somebody else for it."""
    lay(tmp_path / "store.db")  # so that what migrating imports is there: somebody else may not read it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sqlite3.connect(folder / "old.db").execute("CREATE TABLE old (id)").connection.close()
        folder.chmod(0o555)
        me = os.geteuid()
        if me == 0:
            os.seteuid(65534)
        yield folder
        os.seteuid(me)
        folder.chmod(0o755)


@pytest.mark.parametrize("url", ["", "hello", "mysql://ann:secret@localhost/x", "postgresql://ann:secret@host:port/x"])
async def test_what_is_no_address_of_a_database_is_refused(url: str) -> None:
    assert "write sqlite+aiosqlite:///FILE or postgresql+asyncpg://" in await refusal(url)


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite://", "sqlite:///:memory:"])
async def test_a_file_must_be_named(url: str) -> None:
    assert await refusal(url) == "DATABASE_URL names no file: write sqlite+aiosqlite:///FILE"


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Buy milk. " * 500)
    assert await refusal(f"sqlite+aiosqlite:///{path}") == f"The database {path}: the file is no SQLite database"
    assert path.read_text() == "Buy milk. " * 500


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in await refusal(f"sqlite+aiosqlite:///{tmp_path}/file/store.db")


async def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert f"The database {tmp_path}: the file can't be opened" in await refusal(f"sqlite+aiosqlite:///{tmp_path}")


async def test_a_folder_that_may_not_be_written_to_is_named(foreign_folder: Path) -> None:
    assert f"The folder {foreign_folder}/data" in await refusal(f"sqlite+aiosqlite:///{foreign_folder}/data/store.db")
    assert f"The database {foreign_folder}/new.db" in await refusal(f"sqlite+aiosqlite:///{foreign_folder}/new.db")


async def test_a_file_that_may_not_be_written_to_is_named(foreign_folder: Path) -> None:
    assert f"The database {foreign_folder}/old.db" in await refusal(f"sqlite+aiosqlite:///{foreign_folder}/old.db")


async def test_the_folder_of_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path}/deep/data/store.db"):
        assert (tmp_path / "deep" / "data").stat().st_mode & 0o777 == 0o700


async def test_a_server_that_is_not_there_is_named() -> None:
    said = await refusal("postgresql+asyncpg://ann:secret@127.0.0.1:1/store")
    assert said == "The database postgresql+asyncpg://ann:***@127.0.0.1:1/store: no server listens there"


async def test_a_wrong_password_is_said_and_not_shown(postgres_server: Server) -> None:
    postgres_server.run("DROP ROLE IF EXISTS ann; CREATE ROLE ann LOGIN PASSWORD 'right'")
    said = await refusal(postgres_server.url("postgres", login="ann:secret"))
    assert 'password authentication failed for user "ann"' in said


async def test_a_user_who_may_make_no_tables_is_told_so(postgres_server: Server, postgres_url: str) -> None:
    postgres_server.run("DROP ROLE IF EXISTS bob; CREATE ROLE bob LOGIN PASSWORD 'secret'")
    assert "permission denied for schema public" in await refusal(postgres_url.replace("postgres@", "bob:secret@"))


async def test_a_database_that_the_server_does_not_have_is_named(postgres_server: Server) -> None:
    assert 'database "missing" does not exist' in await refusal(postgres_server.url("missing"))


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("localhost:99999/x", "has the port 99999; a port is a number from 1 to 65535"),
        ("localhost/x?sslmode=maybe", "has sslmode=maybe; use one of disable, allow, prefer, require"),
        ("localhost/x?colour=red", "has the option 'colour'; use only host, ssl, sslmode"),
    ],
)
async def test_a_wrong_part_of_an_address_is_named(part: str, problem: str) -> None:
    assert f"DATABASE_URL {problem}" in await refusal(f"postgresql+asyncpg://ann:secret@{part}")


async def test_an_address_may_ask_for_encryption_as_everywhere(postgres_url: str) -> None:
    async with open_store(f"{postgres_url}&sslmode=disable") as store:
        await store.check()


async def test_a_store_that_can_be_written_is_ready(store: Store) -> None:
    await store.check()
    await store.check()


async def test_a_store_that_was_spoilt_is_not_ready(store: Store, world: World) -> None:
    world.run("ALTER TABLE event RENAME TO gone")
    try:
        with pytest.raises(StoreError, match=r"The database .*event"):
            await store.check()
    finally:
        world.run("ALTER TABLE gone RENAME TO event")


async def test_a_server_that_was_restarted_costs_nothing(store: Store, world: World) -> None:
    exchange = await ask(store, "m1")
    if world.url.startswith("postgresql"):
        ours = "datname = current_database() AND pid <> pg_backend_pid()"
        assert "t" in world.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
    assert await store.exchanges.get(exchange.id) == exchange
    assert await ask(store, "m2")


FAULTS = {
    "PRAGMA max_page_count = 1": "the disk is full",
    "PRAGMA query_only = ON": "it may only be read",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_file_that_takes_nothing_more_is_explained(tmp_path: Path, fault: str) -> None:
    database = connect(f"sqlite+aiosqlite:///{tmp_path}/store.db")
    await database.write(lambda tx: tx.execute(text("CREATE TABLE kept (words)")))
    await database.write(lambda tx: tx.execute(text(fault)))
    with pytest.raises(StoreError, match=f"store.db: {FAULTS[fault]}"):
        await database.write(fill)
    await database.close()


async def test_a_file_that_another_process_keeps_locked_is_explained(tmp_path: Path) -> None:
    database = connect(f"sqlite+aiosqlite:///{tmp_path}/store.db")
    await database.write(lambda tx: tx.execute(text("CREATE TABLE kept (words)")))
    await database.write(lambda tx: tx.execute(text("PRAGMA busy_timeout = 1")))
    rival = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process has kept it locked"):
        await database.write(fill)
    rival.execute("COMMIT")
    rival.close()
    await database.write(fill)
    await database.close()


def fill(tx: Connection) -> None:
    tx.execute(text("INSERT INTO kept VALUES (:words)"), {"words": "x" * 100_000})
