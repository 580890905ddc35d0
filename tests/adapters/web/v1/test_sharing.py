"""Links: whoever has one reads the code, until it expires, is revoked, or the snippet is gone."""

from pathlib import Path

import httpx2
import pytest

from tests.adapters.web.house import House, headers_of, housing
from tests.adapters.web.v1.conftest import CODE, Caller
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_link_is_made_listed_followed_and_revoked(
    house: House, ann: Caller, nobody: httpx2.AsyncClient
) -> None:
    files = [{"name": "b.py", "text": "second = 2"}]
    key = (await ann.keeps(files=files))["key"]
    made = (await ann("POST", f"/snippets/{key}/share", json={"expires_in": 3600})).json()
    assert (made["open"], len(made["links"])) == (False, 1)
    assert made["url"].startswith(f"{house.url}/s/")
    link = await nobody.get(made["url"])
    assert (link.status_code, link.text) == (200, CODE)
    assert link.headers["content-type"] == "text/plain; charset=utf-8"
    assert link.headers["content-security-policy"].startswith("sandbox")
    assert link.headers["cache-control"] == "no-store"
    assert "content-disposition" not in link.headers
    assert (await nobody.get(f"{made['url']}?file=1")).text == "second = 2"
    assert (await nobody.get(f"{made['url']}?file=2")).status_code == 404
    listed = (await ann("GET", f"/snippets/{key}/share")).json()
    assert (listed["links"], listed["url"]) == (made["links"], None)
    assert (await ann("DELETE", f"/snippets/{key}/share/none")).status_code == 404
    assert (await ann("DELETE", f"/snippets/{key}/share/{made['links'][0]['id']}")).status_code == 204
    assert (await nobody.get(made["url"])).status_code == 404
    assert (await nobody.get("/s/made-up")).status_code == 404


async def test_a_link_expires(house: House, ann: Caller, nobody: httpx2.AsyncClient) -> None:
    key = (await ann.keeps())["key"]
    for seconds in (0, 59, 10**9):
        assert (await ann("POST", f"/snippets/{key}/share", json={"expires_in": seconds})).status_code == 422
    url = (await ann("POST", f"/snippets/{key}/share", json={"expires_in": 60})).json()["url"]
    await by_the_back_door(house.core.settings.data_dir, "UPDATE snippet_link SET until = until - 61")
    expired = await nobody.get(url)
    assert (expired.status_code, CODE in expired.text) == (410, False)
    assert (await ann("GET", f"/snippets/{key}/share")).json()["links"] == []


async def test_a_link_ends_with_its_snippet_and_with_all_sharing(ann: Caller, nobody: httpx2.AsyncClient) -> None:
    key = (await ann.keeps())["key"]
    url = (await ann("POST", f"/snippets/{key}/share", json={"expires_in": 3600})).json()["url"]
    await ann("DELETE", f"/snippets/{key}")
    assert (await nobody.get(url)).status_code == 410
    await ann("POST", f"/snippets/{key}/restore")
    assert (await nobody.get(url)).status_code == 200
    await ann("DELETE", f"/snippets/{key}/share")
    assert (await nobody.get(url)).status_code == 404


async def test_a_link_names_the_address_where_people_find_the_page(tmp_path: Path, model_server: ModelServer) -> None:
    async with (
        housing(tmp_path, model_server, public_url="http://code.example/") as house,
        httpx2.AsyncClient(base_url=house.url, trust_env=False, headers=headers_of(house)) as client,
    ):
        page = Caller(client)
        key = (await page.keeps())["key"]
        url = (await page("POST", f"/snippets/{key}/share", json={"expires_in": 60})).json()["url"]
    assert url.startswith("http://code.example/s/")
