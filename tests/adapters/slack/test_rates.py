"""The buckets of a workspace: who comes too early waits, or does without."""

import asyncio

import pytest

from adapters.slack.rates import Budgets, Rates, in_turn, taken
from bot.errors import Throttled
from tests.fakes.clock import in_no_time


class Held:
    """Something that can be counted as a stream."""


def test_twenty_streams_begin_at_once_and_the_next_one_a_minute_later() -> None:
    async def story() -> list[bool]:
        rates = Rates()
        first = [rates.begin_stream() for _ in range(21)]
        await asyncio.sleep(62)
        return [all(first[:20]), first[20], rates.begin_stream()]

    assert in_no_time(story()) == [True, False, True]


def test_no_stream_begins_that_could_not_be_stopped() -> None:
    async def story() -> None:
        rates = Rates(budgets=Budgets(starts=5, stops=2))
        streams = [Held(), Held()]
        rates.streaming.update(streams)
        assert not rates.begin_stream()
        streams.pop()
        assert rates.begin_stream()

    in_no_time(story())


def test_a_start_that_is_not_to_be_had_costs_nothing() -> None:
    async def story() -> float:
        rates = Rates(budgets=Budgets(starts=1))
        assert taken(rates.start)
        assert not taken(rates.start)
        began = asyncio.get_running_loop().time()
        await rates.start.turn(urgent=True)
        return asyncio.get_running_loop().time() - began

    assert in_no_time(story()) == pytest.approx(61.2, abs=0.1)


def test_posts_in_one_channel_come_in_short_bursts_and_channels_do_not_wait_for_each_other() -> None:
    async def story() -> list[float]:
        rates = Rates()
        clock = asyncio.get_running_loop().time
        times = []
        for channel in ("C1", "C1", "C1", "C2", "C1"):
            await rates.post(channel).turn(urgent=True)
            times.append(clock())
        return times

    assert in_no_time(story()) == pytest.approx([0, 0, 0, 0, 3.06], abs=0.01)


def test_a_refused_call_slows_its_bucket_down() -> None:
    async def story() -> float:
        rates = Rates()

        async def refuse() -> None:
            raise Throttled(7)

        with pytest.raises(Throttled) as refused:
            await in_turn(rates.stop, refuse)
        assert refused.value.noted  # so that no other bucket is told
        assert not taken(rates.stop)
        await rates.stop.turn(urgent=True)
        return asyncio.get_running_loop().time()

    assert in_no_time(story()) >= 7


def test_a_minute_lasts_as_long_as_it_is_told() -> None:
    async def story() -> float:
        rates = Rates(3.0, Budgets(updates=1))
        await rates.update.turn()
        await rates.update.turn()
        return asyncio.get_running_loop().time()

    assert in_no_time(story()) == pytest.approx(3.06, abs=0.01)
