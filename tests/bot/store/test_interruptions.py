"""What was written stays, however the process or a caller ends."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.nouns import State
from bot.store import Store, open_store
from tests.bot.store.world import ROOT, World, ask

DIE = """
import asyncio, os, signal, sys
from bot.store import open_store
from tests.bot.store.world import ask

async def main():
    async with open_store(sys.argv[1]) as store:
        await store.holders.renew("p1", 60)
        exchange = await ask(store, "m1")
        await store.exchanges.writing(exchange.id, "qwen")
        await store.exchanges.opened(exchange.id, "page-1", 0)
        await store.turns.take("thread", "p1")
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_the_answer_of_a_killed_process_is_found_with_its_pages(world: World) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", DIE, world.url, cwd=ROOT)
    assert await process.wait() == -signal.SIGKILL
    async with open_store(world.url) as store:
        await store.holders.renew("p2", 60)
        assert await store.exchanges.orphans() == [], "for all that is known it may still be alive"
        assert not await store.turns.take("thread", "p2")
        await store.holders.release("p1")
        [orphan] = await store.exchanges.orphans()
        assert (orphan.message.ref, orphan.state, orphan.refs) == ("m1", State.WRITING, ("page-1",))
        assert await store.exchanges.adopt(orphan.id, "p2")
        assert await store.turns.take("thread", "p2")


async def test_a_caller_that_gives_up_leaves_nothing_half_done(store: Store, world: World) -> None:
    async def give_up(number: int) -> None:
        calls = asyncio.create_task(ask(store, f"m{number}"))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        calls.cancel()
        await asyncio.wait([calls])

    for number in range(60):
        await give_up(number)
    await ask(store, "last")
    assert world.run("SELECT ref FROM message WHERE id NOT IN (SELECT message_id FROM exchange)") == ""


async def test_many_that_give_up_at_once_keep_nobody_waiting(store: Store) -> None:
    for delay in range(20):
        calls = [asyncio.create_task(ask(store, f"m{delay}-{number}")) for number in range(10)]
        await asyncio.sleep(delay / 2000)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
    async with asyncio.timeout(5):
        await ask(store, "last")


async def test_what_was_begun_is_finished_before_the_store_closes(world: World) -> None:
    async with open_store(world.url) as store, asyncio.TaskGroup() as tasks:
        for number in range(20):
            tasks.create_task(ask(store, f"m{number}"))
    assert world.run("SELECT count(*) FROM exchange") == "20"


async def test_closing_leaves_one_file_alone(tmp_path: Path) -> None:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path}/store.db") as store:
        await ask(store, "m1")
        assert "store.db-wal" in names(tmp_path), "the log that lets others read while one writes"
    assert names(tmp_path) == ["store.db"]


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
