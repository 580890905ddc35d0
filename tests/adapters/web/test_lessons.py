"""What the page's list of lessons gets over HTTP, and what its buttons run."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.adapters.web.house import House, headers_of


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, headers=headers_of(house)) as client:
        yield client


async def test_a_command_is_run_and_says_what_undoes_it(web: httpx2.AsyncClient) -> None:
    added = (await web.post("/api/commands", json={"command": "lessons add Use pathlib for paths."})).json()
    assert [button["command"] for button in added["buttons"]] == ["lessons undo 1"]
    listed = (await web.get("/api/lessons", params={"words": "PATHS"})).json()
    assert [lesson["number"] for lesson in listed["lessons"]] == [1]
    await web.post("/api/commands", json={"command": "lessons undo 1"})
    assert (await web.get("/api/lessons")).json() == {"found": 0, "lessons": []}


async def test_where_there_is_nothing_to_export_it_says_so(web: httpx2.AsyncClient) -> None:
    assert (await web.get("/api/lessons/AGENTS.md")).status_code == 400
