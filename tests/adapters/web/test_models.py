"""Models and addresses on the page: what there is, who chose what, and what may not be asked."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from tests.adapters.web.house import House, headers_of, housing
from tests.fakes.openai_server import ModelServer


@pytest.fixture
async def house(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[House]:
    model_server.models = {"scripted": 32_768, "other": 8_192}
    async with housing(tmp_path, model_server) as house:
        yield house


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, headers=headers_of(house), trust_env=False) as client:
        yield client


@pytest.fixture
async def own() -> AsyncIterator[ModelServer]:
    """The model server of the person at the page."""
    async with ModelServer() as server:
        server.models = {"mine": 4_096}
        yield server


async def test_a_model_chosen_on_the_page_answers_there(house: House, web: httpx2.AsyncClient) -> None:
    chosen = await web.put("/api/models/choice", json={"scope": "user", "model": "other"})
    assert chosen.json()["chosen"] == {"conversation": "", "user": "other", "workspace": "", "default": "scripted"}
    async with house.viewer() as viewer:
        await viewer.asks("How?")
        assert (await viewer.hears_out()).last["model"] == "other"
        path = {"scope": "conversation", "conversation": viewer.conversation}
        assert (await web.put("/api/models/choice", json={**path, "model": "scripted"})).status_code == 200
        listed = (await web.get("/api/models", params={"conversation": viewer.conversation})).json()
        assert listed["chosen"] == {"conversation": "scripted", "user": "other", "workspace": "", "default": "scripted"}
        await viewer.asks("And now?")
        assert (await viewer.hears_out()).last["model"] == "scripted"
    assert [model["name"] for model in listed["models"]] == ["scripted", "other"]
    assert listed["models"][1] == {
        "name": "other",
        "provider": "127.0.0.1",
        "context": 8192,
        "sees": False,
        "mine": False,
        "problem": "",
        "price": None,
    }


async def test_what_can_not_be_chosen_is_said(web: httpx2.AsyncClient) -> None:
    for body, says in (
        ({"scope": "user", "model": "otter"}, "Choose other"),
        ({"scope": "conversation", "model": "other"}, "conversation"),
        ({"scope": "channel", "model": "other"}, "channel"),
        ({"scope": "user"}, "model"),
        ([], "object"),
    ):
        refusal = await web.put("/api/models/choice", json=body)
        assert refusal.status_code == 400, body
        assert says in refusal.json()["detail"], body


async def test_an_address_of_ones_own_is_tried_kept_asked_and_removed(
    house: House, web: httpx2.AsyncClient, own: ModelServer
) -> None:
    allow(house, own)
    own.key = "sk-0123456789abcd"
    wrong = {"name": "laptop", "url": own.url, "key": "sk-wrong"}
    refusal = await web.post("/api/endpoints", json=wrong)
    assert refusal.status_code == 400
    assert "refused the key" in refusal.json()["detail"]
    added = await web.post("/api/endpoints", json={**wrong, "key": own.key})
    assert added.status_code == 201
    kept = added.json()
    assert kept == {
        "id": kept["id"],
        "name": "laptop",
        "url": own.url,
        "key": "…abcd",
        "mine": True,
        "shared": False,
        "models": 1,
        "problem": "",
    }
    listed = (await web.get("/api/endpoints")).json()
    assert listed == {"endpoints": [kept], "policy": "listed", "allowed": [f"http://127.0.0.1:{own.port}"]}
    models = (await web.get("/api/models")).json()["models"]
    assert [(each["name"], each["mine"]) for each in models if each["mine"]] == [("laptop/mine", True)]
    tested = (await web.post(f"/api/endpoints/{kept['id']}/test")).json()
    assert (tested["ok"], tested["models"], tested["problem"]) == (True, ["mine"], "")
    own.says("From the laptop.")
    async with house.viewer() as viewer:
        await viewer.asks("How?", model="laptop/mine")
        heard = await viewer.hears_out()
    assert (heard.last["model"], heard.text) == ("laptop/mine", "From the laptop.")
    assert {asked.headers["authorization"] for asked in own.asked} == {f"Bearer {own.key}"}
    assert (await web.delete(f"/api/endpoints/{kept['id']}")).status_code == 204
    assert (await web.get("/api/endpoints")).json()["endpoints"] == []
    assert (await web.delete(f"/api/endpoints/{kept['id']}")).status_code == 404


async def test_who_is_alone_at_the_page_decides_for_all_of_it(
    house: House, web: httpx2.AsyncClient, own: ModelServer
) -> None:
    allow(house, own)
    shared = await web.post("/api/endpoints", json={"name": "team", "url": own.url, "key": "", "shared": True})
    assert (shared.status_code, shared.json()["mine"], shared.json()["shared"]) == (201, False, True)
    chosen = await web.put("/api/models/choice", json={"scope": "workspace", "model": "team/mine"})
    assert chosen.json()["chosen"]["workspace"] == "team/mine"


async def test_addresses_are_tried_a_few_times_a_minute(
    house: House, web: httpx2.AsyncClient, own: ModelServer
) -> None:
    allow(house, own)
    id = (await web.post("/api/endpoints", json={"name": "laptop", "url": own.url})).json()["id"]
    for _ in range(5):
        assert (await web.post(f"/api/endpoints/{id}/test")).json()["ok"]
    refusal = await web.post(f"/api/endpoints/{id}/test")
    assert refusal.status_code == 400
    assert "Wait" in refusal.json()["detail"]


async def test_without_a_word_of_the_operator_no_address_may_be_asked(
    web: httpx2.AsyncClient, own: ModelServer
) -> None:
    refusal = await web.post("/api/endpoints", json={"name": "laptop", "url": own.url})
    assert "code-supporter.toml" in refusal.json()["detail"]
    assert own.listed == 0


def allow(house: House, server: ModelServer) -> None:
    models = house.core.models
    models.catalogue = replace(models.catalogue, allowed=frozenset({f"http://127.0.0.1:{server.port}"}))
