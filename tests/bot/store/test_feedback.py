"""Verdicts of people: one each on an exchange, changed, taken back, never mixed up."""

import pytest

from bot.errors import StoreError
from bot.nouns import Author, State
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


async def test_the_last_answer_of_a_conversation_comes_with_the_person_s_verdict(store: Store) -> None:
    assert await store.feedback.on_last("thread", ANN) == (0, None)
    first, second = await ask(store, "m1"), await ask(store, "m2")
    await answer(store, first)
    await store.feedback.give(first.id, ANN, -1)
    assert await store.feedback.on_last("thread", ANN) == (second.id, None)
    await store.exchanges.finish(second.id, state=State.FAILED, answer="")
    last, given = await store.feedback.on_last("thread", ANN)
    assert (last, given and given.verdict) == (first.id, -1)
    assert await store.feedback.on_last("thread", BEN) == (first.id, None)
    assert await store.feedback.on_last("elsewhere", ANN) == (0, None)


async def test_a_verdict_on_nothing_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.feedback.give(NO_SUCH, ANN, 1)
    assert not await store.feedback.take_back(NO_SUCH, ANN, 1)


async def test_any_words_are_stored(store: Store) -> None:
    exchange = await ask(store, "m1")
    await store.feedback.give(exchange.id, ANN, -1, "a\0b \ud83d'; DROP TABLE feedback; --")
    assert await verdicts(store, exchange.id) == [("Ann", -1, "a\u2400b \ufffd'; DROP TABLE feedback; --")]
