"""Callers of the API: the page itself, and programs with tokens, each test in a workspace of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from bot.nouns import Author
from tests.adapters.web.house import House, headers_of, housing
from tests.fakes.openai_server import ModelServer

ANN, BOB = Author("slack", "U1", "Ann"), Author("slack", "U2", "Bob")
API = "/api/v1"
CODE = "def retry(times: int) -> None:\n    for _ in range(times):\n        pass\n"
PATIENCE = 60
"""Seconds for one request, on a machine that does much else."""
ALL = ("snippets:read", "snippets:write")


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API."""

    client: httpx2.AsyncClient

    async def __call__(self, method: str, path: str, **more: Any) -> httpx2.Response:
        return await self.client.request(method, f"{API}{path}", **more)

    async def keeps(self, code: str = CODE, **more: object) -> dict[str, Any]:
        """Keep a snippet, and return it."""
        kept = await self("POST", "/snippets", json={"code": code, "language": "python", **more})
        assert kept.status_code == 201, kept.text
        found: dict[str, Any] = kept.json()
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One for all tests of a file: to open it takes longer than they do."""
    async with ModelServer() as model, housing(tmp_path_factory.mktemp("house"), model) as house:
        yield house


@pytest.fixture
def place() -> str:
    """A workspace that no other test knows."""
    return f"T{uuid4().hex[:8]}"


@pytest_asyncio.fixture(loop_scope="module")
async def page(house: House) -> AsyncIterator[Caller]:
    """The person at the page."""
    async with httpx2.AsyncClient(
        base_url=house.url, trust_env=False, timeout=PATIENCE, headers=headers_of(house)
    ) as client:
        yield Caller(client)


@pytest_asyncio.fixture(loop_scope="module")
async def nobody(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who sends no more than they are told to."""
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, timeout=PATIENCE) as client:
        yield client


async def with_token(house: House, author: Author, workspace: str, *scopes: str) -> httpx2.AsyncClient:
    _, secret = await house.core.store.tokens.add(author, workspace, scopes)
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx2.AsyncClient(base_url=house.url, trust_env=False, timeout=PATIENCE, headers=headers)


@pytest_asyncio.fixture(loop_scope="module")
async def ann(house: House, place: str) -> AsyncIterator[Caller]:
    async with await with_token(house, ANN, place, *ALL) as client:
        yield Caller(client)


@pytest_asyncio.fixture(loop_scope="module")
async def bob(house: House, place: str) -> AsyncIterator[Caller]:
    """Of the same workspace as Ann."""
    async with await with_token(house, BOB, place, *ALL) as client:
        yield Caller(client)


@pytest_asyncio.fixture(loop_scope="module")
async def reader(house: House, place: str) -> AsyncIterator[Caller]:
    """A program of Ann's that may read only."""
    async with await with_token(house, ANN, place, "snippets:read") as client:
        yield Caller(client)


@pytest_asyncio.fixture(loop_scope="module")
async def stranger(house: House, place: str) -> AsyncIterator[Caller]:
    """Ann, elsewhere."""
    async with await with_token(house, ANN, f"{place}-other", *ALL) as client:
        yield Caller(client)
