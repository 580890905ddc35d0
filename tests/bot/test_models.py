"""A model is asked and answers: what is sent, what comes back while it is written, and how an answer is left."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.errors import Broken, StartError
from bot.models import Completion, Model, Models, Provider
from bot.nouns import Usage
from tests.fakes.openai_server import ModelServer

QUESTION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "How do I sort a list?"}]
LONG = "".join(f"line {number}\n" for number in range(1000))
SCRIPTED = Model("scripted", "test", 32_768)


@pytest.fixture
async def models(model_server: ModelServer) -> AsyncIterator[Models]:
    async with Models([Provider("test", model_server.url, SecretStr("sk-secret"))]) as models:
        yield models


async def answer(models: Models, **wishes: object) -> tuple[str, Completion]:
    async with models.complete(SCRIPTED, QUESTION, **wishes) as completion:  # type: ignore[arg-type]
        return "".join([text async for text in completion]), completion


async def test_a_question_is_answered(models: Models, model_server: ModelServer) -> None:
    model_server.says("Use `sorted`: größer → kleiner.")
    said, completion = await answer(models)
    assert said == "Use `sorted`: größer → kleiner."
    assert completion.finish == "stop"
    assert completion.usage == Usage(prompt=11, completion=8)
    (asked,) = model_server.asked
    assert asked.messages == QUESTION
    assert asked.headers["authorization"] == "Bearer sk-secret"
    assert not asked.body.keys() & {"max_tokens", "temperature", "response_format"}


async def test_wishes_are_passed_on(models: Models, model_server: ModelServer) -> None:
    model_server.says("a long answer")
    schema = {"type": "object"}
    said, completion = await answer(models, max_tokens=2, temperature=0, schema=schema)
    assert (said, completion.finish) == ("a long a", "length")
    body = model_server.asked[0].body
    assert body["temperature"] == 0
    assert body["response_format"]["json_schema"]["schema"] == schema


async def test_a_prompt_that_begins_as_before_is_cached(models: Models, model_server: ModelServer) -> None:
    await answer(models)
    _, completion = await answer(models)
    assert completion.usage is not None
    assert completion.usage.cached == completion.usage.prompt


async def test_text_is_there_as_soon_as_it_is_written(models: Models, model_server: ModelServer) -> None:
    model_server.says("12345678")
    model_server.hold(after=1)
    async with models.complete(SCRIPTED, QUESTION) as completion:
        assert await anext(completion) == "1234"
        assert completion.finish == ""
        model_server.release()
        assert [text async for text in completion] == ["5678"]


async def test_what_comes_faster_than_it_can_be_shown_comes_in_few_pieces(
    models: Models, model_server: ModelServer
) -> None:
    model_server.says(LONG)
    async with models.complete(SCRIPTED, QUESTION) as completion:
        pieces = [text async for text in completion]
    assert "".join(pieces) == LONG
    assert len(pieces) < len(LONG) / 4 / 10


async def test_a_stream_slower_than_its_rests_comes_token_by_token(models: Models, model_server: ModelServer) -> None:
    model_server.pace = 0.03
    model_server.says("1234" * 12)
    async with models.complete(SCRIPTED, QUESTION) as completion:
        pieces = [text async for text in completion]
    assert "".join(pieces) == "1234" * 12
    assert len(pieces) >= 8


async def test_many_answers_at_once_are_kept_apart(models: Models, model_server: ModelServer) -> None:
    model_server.pace = 0.001
    model_server.answer = lambda asked: asked.text * 20

    async def ask(number: int) -> None:
        question = [{"role": "user", "content": f"{number:04}"}]
        async with models.complete(SCRIPTED, question) as completion:
            assert "".join([text async for text in completion]) == f"{number:04}" * 20

    async with asyncio.TaskGroup() as group:
        for number in range(40):
            group.create_task(ask(number))
    assert model_server.most_running > 10


async def test_a_connection_serves_one_answer_after_the_other(models: Models, model_server: ModelServer) -> None:
    for _ in range(3):
        await answer(models)
    await model_server.idles()
    assert model_server.connected == 1
    assert model_server.finished == 3


async def test_leaving_early_stops_the_model(models: Models, model_server: ModelServer) -> None:
    model_server.hold(after=3)
    async with models.complete(SCRIPTED, QUESTION) as completion:
        await anext(completion)
    await model_server.left()


async def test_an_exception_while_reading_stops_the_model(models: Models, model_server: ModelServer) -> None:
    model_server.hold(after=3)
    with pytest.raises(ZeroDivisionError):
        async with models.complete(SCRIPTED, QUESTION) as completion:
            async for _ in completion:
                raise ZeroDivisionError
    await model_server.left()


@pytest.mark.parametrize("after", [0, 3], ids=["before the first token", "between tokens"])
async def test_cancelling_stops_the_model(models: Models, model_server: ModelServer, after: int) -> None:
    model_server.hold(after=after)
    task = asyncio.create_task(answer(models))
    await model_server.runs()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await model_server.left()


async def test_cancelling_during_a_rest_stops_the_model(models: Models, model_server: ModelServer) -> None:
    model_server.says(LONG)
    model_server.pace = 0.001
    async with models.complete(SCRIPTED, QUESTION) as completion:
        for _ in range(5):
            await anext(completion)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                async for _ in completion:
                    pass
    await model_server.left()


async def test_nothing_is_sent_for_an_answer_that_nobody_reads(models: Models, model_server: ModelServer) -> None:
    async with models.complete(SCRIPTED, QUESTION):
        pass
    assert model_server.asked == []


async def test_a_provider_that_is_starting_is_waited_for(model_server: ModelServer) -> None:
    up = asyncio.Event()

    async def ready() -> None:
        await up.wait()

    async with Models([Provider("test", model_server.url, ready=ready)]) as models:
        choosing = asyncio.create_task(models.choose())
        answering = asyncio.create_task(answer(models))
        await asyncio.sleep(0)
        assert model_server.listed == len(model_server.asked) == 0
        up.set()
        assert await choosing == SCRIPTED
        assert (await answering)[0] == f"You asked: {QUESTION[-1]['content']}"


async def test_a_model_that_knows_no_temperature_is_asked_without(models: Models, model_server: ModelServer) -> None:
    model_server.breaks("400-temperature")
    model_server.says("Yes.")
    assert (await answer(models, temperature=0))[0] == "Yes."
    assert "temperature" not in model_server.asked[1].body


async def test_an_answer_that_broke_before_its_first_word_is_asked_for_again(
    models: Models, model_server: ModelServer
) -> None:
    model_server.says("Lost.", "Yes.")
    model_server.breaks("cut")
    assert (await answer(models))[0] == "Yes."
    assert len(model_server.asked) == 2


async def test_an_answer_that_broke_later_is_not_asked_for_again(models: Models, model_server: ModelServer) -> None:
    model_server.says("12345678", "Never said.")
    model_server.breaks("cut", after=1)
    said = ""
    with pytest.raises(Broken):
        async with models.complete(SCRIPTED, QUESTION) as completion:
            async for text in completion:
                said += text
    assert said == "1234"
    assert len(model_server.asked) == 1


async def test_an_answer_is_whole_without_done(models: Models, model_server: ModelServer) -> None:
    model_server.says("Yes.")
    model_server.breaks("undone")
    said, completion = await answer(models)
    assert (said, completion.finish, completion.usage) == ("Yes.", "stop", None)


async def test_a_server_that_does_not_end_its_response_is_left(models: Models, model_server: ModelServer) -> None:
    model_server.says("Yes.")
    model_server.breaks("open")
    said, completion = await answer(models)
    assert (said, completion.finish) == ("Yes.", "stop")
    assert completion.usage is not None
    await model_server.left()


async def test_an_answer_is_sent_through_the_proxy_of_the_environment(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", model_server.url.removesuffix("/v1"))
    model_server.says("Yes.")
    async with Models([Provider("test", "http://models.invalid/v1")]) as models:
        assert (await answer(models))[0] == "Yes."
    assert model_server.asked[0].headers["host"] == "models.invalid"


@pytest.mark.parametrize(
    "url",
    [
        *("", "localhost:8000/v1", "ftp://localhost/v1", "http://", "http://me:pw@here/v1", "http://here:x"),
        *("http://here:99999/v1", "http://1.2.3.999/v1", "http://[1:2]/v1", "http://größe..here/v1"),
    ],
)
def test_a_url_that_is_none_stops_the_start(url: str) -> None:
    with pytest.raises(StartError, match="the URL of provider test") as refusal:
        Models([Provider("test", url)])
    assert "pw" not in str(refusal.value)


@pytest.mark.parametrize("key", ["sk-\N{EN DASH}abc", "sk-abc\nx"])
def test_a_key_that_is_none_stops_the_start_and_is_not_shown(key: str) -> None:
    with pytest.raises(StartError, match="the key of provider test") as refusal:
        Models([Provider("test", "http://127.0.0.1:9/v1", SecretStr(key))])
    assert key not in str(refusal.value)
