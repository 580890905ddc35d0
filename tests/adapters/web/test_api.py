"""What browsers and operators get over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from adapters.web.app import create_app
from adapters.web.guards import CSP
from adapters.web.models import offer_models
from adapters.web.surface import WebAdapter
from tests.adapters.web.house import House, headers_of, housing, serving
from tests.fakes.openai_server import ModelServer


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False) as client:
        yield client


async def test_the_page_names_its_files_by_what_is_in_them(web: httpx2.AsyncClient) -> None:
    page = await web.get("/")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-cache"
    addresses = [part.split('"')[0] for part in page.text.split('"/static/')[1:]]
    assert len(addresses) > 5
    for address in addresses:
        file = await web.get(f"/static/{address}")
        assert file.status_code == 200, address
        assert "immutable" in file.headers["cache-control"]


async def test_a_page_of_before_an_upgrade_still_finds_files_but_keeps_none(web: httpx2.AsyncClient) -> None:
    file = await web.get("/static/0123456789ab/js/main.js")
    assert (file.status_code, file.headers["cache-control"]) == (200, "no-cache")
    assert file.headers["content-type"].startswith("text/javascript")


async def test_nothing_else_is_served(web: httpx2.AsyncClient) -> None:
    for path in ("/static/x/../../app.py", "/static/x/%2e%2e/app.py", "/static/x//etc/passwd", "/static/x", "/nope"):
        assert (await web.get(path)).status_code == 404, path


async def test_the_icon_is_there(web: httpx2.AsyncClient) -> None:
    icon = await web.get("/favicon.ico")
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")


async def test_the_rules_come_with_every_response(web: httpx2.AsyncClient) -> None:
    for path in ("/", "/api/models", "/nope", "/healthz", "/static/x/js/main.js"):
        headers = (await web.get(path)).headers
        assert headers["content-security-policy"] == CSP, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path


async def test_the_models_and_the_default_are_offered(house: House, web: httpx2.AsyncClient) -> None:
    house.model.models = {"scripted": 32_768, "other": 8_192}
    offer = (await web.get("/api/models")).json()
    assert offer["default"] == "scripted"
    assert offer["problem"] == ""
    assert {model["name"]: model["context"] for model in offer["models"]} == house.model.models


async def test_where_no_model_can_be_listed_the_page_is_told_why(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.key = "right"
    async with (
        housing(tmp_path, model_server, openai_api_key="wrong", openai_model="") as house,
        httpx2.AsyncClient(base_url=house.url, trust_env=False) as web,
    ):
        offer = await web.get("/api/models")
    assert offer.status_code == 200
    assert (offer.json()["models"], offer.json()["default"]) == ([], "")
    assert "OPENAI_API_KEY" in offer.json()["problem"]


async def test_a_conversation_can_be_read_again(house: House, web: httpx2.AsyncClient) -> None:
    async with house.viewer() as viewer:
        runs = [await viewer.asks(text) for text in ("One.", "Two.")]
        await viewer.hears_out()
        await viewer.hears_out()
    shown = (await web.get(f"/api/conversations/{viewer.conversation}")).json()
    assert [exchange["text"] for exchange in shown["exchanges"]] == ["One.", "Two."]
    assert [exchange["answer"] for exchange in shown["exchanges"]] == ["You asked: One.", "You asked: Two."]
    assert [exchange["run"] for exchange in shown["exchanges"]] == runs
    assert [exchange["ref"] for exchange in shown["exchanges"]] == runs


async def test_a_conversation_in_which_nothing_was_asked_is_empty(web: httpx2.AsyncClient) -> None:
    assert (await web.get(f"/api/conversations/{uuid4()}")).json()["exchanges"] == []


async def test_what_names_no_conversation_finds_none(web: httpx2.AsyncClient) -> None:
    for id in ("1", "web:x", "slack:C1:1", "x" * 5000, "~", "~!", "~d2ViOng"):
        refusal = await web.get(f"/api/conversations/{id}")
        assert refusal.status_code == 404, id
        assert refusal.headers["content-type"] == "application/problem+json"
        assert "no such conversation" in refusal.json()["detail"]


async def test_an_operator_sees_health_readiness_and_figures(house: House, web: httpx2.AsyncClient) -> None:
    assert (await web.get("/healthz")).status_code == 200
    assert (await web.get("/readyz")).json() == {"ready": True, "reasons": []}
    async with house.viewer() as viewer:
        await viewer.asks("Go.")
        await viewer.hears_out()
    figures = (await web.get("/metrics")).text
    assert 'cs_asks_total{mode="query",outcome="done",platform="web"}' in figures


async def test_what_is_not_ready_says_why(house: House) -> None:
    async def readiness() -> list[str]:
        return ["The model is still being loaded."]

    house.model.key = "nobody has it"

    core = house.core
    panels = [offer_models(core.store, core.models, core.learning.rights.is_admin, readiness)]
    app = create_app(core.engine, core.store, core.models, core.settings, readiness, WebAdapter(), panels=panels)
    async with serving(app) as server, httpx2.AsyncClient(trust_env=False) as web:
        (listening,) = server.servers
        port = listening.sockets[0].getsockname()[1]
        answer = await web.get(f"http://127.0.0.1:{port}/readyz")
        offer = await web.get(f"http://127.0.0.1:{port}/api/models")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["The model is still being loaded."]
    assert offer.json()["problem"] == "The model is still being loaded."


async def test_a_foreign_host_gets_a_sentence_and_nothing_else(web: httpx2.AsyncClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[", ""):
        for path in ("/", "/api/models", "/static/x/js/main.js", "/healthz/../", "/metrics/", "//healthz"):
            refusal = await web.get(path, headers={"Host": host})
            assert refusal.status_code == 400, (host, path)
            assert "set PUBLIC_URL to the whole address" in refusal.text


async def test_a_probe_may_use_whatever_address_it_knows(web: httpx2.AsyncClient) -> None:
    for host in ("10.1.2.3:8000", "bot:8000", ""):
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await web.get(path, headers={"Host": host})).status_code == 200, (host, path)


async def test_the_names_of_this_machine_are_ours(web: httpx2.AsyncClient) -> None:
    for host in ("localhost", "localhost:1", "127.0.0.1:1", "[::1]:1", "LOCALHOST"):
        assert (await web.get("/", headers={"Host": host})).status_code == 200, host


async def test_nothing_is_changed_for_a_foreign_site(web: httpx2.AsyncClient) -> None:
    for origin in ("http://evil.example", "null", "", "["):
        assert (await web.post("/api/models", headers={"Origin": origin})).status_code == 403, origin
    assert (await web.post("/api/models")).status_code == 403


async def test_nothing_takes_a_body(house: House, web: httpx2.AsyncClient) -> None:
    """Whoever adds an address that does has to limit its length, too."""
    for path in ("/", "/api/models", "/static/x/js/main.js", "/healthz"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            refusal = await web.request(method, path, content=b"{}", headers=headers_of(house))
            assert refusal.status_code == 405, (method, path)
