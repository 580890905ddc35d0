"""A provider that fails several times in a row is left alone for a while; then one question finds out."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ModelError, Refused, Unreachable
from bot.models import Model, Models, Provider
from bot.models.breaker import FAILURES, PAUSE, WINDOW, Breaker
from tests.fakes.openai_server import ModelServer
from tests.stack import opened
from tests.until import until

QUESTION = [{"role": "user", "content": "How do I sort a list?"}]
SCRIPTED = Model("scripted", "test", 32_768)
TWO_PAST_TWO = 14 * 3600 + 2 * 60


class Hands:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def breaker(clock: Hands) -> Breaker:
    return Breaker("test", clock=clock, now=lambda: TWO_PAST_TWO + clock())


def fails(breaker: Breaker, times: int = FAILURES) -> None:
    for _ in range(times):
        breaker.failed()


def test_after_some_failures_nobody_asks_and_the_sentence_says_since_when(breaker: Breaker, clock: Hands) -> None:
    fails(breaker, FAILURES - 1)
    breaker.enter("here:1")
    assert breaker.problem == ""
    clock.seconds = 61
    fails(breaker, 1)
    with pytest.raises(Unreachable) as refusal:
        breaker.enter("here:1")
    assert str(refusal.value) == (
        "here:1 has not answered since 14:02 UTC. It is asked again in 15 s; or choose another model."
    )


def test_failures_that_are_not_in_a_row_or_long_ago_do_not_count(breaker: Breaker, clock: Hands) -> None:
    fails(breaker, FAILURES - 1)
    breaker.answered()
    fails(breaker, FAILURES - 1)
    clock.seconds = WINDOW + 1
    fails(breaker, FAILURES - 1)
    breaker.enter("here:1")


def test_after_the_pause_one_question_is_let_through_and_decides(breaker: Breaker, clock: Hands) -> None:
    fails(breaker)
    clock.seconds = PAUSE
    breaker.enter("here:1")
    with pytest.raises(Unreachable, match="asked again at this moment"):
        breaker.enter("here:1")
    breaker.failed()
    with pytest.raises(Unreachable, match="asked again in 15 s"):
        breaker.enter("here:1")
    clock.seconds += PAUSE
    breaker.enter("here:1")
    breaker.answered()
    breaker.enter("here:1")
    assert breaker.problem == ""


def test_a_question_that_was_withdrawn_lets_another_one_through(breaker: Breaker, clock: Hands) -> None:
    fails(breaker)
    clock.seconds = PAUSE
    breaker.enter("here:1")
    breaker.left()
    breaker.enter("here:1")


async def ask(models: Models) -> str:
    async with models.complete(SCRIPTED, QUESTION) as completion:
        return "".join([text async for text in completion])


async def fails_twice(models: Models, server: ModelServer, fault: str = "500") -> None:
    """Let two questions fail in all their tries."""
    server.breaks(fault, times=6)
    for _ in range(2):
        with pytest.raises(ModelError):
            await ask(models)
    assert len(server.asked) == 6


async def test_a_server_that_is_gone_is_asked_by_two_questions_and_then_nobody_waits_for_it(
    model_server: ModelServer,
) -> None:
    async with Models([Provider("test", model_server.url)]) as models:
        await fails_twice(models, model_server, "503")
        with pytest.raises(Unreachable, match="has not answered since"):
            await ask(models)
        assert len(model_server.asked) == 6
        assert "has not answered since" in models.problem(SCRIPTED)


async def test_a_refusal_is_an_answer_too(model_server: ModelServer) -> None:
    async with Models([Provider("test", model_server.url)]) as models:
        model_server.breaks("401", times=6)
        for _ in range(6):
            with pytest.raises(Refused):
                await ask(models)
        assert models.problem(SCRIPTED) == ""


async def test_a_server_that_is_back_is_seen_by_the_question_that_is_let_through(model_server: ModelServer) -> None:
    async with Models([Provider("test", model_server.url, pause=0.2)]) as models:
        await fails_twice(models, model_server)

        async def answers() -> bool:
            try:
                return await ask(models) != ""
            except Unreachable:
                return False

        await until(answers)
        assert models.problem(SCRIPTED) == ""


async def test_stopping_the_question_that_was_let_through_leaves_room_for_the_next(model_server: ModelServer) -> None:
    async with Models([Provider("test", model_server.url, pause=0.0)]) as models:
        await fails_twice(models, model_server)
        model_server.hold()
        probe = asyncio.create_task(ask(models))
        await model_server.runs()
        with pytest.raises(Unreachable, match="at this moment"):
            await ask(models)
        probe.cancel()
        await model_server.left()
        model_server.release()
        assert await ask(models)


async def test_lists_and_readiness_say_that_nobody_answers_unless_another_provider_does(
    model_server: ModelServer, tmp_path: Path
) -> None:
    async with opened(tmp_path, model_server) as core:
        model = await core.models.choose()
        model_server.breaks("503", times=6)
        for _ in range(2):
            with pytest.raises(Unreachable):
                async with core.models.complete(model, QUESTION) as completion:
                    await anext(completion)
        (reason,) = await core.readiness()
        assert reason.startswith(f"127.0.0.1:{model_server.port} has not answered since ")
        (offer,) = await core.models.survey()
        assert offer.problem == f"{reason}."
        with pytest.raises(Unreachable, match="has not answered since"):
            await core.models.list()
        other = Provider("other", model_server.url)
        await core.models.take_up(replace(core.models.catalogue, providers=(*core.models.catalogue.providers, other)))
        assert await core.readiness() == []
        assert [bool(each.problem) for each in await core.models.survey()] == [True, False]
        assert (await core.models.list())[0].provider == "other"
