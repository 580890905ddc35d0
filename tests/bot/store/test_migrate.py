"""The database is brought to the version of the program, whatever it was before."""

import asyncio
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import StartError
from bot.store import open_store
from bot.store.dialect import connect
from bot.store.migrate import HEAD, MIGRATIONS
from bot.store.tables import metadata
from tests.bot.store.world import ROOT, World, ask

OPEN = """
import asyncio, sys
from bot.store import open_store

async def main():
    async with open_store(sys.argv[1]) as store:
        await store.holders.renew(sys.argv[2], 60)
        print(sorted(await store.holders.names()))
    print("alembic" in sys.modules)

asyncio.run(main())
"""


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Tell tables of the store from those of slack_sdk, which the tests of the Slack adapter compare."""
    return not (kind == "table" and name and name.startswith("slack_"))


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def start(url: str, name: str) -> subprocess.Popen[str]:
    """Start a process that opens the store, and says whom it sees there and whether it had to migrate."""
    command = [sys.executable, "-c", OPEN, url, name]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


async def test_the_migrations_make_the_tables_that_the_program_uses(world: World) -> None:
    database = connect(world.url)
    assert await database.read(differences) == []
    await database.close()


def test_the_program_knows_its_newest_migration() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_current_head() == HEAD
    assert [revision.revision for revision in script.walk_revisions()] == [
        f"{number:04}" for number in range(int(HEAD), 0, -1)
    ]


async def test_a_new_database_is_made_and_keeps_what_is_written(empty_url: str) -> None:
    async with open_store(empty_url) as store:
        exchange = await ask(store, "m1")
    async with open_store(empty_url) as store:
        assert await store.exchanges.get(exchange.id) == exchange


def test_processes_that_start_at_once_on_a_new_database_all_come_up(empty_url: str) -> None:
    processes = [start(empty_url, name) for name in ("p1", "p2")]
    for process in processes:
        _, problem = process.communicate(timeout=60)
        assert process.returncode == 0, problem
    output, _ = start(empty_url, "p3").communicate(timeout=60)
    assert output.split("\n")[:2] == ["['p1', 'p2', 'p3']", "False"], "a later start has nothing to migrate"


async def test_stores_that_open_at_once_in_one_process_all_come_up(empty_url: str) -> None:
    async def come_up() -> None:
        async with open_store(empty_url) as store:
            await store.check()

    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        for _ in range(4):
            tasks.create_task(come_up())


@pytest.mark.parametrize("version", ["0999", "a1b2c3d4"])
async def test_a_database_of_a_newer_program_stops_the_start(world: World, version: str) -> None:
    world.run(f"UPDATE alembic_version SET version_num = '{version}'")
    try:
        with pytest.raises(StartError, match=f"is at version {version}, .* up to {HEAD}"):
            async with open_store(world.url):
                pass
    finally:
        world.run(f"UPDATE alembic_version SET version_num = '{HEAD}'")


async def test_a_migration_that_fails_leaves_the_database_as_it_was(world: World) -> None:
    world.run("DELETE FROM alembic_version")
    try:
        with pytest.raises(StartError, match="already exists") as refused:
            async with open_store(world.url):
                pass
        assert "\n" not in str(refused.value)
        assert world.run("SELECT count(*) FROM alembic_version") == "0"
    finally:
        world.run(f"INSERT INTO alembic_version VALUES ('{HEAD}')")
