"""The database is brought to the version of the program, whatever it was before."""

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import bot.store.page_tables  # noqa: F401 - why: its tables belong to the metadata that is compared
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
    """Tell tables of the store from those of slack_sdk, which the tests of the Slack adapter compare.

    The index of trigrams is none of SQLAlchemy's: FTS5 keeps tables of its own, PostgreSQL indexes of a function.
    """
    return not (name and name.startswith(("slack_", "snippet_index")) and kind in ("table", "index"))


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def upgrade(tx: Connection, version: str) -> None:
    """Bring a database to a version that was the newest one once."""
    config = Config(attributes={"connection": tx})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, version)


def fill(tx: Connection) -> None:
    """Write down a lesson as version 0005 did: two people are for it by their words, one by a command."""
    message = {"platform": "web", "author_name": "", "author_is_bot": False, "text": "", "mode": "query", "model": ""}
    exchange = {"holder": "", "state": "done", "answer": "", "problem": "", "correction": "", "model": "", "at": 1.0}
    for id, channel in ((1, "dev"), (2, "")):
        whose = {"conversation": f"c{id}", "author_id": f"u{id}", "ref": f"m{id}", "attachments": "[]"}
        where = {"id": f"c{id}", "platform": "web", "workspace": "T1", "channel": channel, "at": 1.0}
        insert(tx, "conversation", where)
        insert(tx, "message", {"id": id, **message, **whose})
        insert(tx, "exchange", {"id": id, "message_id": id, **exchange})
    rule = {"text": "Do it.", "facet": "other", "topical": False, "avoid": False, "languages": "[]"}
    stands = {"scope": "user", "place": "dev", "standing": "new", "applies": "", "check_name": "", "author_id": "u1"}
    times = {"replaces": 0, "version": 1, "vector": b"", "embedder": "", "at": 1.0, "confirmed": 1.0, "used": 0.0}
    where = {"id": 1, "platform": "web", "workspace": "T1", "number": 1, "author_name": ""}
    insert(tx, "lesson", {**where, **rule, **stands, **times})
    for who, about in (("u1", 1), ("u2", 2), ("u3", None)):
        vote = {"lesson": 1, "author_id": who, "author_name": "", "vote": 1, "exchange": about, "quote": "", "at": 1.0}
        insert(tx, "lesson_vote", vote)


def insert(tx: Connection, table: str, values: dict[str, Any]) -> None:
    names = ", ".join(values)
    tx.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values)


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


async def test_votes_of_before_get_the_channel_of_their_exchange(empty_url: str) -> None:
    database = connect(empty_url)
    await database.write(lambda tx: upgrade(tx, "0005"))
    await database.write(fill)
    await database.close()
    async with open_store(empty_url) as store:
        votes = await store.lessons.sources(("web", "T1"), 1)
    assert {who.id: source.channel for who, _, source in votes} == {"u1": "dev", "u2": "", "u3": None}


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
