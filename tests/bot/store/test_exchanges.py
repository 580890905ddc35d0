"""An exchange from the question to the last word."""

import time
from dataclasses import replace

import pytest

from bot.errors import StoreError, TakenOver
from bot.nouns import Attachment, Author, Message, Mode, State, Usage
from bot.store import Store
from bot.store.usage_sums import Range
from tests.bot.store.world import NO_SUCH, World, answer, ask, ask_again, said


async def test_a_message_is_read_back_as_it_was_said(store: Store) -> None:
    message = Message(
        ref="1700000000.000100",
        conversation="slack:T1:C1:1700000000.000100",
        author=Author("slack", "U1", "Ann", is_bot=True),
        text="Why is this slow?\n\n```python\nx = 1\n```",
        mode=Mode.FEEDBACK,
        model="qwen",
        workspace="T1",
        channel="C1",
        attachments=(Attachment("a.py", "print('ä')"), Attachment("b.py", "")),
    )
    begun = await store.exchanges.begin(message, "p1")
    assert begun is not None
    assert begun.message == message
    assert (begun.state, begun.answer, begun.refs) == (State.WAITING, "", ())
    assert await store.exchanges.get(begun.id) == begun


async def test_a_message_that_is_delivered_again_is_not_begun_again(store: Store) -> None:
    first = await ask(store, "m1")
    assert await store.exchanges.begin(said("m1", "How do I sort a list? (edited)"), "p2") is None
    assert await store.exchanges.by_message("web", "m1") == first


async def test_the_same_ref_on_another_platform_is_another_message(store: Store) -> None:
    await ask(store, "1")
    elsewhere = replace(said("1", conversation="other"), author=Author("discord", "u1", "Ann"))
    assert await store.exchanges.begin(elsewhere, "p1") is not None


async def test_an_answer_is_written_down_step_by_step(store: Store) -> None:
    begun = await ask(store, "m1")
    await store.exchanges.writing(begun.id, "qwen", "Write it in C++.")
    await store.exchanges.opened(begun.id, "page-2", 1)
    await store.exchanges.opened(begun.id, "page-1", 0)
    writing = await store.exchanges.get(begun.id)
    assert writing is not None
    assert writing.state is State.WRITING
    assert (writing.model, writing.correction, writing.refs) == ("qwen", "Write it in C++.", ("page-1", "page-2"))

    await store.exchanges.finish(begun.id, state=State.STOPPED, answer="Use", problem="Stopped.")
    ended = await store.exchanges.get(begun.id)
    assert ended == replace(writing, state=State.STOPPED, answer="Use", problem="Stopped.")


async def test_a_page_that_is_taken_away_shows_the_answer_no_longer(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.exchanges.opened(exchange.id, "page-1", 0)
    await store.exchanges.opened(exchange.id, "page-2", 1)
    await store.exchanges.dropped(exchange.id, "page-2")
    kept = await store.exchanges.get(exchange.id)
    assert kept is not None
    assert kept.refs == ("page-1",)
    assert await store.exchanges.by_ref("web", "page-2") is None


async def test_an_answer_drawn_on_the_pages_of_an_older_one_takes_them_over(store: Store) -> None:
    old = await ask(store, "m1")
    await store.exchanges.opened(old.id, "page-1", 0)
    new = await ask_again(store, old.id, "p1")
    await store.exchanges.opened(new.id, "page-1", 0)
    await store.exchanges.dropped(old.id, "page-1")
    shown = await store.exchanges.by_ref("web", "page-1")
    assert shown is not None
    assert (shown.id, shown.refs) == (new.id, ("page-1",))


async def test_trying_again_is_another_exchange_of_the_same_message(store: Store) -> None:
    first = await ask(store, "m1")
    await answer(store, first)
    again = await ask_again(store, first.id, "p2", model="gpt")
    assert again.id > first.id
    assert (again.message, again.state, again.model, again.answer) == (first.message, State.WAITING, "gpt", "")
    assert await store.exchanges.by_message("web", "m1") == again
    assert await store.exchanges.get(first.id) != again


async def test_an_answer_is_timed_by_the_clock_of_the_database(store: Store, world: World) -> None:
    exchange = await ask(store, "m1")
    await answer(store, exchange)
    at, ended = map(float, world.run("SELECT at, ended FROM exchange").split("|"))
    assert exchange.at == pytest.approx(at, abs=1e-3)
    assert at <= ended == pytest.approx(time.time(), abs=60), "on this machine both clocks are one"


async def test_a_number_that_no_exchange_has_is_refused(store: Store) -> None:
    exchanges = store.exchanges
    for change in (
        exchanges.writing(NO_SUCH, "qwen"),
        exchanges.opened(NO_SUCH, "page-1", 0),
        exchanges.finish(NO_SUCH, state=State.DONE, answer="x", usage=Usage(1, 2)),
        exchanges.repeat(NO_SUCH, "p1"),
    ):
        with pytest.raises(StoreError, match=f"There is no exchange {NO_SUCH}"):
            await change
    assert await store.usage.sums(Range(1), by=["model"]) == []


@pytest.mark.parametrize("id", [0, -1, NO_SUCH, 2**63, 10**30])
async def test_any_number_may_be_looked_for(store: Store, id: int) -> None:
    assert await store.exchanges.get(id) is None
    assert not await store.exchanges.adopt(id, "p1")


async def test_a_wish_that_is_delivered_twice_counts_once(store: Store) -> None:
    first = await ask(store, "m1")
    assert await store.exchanges.repeat(first.id, "p1", event="press")
    assert await store.exchanges.repeat(first.id, "p1", event="press") is None
    assert await store.exchanges.repeat(first.id, "p1", event="another press")


async def test_who_was_taken_over_from_changes_nothing_any_more(store: Store) -> None:
    exchange = await ask(store, "m1", holder="p1")
    await store.holders.renew("p2", 60)
    assert await store.exchanges.adopt(exchange.id, "p2")
    with pytest.raises(TakenOver):
        await store.exchanges.writing(exchange.id, "qwen", holder="p1")
    with pytest.raises(TakenOver):
        await store.exchanges.finish(exchange.id, state=State.DONE, answer="late", holder="p1")
    await store.exchanges.finish(exchange.id, state=State.DONE, answer="whole", holder="p2")
    found = await store.exchanges.get(exchange.id)
    assert found
    assert found.answer == "whole"


async def test_what_a_holder_left_open_is_found_again_by_itself_once_it_is_old(store: Store) -> None:
    await store.holders.renew("p1", 60)
    exchange = await ask(store, "m1", holder="p1")
    assert await store.exchanges.orphans("p1", 60) == []
    assert [orphan.id for orphan in await store.exchanges.orphans("p1", 0)] == [exchange.id]
    assert await store.exchanges.adopt(exchange.id, "p1")


async def test_what_stands_of_an_answer_is_no_answer_yet(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.exchanges.so_far(exchange.id, "Use so", "p1")
    await store.exchanges.so_far(exchange.id, "Something else", "p2")
    found = await store.exchanges.get(exchange.id)
    assert found
    assert (found.answer, found.state) == ("Use so", State.WAITING)
    assert await store.exchanges.latest_answer("thread") is None
    assert await store.exchanges.history("thread", before=NO_SUCH) == []
    await answer(store, exchange)
    await store.exchanges.so_far(exchange.id, "Use so", "p1")
    found = await store.exchanges.get(exchange.id)
    assert found
    assert found.answer == "Use sorted()."
