"""Events are acted on once; tokens are counted by model."""

from bot.nouns import Author, Message, State, Usage
from bot.store import Store
from bot.store.usage import Total
from tests.bot.store.world import ANN, DAY, World, answer, ask


async def test_an_event_is_first_once(store: Store) -> None:
    assert await store.events.first("click-1")
    assert not await store.events.first("click-1")
    assert await store.events.first("click-2")
    await store.events.forget("click-1")
    assert await store.events.first("click-1")
    assert not await store.events.first("click-2")


async def test_an_event_is_forgotten_after_a_day(store: Store, world: World) -> None:
    for key in ("old", "young"):
        await store.events.first(key)
    world.run(f"UPDATE event SET at = at - {DAY + 1} WHERE key = 'old'")
    world.run(f"UPDATE event SET at = at - {DAY - 60} WHERE key = 'young'")
    assert await store.events.first("old")
    assert not await store.events.first("old")
    assert not await store.events.first("young")


async def test_pruning_forgets_what_is_older_than_a_day(store: Store, world: World) -> None:
    for key in ("a", "b", "c"):
        await store.events.first(key)
    world.run(f"UPDATE event SET at = at - {DAY + 1} WHERE key <> 'c'")
    assert await store.events.prune() == 2
    assert await store.events.prune() == 0
    assert world.run("SELECT key FROM event") == "c"


async def test_tokens_are_summed_up_by_model(store: Store) -> None:
    for ref, model, usage in (
        ("m1", "qwen", Usage(10, 20)),
        ("m2", "gpt", Usage(1, 2, cached=1)),
        ("m3", "qwen", Usage(100, 200, estimated=True)),
    ):
        exchange = await ask(store, ref)
        await store.exchanges.writing(exchange.id, model)
        await store.exchanges.finish(exchange.id, state=State.DONE, answer="Use sorted().", usage=usage)
    await answer(store, await ask(store, "m4"))
    assert await store.usage.totals() == [Total("gpt", 1, 1, 2, 1), Total("qwen", 2, 110, 220, 0)]


async def test_only_the_tokens_since_a_moment_are_summed_up(store: Store, world: World) -> None:
    old, new = await ask(store, "m1"), await ask(store, "m2")
    await answer(store, old, usage=Usage(1, 1))
    await answer(store, new, usage=Usage(2, 2))
    world.run(f"UPDATE usage SET at = at - {DAY} WHERE exchange = {old.id}")
    assert await store.usage.totals(since=new.at - 60) == [Total("qwen", 1, 2, 2, 0)]


async def test_an_answer_that_is_finished_twice_is_counted_once(store: Store, world: World) -> None:
    exchange = await ask(store, "m1")
    await answer(store, exchange, usage=Usage(1, 2))
    await answer(store, exchange, usage=Usage(3, 4))
    assert await store.usage.totals() == [Total("qwen", 1, 3, 4, 0)]
    assert world.run("SELECT platform, author_id, model FROM usage") == "web|u1|qwen"


async def test_what_a_person_and_a_workspace_spent_is_summed_up_for_a_span(store: Store, world: World) -> None:
    ben = Author("web", "u2", "Ben")
    for ref, author, workspace, usage in (
        ("m1", ANN, "T1", Usage(1, 10)),
        ("m2", ANN, "T1", Usage(2, 20)),
        ("m3", ben, "T1", Usage(4, 40)),
        ("m4", ANN, "T2", Usage(8, 80)),
        ("m5", Author("slack", "u1", "Ann"), "T1", Usage(16, 160)),
    ):
        message = Message(ref, f"{author.platform}:{workspace}:{ref}", author, "Go.", workspace=workspace)
        exchange = await store.exchanges.begin(message, "p1")
        assert exchange is not None
        await answer(store, exchange, usage=usage)
        if ref == "m1":
            world.run(f"UPDATE usage SET at = at - {2 * DAY} WHERE exchange = {exchange.id}")
    assert await store.usage.spent("web", "T1", seconds=DAY, author_id="u1") == Usage(2, 20)
    assert await store.usage.spent("web", "T1", seconds=3 * DAY, author_id="u1") == Usage(3, 30)
    assert await store.usage.spent("web", "T1", seconds=3 * DAY) == Usage(7, 70)
    assert await store.usage.spent("web", "T3", seconds=3 * DAY) == Usage()
