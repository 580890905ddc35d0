"""One answer at a time in a conversation, in order; several conversations at once; a deadline for each."""

import asyncio

import pytest

from bot.turns import Turns
from tests.fakes.clock import in_no_time


class Rows:
    """Leases as two processes share them."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    async def take(self, conversation: str, holder: str) -> bool:
        await asyncio.sleep(0.001)
        return self.held.setdefault(conversation, holder) == holder

    async def release(self, conversation: str, holder: str) -> None:
        if self.held.get(conversation) == holder:
            del self.held[conversation]


async def _answer(turns: Turns, conversation: str, log: list[str], name: str, seconds: float = 1.0) -> str:
    with turns.expected(conversation):
        return await _take_turn(turns, conversation, log, name, seconds)


async def _take_turn(turns: Turns, conversation: str, log: list[str], name: str, seconds: float) -> str:
    async with turns.take(conversation) as mine:
        if not mine:
            log.append(f"{name} not begun")
            return "not begun"
        log.append(f"{name} begins")
        try:
            async with turns.deadline(conversation):
                await asyncio.sleep(seconds)
        except TimeoutError:
            why = turns.why(conversation)
            log.append(f"{name} {why}")
            return why
        log.append(f"{name} ends")
        return "done"


def test_a_conversation_is_answered_in_order_and_two_at_once() -> None:
    async def story() -> tuple[list[str], float]:
        turns, log = Turns(Rows(), "me", limit=60), list[str]()
        async with asyncio.TaskGroup() as tasks:
            for conversation, name in [("a", "a1"), ("a", "a2"), ("b", "b1"), ("a", "a3")]:
                tasks.create_task(_answer(turns, conversation, log, name))
        return log, asyncio.get_running_loop().time()

    log, seconds = in_no_time(story())
    assert [line for line in log if line.startswith("a")] == [
        f"{name} {what}" for name in ("a1", "a2", "a3") for what in ("begins", "ends")
    ]
    assert log.index("b1 begins") < log.index("a1 ends")
    assert seconds < 3.1


def test_two_processes_take_turns() -> None:
    async def story() -> list[str]:
        rows, log = Rows(), list[str]()
        first, second = Turns(rows, "first", limit=60), Turns(rows, "second", limit=60)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_answer(first, "a", log, "first"))
            tasks.create_task(_answer(second, "a", log, "second"))
        assert not rows.held
        return log

    assert in_no_time(story()) == ["first begins", "first ends", "second begins", "second ends"]


@pytest.mark.parametrize("limit", [0.5, 60])
def test_time_out_and_stop_are_told_apart(limit: float) -> None:
    async def story() -> str:
        turns = Turns(Rows(), "me", limit=limit)
        answering = asyncio.create_task(_answer(turns, "a", [], "a1", seconds=5))
        await asyncio.sleep(1)
        assert turns.stop("a") == (limit > 1)
        return await answering

    assert in_no_time(story()) == ("late" if limit < 1 else "stopped")


def test_a_stop_that_comes_too_late_does_not_hit_the_next_answer() -> None:
    async def story() -> str:
        turns = Turns(Rows(), "me", limit=60)
        await _answer(turns, "a", [], "a1")
        assert not turns.stop("a")
        return await _answer(turns, "a", [], "a2")

    assert in_no_time(story()) == "done"


def test_closing_gives_running_answers_a_grace_and_leaves_the_queue_for_the_next_start() -> None:
    async def story() -> tuple[list[str], float]:
        turns, log = Turns(Rows(), "me", limit=60), list[str]()
        running = [
            asyncio.create_task(_answer(turns, *rest))
            for rest in [("a", log, "short", 2.0), ("b", log, "long", 50.0), ("b", log, "queued", 1.0)]
        ]
        await asyncio.sleep(1)
        await turns.close(grace=5)
        await asyncio.gather(*running)
        return log, asyncio.get_running_loop().time()

    log, seconds = in_no_time(story())
    assert set(log[2:]) == {"short ends", "long closing", "queued not begun"}
    assert seconds == pytest.approx(6, abs=0.1)
