"""Lessons in the store: numbered in their workspace, voted on, changed with a history, and looked after."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import StoreError
from bot.learning.nouns import KEEPER, Facet, Lesson, Rule, Scope, Standing
from bot.nouns import Author
from bot.store import Store
from bot.store.forgetting import Forgotten
from bot.store.lesson_echoes import Fate
from bot.store.lesson_uses import Effect, Use
from bot.store.lessons import Source
from tests.bot.store.world import ANN, DAY, World, answer, ask

BOB = Author("web", "u2", "Bob")
PLACE = ("web", "T1")
RULE = Rule(
    "Use pathlib \0 for paths.", Facet.LIBRARY, topical=True, languages=("python",), when="paths", check="pathlib"
)


def new(text: str = RULE.text, *, author: Author = ANN, workspace: str = "T1", **more: object) -> Lesson:
    rule = replace(RULE, text=text)
    return Lesson(0, rule, Scope.USER, Standing.NEW, author, workspace=workspace, place="dev", **more)  # type: ignore[arg-type]


async def test_a_lesson_comes_back_as_it_was_taught(store: Store) -> None:
    taught = await store.lessons.teach(new(vector=b"1234", embedder="m"), Source(quote="use pathlib!"))
    revision, (found,) = await store.lessons.all(*PLACE)
    assert found == taught
    assert revision == await store.lessons.revision(*PLACE) == 1
    assert (found.number, found.supporters, found.vector, found.embedder) == (1, ("u1",), b"1234", "m")
    assert found.rule == replace(RULE, text="Use pathlib \N{SYMBOL FOR NULL} for paths.")
    assert await store.lessons.sources(PLACE, 1) == [(ANN, 1, Source(quote="use pathlib!"))]


async def test_each_workspace_numbers_its_own_also_by_two_processes(store: Store, other: Store) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number in range(6):
            tasks.create_task((store if number % 2 else other).lessons.teach(new(f"Rule {number}."), Source()))
    elsewhere = await store.lessons.teach(new(workspace="T2"), Source())
    _, lessons = await other.lessons.all(*PLACE)
    assert [lesson.number for lesson in lessons] == [1, 2, 3, 4, 5, 6]
    assert elsewhere.number == 1
    with pytest.raises(StoreError, match="no lesson #7"):
        await store.lessons.change(PLACE, 7, ANN, "edited", text="x")


async def test_a_person_has_one_vote_and_its_words_stay(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.lessons.teach(new(), Source(exchange.id, "first words"))
    await store.lessons.vote(PLACE, 1, BOB, 1, Source())
    voted = await store.lessons.vote(PLACE, 1, ANN, -1, Source(quote="other words"))
    assert (voted.supporters, voted.opponents) == (("u2",), ("u1",))
    assert (await store.lessons.sources(PLACE, 1))[0] == (ANN, -1, Source(exchange.id, "first words"))
    again = await store.lessons.vote(PLACE, 1, ANN, 1, Source())
    assert sorted(again.supporters) == ["u1", "u2"]
    assert [one.number for one in await store.lessons.derived(exchange.id, ANN)] == [1]
    assert await store.lessons.taught_since(PLACE, ANN, DAY) == 1


async def test_a_vote_that_was_taken_back_leaves_no_words_and_begins_anew(store: Store) -> None:
    first, second = await ask(store, "m1"), await ask(store, "m2")
    taught = await store.lessons.teach(new(), Source(first.id, "first words", channel="dev"))
    assert taught.heard_in == ("dev",)
    await store.lessons.vote(PLACE, 1, ANN, 1, Source(second.id, "other words", channel="ops"))
    said = Source(first.id, "first words", channel="dev")
    assert await store.lessons.sources(PLACE, 1) == [(ANN, 1, said)]
    await store.lessons.vote(PLACE, 1, ANN, 0, said)
    assert await store.lessons.sources(PLACE, 1) == [(ANN, 0, Source())]
    assert await store.lessons.derived(first.id, ANN) == []
    again = await store.lessons.vote(PLACE, 1, ANN, 1, Source(second.id, "other words", channel=""))
    assert (again.supporters, again.heard_in) == (("u1",), ("",))
    assert await store.lessons.sources(PLACE, 1) == [(ANN, 1, Source(second.id, "other words", channel=""))]
    assert [one.number for one in await store.lessons.derived(second.id, ANN)] == [1]


async def test_who_was_against_a_lesson_first_is_for_it_where_they_say_so(store: Store) -> None:
    await store.lessons.teach(new(), Source())
    await store.lessons.vote(PLACE, 1, BOB, -1, Source())
    voted = await store.lessons.vote(PLACE, 1, BOB, 1, Source(quote="now I see", channel="ops"))
    assert dict(zip(voted.supporters, voted.heard_in, strict=True)) == {"u1": None, "u2": "ops"}


async def test_changes_at_once_come_one_by_one(store: Store, other: Store) -> None:
    await store.lessons.teach(new(), Source())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(store.lessons.change(PLACE, 1, ANN, "edited", text="A."))
        tasks.create_task(other.lessons.change(PLACE, 1, BOB, "pinned", standing=Standing.PINNED))
    changes = await store.lessons.history(PLACE, 1)
    assert [change.version for change in changes] == [1, 2, 3]
    assert {change.deed: change.before for change in changes}["pinned"] == {"standing": "new"}
    stale = await store.lessons.change(PLACE, 1, BOB, "paused", at_version=2, standing=Standing.PAUSED)
    assert (stale.standing, stale.version) == (Standing.PINNED, 3)


async def test_only_one_of_two_processes_lets_a_lesson_expire(store: Store, other: Store, world: World) -> None:
    ages = {Standing.NEW: 30.0 * DAY, Standing.CONFIRMED: 180.0 * DAY}
    for standing in (Standing.NEW, Standing.CONFIRMED, Standing.CONFIRMED, Standing.PINNED):
        await store.lessons.teach(replace(new(), standing=standing), Source())
    assert await store.keeping.expire(KEEPER, ages) == 0
    world.run(f"UPDATE lesson SET confirmed = confirmed - {181 * DAY}")
    world.run("UPDATE lesson SET used = confirmed + 9999999 WHERE number = 3")
    expired = await asyncio.gather(store.keeping.expire(KEEPER, ages), other.keeping.expire(KEEPER, ages))
    assert sorted(expired) == [0, 2]
    _, lessons = await store.lessons.all(*PLACE)
    assert [one.standing for one in lessons] == ["expired", "expired", "confirmed", "pinned"]
    assert [change.deed for change in await store.lessons.history(PLACE, 1)] == ["taught", "expired"]


async def test_uses_tell_an_effect(store: Store) -> None:
    for text in ("One.", "Two."):
        await store.lessons.teach(new(text, workspace=""), Source())
    place = ("web", "")
    for number in range(6):
        exchange = await ask(store, f"m{number}", conversation=f"c{number}")
        await answer(store, exchange)
        await store.uses.record(exchange.id, place, [Use(1, number < 5, 0.9), Use(2, True, 0.5)])
        await store.uses.judge(exchange.id, place, {1: number > 0})
        await store.uses.judge(exchange.id, place, {1: True}, mended=True)
        await store.feedback.give(exchange.id, BOB, 1 if number < 5 else -1)
    assert (await store.uses.of(exchange.id))[0] == Use(1, False, 0.9, True, True)
    effects = await store.uses.effects(place)
    assert effects[1, True] == Effect(5, 5, 5, 5, 4)
    assert effects[1, False] == Effect(1, 1, 0, 1, 1)
    assert await store.uses.pooled(place) == {True: Effect(5, 5, 5), False: Effect(1, 1, 0)}
    assert await store.uses.pooled(PLACE) == {True: Effect(), False: Effect()}
    scores = {score.number: (score.liked, score.rated) for score in await store.keeping.scores(5)}
    assert scores == {1: (5, 5), 2: (5, 6)}
    assert await store.keeping.baseline(place) == (5, 6)


async def test_what_is_briefed_anew_forgets_the_briefing_before(store: Store) -> None:
    for text in ("One.", "Two."):
        await store.lessons.teach(new(text), Source())
    exchange = await ask(store, "m1")
    await store.uses.record(exchange.id, PLACE, [Use(1, True), Use(2, True)])
    await store.uses.judge(exchange.id, PLACE, {2: True})
    await store.uses.record(exchange.id, PLACE, [Use(2, False, 0.5)])
    assert await store.uses.of(exchange.id) == [Use(2, False, 0.5)]
    await store.uses.record(exchange.id, PLACE, [])
    assert await store.uses.of(exchange.id) == []


async def test_a_lesson_forgotten_meanwhile_is_not_noted(store: Store) -> None:
    await store.lessons.teach(new("One."), Source())
    exchange = await ask(store, "m1")
    await store.uses.record(exchange.id, PLACE, [Use(7, True, 0.9), Use(1, True, 0.5)])
    assert await store.uses.of(exchange.id) == [Use(1, True, 0.5)]


async def test_what_a_complaint_met_is_noted_once(store: Store) -> None:
    await store.lessons.teach(new(), Source())
    exchange = await ask(store, "m1")
    for fate in (Fate.MISSED, Fate.TOLD):
        await store.echoes.note(exchange.id, PLACE, 1, fate)
    assert await store.echoes.count(PLACE, DAY) == {Fate.MISSED: 1}
    assert await store.echoes.count(("web", "T2"), DAY) == {}


async def test_a_vector_of_a_lesson_that_was_changed_is_not_kept(store: Store, other: Store) -> None:
    await store.lessons.teach(new(), Source())
    stale = await store.keeping.stale("m", 9)
    await other.lessons.change(PLACE, 1, ANN, "edited", text="Other words.")
    await store.keeping.embed(stale, [b"1234"], "m")
    (changed,) = await store.keeping.stale("m", 9)
    await store.keeping.embed([changed], [b"5678"], "m")
    assert await store.keeping.stale("m", 9) == []


async def test_the_forgotten_leave_nothing(store: Store, world: World) -> None:
    exchange = await ask(store, "m1")
    await store.lessons.teach(new("One."), Source(exchange.id, "my words"))
    await store.lessons.teach(new("Two."), Source(exchange.id, "my words"))
    await store.lessons.vote(PLACE, 2, BOB, 1, Source(quote="his words"))
    await store.lessons.teach(new(workspace="T2"), Source())
    await store.uses.record(exchange.id, PLACE, [Use(1, True), Use(2, True)])
    await store.echoes.note(exchange.id, PLACE, 1, Fate.NEW)
    assert await store.forgetting.forget(PLACE, ANN) == Forgotten(2, 1, 1)
    _, (left,) = await store.lessons.all(*PLACE)
    assert (left.number, left.author.name, left.supporters) == (2, "somebody", ("u2",))
    assert await store.lessons.sources(PLACE, 2) == [(BOB, 1, Source(quote="his words"))]
    assert [use.number for use in await store.uses.of(exchange.id)] == [2]
    assert len((await store.lessons.all("web", "T2"))[1]) == 1
    assert world.run("SELECT count(*) FROM lesson_change WHERE author_id = 'u1'") == "1"
