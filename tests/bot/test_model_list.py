"""Choosing a model: what the providers serve, which one is taken, and what becomes of a name that nobody knows."""

import pytest

from bot.errors import Refused, Unreachable, UsageError
from bot.models import Model, Models, Provider
from tests.fakes.openai_server import ModelServer

NOBODY = "http://127.0.0.1:9/v1"
"""Nothing listens at the discard port."""


@pytest.mark.parametrize(
    ("dialect", "context"), [("vllm", 8192), ("llama.cpp", 8192), ("openai", 16_000)], ids=["vllm", "llama.cpp", "none"]
)
async def test_the_server_says_what_a_model_takes(model_server: ModelServer, dialect: str, context: int) -> None:
    model_server.models = {"coder": 8192}
    model_server.dialect = dialect
    async with Models([Provider("test", model_server.url)]) as models:
        assert await models.list() == [Model("coder", "test", context)]


async def test_the_setting_goes_before_what_the_server_says(model_server: ModelServer) -> None:
    async with Models([Provider("test", model_server.url, context=2000)]) as models:
        assert (await models.choose()).context == 2000


async def test_the_list_is_remembered(model_server: ModelServer) -> None:
    async with Models([Provider("test", model_server.url)]) as models:
        first = await models.choose()
        assert await models.choose("scripted") == first
        assert await models.list() == [first]
    assert model_server.listed == 1


async def test_of_openai_s_models_those_that_chat_are_listed_and_an_able_one_is_the_default(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", model_server.url.removesuffix("/v1"))
    names = ["gpt-4-0613", "text-embedding-3-small", "gpt-4o-mini-tts", "dall-e-3", "whisper-1", "gpt-4.1-mini"]
    model_server.models = dict.fromkeys(names, 0)
    async with Models([Provider("openai", "http://api.openai.com/v1")]) as models:
        assert [model.name for model in await models.list()] == ["gpt-4-0613", "gpt-4.1-mini"]
        chosen = await models.choose()
        assert chosen.name == "gpt-4.1-mini"
        async with models.complete(chosen, [{"role": "user", "content": "Hi"}], max_tokens=5) as completion:
            assert [text async for text in completion]
    assert model_server.asked[0].body["max_completion_tokens"] == 5


async def test_without_a_name_the_default_is_taken_else_the_first(model_server: ModelServer) -> None:
    model_server.models = {"small": 4096, "big": 32_768}
    async with Models([Provider("test", model_server.url)]) as models:
        assert (await models.choose()).name == "small"
    async with Models([Provider("test", model_server.url, default="big")]) as models:
        assert await models.choose() == Model("big", "test", 32_768)


async def test_an_unknown_name_is_refused_with_those_that_are_near(model_server: ModelServer) -> None:
    model_server.models = {"qwen2.5-coder-1.5b": 4096, "gpt-4.1": 4096}
    async with Models([Provider("test", model_server.url)]) as models:
        with pytest.raises(UsageError) as refusal:
            await models.choose("qwen-coder")
        assert str(refusal.value) == "There is no model named 'qwen-coder'. Choose qwen2.5-coder-1.5b."
        with pytest.raises(UsageError, match=r"Choose qwen2.5-coder-1.5b or gpt-4.1\."):
            await models.choose("x" * 1000)


@pytest.mark.parametrize("default", ["", "coder"])
async def test_a_provider_without_a_list_is_asked_by_name(model_server: ModelServer, default: str) -> None:
    model_server.lists = False
    async with Models([Provider("test", model_server.url, default=default)]) as models:
        assert await models.choose("coder") == Model("coder", "test", 16_000)
        if default:
            assert (await models.choose()).name == "coder"
        else:
            with pytest.raises(Refused):
                await models.choose()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b'{"data": 1}',
        b'{"data": [{"id": 7}]}',
        b"\xff",
        b'{"data": [{"id": "\xff"}]}',
        b'{"odd":' + b"[" * 200_000,
    ],
    ids=["html", "odd type", "odd name", "no UTF-8", "no UTF-8 in a name", "deep"],
)
async def test_a_list_that_makes_no_sense_is_none(model_server: ModelServer, body: bytes) -> None:
    model_server.lists = body
    async with Models([Provider("test", model_server.url, default="coder")]) as models:
        assert (await models.choose()).name == "coder"


async def test_of_two_providers_one_may_be_down(model_server: ModelServer) -> None:
    async with Models([Provider("down", NOBODY, default="lost"), Provider("up", model_server.url)]) as models:
        assert [model.provider for model in await models.list()] == ["up"]
        assert (await models.choose("scripted")).provider == "up"
        assert (await models.choose("lost")).provider == "down"


async def test_the_same_name_at_two_providers_is_told_apart(model_server: ModelServer) -> None:
    async with Models([Provider("one", model_server.url), Provider("two", model_server.url)]) as models:
        assert (await models.choose("scripted")).provider == "one"
        assert (await models.choose("two/scripted")).provider == "two"


async def test_where_nobody_can_be_asked_the_reason_is_said() -> None:
    async with Models([Provider("down", NOBODY)]) as models:
        with pytest.raises(Unreachable, match=r"Nobody answers at 127\.0\.0\.1:9"):
            await models.list()
        with pytest.raises(Unreachable, match=r"Nobody answers at 127\.0\.0\.1:9"):
            await models.choose()
