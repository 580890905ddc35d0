"""Verdicts of people: one each on an exchange, changed, taken back, never mixed up."""

import pytest

from bot.errors import StoreError
from bot.nouns import Author, Feedback, Message, State
from bot.store import Store
from tests.bot.store.world import ANN, NO_SUCH, answer, ask

BEN = Author("web", "u2", "Ben")


async def verdicts(store: Store, exchange_id: int) -> list[tuple[str, int, str]]:
    return [(given.author.name, given.verdict, given.words) for given in await store.feedback.on(exchange_id)]


async def test_each_person_has_one_verdict_on_an_exchange(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.feedback.give(exchange.id, ANN, 1)
    await store.feedback.give(exchange.id, ANN, 1)
    await store.feedback.give(exchange.id, BEN, -1, "in C++")
    await store.feedback.give(exchange.id, Author("slack", "u1", "Another Ann"), -1)
    assert await verdicts(store, exchange.id) == [("Ann", 1, ""), ("Ben", -1, "in C++"), ("Another Ann", -1, "")]


async def test_a_thumb_again_keeps_the_words_and_the_other_thumb_takes_them_along(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.feedback.give(exchange.id, ANN, -1, "in C++")
    await store.feedback.give(exchange.id, ANN, -1)
    assert await verdicts(store, exchange.id) == [("Ann", -1, "in C++")]
    await store.feedback.give(exchange.id, ANN, -1, "in Rust")
    assert await verdicts(store, exchange.id) == [("Ann", -1, "in Rust")]
    await store.feedback.give(exchange.id, ANN, 1)
    assert await verdicts(store, exchange.id) == [("Ann", 1, "")]


async def test_only_the_verdict_that_stands_can_be_taken_back(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.feedback.give(exchange.id, ANN, -1, "in C++")
    await store.feedback.give(exchange.id, BEN, -1)
    assert not await store.feedback.take_back(exchange.id, ANN, 1)
    assert await store.feedback.take_back(exchange.id, ANN, -1)
    assert not await store.feedback.take_back(exchange.id, ANN, -1)
    assert await verdicts(store, exchange.id) == [("Ben", -1, "")]


async def test_what_a_message_is_meant_as_is_told_by_its_author_s_verdict_on_the_last_answer(store: Store) -> None:
    first = await ask(store, "m1")
    await answer(store, first)
    await store.feedback.give(first.id, ANN, -1)
    assert await given(store, "m2", BEN) is None
    assert await given(store, "m3", ANN, "elsewhere") is None
    second = await store.exchanges.by_message("web", "m2")
    assert second
    assert await given(store, "m4", ANN) is None  # the last answer is another one now, still to come
    for ref in ("m2", "m4"):
        failed = await store.exchanges.by_message("web", ref)
        assert failed
        await store.exchanges.finish(failed.id, state=State.FAILED, answer="")
    verdict = await given(store, "m5", ANN)
    assert verdict
    assert (verdict.exchange, verdict.verdict) == (first.id, -1)


async def given(store: Store, ref: str, author: Author, conversation: str = "thread") -> Feedback | None:
    """Begin a message; return the verdict that its author is said to have given."""
    found: list[Feedback | None] = []

    def meant(message: Message, verdict: Feedback | None) -> Message:
        found.append(verdict)
        return message

    assert await store.feedback.begin(Message(ref, conversation, author, "And?"), "me", meant)
    return found[0]


async def test_a_verdict_on_nothing_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.feedback.give(NO_SUCH, ANN, 1)
    assert not await store.feedback.take_back(NO_SUCH, ANN, 1)


async def test_any_words_are_stored(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.feedback.give(exchange.id, ANN, -1, "a\0b \ud83d'; DROP TABLE feedback; --")
    assert await verdicts(store, exchange.id) == [("Ann", -1, "a\u2400b \ufffd'; DROP TABLE feedback; --")]
