"""What vLLM says is read right: the words of a real one, 0.32, recorded (``tests/fakes/recorded_vllm.py``)."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import ModelError, Refused, TooLong
from bot.models import Model, Models, Provider
from bot.models.stream import Stream
from bot.nouns import Usage
from tests.fakes.recorded_vllm import RECORDED, RecordedVllm

QUESTION = [{"role": "user", "content": "Say only: yes"}]
CODER = Model("qwen2.5-coder-0.5b", "vllm", 4096)


@pytest.fixture
async def vllm() -> AsyncIterator[RecordedVllm]:
    async with RecordedVllm() as server:
        yield server


def provider(server: RecordedVllm) -> Provider:
    return Provider("vllm", server.url, SecretStr("sesame"))


async def test_its_list_says_what_a_model_takes(vllm: RecordedVllm) -> None:
    async with Models([provider(vllm)]) as models:
        listed = await models.list()
    assert [(model.name, model.context) for model in listed] == [("qwen2.5-coder-0.5b", 4096)]


async def read(server: RecordedVllm, recording: str) -> tuple[list[str], str, Usage | None]:
    """Return the pieces of an answer, why it ended, and what it took."""
    server.says(recording)
    async with Models([provider(server)]) as models, models.complete(CODER, QUESTION, max_tokens=20) as completion:
        pieces = [text async for text in completion]
    return pieces, completion.finish, completion.usage


async def test_an_answer_is_whole_though_its_end_comes_on_the_last_of_its_text(vllm: RecordedVllm) -> None:
    pieces, finish, usage = await read(vllm, "at its limit")
    assert all(pieces)
    assert (finish, usage and usage.completion) == ("length", 6)
    last = [chunk for chunk in chunks("at its limit") if chunk["choices"]][-1]["choices"][0]
    assert last["delta"]["content"]
    assert last["finish_reason"] == "length"
    assert pieces[-1].endswith(last["delta"]["content"])


async def test_its_first_piece_is_empty_and_not_shown(vllm: RecordedVllm) -> None:
    assert chunks("whole")[0]["choices"][0]["delta"]["content"] == ""
    pieces, finish, _ = await read(vllm, "whole")
    assert "".join(pieces).strip().rstrip(".").lower() == "yes"
    assert finish == "stop"


async def test_usage_is_read_with_what_was_read_before(vllm: RecordedVllm) -> None:
    *_, usage = await read(vllm, "long, read before")
    assert usage
    assert 0 < usage.cached < usage.prompt
    assert usage.completion > 0
    *_, missing = await read(vllm, "whole, without usage")
    assert missing is None


async def test_an_answer_that_keeps_to_a_schema_is_json(vllm: RecordedVllm) -> None:
    pieces, finish, _ = await read(vllm, "schema")
    assert set(json.loads("".join(pieces))) == {"name", "age"}
    assert finish == "stop"


@pytest.mark.parametrize(
    ("recording", "kind", "sentence"),
    [
        ("unknown model", Refused, "serves no model named qwen2.5-coder-0.5b. Choose another one."),
        ("too long", TooLong, "This is too long for qwen2.5-coder-0.5b."),
        ("wrong key", Refused, "refused the key."),
        ("limit beyond the context", ModelError, ""),
        ("no messages", Refused, "refused the request"),
        ("hot", Refused, "refused the request"),
        ("picture", Refused, "refused the request"),
    ],
)
async def test_its_refusals_become_our_sentences(
    vllm: RecordedVllm, recording: str, kind: type[ModelError], sentence: str
) -> None:
    assert RECORDED[recording]["status"] >= 400
    async with Models([provider(vllm)]) as models:
        vllm.says(recording, recording)  # a question with a temperature is asked again without
        with pytest.raises(kind) as refused:
            async with models.complete(CODER, QUESTION, max_tokens=20) as completion:
                async for _ in completion:
                    pass
    assert sentence in str(refused.value)
    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("recording", [name for name, said in RECORDED.items() if "event-stream" in said["type"]])
def test_each_recorded_stream_is_read_alike_however_it_is_cut(recording: str) -> None:
    body = RECORDED[recording]["body"].encode()
    expected = "".join(
        chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks(recording) if chunk["choices"]
    )
    for size in (1, 7, 100, len(body)):
        stream = Stream()
        reads = [body[at : at + size] for at in range(0, len(body), size)]
        assert "".join([*map(stream.feed, reads), stream.end()]) == expected
        assert stream.problem is None


def chunks(recording: str) -> list[dict[str, Any]]:
    """Return what the events of a recorded stream hold."""
    events = RECORDED[recording]["body"].split("\n\n")
    return [json.loads(event.removeprefix("data: ")) for event in events if event and "[DONE]" not in event]
