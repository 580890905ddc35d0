"""What is relied on of llama.cpp, seen on the real one: schema, stop, places, and what is too long."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest
from pydantic import SecretStr

from bot.errors import TooLong
from bot.models import Model, Models, Provider
from bot.models.queue import Waiter
from tests.real_model import MARKS, start_real_model
from tests.until import until

pytestmark = MARKS

PATIENCE = 120
"""Seconds: two cores may have other things to do."""
COUNT = [{"role": "user", "content": "Count from 1 to 200, one number a line."}]
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name", "age"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with start_real_model("--slots", "2", "--context", "1024", key="sesame") as url:
        yield url


@pytest.fixture
async def models(address: str) -> AsyncIterator[Models]:
    provider = Provider("local", address, SecretStr("sesame"), silence=PATIENCE, concurrency=1)
    async with Models([provider]) as models:
        yield models


async def writing(address: str) -> int:
    """Return how many answers the server is writing."""
    async with httpx2.AsyncClient(headers={"Authorization": "Bearer sesame"}) as client:
        slots = (await client.get(f"{address.removesuffix('v1')}slots", timeout=PATIENCE)).json()
    return sum(slot["is_processing"] for slot in slots)


async def is_idle(address: str) -> bool:
    return await writing(address) == 0


async def write(models: Models, model: Model, waiter: Waiter, tokens: int) -> str:
    async with models.complete(model, COUNT, max_tokens=tokens, temperature=0, waiter=waiter) as completion:
        return "".join([text async for text in completion])


async def test_an_answer_fits_its_schema(models: Models) -> None:
    question = [{"role": "user", "content": "Invent a person. Answer as JSON with name and age."}]
    model = await models.choose()
    async with models.complete(model, question, max_tokens=60, temperature=0, schema=PERSON) as completion:
        said = "".join([text async for text in completion])
    assert set(json.loads(said)) == {"name", "age"}
    assert completion.usage
    assert completion.usage.completion > 5


async def test_leaving_an_answer_frees_its_place(models: Models, address: str) -> None:
    async with models.complete(await models.choose(), COUNT, max_tokens=800, temperature=0) as completion:
        assert await anext(completion)
        assert await writing(address) == 1
    await until(lambda: is_idle(address), seconds=5)


async def test_who_waits_for_a_place_knows_how_many_are_ahead(models: Models) -> None:
    model, told = await models.choose(), list[int]()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as people:
        first = people.create_task(write(models, model, Waiter("ana"), 60))
        await asyncio.sleep(0)
        second = people.create_task(write(models, model, Waiter("ben", told.append), 20))
        await until(lambda: told == [1], seconds=PATIENCE)
        assert not first.done()
    assert told == [1, 0]
    assert len(first.result()) > len(second.result()) > 0


async def test_what_is_too_long_is_refused_before_its_first_word(models: Models) -> None:
    question = [{"role": "user", "content": "Sort these: " + "17 " * 3000}]
    with pytest.raises(TooLong):
        async with models.complete(await models.choose(), question, max_tokens=20) as completion:
            [text async for text in completion]
    assert await write(models, await models.choose(), Waiter(), 10)
