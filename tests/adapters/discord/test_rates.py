"""Discord's buckets: edits, posts, threads and typing in each channel, and all calls of the bot."""

import asyncio

import pytest

from adapters.discord.rates import Budgets, Rates
from bot.pace import Pace
from tests.fakes.clock import in_no_time


async def times(pace: Pace, calls: int, *, urgent: bool) -> list[float]:
    """Return when so many turns come that are asked for now."""
    begun, found = asyncio.get_running_loop().time(), []
    for turn in [pace.turn(urgent=urgent) for _ in range(calls)]:
        await turn
        found.append(asyncio.get_running_loop().time() - begun)
    return found


def test_edits_of_a_channel_are_spread_and_urgent_ones_need_not_be() -> None:
    async def story() -> list[list[float]]:
        rates = Rates(Budgets())
        return [await times(rates.edit("1"), 3, urgent=False), await times(rates.edit("2"), 6, urgent=True)]

    spread, urgent = in_no_time(story())
    assert spread == pytest.approx([0, 1.02, 2.04])
    assert urgent == pytest.approx([0, 0, 0, 0, 0, 5.1])


def test_each_channel_and_each_kind_of_call_has_a_bucket_of_its_own() -> None:
    async def story() -> list[float]:
        rates = Rates(Budgets())
        buckets = [rates.edit("1"), rates.post("1"), rates.thread("1"), rates.typing("1"), rates.edit("2")]
        assert len(set(map(id, buckets))) == 5
        assert rates.edit("1") is buckets[0]
        return [await bucket.turn() and asyncio.get_running_loop().time() for bucket in buckets]

    assert in_no_time(story()) == [0] * 5


def test_budgets_are_as_they_are_told_and_a_second_too() -> None:
    async def story() -> list[list[float]]:
        rates = Rates(Budgets(edits=1, posts=2, calls=3), second=0.1)
        buckets = ((rates.edit("1"), 2), (rates.post("1"), 3), (rates.call(), 4), (rates.typing("1"), 2))
        return [await times(bucket, calls, urgent=True) for bucket, calls in buckets]

    edits, posts, calls, typing = in_no_time(story())
    assert edits == pytest.approx([0, 0.51])
    assert posts == pytest.approx([0, 0, 0.51])
    assert calls == pytest.approx([0, 0, 0, 0.102])
    assert typing == pytest.approx([0, 0.51])


def test_ten_threads_begin_at_once_and_the_next_one_ten_seconds_later() -> None:
    async def story() -> list[float]:
        return await times(Rates(Budgets()).thread("1"), 11, urgent=True)

    assert in_no_time(story()) == pytest.approx([0] * 10 + [10.2])


def test_a_bucket_that_nobody_drew_from_for_long_is_forgotten() -> None:
    async def story() -> None:
        rates = Rates(Budgets())
        kept, lost = rates.edit("kept"), rates.edit("lost")
        for number in range(39_999):
            rates.post(str(number))
            if number % 1000 == 0:
                assert rates.edit("kept") is kept
        assert rates.edit("kept") is kept
        assert rates.edit("lost") is not lost

    in_no_time(story())
