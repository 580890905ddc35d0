"""A model that gives no answer: the person reads one sentence that says which thing failed and what to do."""

import pytest
from pydantic import SecretStr

from bot.errors import Broken, ModelError, RateLimited, Refused, TooLong, Unreachable
from bot.models import Model, Models, Provider
from tests.fakes.openai_server import ModelServer

QUESTION = [{"role": "user", "content": "How do I sort a list?"}]
SCRIPTED = Model("scripted", "test", 32_768)


async def fail(provider: Provider, question: list[dict[str, str]] = QUESTION) -> tuple[str, ModelError]:
    """Ask; return what was said before the failure, and the failure."""
    said = ""
    async with Models([provider]) as models:
        with pytest.raises(ModelError) as failure:
            async with models.complete(SCRIPTED, question) as completion:
                async for text in completion:
                    said += text
    return said, failure.value


@pytest.mark.parametrize(
    ("fault", "kind", "sentence"),
    [
        ("400", Refused, "refused the request: temperature must be at most 2."),
        ("401", Refused, "refused the key. Set OPENAI_API_KEY to one that is valid there."),
        ("401-text", Refused, "refused the key. Set OPENAI_API_KEY to one that is valid there."),
        ("403", Refused, "refused the key for scripted. Set OPENAI_API_KEY to one that may use it."),
        ("404", Refused, "serves no model named scripted. Choose another one."),
        ("422", Refused, "refused the request: messages: too short."),
        ("400-huge", Refused, "refused the request: HTTP 400."),
        ("302", Refused, "sends us elsewhere (302)"),
        ("429", RateLimited, "gets too many requests. Try again in a moment."),
        ("429-wait", RateLimited, "gets too many requests. Try again in 7 s."),
        ("quota", RateLimited, "The quota of the key for"),
        ("500", Broken, "failed (Internal server error). Try again"),
        ("502-page", Unreachable, "is not ready or overloaded (502). Try again in a moment."),
        ("503", Unreachable, "is not ready or overloaded (Loading model). Try again in a moment."),
        ("200-page", Refused, "does not answer as a model server does. Check its URL (OPENAI_BASE_URL)"),
        ("200-json", Refused, "does not answer as a model server does. Check its URL (OPENAI_BASE_URL)"),
        ("cut", Broken, "broke off before the answer was complete. Try again."),
        ("end", Broken, "broke off before the answer was complete. Try again."),
        ("malformed", Broken, "sent something that makes no sense."),
        ("oversize", Broken, "sent something that makes no sense."),
        ("error", Broken, "failed (the engine died). Try again"),
        ("error-text", Broken, "failed (the engine died). Try again"),
    ],
)
async def test_the_sentence_names_what_failed(
    model_server: ModelServer, fault: str, kind: type[ModelError], sentence: str
) -> None:
    model_server.breaks(fault, times=4)
    said, failure = await fail(Provider("test", model_server.url, SecretStr("sk-secret")))
    assert said == ""
    assert type(failure) is kind
    assert sentence in str(failure)
    assert f"127.0.0.1:{model_server.port}" in str(failure)
    assert not any(leak in str(failure) for leak in ("sk-secret", "<", "\n"))
    assert len(str(failure)) < 200


@pytest.mark.parametrize("fault", ["cut", "end", "malformed", "oversize", "error", "error-text"])
async def test_what_was_said_before_is_kept(model_server: ModelServer, fault: str) -> None:
    model_server.says("12345678")
    model_server.breaks(fault, after=1)
    said, failure = await fail(Provider("test", model_server.url))
    assert said == "1234"
    assert isinstance(failure, Broken)
    assert len(model_server.asked) == 1


@pytest.mark.parametrize("after", [0, 1], ids=["from the start", "after the first word"])
async def test_a_silent_server_is_given_up(model_server: ModelServer, after: int) -> None:
    model_server.says("12345678", "Asked for too late.")
    model_server.breaks("silence", after=after)
    said, failure = await fail(Provider("test", model_server.url, silence=0.15))
    assert said == "1234"[: after * 4]
    assert isinstance(failure, Unreachable)
    assert "has been silent for 0.15 s" in str(failure)
    await model_server.left()
    assert len(model_server.asked) == 1


async def test_a_server_that_does_not_even_begin_to_answer_is_given_up(model_server: ModelServer) -> None:
    model_server.breaks("mute")
    _, failure = await fail(Provider("test", model_server.url, silence=0.15))
    assert str(failure) == (
        f"127.0.0.1:{model_server.port} has been silent for 0.15 s. Try again, or choose another model."
    )
    assert len(model_server.asked) == 1


@pytest.mark.parametrize("after", [0, 1], ids=["from the start", "after the first word"])
async def test_a_server_that_sends_empty_words_for_ever_is_given_up(model_server: ModelServer, after: int) -> None:
    model_server.says("12345678")
    model_server.breaks("empty", after=after)
    said, failure = await fail(Provider("test", model_server.url, silence=0.15))
    assert said == "1234"[: after * 4]
    assert isinstance(failure, Unreachable)
    assert "has been silent for 0.15 s" in str(failure)
    await model_server.left()
    assert len(model_server.asked) == 1


@pytest.mark.parametrize("fault", ["thinks", "pings"])
async def test_a_model_that_thinks_and_an_answer_that_waits_its_turn_are_waited_for(
    model_server: ModelServer, fault: str
) -> None:
    model_server.says("Yes.")
    model_server.breaks(fault)
    async with (
        Models([Provider("test", model_server.url, silence=0.1)]) as models,
        models.complete(SCRIPTED, QUESTION) as completion,
    ):
        assert "".join([text async for text in completion]) == "Yes."


async def test_a_refusal_that_never_ends_is_not_read_to_its_end(model_server: ModelServer) -> None:
    model_server.breaks("dribble")
    _, failure = await fail(Provider("test", model_server.url, reading=0.1))
    assert str(failure) == f"127.0.0.1:{model_server.port} refused the request: HTTP 400."


@pytest.mark.parametrize("fault", ["401", "403", "404", "429", "quota", "500", "503", "200-page", "302", "cut"])
async def test_what_another_provider_may_do_better_has_a_reason_in_few_words(
    model_server: ModelServer, fault: str
) -> None:
    model_server.breaks(fault, times=3)
    _, failure = await fail(Provider("test", model_server.url))
    assert 0 < len(failure.why) < 30


@pytest.mark.parametrize("fault", ["400", "422", "policy", "flagged"])
async def test_what_no_provider_should_be_asked_for_has_none(model_server: ModelServer, fault: str) -> None:
    model_server.breaks(fault)
    _, failure = await fail(Provider("test", model_server.url))
    assert failure.why == ""
    assert len(model_server.asked) == 1


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp", "vllm"])
async def test_too_long_is_understood_in_every_dialect(model_server: ModelServer, dialect: str) -> None:
    model_server.models["scripted"] = 100
    model_server.dialect = dialect
    _, failure = await fail(Provider("test", model_server.url), [{"role": "user", "content": "long " * 1000}])
    assert isinstance(failure, TooLong)
    assert str(failure) == "This is too long for scripted. Start a new conversation, or send less."


async def test_a_key_that_is_missing_is_asked_for(model_server: ModelServer) -> None:
    model_server.key = "sk-right"
    _, failure = await fail(Provider("test", model_server.url))
    assert str(failure) == f"127.0.0.1:{model_server.port} wants a key. Set OPENAI_API_KEY."


async def test_a_key_that_a_server_repeats_is_not_passed_on(model_server: ModelServer) -> None:
    model_server.sends(b'data: {"error": {"message": "bad key sk-secret", "code": 500}}\n\n')
    model_server.sends(b'data: {"error": {"message": "bad key sk-secret", "code": 500}}\n\n')
    _, failure = await fail(Provider("test", model_server.url, SecretStr("sk-secret")))
    assert str(failure) == f"127.0.0.1:{model_server.port} failed (500). Try again, or choose another model."


@pytest.mark.parametrize(("code", "kind"), [("rate_limit_exceeded", RateLimited), ("context_length_exceeded", TooLong)])
async def test_a_refusal_inside_the_stream_is_one(model_server: ModelServer, code: str, kind: type[ModelError]) -> None:
    model_server.sends(b'data: {"error": {"message": "no", "code": "' + code.encode() + b'"}}\n\n')
    _, failure = await fail(Provider("test", model_server.url))
    assert type(failure) is kind
    assert len(model_server.asked) == 1


@pytest.mark.parametrize("code", ["0", "13", "200", "-1", "600", "true", "1e3", "[]", '"E13"', "9" * 30])
async def test_a_code_that_is_no_http_status_is_a_failure(model_server: ModelServer, code: str) -> None:
    for _ in range(2):
        model_server.sends(b'data: {"error": {"message": "no such slot", "code": ' + code.encode() + b"}}\n\n")
    _, failure = await fail(Provider("test", model_server.url))
    assert isinstance(failure, Broken)
    assert "failed (no such slot). Try again" in str(failure)


async def test_nobody_answers(model_server: ModelServer) -> None:
    await model_server.stop()
    _, failure = await fail(Provider("test", model_server.url))
    assert isinstance(failure, Unreachable)
    assert str(failure) == (
        f"Nobody answers at 127.0.0.1:{model_server.port}."
        " Is the model server running, and its URL (OPENAI_BASE_URL) right?"
    )


async def test_a_host_that_does_not_exist_is_named() -> None:
    _, failure = await fail(Provider("test", "http://models.invalid:8000/v1"))
    assert isinstance(failure, Unreachable)
    assert str(failure).startswith("There is no host named models.invalid:8000. Check its URL")


@pytest.mark.parametrize("host", ["foo..bar", "a" * 64], ids=["empty label", "long label"])
async def test_a_host_that_can_not_exist_is_named(host: str) -> None:
    provider = Provider("test", f"http://{host}/v1")
    _, failure = await fail(provider)
    assert isinstance(failure, Unreachable)
    assert str(failure).startswith(f"There is no host named {host}. Check its URL")
    async with Models([provider]) as models:
        with pytest.raises(Unreachable, match="There is no host named"):
            await models.list()


async def test_https_to_a_server_without_it(model_server: ModelServer) -> None:
    _, failure = await fail(Provider("test", model_server.url.replace("http:", "https:")))
    assert isinstance(failure, Unreachable)
    assert str(failure).startswith(f"No secure connection to 127.0.0.1:{model_server.port}.")


async def test_a_wrong_path_is_told_from_a_wrong_model(model_server: ModelServer) -> None:
    _, failure = await fail(Provider("test", model_server.url.removesuffix("/v1")))
    assert isinstance(failure, Refused)
    assert "has nothing to ask at this address. Check its URL (OPENAI_BASE_URL)" in str(failure)
