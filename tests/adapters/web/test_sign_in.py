"""Signing in by a link: once, in time, from the page itself; and whatever else is tried gets nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

from tests.adapters.web.chat_people import ANA, BEN, CHAT, browser_of, client_of, link_for
from tests.adapters.web.house import House, housing
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(folder: Path) -> AsyncIterator[House]:
    async with ModelServer() as model, housing(folder, model, **CHAT) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def web(house: House, folder: Path) -> AsyncIterator[httpx2.AsyncClient]:
    await by_the_back_door(folder, "DELETE FROM sign_in")
    async with client_of(house) as web:
        yield web


async def test_a_link_says_whom_it_signs_in_and_does_so_once(house: House, web: httpx2.AsyncClient) -> None:
    token = await link_for(house, ANA)
    for _ in range(2):
        looked = await web.post("/login/look", json={"token": token})
        assert looked.json() == {"name": "Ana", "platform": "slack", "team": "T1"}
    assert (await web.get("/api/me")).status_code == 401
    signed_in = await web.post("/login", json={"token": token})
    assert (signed_in.status_code, signed_in.content) == (204, b"")
    cookie = signed_in.headers["set-cookie"]
    assert cookie.startswith("cs=")
    for said in ("HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=lax"):
        assert said in cookie
    me = (await web.get("/api/me")).json()
    assert (me["name"], me["platform"], me["workspace"], me["auth"], me["admin"]) == (
        "Ana",
        "slack",
        "T1",
        "chat",
        False,
    )
    assert (await web.get("/")).status_code == 200
    for path in ("/login", "/login/look"):
        again = await web.post(path, json={"token": token})
        assert (again.status_code, again.headers["content-type"]) == (410, "application/problem+json")
        assert "set-cookie" not in again.headers


async def test_a_link_is_good_for_five_minutes_and_until_there_is_a_newer_one(
    house: House, folder: Path, web: httpx2.AsyncClient
) -> None:
    older, newer = await link_for(house, ANA), await link_for(house, ANA)
    assert (await web.post("/login", json={"token": older})).status_code == 410
    await by_the_back_door(folder, "UPDATE sign_in SET at = at - 301")
    for path in ("/login/look", "/login"):
        assert (await web.post(path, json={"token": newer})).status_code == 410


@pytest.mark.parametrize("path", ["/login", "/login/look", "/api/sign-out"])
async def test_nobody_is_signed_in_or_out_from_elsewhere(house: House, web: httpx2.AsyncClient, path: str) -> None:
    token = await link_for(house, ANA)
    for origin in ("http://evil.example", "null", ""):
        refusal = await web.post(path, json={"token": token}, headers={"Origin": origin})
        assert (refusal.status_code, "set-cookie" in refusal.headers) == (403, False)
    evil = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert (await web.post(path, json={"token": token}, headers=evil)).status_code == 400
    assert await house.core.store.sign_ins.look(token) == ANA


BODIES = [b"", b"[]", b"{}", b'{"token": 1}', b"\xff", b'{"token": "' + b"x" * 300 + b'"}', b"[" * 5000]


@pytest.mark.parametrize("path", ["/login", "/login/look"])
async def test_what_is_no_link_gets_a_sentence(tmp_path: Path, path: str) -> None:
    async with ModelServer() as model, housing(tmp_path, model, **CHAT) as house, client_of(house) as web:
        for body in BODIES:
            refusal = await web.post(path, content=body)
            assert (refusal.status_code, bool(refusal.json()["detail"])) == (400, True), body[:20]
        assert (await web.post(path, json={"token": "made up"})).status_code == 410


async def test_somebody_who_is_signed_in_already_becomes_the_other(house: House, web: httpx2.AsyncClient) -> None:
    await web.post("/login", json={"token": await link_for(house, ANA)})
    await web.post("/login", json={"token": await link_for(house, BEN)})
    assert (await web.get("/api/me")).json()["name"] == "Ben"
    assert len((await web.get("/api/sessions")).json()["sessions"]) == 1


async def test_who_signs_out_is_out_for_good(house: House, web: httpx2.AsyncClient) -> None:
    signed_in = await web.post("/login", json={"token": await link_for(house, ANA)})
    secret = signed_in.cookies["cs"]
    left = await web.post("/api/sign-out")
    assert left.status_code == 204
    assert "Max-Age=0" in left.headers["set-cookie"]
    async with client_of(house, f"cs={secret}") as web:
        assert (await web.get("/api/me")).status_code == 401
        assert (await web.post("/api/sign-out")).status_code == 204


async def test_the_login_page_is_the_same_for_all_and_says_how_to_get_a_link(web: httpx2.AsyncClient) -> None:
    sent_on = await web.get("/")
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, "/login")
    page = await web.get("/login?t=something")
    assert (page.status_code, "set-cookie" in page.headers) == (200, False)
    assert "In Discord, type <code>/web</code>" in page.text
    assert "Slack" not in page.text


async def test_over_https_the_cookie_is_for_this_host_alone(tmp_path: Path, model_server: ModelServer) -> None:
    settings = {**CHAT, "public_url": "https://code.example"}
    async with housing(tmp_path, model_server, **settings) as house, client_of(house) as web:
        headers = {"Host": "code.example", "Origin": "https://code.example"}
        signed_in = await web.post("/login", json={"token": await link_for(house, ANA)}, headers=headers)
        cookie = signed_in.headers["set-cookie"]
        assert cookie.startswith("__Host-cs=")
        assert "Secure" in cookie
        assert "Domain" not in cookie
        # One that a neighbouring host could have set says nothing.
        secret = cookie.partition("=")[2].partition(";")[0]
        for name, status in (("cs", 401), ("__Host-cs", 200)):
            asked = await web.get("/api/me", headers={"Cookie": f"{name}={secret}"})
            assert asked.status_code == status, name


async def test_one_address_tries_so_often(tmp_path: Path, model_server: ModelServer) -> None:
    async with housing(tmp_path, model_server, **CHAT) as house, client_of(house) as web:
        said = [(await web.post("/login", json={"token": f"{n}"})).status_code for n in range(31)]
        assert said == [410] * 30 + [429]
        refusal = await web.post("/login/look", json={"token": await link_for(house, ANA)})
        assert (refusal.status_code, refusal.headers["content-type"]) == (429, "application/problem+json")
        assert 0 < int(refusal.headers["retry-after"]) <= 60


async def test_where_nobody_need_sign_in_there_is_nothing_to_sign_in_to(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with housing(tmp_path, model_server) as house, client_of(house) as web:
        sent_on = await web.get("/login")
        assert (sent_on.status_code, sent_on.headers["location"]) == (303, "/")
        me = (await web.get("/api/me")).json()
        assert (me["name"], me["platform"], me["auth"], me["admin"]) == ("you", "web", "local", True)
        assert {"name": "wrong", "label": "It is wrong"} in me["chips"]
        assert me["max_question"] == house.core.settings.max_question
        assert (await web.get("/api/sessions")).json() == {"sessions": []}
        assert (await web.post("/login", json={"token": "x"})).status_code == 405


async def test_a_person_sees_and_ends_their_sessions(house: House) -> None:
    async with browser_of(house, ANA) as here, browser_of(house, ANA) as there, browser_of(house, BEN) as bens:
        found = (await here.get("/api/sessions")).json()["sessions"]
        assert [each["agent"] for each in found][:2] == ["a browser", "a browser"]
        assert sum(each["here"] for each in found) == 1
        (ben,) = [each for each in (await bens.get("/api/sessions")).json()["sessions"] if each["here"]]
        assert (await here.delete(f"/api/sessions/{ben['id']}")).status_code == 404
        (other,) = [each for each in (await there.get("/api/sessions")).json()["sessions"] if each["here"]]
        assert (await here.delete(f"/api/sessions/{other['id']}")).status_code == 204
        assert (await there.get("/api/me")).status_code == 401
        async with browser_of(house, ANA) as third:
            assert (await here.delete("/api/sessions")).status_code == 204
            assert (await third.get("/api/me")).status_code == 401
        assert (await here.get("/api/me")).status_code == 200
        assert (await bens.get("/api/me")).status_code == 200
        for odd in ("0", "x", "9" * 30):
            refusal = await here.delete(f"/api/sessions/{odd}")
            assert refusal.status_code in (400, 404), odd
            assert refusal.headers["content-type"] == "application/problem+json"


async def test_only_what_the_page_itself_sends_is_taken(house: House) -> None:
    async with browser_of(house, ANA) as here:
        for method, path in (("DELETE", "/api/sessions"), ("POST", "/api/tokens"), ("DELETE", "/api/tokens/1")):
            refusal = await here.request(method, path, headers={"Origin": "http://evil.example"})
            assert refusal.status_code == 403
            assert not [name for name in refusal.headers if name.startswith("access-control")]


async def test_a_person_makes_tokens_that_act_as_them(house: House) -> None:
    async with browser_of(house, ANA) as here, browser_of(house, BEN) as bens:
        scopes = (await here.get("/api/tokens")).json()["scopes"]
        assert scopes == ["snippets:read", "snippets:write", "ask"]
        made = (await here.post("/api/tokens", json={"label": " editor ", "scopes": scopes[:2]})).json()
        bearer = {"Authorization": f"Bearer {made['secret']}", "Cookie": ""}
        kept = await here.post("/api/v1/snippets", json={"code": "a = 1"}, headers=bearer)
        assert kept.json()["author"] == {"platform": "slack", "id": "U1", "name": "Ana"}
        (token,) = (await here.get("/api/tokens")).json()["tokens"]
        assert (token["label"], token["scopes"], token["used"] > 0) == ("editor", scopes[:2], True)
        assert made["secret"] not in str(token)
        assert (await bens.get("/api/tokens")).json()["tokens"] == []
        assert (await bens.delete(f"/api/tokens/{token['id']}")).status_code == 404
        # A token is for the API, and makes no other ones.
        assert (await here.get("/api/tokens", headers=bearer)).status_code == 401
        assert (await here.delete(f"/api/tokens/{token['id']}")).status_code == 204
        assert (await here.get("/api/v1/snippets", headers=bearer)).status_code == 401
        for wish in ({"label": "x", "scopes": ["everything"]}, {"label": "x", "scopes": []}, {"scopes": ["ask"]}):
            assert (await here.post("/api/tokens", json=wish)).status_code == 400, wish
