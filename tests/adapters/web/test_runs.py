"""A run log: what is shown can be followed from anywhere, by anybody, at any time."""

import asyncio
from contextlib import aclosing

from adapters.web.runs import Frame, Run, Runs


async def _hear(run: Run, after: int = 0, epoch: str = "") -> list[Frame]:
    async with aclosing(run.follow(after, epoch or run.epoch)) as frames:
        return [frame async for frame in frames]


async def test_who_comes_late_gets_all_of_it_as_one_piece() -> None:
    run = Run("r")
    for text in ("a", "ab", "abc"):
        await run.show(text)
    await run.end({"type": "done"})
    assert await _hear(run) == [
        {"type": "delta", "run": "r", "seq": 3, "text": "abc"},
        {"type": "done", "run": "r"},
    ]


async def test_who_resumes_gets_what_is_missing() -> None:
    run = Run("r")
    await run.show("abcdef")
    await run.end({"type": "done"})
    assert (await _hear(run, after=4))[0]["text"] == "ef"
    assert [frame["type"] for frame in await _hear(run, after=6)] == ["done"]
    assert [frame["type"] for frame in await _hear(run, after=99)] == ["done"]


async def test_who_looks_on_sees_it_grow_and_hears_silence_as_a_heartbeat() -> None:
    run = Run("r", heartbeat=0.01)
    async with aclosing(run.follow(0, run.epoch)) as frames:
        assert (await anext(frames))["state"] == "waiting"
        await run.show("a")
        assert (await anext(frames))["text"] == "a"
        assert (await anext(frames))["state"] == "writing"
        await run.show("ab")
        assert await anext(frames) == {"type": "delta", "run": "r", "seq": 2, "text": "b"}


async def test_a_text_begun_anew_is_told_from_the_start() -> None:
    run = Run("r")
    await run.show("first try")
    async with aclosing(run.follow(0, run.epoch)) as frames:
        assert (await anext(frames))["text"] == "first try"
        await run.show("second")
        assert (await anext(frames)) == {"type": "restart", "run": "r", "epoch": run.epoch}
        assert (await anext(frames))["text"] == "second"


async def test_numbers_of_another_epoch_mean_nothing() -> None:
    run = Run("r")
    await run.show("abc")
    await run.end({"type": "done"})
    assert [frame["type"] for frame in await _hear(run, 2, "of another process")] == ["restart", "delta", "done"]


async def test_a_later_part_leaves_the_earlier_ones_alone() -> None:
    run = Run("r")
    await run.show("page one")
    epoch = run.epoch
    await run.show("page two", start=8)
    assert (run.text, run.epoch) == ("page onepage two", epoch)


async def test_only_the_first_end_counts() -> None:
    run = Run("r")
    await run.end({"type": "done"})
    await run.end({"type": "gone"})
    assert await _hear(run) == [{"type": "done", "run": "r"}]


async def test_whoever_leaves_ends_nothing() -> None:
    run = Run("r")
    viewer = asyncio.create_task(_hear(run))
    await asyncio.sleep(0)
    viewer.cancel()
    await asyncio.wait([viewer])
    await run.show("on it goes")
    assert run.text == "on it goes"


async def test_ended_runs_are_kept_for_a_while_and_running_ones_for_good() -> None:
    runs = Runs(kept=0)
    running, ended = runs.begin("running"), runs.begin("ended")
    await ended.end({"type": "done"})
    await asyncio.sleep(0.001)
    assert runs.find("ended") is None
    assert runs.find("running") is running


async def test_the_oldest_ended_runs_give_way_where_memory_is_short() -> None:
    runs = Runs(most_chars=10)
    for name in ("one", "two", "three"):
        run = runs.begin(name)
        await run.show("12345")
        await run.end({"type": "done"})
        await asyncio.sleep(0.001)
    assert [bool(runs.find(name)) for name in ("one", "two", "three")] == [False, True, True]


async def test_an_answer_taken_up_again_is_a_run_of_its_own() -> None:
    runs = Runs()
    first = runs.begin("r")
    assert runs.begin("r") is first
    await first.end({"type": "gone"})
    assert runs.begin("r") is not first
