"""Events are acted on once; what answers took is counted and summed up."""

from datetime import UTC, date, datetime, time, timedelta

from bot.nouns import Author, Message, Usage
from bot.store import Store
from bot.store.usage import Source, Spent
from bot.store.usage_sums import Range
from tests.bot.store.world import ANN, DAY, NO_SUCH, World, answer, ask


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


async def test_tokens_and_cost_are_summed_up_by_model(store: Store) -> None:
    for ref, model, usage in (
        ("m1", "qwen", Usage(10, 20)),
        ("m2", "gpt", Usage(1, 2, cached=1, cost=7)),
        ("m3", "qwen", Usage(100, 200, estimated=True, cost=5)),
        ("m4", "qwen", Usage(1000, 2000, cost=2**40)),
    ):
        await answer(store, await ask(store, ref), usage=usage, of=Source(model, "here"))
    await answer(store, await ask(store, "m5"))
    gpt, qwen = await store.usage.sums(Range(1), by=["model"])
    assert (gpt.provider, gpt.model, gpt.answers, gpt.prompt, gpt.completion, gpt.cached) == ("here", "gpt", 1, 1, 2, 1)
    assert (gpt.cost, gpt.priced, gpt.estimates) == (7, 1, 0)
    assert (qwen.model, qwen.answers, qwen.prompt, qwen.completion) == ("qwen", 3, 1110, 2220)
    assert (qwen.cost, qwen.priced, qwen.estimates) == (2**40 + 5, 2, 1)


async def test_what_nobody_knows_the_price_of_is_never_free(store: Store, world: World) -> None:
    assert (await store.usage.sums(Range(1)))[0].cost is None
    free, unknown = await ask(store, "m1"), await ask(store, "m2")
    await answer(store, unknown, usage=Usage(1, 2))
    (total,) = await store.usage.sums(Range(1))
    assert (total.cost, total.answers, total.priced) == (None, 1, 0)
    await answer(store, free, usage=Usage(3, 4, cost=0))
    (total,) = await store.usage.sums(Range(1))
    assert (total.cost, total.answers, total.priced) == (0, 2, 1)
    assert await store.usage.of([free.id, unknown.id, NO_SUCH]) == {
        free.id: Usage(3, 4, cost=0),
        unknown.id: Usage(1, 2),
    }


async def test_days_are_those_of_utc(store: Store, world: World) -> None:
    exchanges = [await ask(store, f"m{number}") for number in range(4)]
    for exchange in exchanges:
        await answer(store, exchange, usage=Usage(1, 1))
    (today,) = await store.usage.sums(Range(1), by=["day"])
    assert today.day
    midnight = datetime.combine(today.day, time(), UTC).timestamp()
    for exchange, before in zip(exchanges[1:], (0.25, DAY, DAY + 0.25), strict=True):
        world.run(f"UPDATE usage SET at = {midnight - before} WHERE exchange = {exchange.id}")
    a_day = timedelta(days=1)
    sums = [(each.day, each.answers) for each in await store.usage.sums(Range(3), by=["day"])]
    assert sums == [(today.day - 2 * a_day, 1), (today.day - a_day, 2), (today.day, 1)]
    assert [each.day for each in await store.usage.sums(Range(2), by=["day"])] == [today.day - a_day, today.day]
    spent = await store.usage.today(ANN, "", "")
    assert spent.person.tokens == 2
    assert date(1970, 1, 1) + spent.day * a_day == today.day
    assert 0 < spent.left <= DAY


async def test_an_answer_that_is_finished_twice_is_counted_once(store: Store, world: World) -> None:
    exchange = await ask(store, "m1")
    await answer(store, exchange, usage=Usage(1, 2, cost=3))
    await answer(store, exchange, usage=Usage(3, 4))
    assert await store.usage.of([exchange.id]) == {exchange.id: Usage(3, 4)}
    assert world.run("SELECT platform, author_id, model FROM usage") == "web|u1|qwen"


async def _several(store: Store, world: World) -> None:
    """Let people of two workspaces ask in two channels, and one of them the day before yesterday."""
    ben = Author("web", "u2", "Ben")
    for ref, author, workspace, channel, usage in (
        ("m1", ANN, "T1", "C1", Usage(1, 10, cost=1)),
        ("m2", ANN, "T1", "C1", Usage(2, 20, cost=2)),
        ("m3", ben, "T1", "C2", Usage(4, 40)),
        ("m4", ANN, "T2", "C1", Usage(8, 80)),
        ("m5", Author("slack", "u1", "Ann"), "T1", "C1", Usage(16, 160)),
    ):
        place = f"{author.platform}:{workspace}:{ref}"
        message = Message(ref, place, author, "Go.", workspace=workspace, channel=channel)
        exchange = await store.exchanges.begin(message, "p1")
        assert exchange is not None
        await answer(store, exchange, usage=usage)
        if ref == "m1":
            world.run(f"UPDATE usage SET at = at - {2 * DAY} WHERE exchange = {exchange.id}")


async def test_what_a_person_and_a_workspace_took_is_summed_up_for_some_days(store: Store, world: World) -> None:
    await _several(store, world)

    async def prompt(days: int, workspace: str = "T1", author_id: str = "") -> int:
        (total,) = await store.usage.sums(Range(days, "web", workspace, author_id))
        return total.prompt

    assert await prompt(1, author_id="u1") == 2
    assert await prompt(3, author_id="u1") == 3
    assert await prompt(3) == 7
    assert await prompt(3, "T3") == 0
    assert [(each.name, each.prompt) for each in await store.usage.sums(Range(3, "web", "T1"), by=["person"])] == [
        ("Ann", 3),
        ("Ben", 4),
    ]
    by_channel = await store.usage.sums(Range(3, "web"), by=["channel"])
    assert [(each.workspace, each.channel, each.prompt) for each in by_channel] == [
        ("T1", "C1", 3),
        ("T1", "C2", 4),
        ("T2", "C1", 8),
    ]
    by_both = await store.usage.sums(Range(3, "web", "T1", "u1"), by=["day", "person"])
    assert [(each.name, each.prompt) for each in by_both] == [("Ann", 1), ("Ann", 2)]


async def test_a_person_is_called_what_they_were_called_last(store: Store) -> None:
    for ref, name in (("m1", "Zoë"), ("m2", "Anna")):
        message = Message(ref, "thread", Author("web", "u1", name), "Go.")
        exchange = await store.exchanges.begin(message, "p1")
        assert exchange is not None
        await answer(store, exchange, usage=Usage(1, 1))
    assert [each.name for each in await store.usage.sums(Range(1), by=["model", "person"])] == ["Anna"]


async def test_the_day_so_far_is_known_for_person_channel_and_workspace(store: Store, world: World) -> None:
    await _several(store, world)
    spent = await store.usage.today(ANN, "T1", "C1")
    assert (spent.person, spent.channel, spent.workspace) == (Spent(22, 2), Spent(22, 2), Spent(66, 2))
    world.run("UPDATE usage SET provider = 'my own#7' WHERE author_id = 'u2'")
    assert (await store.usage.today(ANN, "T1", "C2")).workspace == Spent(22, 2)
    assert (await store.usage.today(ANN, "T1", "C2")).channel == Spent(0, 0)
