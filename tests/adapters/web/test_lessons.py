"""What the page's list of lessons gets over HTTP, and what its buttons run."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from adapters.person_at_page import LOCAL, WORKSPACE
from bot.nouns import Author
from bot.store.lesson_votes import Source
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


async def test_who_said_what_is_told_to_who_said_it(house: House, web: httpx2.AsyncClient) -> None:
    ann = Author("web", "ann", "Ann")
    await web.post("/api/commands", json={"command": "lessons add Use pathlib for paths."})
    said = Source(quote="no os.path, please")
    lessons = house.core.store.lessons
    await lessons.vote((LOCAL.platform, WORKSPACE), 1, ann, 1, said)
    (lesson,) = (await web.get("/api/lessons")).json()["lessons"]
    assert lesson["vote"] == 1
    assert [(each["who"], each["quote"]) for each in lesson["sources"]] == [("you", "/lessons add"), ("Ann", "")]
    await web.post("/api/commands", json={"command": "lessons not 1"})
    (lesson,) = (await web.get("/api/lessons")).json()["lessons"]
    assert (lesson["vote"], lesson["opponents"]) == (-1, 1)
