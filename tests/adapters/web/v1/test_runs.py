"""Programs ask: one request begins an answer, others follow it, again from where they were, and stop it."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from tests.adapters.web.house import House
from tests.adapters.web.v1.conftest import ANN, API, BOB, Caller, with_token
from tests.until import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "".join(f"Line {n}: é 👩\u200d👧 `code`\n" for n in range(60))


@pytest_asyncio.fixture(loop_scope="module")
async def program(house: House, place: str) -> AsyncIterator[Caller]:
    """A program of Ann's that may ask."""
    async with await with_token(house, ANN, place, "ask") as client:
        yield Caller(client)


class Stream:
    """The events of a run, as a program hears them."""

    def __init__(self) -> None:
        self.text = self.id = ""
        self.kinds: list[str] = []
        self.last: dict[str, Any] = {}

    async def hear(self, program: Caller, run: str, until: str = "") -> None:
        """Hear up to its end, or until the text has these words in it; go on from where it was."""
        headers = {"Last-Event-ID": self.id} if self.id else {}
        async with program.client.stream("GET", f"{API}/runs/{run}/events", headers=headers) as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
            event: dict[str, str] = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                event[name] = value
                if not line:
                    self._take(event)
                    event = {}
                    if until and until in self.text:
                        return

    def _take(self, event: dict[str, str]) -> None:
        if "event" not in event:
            return
        kind, self.last = event["event"], json.loads(event["data"])
        self.kinds.append(kind)
        self.id = event.get("id", self.id)
        if kind == "restart":
            self.text = ""
        if kind == "delta":
            self.text += self.last["text"]


async def ask(program: Caller, text: str, **more: object) -> dict[str, Any]:
    begun = await program("POST", "/runs", json={"text": text, **more})
    assert begun.status_code == 202, begun.text
    assert begun.headers["location"] == f"{API}/runs/{begun.json()['run']}"
    told: dict[str, Any] = begun.json()
    return told


async def test_a_program_asks_and_hears_the_answer(house: House, program: Caller) -> None:
    house.model.says(LONG)
    begun = await ask(program, "Go.")
    stream = Stream()
    await stream.hear(program, begun["run"])
    assert stream.text == LONG
    assert stream.kinds[-1] == "done"
    assert (stream.last["reason"], stream.last["model"]) == ("done", "scripted")
    shown = (await program("GET", f"/runs/{begun['run']}")).json()
    assert (shown["text"], shown["state"], shown["exchange"]) == (LONG, "done", stream.last["exchange"])
    assert shown["conversation"] == begun["conversation"]


async def test_a_stream_goes_on_where_it_broke_off(house: House, program: Caller) -> None:
    house.model.says(LONG)
    house.model.hold(after=60)
    run = (await ask(program, "Go."))["run"]
    stream = Stream()
    await stream.hear(program, run, until="Line 5")
    house.model.release()
    await stream.hear(program, run)
    assert stream.text == LONG
    assert stream.kinds.count("restart") == 1
    whole = Stream()
    await whole.hear(program, run)
    assert whole.text == LONG


async def test_a_conversation_goes_on(house: House, program: Caller) -> None:
    first = await ask(program, "One.")
    stream = Stream()
    await stream.hear(program, first["run"])
    for more in ({}, {"follows": stream.last["exchange"]}):
        begun = await ask(program, "Two.", conversation=first["conversation"], **more)
        await Stream().hear(program, begun["run"])
        assert "You asked: One." in [turn["content"] for turn in house.model.asked[-1].messages]
    begun = await ask(program, "Three.", conversation=first["conversation"], follows=0)
    await Stream().hear(program, begun["run"])
    assert [turn["content"] for turn in house.model.asked[-1].messages[1:]] == ["Three."]


async def test_stopping_reaches_the_model(house: House, program: Caller) -> None:
    house.model.hold(after=2)
    run = (await ask(program, "Go."))["run"]
    stream = Stream()
    await stream.hear(program, run, until="You a")
    assert (await program("DELETE", f"/runs/{run}")).status_code == 204
    await stream.hear(program, run)
    await house.model.left()
    house.model.release()
    assert stream.last["reason"] == "stopped"
    assert (await program("DELETE", f"/runs/{run}")).status_code == 204
    assert (await program("GET", f"/runs/{run}")).json()["state"] == "stopped"


async def test_what_can_not_be_asked_is_said_at_once(program: Caller) -> None:
    for wish, says in (
        ({"text": " "}, "empty"),
        ({"text": "x" * 200_000}, "limit"),
        ({"text": "Go.", "follows": 99_999}, "no answer 99999"),
        ({"text": "Go.", "conversation": "C1"}, "conversation"),
        ({"text": "Go.", "temperature": 1}, "temperature"),
    ):
        refusal = await program("POST", "/runs", json=wish)
        assert refusal.status_code == 422, wish
        assert says in refusal.json()["detail"]


async def test_runs_are_their_askers_alone(
    house: House, place: str, program: Caller, ann: Caller, page: Caller
) -> None:
    begun = await ask(program, "A secret.")
    run = begun["run"]
    await Stream().hear(program, run)
    async with await with_token(house, BOB, place, "ask") as client:
        for stranger in (Caller(client), page):
            for method, path in (("GET", ""), ("GET", "/events"), ("DELETE", "")):
                assert (await stranger(method, f"/runs/{run}{path}")).status_code == 404, (method, path)
        intruding = await Caller(client)("POST", "/runs", json={"text": "?", "conversation": begun["conversation"]})
        assert intruding.status_code == 422
    assert (await ann("GET", f"/runs/{run}")).status_code == 403
    assert (await program("GET", f"/runs/{uuid4()}")).status_code == 404
    assert (await program("GET", "/snippets")).status_code == 403


async def test_the_page_itself_may_ask_so(page: Caller, nobody: httpx2.AsyncClient) -> None:
    begun = await ask(page, "Go.")
    await Stream().hear(page, begun["run"])
    foreign = {"Origin": "https://evil.example"}
    assert (await nobody.post(f"{API}/runs", json={"text": "Go."}, headers=foreign)).status_code == 403


async def test_who_leaves_a_stream_stops_nothing(house: House, program: Caller) -> None:
    house.model.hold(after=2)
    run = (await ask(program, "Go."))["run"]
    await Stream().hear(program, run, until="You a")
    house.model.release()

    async def is_done() -> bool:
        return bool((await program("GET", f"/runs/{run}")).json()["state"] == "done")

    await until(is_done)
