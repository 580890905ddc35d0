"""What the page's list of lessons gets over HTTP, and what is refused there."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.adapters.web.house import House, headers_of


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, headers=headers_of(house)) as client:
        yield client


async def test_a_command_is_run_and_says_what_undoes_it(web: httpx2.AsyncClient) -> None:
    added = (await web.post("/api/lessons", json={"command": "lessons add Use pathlib for paths."})).json()
    assert [button["command"] for button in added["buttons"]] == ["lessons undo 1"]
    listed = (await web.get("/api/lessons", params={"words": "PATHS"})).json()
    assert [lesson["number"] for lesson in listed["lessons"]] == [1]
    await web.post("/api/lessons", json={"command": "lessons undo 1"})
    assert (await web.get("/api/lessons")).json() == {"found": 0, "lessons": []}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff", b'{"command": 1}', b"[" * 9000, b'{"command": "code hello"}', b"x" * 20_000],
)
async def test_what_makes_no_sense_gets_a_sentence(web: httpx2.AsyncClient, body: bytes) -> None:
    refusal = await web.post("/api/lessons", content=body)
    assert refusal.status_code == 400
    assert refusal.headers["content-type"] == "application/problem+json"
    assert refusal.json()["detail"]


async def test_no_foreign_site_changes_a_lesson(house: House, web: httpx2.AsyncClient) -> None:
    for origin in ("http://evil.example", "null", ""):
        wish = {"command": "lessons add Use pathlib for paths."}
        refusal = await web.post("/api/lessons", json=wish, headers={"Origin": origin})
        assert refusal.status_code == 403, origin
    assert await house.core.store.lessons.books() == []


async def test_where_there_is_nothing_to_export_it_says_so(web: httpx2.AsyncClient) -> None:
    assert (await web.get("/api/lessons/AGENTS.md")).status_code == 400
