"""What we rely on, asked of a real vLLM: ``make test-vllm`` runs this, ``make test`` does not.

VLLM_URL is its base URL with /v1, VLLM_KEY its key. It serves one model; what is measured is printed (-s).
"""

import ast
import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from bot.errors import ModelError, Refused, TooLong
from bot.models import Model, Models, Provider
from tests.until import until

URL, KEY = os.environ["VLLM_URL"], os.environ.get("VLLM_KEY", "")
PATIENCE = 300.0
"""Seconds: a CPU that is shared takes its time."""
CODE = "Write a Python function `add(a, b)` that adds two numbers. Answer with one block of code only."
Question = list[dict[str, Any]]

pytestmark = pytest.mark.timeout(2 * PATIENCE)


def ask(text: str) -> Question:
    return [{"role": "user", "content": text}]


def provider(key: str = KEY) -> Provider:
    return Provider("vllm", URL, SecretStr(key) if key else None, silence=PATIENCE)


@pytest.fixture
async def models() -> AsyncIterator[Models]:
    async with Models([provider()]) as models:
        yield models


@pytest.fixture
async def model(models: Models) -> Model:
    return await models.choose()


async def count(metric: str) -> float:
    """Return the sum of one of vLLM's own metrics."""
    async with httpx2.AsyncClient() as client:
        text = (await client.get(URL.removesuffix("/v1") + "/metrics", timeout=60)).text
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(metric))


async def is_idle() -> bool:
    return await count("vllm:num_requests_running") == 0


async def test_the_list_says_what_the_model_takes(model: Model) -> None:
    assert model.context >= 4096


async def test_an_answer_comes_in_pieces_with_its_usage_and_its_end(models: Models, model: Model) -> None:
    begun = time.monotonic()
    times: list[float] = []
    said = ""
    async with models.complete(model, ask(CODE), max_tokens=120, temperature=0) as completion:
        async for text in completion:
            times.append(time.monotonic() - begun)
            said += text
    assert completion.finish == "stop"
    assert completion.usage
    assert completion.usage.completion >= len(times) > 5
    assert completion.usage.prompt > 10
    ast.parse(said.partition("```python\n")[2].partition("```")[0] or said)
    speed = completion.usage.completion / (times[-1] - times[0])
    sys.stdout.write(f"\nfirst token after {times[0]:.2f} s, then {speed:.1f} tokens/s\n")


async def test_what_was_read_before_is_not_read_again(models: Models, model: Model) -> None:
    question = ask("Remember these numbers: " + " ".join(map(str, range(300))) + ". Say only: yes")
    for _ in range(2):
        async with models.complete(model, question, max_tokens=3) as completion:
            assert [text async for text in completion]
    assert completion.usage
    assert completion.usage.cached > completion.usage.prompt / 2


async def test_an_answer_that_runs_into_its_limit_says_so(models: Models, model: Model) -> None:
    async with models.complete(model, ask(CODE), max_tokens=4) as completion:
        assert [text async for text in completion]
    assert completion.finish == "length"
    assert completion.usage
    assert completion.usage.completion == 4


async def test_leaving_an_answer_ends_it_on_the_server(models: Models, model: Model) -> None:
    async with models.complete(model, ask("Count from 1 to 10000, one number a line."), max_tokens=2000) as completion:
        async for _ in completion:
            break
        assert await count("vllm:num_requests_running") == 1
    await until(is_idle, seconds=10)


async def test_more_questions_than_places_are_all_answered(models: Models, model: Model) -> None:
    async def answer(number: int) -> str:
        async with models.complete(model, ask(f"Say only the number {number}."), max_tokens=8) as completion:
            return "".join([text async for text in completion])

    assert all(await asyncio.gather(*map(answer, range(8))))


async def test_a_schema_is_kept(models: Models, model: Model) -> None:
    fields = {"name": {"type": "string", "maxLength": 20}, "age": {"type": "integer", "minimum": 0, "maximum": 120}}
    schema = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    async with models.complete(model, ask("A name and an age."), max_tokens=80, schema=schema) as completion:
        said = json.loads("".join([text async for text in completion]))
    assert set(said) == set(fields)


async def fail(provider: Provider, model: Model, question: Question) -> ModelError:
    async with Models([provider]) as models:
        with pytest.raises(ModelError) as failure:
            async with models.complete(model, question, max_tokens=5) as completion:
                async for _ in completion:
                    pass
    return failure.value


async def test_a_prompt_that_is_too_long_is_known_as_that(model: Model) -> None:
    assert isinstance(await fail(provider(), model, ask("word " * (2 * model.context))), TooLong)


async def test_an_unknown_model_is_named(model: Model) -> None:
    refused = await fail(provider(), Model("no-such", "vllm", model.context), ask("Hi"))
    assert "serves no model named no-such" in str(refused)


@pytest.mark.skipif(not KEY, reason="the server has no key")
async def test_a_wrong_key_is_refused_in_our_words(model: Model) -> None:
    refused = await fail(provider("wrong"), model, ask("Hi"))
    assert isinstance(refused, Refused)
    assert "refused the key" in str(refused)
