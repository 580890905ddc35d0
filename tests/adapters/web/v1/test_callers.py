"""Who may call the API, and how far: the page without a token, programs with one, foreign sites not at all."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.adapters.web.house import House, headers_of, housing
from tests.adapters.web.v1.conftest import API, CODE, Caller
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door

pytestmark = pytest.mark.asyncio(loop_scope="module")

WISH: dict[str, Any] = {"json": {"code": CODE}}


async def test_the_page_needs_no_token_and_sees_what_is_its_persons(page: Caller, ann: Caller) -> None:
    kept = await page.keeps("page = 1")
    assert kept["author"] == {"platform": "web", "id": "local", "name": "you"}
    assert (await ann("GET", "/snippets")).json()["items"] == []


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", None])
async def test_no_foreign_site_changes_anything_in_the_name_of_the_page(
    house: House, nobody: httpx2.AsyncClient, origin: str | None
) -> None:
    headers = {} if origin is None else {"Origin": origin}
    refusal = await nobody.post(f"{API}/snippets", **WISH, headers=headers)
    assert (refusal.status_code, refusal.headers["content-type"]) == (403, "application/problem+json")
    assert "access-control-allow-origin" not in refusal.headers


async def test_a_token_is_no_way_round_for_foreign_sites(house: House, ann: Caller) -> None:
    for origin in ("http://evil.example", "null", ""):
        assert (await ann("POST", "/snippets", **WISH, headers={"Origin": origin})).status_code == 403
    assert (await ann("POST", "/snippets", **WISH, headers=dict(headers_of(house)))).status_code == 201
    preflight = await ann("OPTIONS", "/snippets", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in preflight.headers
    # Only the API takes tokens.
    assert (await ann.client.post("/api/lessons", json={"command": "lessons add x"})).status_code == 403


async def test_a_token_that_is_not_known_opens_nothing(house: House, nobody: httpx2.AsyncClient, ann: Caller) -> None:
    for said in ("Bearer", "Bearer cs_made-up", "bearer  x", "BEARER cs_%FF"):
        headers = {"Authorization": said, **headers_of(house)}
        for refusal in (
            await nobody.get(f"{API}/snippets", headers=headers),
            await nobody.post(f"{API}/snippets", **WISH, headers=headers),
        ):
            assert refusal.status_code == 401, said
            assert refusal.headers["www-authenticate"].startswith("Bearer")
            assert refusal.headers["content-type"] == "application/problem+json"
    *_, token = await house.core.store.tokens.all()
    await house.core.store.tokens.revoke(token.id)
    assert (await ann("GET", "/snippets")).status_code == 401


async def test_what_a_proxy_in_front_asks_for_is_no_token(house: House, nobody: httpx2.AsyncClient) -> None:
    headers = {"Authorization": "Basic YW5uOnNlY3JldA==", **headers_of(house)}
    assert (await nobody.post(f"{API}/snippets", **WISH, headers=headers)).status_code == 201
    del headers["Origin"]
    assert (await nobody.post(f"{API}/snippets", **WISH, headers=headers)).status_code == 403


async def test_a_token_does_what_its_scopes_say(ann: Caller, reader: Caller) -> None:
    key = (await ann.keeps())["key"]
    assert (await reader("GET", f"/snippets/{key}")).status_code == 200
    for method, path in (
        ("POST", "/snippets"),
        ("DELETE", f"/snippets/{key}"),
        ("PUT", f"/snippets/{key}/pin"),
        ("POST", f"/snippets/{key}/share"),
        ("POST", "/import"),
    ):
        refusal = await reader(method, path, **WISH)
        assert refusal.status_code == 403
        assert 'scope="snippets:write"' in refusal.headers["www-authenticate"]
    assert (await ann("GET", f"/snippets/{key}")).status_code == 200


async def test_that_a_token_was_used_is_noted(house: House, ann: Caller) -> None:
    assert (await house.core.store.tokens.all())[-1].used == 0
    await ann("GET", "/snippets")
    assert (await house.core.store.tokens.all())[-1].used > 0


async def test_where_the_database_fails_it_says_so_and_not_which(tmp_path: Path, model_server: ModelServer) -> None:
    async with housing(tmp_path, model_server) as house, httpx2.AsyncClient(trust_env=False) as client:
        await by_the_back_door(tmp_path, "DROP TABLE token")
        failed = await client.get(f"{house.url}{API}/snippets", headers={"Authorization": "Bearer cs_x"})
    assert (failed.status_code, failed.headers["content-type"]) == (503, "application/problem+json")
    assert failed.headers["retry-after"]
    assert str(tmp_path) not in failed.text
