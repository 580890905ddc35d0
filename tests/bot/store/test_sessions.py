"""Links that sign in, and the sessions that they begin: secrets are never kept, and every one of them ends."""

import asyncio

import pytest

from bot.nouns import Author
from bot.store import Store
from bot.store.snippets import Viewer
from tests.bot.store.world import ANN, DAY, NO_SUCH, World

HER, BOB = Viewer(ANN, "T1"), Viewer(Author("web", "u2", "Bob"), "T1")
ELSEWHERE = Viewer(ANN, "T2")


async def _link(store: Store, person: Viewer = HER) -> str:
    made = await store.sign_ins.make(person)
    assert made
    return made


async def _session(store: Store, person: Viewer = HER, agent: str = "") -> tuple[int, str]:
    begun = await store.sessions.begin(await _link(store, person), agent)
    assert begun
    return begun[0].id, begun[1]


async def test_a_link_can_be_looked_at_and_spent_once(store: Store, other: Store, world: World) -> None:
    link = await _link(store)
    assert len(link) > 40
    assert await other.sign_ins.look(link) == HER
    assert await store.sign_ins.look(link) == HER
    begun = await other.sessions.begin(link, "Firefox")
    assert begun is not None
    session, secret = begun
    assert (session.person, session.agent) == (HER, "Firefox")
    assert await store.sessions.begin(link) is None
    assert await store.sign_ins.look(link) is None
    kept = world.run("SELECT * FROM sign_in") + world.run("SELECT * FROM session")
    assert link not in kept
    assert secret not in kept


async def test_of_two_at_once_one_is_signed_in(store: Store, other: Store) -> None:
    link = await _link(store)
    begun = await asyncio.gather(*(each.sessions.begin(link) for each in (store, other, store, other)))
    assert sum(each is not None for each in begun) == 1


async def test_the_newest_link_takes_the_place_of_older_ones_of_that_person(store: Store) -> None:
    first, bobs = await _link(store), await _link(store, BOB)
    elsewhere = await _link(store, ELSEWHERE)
    second = await _link(store)
    assert await store.sessions.begin(first) is None
    for link, person in ((second, HER), (bobs, BOB), (elsewhere, ELSEWHERE)):
        assert await store.sign_ins.look(link) == person


async def test_a_link_is_good_for_five_minutes(store: Store, world: World) -> None:
    link = await _link(store)
    world.run("UPDATE sign_in SET at = at - 299")
    assert await store.sign_ins.look(link) == HER
    world.run("UPDATE sign_in SET at = at - 2")
    assert await store.sign_ins.look(link) is None
    assert await store.sessions.begin(link) is None


async def test_five_links_a_minute_are_enough_for_one_person(store: Store, world: World) -> None:
    for _ in range(5):
        await _session(store)
    assert await store.sign_ins.make(HER) is None
    assert await store.sign_ins.make(BOB)
    world.run("UPDATE sign_in SET at = at - 61")
    assert await store.sign_ins.make(HER)


@pytest.mark.parametrize("made_up", ["", "-", "x" * 5000, "\ud800", "%"])
async def test_what_is_made_up_opens_nothing(store: Store, world: World, made_up: str) -> None:
    await _session(store)
    await _link(store)
    assert await store.sign_ins.look(made_up) is None
    assert await store.sessions.begin(made_up) is None
    assert await store.sessions.find(made_up) is None
    for digest in world.run("SELECT digest FROM sign_in").split():
        assert await store.sign_ins.look(digest) is None


async def test_a_session_ends_when_it_is_not_used_and_at_last_in_any_case(store: Store, world: World) -> None:
    _, secret = await _session(store)
    hours = 60 * 60
    for _ in range(59):
        world.run(f"UPDATE session SET seen = seen - {12 * hours - 60}, at = at - {12 * hours - 60}")
        assert await store.sessions.find(secret)
    world.run(f"UPDATE session SET at = at - {DAY}")
    assert await store.sessions.find(secret) is None
    _, secret = await _session(store)
    world.run(f"UPDATE session SET seen = seen - {12 * hours + 1}")
    assert await store.sessions.find(secret) is None
    assert await store.sessions.of(HER) == []
    await _session(store, BOB)
    assert world.run("SELECT count(*) FROM session") == "1"


async def test_a_person_sees_and_ends_their_own_sessions(store: Store) -> None:
    first, first_secret = await _session(store, agent="x" * 1000)
    second, second_secret = await _session(store)
    bobs, bobs_secret = await _session(store, BOB)
    assert [each.id for each in await store.sessions.of(HER)] == [second, first]
    assert len((await store.sessions.of(HER))[-1].agent) == 300
    for id in (bobs, NO_SUCH, 2**80):
        assert not await store.sessions.end(HER, id)
    assert await store.sessions.end(HER, first)
    assert await store.sessions.find(first_secret) is None
    third, _ = await _session(store)
    assert await store.sessions.end_all(HER, but=third) == 1
    assert await store.sessions.find(second_secret) is None
    assert await store.sessions.end_all(HER) == 1
    assert await store.sessions.find(bobs_secret)
