"""Two processes on one database: one of them wins."""

import asyncio

import pytest

from bot.nouns import State, Usage
from bot.store import Store
from bot.store.usage_sums import Range
from tests.bot.store.world import World, answer, ask, said

ROUNDS = 30


async def test_a_message_that_two_processes_receive_is_begun_by_one(store: Store, other: Store) -> None:
    async def begin(ref: str) -> int:
        both = (store.exchanges.begin(said(ref), "p1"), other.exchanges.begin(said(ref), "p2"))
        return sum(exchange is not None for exchange in await asyncio.gather(*both))

    assert await asyncio.gather(*(begin(f"m{number}") for number in range(ROUNDS))) == [1] * ROUNDS


async def test_an_event_that_two_processes_receive_is_acted_on_by_one(store: Store, other: Store) -> None:
    async def first(key: str) -> int:
        return sum(await asyncio.gather(store.events.first(key), other.events.first(key)))

    assert await asyncio.gather(*(first(f"click-{number}") for number in range(ROUNDS))) == [1] * ROUNDS


@pytest.mark.parametrize("before", ["nobody", "a dead process"])
async def test_a_turn_that_no_living_process_has_goes_to_one_of_two(store: Store, other: Store, before: str) -> None:
    if before == "a dead process":
        for number in range(ROUNDS):
            assert await store.turns.take(f"thread-{number}", before)
    await store.holders.renew("p1", 60)
    await store.holders.renew("p2", 60)

    async def take(conversation: str) -> int:
        both = (store.turns.take(conversation, "p1"), other.turns.take(conversation, "p2"))
        return sum(await asyncio.gather(*both))

    assert await asyncio.gather(*(take(f"thread-{number}") for number in range(ROUNDS))) == [1] * ROUNDS


async def test_an_orphan_goes_to_one_of_two_processes(store: Store, other: Store, world: World) -> None:
    orphans = [await ask(store, f"m{number}", holder="dead") for number in range(ROUNDS)]
    await store.holders.renew("p1", 60)
    await store.holders.renew("p2", 60)

    async def adopt(id: int) -> tuple[bool, bool]:
        one, two = await asyncio.gather(store.exchanges.adopt(id, "p1"), other.exchanges.adopt(id, "p2"))
        return one, two

    won = await asyncio.gather(*(adopt(orphan.id) for orphan in orphans))
    assert all(one != two for one, two in won)
    holders = world.run("SELECT holder FROM exchange ORDER BY id").split("\n")
    assert holders == ["p1" if one else "p2" for one, _ in won]


async def test_many_answers_at_once_neither_lock_up_nor_get_lost(store: Store, other: Store) -> None:
    async def whole(process: Store, number: int) -> None:
        exchange = await ask(process, f"m{number}", conversation=f"thread-{number}")
        await process.exchanges.opened(exchange.id, f"page-{number}", 0)
        await answer(process, exchange, usage=Usage(1, 2))

    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        for number in range(100):
            tasks.create_task(whole(other if number % 2 else store, number))
    [total] = await store.usage.sums(Range(1))
    assert (total.answers, total.completion) == (100, 200)
    last = await store.exchanges.by_ref("web", "page-99")
    assert last is not None
    assert (last.state, last.message.ref) == (State.DONE, "m99")
