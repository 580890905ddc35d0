"""One rate bucket: never overdrawn, evenly used, urgent turns first, slower after a refusal."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import Pace
from tests.fakes.clock import in_no_time

CALLS, SECONDS = 5, 5.0


async def _take(
    pace: Pace, log: list[tuple[float, str]], name: str, *, urgent: bool = False, weight: float = 0
) -> None:
    assert await pace.turn(urgent=urgent, weight=lambda: weight)
    log.append((asyncio.get_running_loop().time(), name))


@given(st.lists(st.tuples(st.floats(0, 20), st.booleans()), max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_window_holds_more_calls_than_the_bucket(asks: list[tuple[float, bool]]) -> None:
    async def all_of_them() -> list[float]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()

        async def ask(at: float, urgent: bool) -> None:
            await asyncio.sleep(at)
            await _take(pace, log, "", urgent=urgent)

        async with asyncio.TaskGroup() as tasks:
            for at, urgent in asks:
                tasks.create_task(ask(at, urgent))
        return [at for at, _ in log]

    times = in_no_time(all_of_them())
    assert len(times) == len(asks)
    assert all(later - earlier >= SECONDS for earlier, later in zip(times, times[CALLS:], strict=False))


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 4), st.floats(0, 1), st.booleans()), max_size=60))
@settings(max_examples=100, deadline=None)
def test_however_long_calls_are_on_their_way_no_window_sees_more_arrive(
    asks: list[tuple[float, float, float, bool]],
) -> None:
    async def all_of_them() -> list[float]:
        pace, arrived = Pace(CALLS, SECONDS), list[float]()

        async def call(at: float, seconds: float, way: float, urgent: bool) -> None:
            await asyncio.sleep(at)
            await pace.turn(urgent=urgent)
            await asyncio.sleep(seconds * way)
            arrived.append(asyncio.get_running_loop().time())
            await asyncio.sleep(seconds * (1 - way))
            pace.ended()

        async with asyncio.TaskGroup() as tasks:
            for ask in asks:
                tasks.create_task(call(*ask))
        return arrived

    times = in_no_time(all_of_them())
    assert len(times) == len(asks)
    assert all(later - earlier >= SECONDS for earlier, later in zip(times, times[CALLS:], strict=False))


def test_a_call_whose_end_nobody_tells_counts_from_its_beginning_and_for_no_longer() -> None:
    async def story() -> list[float]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        await _take(pace, log, "nobody tells of this one")
        for _ in range(2):
            await asyncio.sleep(60)
            for _ in range(CALLS + 1):
                await _take(pace, log, "", urgent=True)
                pace.ended()
        return [at for at, _ in log]

    times = in_no_time(story())
    assert times[1:6] == [60.0] * CALLS
    assert times[6] == pytest.approx(65.1)
    assert times[7:12] == [times[6] + 60.0] * CALLS


def test_ordinary_turns_are_spread_evenly_and_use_the_whole_bucket() -> None:
    async def story() -> list[tuple[float, str]]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        for number in range(20):
            await _take(pace, log, str(number))
        return log

    times = [at for at, _ in in_no_time(story())]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert max(gaps) - min(gaps) < 1e-6
    assert 1.0 <= gaps[0] <= 1.05


def test_urgent_turns_go_first_and_the_heaviest_of_the_others_next() -> None:
    async def story() -> list[str]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        async with asyncio.TaskGroup() as tasks:
            for name, urgent, weight in [
                ("first come", False, 0.0),
                ("light", False, 1.0),
                ("heavy", False, 9.0),
                ("last text", True, 0.0),
                ("new answer", True, 0.0),
            ]:
                tasks.create_task(_take(pace, log, name, urgent=urgent, weight=weight))
        return [name for _, name in log]

    assert in_no_time(story()) == ["first come", "last text", "new answer", "heavy", "light"]


def test_urgent_turns_need_not_keep_the_distance_while_the_bucket_holds() -> None:
    async def story() -> list[float]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        for _ in range(CALLS + 1):
            await _take(pace, log, "", urgent=True)
        return [at for at, _ in log]

    *burst, after = in_no_time(story())
    assert burst == [0.0] * CALLS
    assert SECONDS <= after <= SECONDS * 1.05


def test_a_refusal_halves_the_pace_and_successes_win_it_back() -> None:
    async def story() -> list[float]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        await _take(pace, log, "")
        pace.refused(3.0)
        for _ in range(20):
            await _take(pace, log, "")
            pace.accepted()
        return [at for at, _ in log]

    times = in_no_time(story())
    assert times[1] >= 3.0
    gaps = [later - earlier for earlier, later in pairwise(times[1:])]
    assert 1.7 < gaps[0] < 2.1
    assert gaps[-1] < 1.05
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(gaps))


def test_a_rest_holds_up_all_turns_and_slows_none_down() -> None:
    async def story() -> list[float]:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        waiting = [asyncio.create_task(_take(pace, log, "")) for _ in range(3)]
        await asyncio.sleep(0.1)
        pace.rest(3.0)
        pace.rest(1.0)
        assert not pace.is_free()
        await asyncio.gather(*waiting)
        return [at for at, _ in log]

    assert in_no_time(story()) == pytest.approx([0, 3.1, 4.12])


def test_a_turn_that_nobody_wants_any_more_is_given_to_the_next() -> None:
    async def story() -> float:
        pace, log = Pace(CALLS, SECONDS), list[tuple[float, str]]()
        await _take(pace, log, "")
        given_up = pace.turn()
        given_up.set_result(False)
        await _take(pace, log, "")
        return log[-1][0]

    assert 1.0 <= in_no_time(story()) <= 1.05


def test_a_free_pace_never_waits() -> None:
    async def story() -> float:
        pace = Pace.free()
        for _ in range(1000):
            assert await pace.turn()
        return asyncio.get_running_loop().time()

    assert in_no_time(story()) == 0.0
