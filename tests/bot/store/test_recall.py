"""Finding exchanges again."""

import pytest

from bot.nouns import Author, Exchange, Message, State
from bot.store import Store
from tests.bot.store.world import ANN, NO_SUCH, answer, ask, ask_again


def ids(exchanges: list[Exchange]) -> list[int]:
    return [exchange.id for exchange in exchanges]


async def test_any_page_of_an_answer_finds_it(store: Store) -> None:
    exchange = await ask(store, "m1")
    for position in range(3):
        await store.exchanges.opened(exchange.id, f"page-{position}", position)
    for position in range(3):
        found = await store.exchanges.by_ref("web", f"page-{position}")
        assert found is not None
        assert (found.id, found.refs) == (exchange.id, ("page-0", "page-1", "page-2"))
    assert await store.exchanges.by_ref("slack", "page-0") is None


async def test_nothing_is_found_where_nothing_is(store: Store) -> None:
    assert await store.exchanges.by_ref("web", "m1") is None
    assert await store.exchanges.by_message("web", "m1") is None
    assert await store.exchanges.latest("thread") is None
    assert await store.exchanges.history("thread", before=NO_SUCH) == []
    assert await store.exchanges.conversation("thread") == []
    assert await store.exchanges.orphans() == []


async def test_the_latest_of_a_conversation_is_the_one_that_began_last(store: Store) -> None:
    first = await ask(store, "m1")
    await ask(store, "m2")
    await ask(store, "m3", conversation="elsewhere")
    again = await ask_again(store, first.id, "p1")
    assert await store.exchanges.latest("thread") == again


async def test_what_is_still_to_come_is_found_behind_what_is_answered(store: Store) -> None:
    first, second = await ask(store, "m1"), await ask(store, "m2")
    await answer(store, second, "two")
    await ask(store, "m3", conversation="elsewhere")
    pending = await store.exchanges.pending("thread")
    assert pending
    assert pending.id == first.id
    await answer(store, first, "one")
    assert await store.exchanges.pending("thread") is None


async def test_history_is_what_was_answered_before_in_the_order_of_asking(store: Store) -> None:
    first, second = await ask(store, "m1"), await ask(store, "m2")
    await answer(store, second, "two")
    await answer(store, first, "one")
    third = await ask(store, "m3")
    await answer(store, await ask(store, "x1", conversation="elsewhere"))
    found = await store.exchanges.history("thread", before=third.id)
    assert [(exchange.id, exchange.answer) for exchange in found] == [(first.id, "one"), (second.id, "two")]
    assert ids(await store.exchanges.history("thread", before=second.id)) == [first.id]


@pytest.mark.parametrize("state", [State.STOPPED, State.FAILED, State.INTERRUPTED])
async def test_history_has_what_was_written_of_an_answer_that_broke_off(store: Store, state: State) -> None:
    broken = await ask(store, "m1")
    await store.exchanges.finish(broken.id, state=state, answer="Use sor", problem="The stream was cut.")
    assert ids(await store.exchanges.history("thread", before=NO_SUCH)) == [broken.id]


async def test_history_leaves_out_blank_and_unfinished_answers(store: Store) -> None:
    for ref, text in (("m1", ""), ("m2", " \n\t\u00a0")):
        blank = await ask(store, ref)
        await store.exchanges.finish(blank.id, state=State.DONE, answer=text)
    await ask(store, "m3")
    writing = await ask(store, "m4")
    await store.exchanges.writing(writing.id, "qwen")
    assert await store.exchanges.history("thread", before=NO_SUCH) == []


async def test_history_has_the_last_ones_where_there_are_many(store: Store) -> None:
    begun = [await ask(store, f"m{number}") for number in range(6)]
    for exchange in begun:
        await answer(store, exchange)
    assert ids(await store.exchanges.history("thread", before=NO_SUCH, limit=2)) == ids(begun[-2:])


async def test_of_a_message_that_was_answered_again_history_has_the_newest_answer(store: Store) -> None:
    first, second = await ask(store, "m1"), await ask(store, "m2")
    await answer(store, first, "old")
    await answer(store, second, "two")
    again = await ask_again(store, first.id, "p1")
    await answer(store, again, "new")
    failed = await ask_again(store, first.id, "p1")
    await store.exchanges.finish(failed.id, state=State.FAILED, answer="", problem="The key is wrong.")
    found = await store.exchanges.history("thread", before=NO_SUCH)
    assert [exchange.answer for exchange in found] == ["new", "two"]


async def test_an_answer_written_again_sees_neither_itself_nor_what_came_later(store: Store) -> None:
    first, second, third = [await ask(store, ref) for ref in ("m1", "m2", "m3")]
    for exchange in (first, second, third):
        await answer(store, exchange)
    again = await ask_again(store, second.id, "p1")
    assert ids(await store.exchanges.history("thread", before=again.id)) == [first.id]


async def test_a_conversation_shows_every_message_once_whatever_became_of_it(store: Store) -> None:
    first, second = await ask(store, "m1"), await ask(store, "m2")
    await store.exchanges.finish(second.id, state=State.FAILED, answer="", problem="The key is wrong.")
    again = await ask_again(store, first.id, "p1")
    await ask(store, "x1", conversation="elsewhere")
    assert ids(await store.exchanges.conversation("thread")) == [again.id, second.id]


async def test_orphans_are_the_unfinished_ones_that_no_living_process_holds(store: Store) -> None:
    await store.holders.renew("living", 60)
    await store.holders.renew("dead", -1)
    waiting = await ask(store, "m1", holder="dead")
    await ask(store, "m2", holder="living")
    writing = await ask(store, "m3", holder="never seen")
    await store.exchanges.writing(writing.id, "qwen")
    await answer(store, await ask(store, "m4", holder="dead"))
    assert ids(await store.exchanges.orphans()) == [waiting.id, writing.id]


async def test_an_orphan_that_was_adopted_is_none_any_more(store: Store) -> None:
    await store.holders.renew("p2", 60)
    orphan = await ask(store, "m1", holder="dead")
    assert await store.exchanges.adopt(orphan.id, "p2")
    assert await store.exchanges.orphans() == []
    assert not await store.exchanges.adopt(orphan.id, "p3")


async def test_what_has_ended_is_not_adopted(store: Store) -> None:
    ended = await ask(store, "m1", holder="dead")
    await answer(store, ended)
    assert not await store.exchanges.adopt(ended.id, "p2")


async def begin(store: Store, ref: str, author: Author = ANN, workspace: str = "T1", channel: str = "C1") -> Exchange:
    """Let somebody ask in a thread of a channel; the thread is called as the workspace and the channel."""
    where = f"{author.platform}:{workspace}:{channel}"
    exchange = await store.exchanges.begin(
        Message(ref, where, author, "Go.", workspace=workspace, channel=channel), holder="p1"
    )
    assert exchange is not None
    return exchange


async def test_of_a_person_s_open_answers_those_that_have_the_turn_are_running(store: Store) -> None:
    ben = Author("web", "u2", "Ben")
    here, elsewhere = await begin(store, "m1"), await begin(store, "m2", channel="C2")
    await begin(store, "m3", ben)
    await begin(store, "m4", workspace="T2")
    await begin(store, "m5", Author("slack", "u1", "Ann"))
    assert ids(await store.exchanges.running(ANN, "T1", "C1")) == [here.id]
    assert ids(await store.exchanges.running(ANN, "T1")) == [here.id, elsewhere.id]
    assert ids(await store.exchanges.running(ben, "T1", "C1")) == [], "Ben waits for his turn"
    await answer(store, here)
    assert ids(await store.exchanges.running(ben, "T1", "C1")) != []
    assert ids(await store.exchanges.running(ANN, "T1", "C1")) == []


async def test_the_last_answer_is_found_for_a_person_and_for_a_conversation(store: Store) -> None:
    first = await begin(store, "m1")
    await answer(store, first)
    other = await begin(store, "m2", Author("web", "u2", "Ben"))
    await answer(store, other)
    elsewhere = await begin(store, "m3", channel="C2")
    await answer(store, elsewhere)
    await begin(store, "m4")
    blank = await begin(store, "m5")
    await store.exchanges.finish(blank.id, state=State.FAILED, answer="")

    async def latest(workspace: str, channel: str = "") -> int | None:
        found = await store.exchanges.latest_for(ANN, workspace, channel)
        return found.id if found else None

    assert await latest("T1", "C1") == first.id
    assert await latest("T1") == elsewhere.id
    assert await latest("T1", "C3") is None
    assert await latest("T2") is None
    assert await store.exchanges.latest_direct(ANN, "T1") is None
    direct = await begin(store, "m6", channel="")
    await answer(store, direct)
    said_directly = await store.exchanges.latest_direct(ANN, "T1")
    assert said_directly is not None
    assert said_directly.id == direct.id
    said_last = await store.exchanges.latest_answer("web:T1:C1")
    assert said_last is not None
    assert said_last.id == other.id
    assert await store.exchanges.latest_answer("elsewhere") is None
