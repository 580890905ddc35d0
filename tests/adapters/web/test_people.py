"""People at one page: each acts as themselves, sees what is theirs, and reaches nothing of anybody else's."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Mount

from bot.nouns import State
from bot.store.snippets import Viewer as Person
from tests.adapters.web.chat_people import ANA, BEN, CHAT, EVE, browser_of, client_of, cookie_of
from tests.adapters.web.house import House, Viewer, housing
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door
from tests.until import until

pytestmark = pytest.mark.asyncio(loop_scope="module")
OPEN = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/favicon.ico",
    "/login",
    "/login/look",
    "/api/sign-out",
    "/api/openapi.json",
}
"""Where nobody need be signed in."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with ModelServer() as model, housing(tmp_path_factory.mktemp("house"), model, **CHAT) as house:
        yield house


async def _asked(house: House, person: Person, text: str = "Go.") -> tuple[Viewer, dict[str, Any]]:
    """Let somebody ask; return their tab, closed, and the answer as it is shown."""
    async with house.viewer(cookie=await cookie_of(house, person)) as tab:
        await tab.asks(text)
        done = (await tab.hears_out()).last
    assert done["type"] == "done"
    return tab, done["shown"]


async def test_a_question_is_asked_as_in_the_chat(house: House) -> None:
    tab, shown = await _asked(house, ANA)
    exchange = await house.core.store.exchanges.get(shown["id"])
    assert exchange
    said = exchange.message
    assert (said.author, said.workspace, said.channel) == (ANA.author, "T1", "")
    assert said.conversation == f"web:{tab.conversation}"
    async with browser_of(house, ANA) as anas, browser_of(house, BEN) as bens:
        mine = (await anas.get(f"/api/conversations/{tab.conversation}")).json()
        assert [each["text"] for each in mine["exchanges"]] == ["Go."]
        assert (await bens.get(f"/api/conversations/{tab.conversation}")).status_code == 404


async def test_nobody_reaches_what_somebody_else_asked(house: House) -> None:
    tab, shown = await _asked(house, ANA)
    run, asked = shown["run"], len(house.model.asked)
    for other in (BEN, EVE):
        async with browser_of(house, other) as web:
            path = f"/api/conversations/{tab.conversation}"
            for method, address, body in (
                ("GET", path, None),
                ("PATCH", path, {"title": "Mine"}),
                ("DELETE", path, None),
                ("POST", f"{path}/restore", None),
                ("GET", f"{path}/markdown", None),
                ("PUT", f"/api/exchanges/{shown['id']}/verdict", {"verdict": -1}),
                ("POST", "/api/commands", {"command": "/snippets save", "conversation": tab.conversation}),
            ):
                refusal = await web.request(method, address, json=body)
                assert refusal.status_code == 404, (method, address)
        async with house.viewer(cookie=await cookie_of(house, other)) as viewer:
            await viewer.says("resume", run=run)
            assert await viewer.hears() == {"type": "gone", "run": run}
            await viewer.says("ask", client_id=run, conversation=str(uuid4()), text="Whose?")
            assert (await viewer.hears())["type"] == "refused"
            viewer.conversation = tab.conversation
            await viewer.asks("What was said before?")
            assert (await viewer.hears_out()).last["type"] == "refused"
            await viewer.says("again", client_id=str(uuid4()), exchange=shown["id"])
            assert (await viewer.hears_out()).last["type"] == "refused"
            await viewer.says("stop", conversation=tab.conversation)
            assert (await viewer.hears())["type"] == "error"
    assert len(house.model.asked) == asked


async def test_nobody_stops_or_watches_an_answer_of_somebody_else(house: House) -> None:
    house.model.hold(after=1)
    async with (
        house.viewer(cookie=await cookie_of(house, ANA)) as anas,
        house.viewer(cookie=await cookie_of(house, BEN)) as bens,
    ):
        run = await anas.asks("Go.")
        await house.model.runs()
        await bens.says("stop", conversation=anas.conversation)
        assert (await bens.hears())["type"] == "error"
        await bens.says("resume", run=run)
        assert (await bens.hears())["type"] == "gone"
        house.model.release()
        assert (await anas.hears_out()).last["reason"] == "done"


async def test_an_answer_is_stopped_by_a_command_and_counted_for_the_page(house: House) -> None:
    house.model.says("Line\n" * 50)
    house.model.hold(after=5)
    async with house.viewer(cookie=await cookie_of(house, ANA)) as tab, browser_of(house, ANA) as web:
        await tab.asks("Go.")
        heard = await tab.hears_until("Line")
        wish = {"command": "/code stop", "conversation": tab.conversation}
        assert (await web.post("/api/commands", json=wish)).json()["text"] == "Stopped your answer."
        assert (await tab.hears_out(heard)).last["reason"] == "stopped"
        assert 'outcome="stopped",platform="web"' in (await web.get("/metrics")).text
    house.model.release()


async def test_lessons_and_code_are_those_of_the_workspace(house: House) -> None:
    async with browser_of(house, ANA) as anas, browser_of(house, BEN) as bens, browser_of(house, EVE) as eves:
        taught = await anas.post("/api/commands", json={"command": "/lessons add Use pathlib for paths."})
        assert taught.status_code == 200
        (lesson,) = (await anas.get("/api/lessons")).json()["lessons"]
        assert [each["who"] for each in lesson["sources"]] == ["Ana"]
        kept = (await anas.post("/api/v1/snippets", json={"code": "a = 1"})).json()
        assert kept["author"]["id"] == "U1"
        await anas.post("/api/commands", json={"command": f"/snippets share {kept['key']} everyone"})
        assert [each["key"] for each in (await bens.get("/api/v1/snippets")).json()["items"]] == [kept["key"]]
        assert (await eves.get("/api/v1/snippets")).json()["items"] == []
        assert (await eves.get("/api/lessons")).json()["lessons"] == []
        assert "pathlib" in (await anas.get("/api/lessons/AGENTS.md")).text
        assert "pathlib" not in (await eves.get("/api/lessons/AGENTS.md")).text


def _addresses(house: House) -> list[tuple[str, str]]:
    """Return method and address of all that is served but the page's files."""
    found: list[tuple[str, str]] = []

    def walk(routes: list[Any], before: str = "") -> None:
        for route in routes:
            if isinstance(route, APIRoute):
                found.extend((method, before + route.path) for method in sorted(route.methods or ()))
            elif isinstance(route, Mount) and route.path != "/static":
                walk(list(route.routes), before + route.path)
            elif isinstance(inner := getattr(route, "original_router", None), APIRouter):
                walk(list(inner.routes), before)

    walk(list(house.app.routes))
    return found


async def test_nothing_is_told_to_who_is_not_signed_in(house: House) -> None:
    addresses = _addresses(house)
    assert len(addresses) > 50
    for cookie in ("", "cs=made-up", "cs=", "__Host-cs=x", 'cs="\\377"'):
        async with client_of(house, cookie) as web:
            for method, path in addresses if not cookie else addresses[::7]:
                if path in OPEN or path.startswith("/s/"):
                    continue
                address = re.sub(r"\{[^}]*\}", "1", path.replace("{key:key}", "s-7k2f"))
                refusal = await web.request(method, address)
                assert refusal.status_code == (303 if path == "/" else 401), (method, path, cookie)
                assert not [name for name in refusal.headers if name.startswith("access-control")]


async def test_a_socket_of_nobody_is_closed_and_says_why(house: House) -> None:
    for cookie in ("", "cs=made-up"):
        async with house.viewer(cookie=cookie) as viewer:
            lost = await viewer.is_cut_off()
        assert lost.rcvd
        assert lost.rcvd.code == 4401


async def test_a_session_that_is_ended_ends_its_open_sockets(house: House) -> None:
    cookie = await cookie_of(house, ANA)
    async with house.viewer(cookie=cookie) as idle, house.viewer(cookie=cookie) as busy:
        house.model.says("Line\n" * 50)
        house.model.hold(after=5)
        await busy.asks("Go.")
        await busy.hears_until("Line")
        await house.core.store.sessions.end_all(ANA)
        for tab in (idle, busy):
            lost = await tab.is_cut_off()
            assert lost.rcvd
            assert lost.rcvd.code == 4401
    house.model.release()


async def test_a_question_right_after_the_end_of_a_session_is_not_asked(tmp_path: Path) -> None:
    async with ModelServer() as model, housing(tmp_path, model, **CHAT) as house:
        async with house.viewer(cookie=await cookie_of(house, ANA)) as tab:
            await house.core.store.sessions.end_all(ANA)
            await tab.asks("Go.")
            assert (await tab.is_cut_off()).rcvd
        assert model.asked == []


async def test_one_person_asks_so_much_a_minute(tmp_path: Path) -> None:
    settings = {**CHAT, "web_questions_per_minute": 2}
    async with ModelServer() as model, housing(tmp_path, model, **settings) as house:
        ends = []
        async with house.viewer(cookie=await cookie_of(house, ANA)) as anas:
            for _ in range(3):
                await anas.asks("Go.")
                ends.append((await anas.hears_out()).last)
        assert [end["type"] for end in ends] == ["done", "done", "refused"]
        assert "2 questions within a minute" in ends[-1]["text"]
        assert (await _asked(house, BEN))[1]["answer"]


async def test_what_somebody_of_slack_asked_here_is_taken_up_here_after_a_restart(tmp_path: Path) -> None:
    async with ModelServer() as model:
        model.says("Half of it, and all of it.", "Half of it, and all of it.")
        model.hold(after=2)
        async with housing(tmp_path, model, **CHAT) as house:
            cookie = await cookie_of(house, ANA)
            async with house.viewer(cookie=cookie) as tab:
                run = await tab.asks("Go.")
                await tab.hears_until("Half")
        model.release()
        async with housing(tmp_path, model, port=house.port, **CHAT) as house, house.viewer(cookie=cookie) as tab:
            await until(lambda: house.runs.find(run) is not None)
            await tab.says("resume", run=run)
            heard = await tab.hears_out()
            assert heard.text == "Half of it, and all of it."
            await until(lambda: _is_done(house, heard.last["exchange"]))


async def _is_done(house: House, id: int) -> bool:
    exchange = await house.core.store.exchanges.get(id)
    return exchange is not None and exchange.state is State.DONE


async def test_what_is_too_large_is_not_read(house: House) -> None:
    large = b"x" * (1024 * 1024 + 1)
    async with browser_of(house, ANA) as web:
        for method, path in (
            ("POST", "/api/commands"),
            ("POST", "/api/tokens"),
            ("POST", "/login"),
            ("POST", "/login/look"),
            ("POST", "/api/endpoints"),
            ("PUT", "/api/models/choice"),
            ("PATCH", f"/api/conversations/{uuid4()}"),
            ("POST", "/api/v1/snippets"),
        ):
            refusal = await web.request(method, path, content=large)
            assert (refusal.status_code, refusal.headers["content-type"]) == (413, "application/problem+json"), path

            async def parts() -> AsyncIterator[bytes]:
                for _ in range(3):
                    yield large

            refusal = await web.request(method, path, content=parts())
            assert refusal.status_code in (400, 413), path


async def test_a_fault_of_the_database_signs_nobody_in(tmp_path: Path) -> None:
    async with ModelServer() as model, housing(tmp_path, model, **CHAT) as house, browser_of(house, ANA) as web:
        await by_the_back_door(tmp_path, "DROP TABLE session")
        for path in ("/api/me", "/", "/api/v1/snippets"):
            refusal = await web.get(path)
            assert (refusal.status_code, "session" in refusal.text) == (503, False), path  # no word on the database
