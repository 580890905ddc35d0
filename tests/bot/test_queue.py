"""Who waits for a place knows how many are ahead; first come, first served, by turns of the people who ask."""

import asyncio
from collections.abc import Callable

import pytest

from bot.errors import RateLimited
from bot.models import Model, Models, Provider
from bot.models.queue import Queue, Waiter
from tests.fakes.openai_server import ModelServer
from tests.until import until

SCRIPTED = Model("scripted", "test", 32_768)


class Crowd:
    """People in a queue; each holds a place until told to go."""

    def __init__(self, places: int) -> None:
        self.queue = Queue("test", places)
        self.told: dict[str, list[int]] = {}
        self.served: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self._go: dict[str, asyncio.Event] = {}

    async def comes(
        self,
        name: str,
        who: str = "",
        *,
        behind: bool = False,
        longest: float = 60,
        ahead: Callable[[int], None] | None = None,
    ) -> None:
        self.told[name], self._go[name] = [], asyncio.Event()
        waiter = Waiter(who, ahead or self.told[name].append, behind)

        async def stay() -> None:
            async with self.queue.place(waiter, "here:1", longest=longest):
                self.served.append(name)
                await self._go[name].wait()

        self.tasks[name] = asyncio.create_task(stay())
        await asyncio.sleep(0)

    async def goes(self, name: str) -> None:
        self._go[name].set()
        await self.tasks[name]
        await asyncio.sleep(0)

    async def leaves(self, name: str) -> None:
        self.tasks[name].cancel()
        with pytest.raises(asyncio.CancelledError):
            await self.tasks[name]
        await asyncio.sleep(0)

    async def is_sent_away(self, name: str) -> str:
        with pytest.raises(RateLimited) as refusal:
            await self.tasks[name]
        return str(refusal.value)

    async def empties(self) -> None:
        for go in self._go.values():
            go.set()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


async def test_each_is_told_how_many_are_ahead_as_it_moves() -> None:
    crowd = Crowd(1)
    for name in "abcd":
        await crowd.comes(name)
    assert crowd.served == ["a"]
    assert [crowd.told[name][-1:] for name in "abcd"] == [[], [1], [2], [3]]
    await crowd.goes("a")
    await crowd.goes("b")
    assert crowd.served == ["a", "b", "c"]
    assert crowd.told["d"] == [3, 2, 1]
    assert crowd.told["c"] == [2, 1, 0]
    await crowd.empties()


async def test_who_leaves_the_queue_gives_their_place_in_it_away() -> None:
    crowd = Crowd(1)
    for name in "abc":
        await crowd.comes(name)
    await crowd.leaves("b")
    assert crowd.told["c"][-1] == 1
    await crowd.leaves("a")
    assert crowd.served == ["a", "c"]
    await crowd.empties()


async def test_who_leaves_at_the_very_moment_they_are_called_takes_no_place_along() -> None:
    crowd = Crowd(1)
    await crowd.comes("a")
    await crowd.comes("b")
    called = [ticket.called for ticket in crowd.queue._waiting]

    def leave_once_called(ahead: int) -> None:
        if called[0].done():
            crowd.tasks["b"].cancel()

    await crowd.comes("c", ahead=leave_once_called)
    await crowd.goes("a")
    with pytest.raises(asyncio.CancelledError):
        await crowd.tasks["b"]
    await until(lambda: crowd.served == ["a", "c"])
    await crowd.empties()


async def test_a_person_s_second_answer_waits_for_everybody_s_first() -> None:
    crowd = Crowd(1)
    for name, who in (("a1", "ana"), ("a2", "ana"), ("a3", "ana"), ("b1", "bo"), ("c1", "cy"), ("b2", "bo")):
        await crowd.comes(name, who)
    for name in ("a1", "b1", "c1", "a2", "b2"):
        await crowd.goes(name)
    assert crowd.served == ["a1", "b1", "c1", "a2", "b2", "a3"]
    await crowd.empties()


async def test_what_nobody_waits_for_goes_last() -> None:
    crowd = Crowd(1)
    await crowd.comes("a")
    await crowd.comes("lesson", behind=True)
    await crowd.comes("b")
    assert (crowd.told["b"][-1], crowd.told["lesson"][-1]) == (1, 2)
    await crowd.goes("a")
    assert crowd.served == ["a", "b"]
    await crowd.empties()


async def test_who_waits_too_long_is_told_so() -> None:
    crowd = Crowd(1)
    await crowd.comes("a")
    await crowd.comes("b", longest=0.01)
    assert await crowd.is_sent_away("b") == (
        "here:1 writes 1 answers at once, and none ended for you within 0.01 s."
        " Try again later, or choose another model."
    )
    await crowd.empties()


async def test_without_a_limit_nobody_waits() -> None:
    crowd = Crowd(0)
    for name in "abc":
        await crowd.comes(name)
    assert crowd.served == ["a", "b", "c"]
    await crowd.empties()


async def ask(models: Models, ahead: Callable[[int], None] = lambda _: None) -> str:
    question = [{"role": "user", "content": "Hi"}]
    async with models.complete(SCRIPTED, question, waiter=Waiter(ahead=ahead)) as completion:
        return "".join([text async for text in completion])


async def test_a_provider_writes_no_more_answers_at_once_than_it_is_said_to(model_server: ModelServer) -> None:
    model_server.pace = 0.005
    told: list[int] = []
    async with Models([Provider("test", model_server.url, concurrency=2)]) as models:
        answers = await asyncio.gather(*(ask(models, told.append) for _ in range(8)))
    assert len(set(answers)) == 1
    assert model_server.most_running == 2
    assert max(told) == 6


async def test_whoever_is_stopped_while_they_wait_is_never_asked_for(model_server: ModelServer) -> None:
    model_server.hold()
    async with Models([Provider("test", model_server.url, concurrency=1)]) as models:
        first, second = (asyncio.create_task(ask(models)) for _ in range(2))
        await model_server.runs()
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        model_server.release()
        await first
        assert len(model_server.asked) == 1
        assert await ask(models)
