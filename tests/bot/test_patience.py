"""A question that got no answer is asked again, as often and as soon as it is worth it, while the person waits."""

import asyncio
import time

import httpx2
import openai
import pytest

from bot.errors import Broken, RateLimited
from bot.models import Model, Models, Provider
from bot.models.patience import Patience, read_wait
from bot.models.stream import CutShort
from bot.models.transport import Silence
from tests.fakes.openai_server import ModelServer

QUESTION = [{"role": "user", "content": "How do I sort a list?"}]
SCRIPTED = Model("scripted", "test", 32_768)


def refusal(status: int, **headers: str) -> openai.APIStatusError:
    request = httpx2.Request("POST", "http://here:1/v1")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = httpx2.Response(status, headers=named, request=request)
    return openai.APIStatusError("no", response=response, body=None)


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def patient(seconds: float = 30, *, chance: float = 1.0, clock: Clock | None = None) -> Patience:
    return Patience(seconds, clock=clock or Clock(), chance=lambda: chance)


def test_rests_grow_and_end_after_the_third_try() -> None:
    patience = patient()
    assert [patience.rest(refusal(503)) for _ in range(3)] == [0.5, 1.0, None]


def test_those_who_were_refused_together_do_not_come_back_together() -> None:
    assert {patient(chance=chance).rest(refusal(500)) for chance in (0.0, 0.5, 1.0)} == {0.25, 0.375, 0.5}


def test_what_the_server_asks_for_is_obeyed_while_the_patience_lasts() -> None:
    clock = Clock()
    patience = patient(clock=clock)
    assert patience.rest(refusal(429, retry_after="20")) == 20
    clock.seconds = 20.5
    assert patience.rest(refusal(429, retry_after="20")) is None
    assert patient().rest(refusal(429, retry_after="31")) is None
    assert patient(3).rest(refusal(503, retry_after="4")) is None


@pytest.mark.parametrize(
    ("status", "headers", "rest"),
    [
        (500, {}, 0.5),
        (408, {}, 0.5),
        (429, {"x_should_retry": "false"}, None),
        (400, {}, None),
        (401, {"retry_after": "1"}, None),
        (404, {}, None),
        (302, {}, None),
    ],
)
def test_what_will_not_pass_is_not_tried_again(status: int, headers: dict[str, str], rest: float | None) -> None:
    assert patient().rest(refusal(status, **headers)) == rest


def test_a_stream_that_broke_is_asked_for_once_more_and_a_silence_never() -> None:
    patience = patient()
    assert [patience.rest(CutShort()) for _ in range(2)] == [0.5, None]
    assert patient().rest(Silence(60)) is None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0", 0.0), ("", None), ("soon", None), ("-1", None), ("1e9", None), ("nan", None), ("٣", None)],
)
def test_a_wait_is_read_or_is_none(said: str, seconds: float | None) -> None:
    assert read_wait({"retry-after": said}) == seconds


def test_a_wait_may_be_a_date() -> None:
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 60))
    assert 55 < (read_wait({"retry-after": date}) or 0) <= 60
    assert read_wait({"retry-after": "Sat, 01 Jan 2000 00:00:00 GMT"}) == 0


async def test_a_server_that_recovers_is_asked_until_it_answers(model_server: ModelServer) -> None:
    model_server.breaks("503", times=2)
    model_server.says("Yes.")
    async with (
        Models([Provider("test", model_server.url)]) as models,
        models.complete(SCRIPTED, QUESTION) as completion,
    ):
        assert [text async for text in completion] == ["Yes."]
    assert len(model_server.asked) == 3


async def test_who_would_wait_too_long_is_told_how_long_at_once(model_server: ModelServer) -> None:
    model_server.breaks("429-long")
    async with Models([Provider("test", model_server.url)]) as models, asyncio.timeout(5):
        with pytest.raises(RateLimited, match=r"gets too many requests. Try again in 90 s\."):
            async with models.complete(SCRIPTED, QUESTION) as completion:
                await anext(completion)
    assert len(model_server.asked) == 1


async def test_after_the_first_word_nothing_is_asked_again(model_server: ModelServer) -> None:
    model_server.says("12345678")
    model_server.breaks("error", after=1)
    async with Models([Provider("test", model_server.url)]) as models:
        with pytest.raises(Broken):
            async with models.complete(SCRIPTED, QUESTION) as completion:
                [text async for text in completion]
    assert len(model_server.asked) == 1
