"""A script keeps code, finds it, changes it, loses nothing, and takes it elsewhere."""

from pathlib import Path

import httpx2
import pytest

from tests.adapters.web.house import headers_of, housing
from tests.adapters.web.v1.conftest import CODE, Caller
from tests.fakes.openai_server import ModelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

BETTER = CODE.replace("pass", "await asyncio.sleep(1)")


async def test_from_the_first_save_to_another_house(ann: Caller, tmp_path: Path, model_server: ModelServer) -> None:
    # She keeps code of hers.
    kept = await ann("POST", "/snippets", json={"code": CODE, "language": "Python", "tags": ["http", "Retry"]})
    assert kept.status_code == 201
    snippet = kept.json()
    key = snippet["key"]
    assert kept.headers["location"] == f"/api/v1/snippets/{key}"
    assert (snippet["name"], snippet["language"], snippet["tags"]) == ("retry", "python", ["http", "retry"])
    assert (snippet["mine"], snippet["open"], snippet["version"]) == (True, False, 1)

    # It is found by a piece of its code, by its tag, and by its address.
    for params in ({"q": "range(times)"}, {"tag": "retry"}, {"language": "python", "owner": "me"}):
        found = (await ann("GET", "/snippets", params=params)).json()
        assert [line["key"] for line in found["items"]] == [key], params
    assert (await ann("GET", "/snippets", params={"q": "nothing like it"})).json()["items"] == []
    read = await ann("GET", f"/snippets/{key}")
    assert (read.json(), read.headers["etag"]) == (snippet, kept.headers["etag"])
    again = await ann("GET", f"/snippets/{key}", headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

    # Two edit it at once: who comes second is told, and nothing is lost.
    changed = {"code": BETTER, "note": "With a pause."}
    edited = await ann("PATCH", f"/snippets/{key}", json=changed, headers={"If-Match": read.headers["etag"]})
    assert (edited.status_code, edited.json()["version"], edited.json()["code"]) == (200, 2, BETTER)
    late = await ann("PATCH", f"/snippets/{key}", json={"code": "x"}, headers={"If-Match": read.headers["etag"]})
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    assert "version 2" in late.json()["detail"]
    assert (await ann("GET", f"/snippets/{key}")).json()["code"] == BETTER

    # What it was stays, and what changed is shown.
    revisions = (await ann("GET", f"/snippets/{key}/revisions")).json()["items"]
    assert [revision["version"] for revision in revisions] == [2, 1]
    assert (await ann("GET", f"/snippets/{key}/revisions/1")).json()["code"] == CODE
    diff = await ann("GET", f"/snippets/{key}/diff", params={"from": 1, "to": 2})
    assert "-        pass\n+        await asyncio.sleep(1)" in diff.text

    # Thrown away, it lies in the bin, and comes back.
    assert (await ann("DELETE", f"/snippets/{key}")).status_code == 204
    assert (await ann("GET", f"/snippets/{key}")).status_code == 404
    assert (await ann("GET", "/snippets")).json()["items"] == []
    assert [line["key"] for line in (await ann("GET", "/snippets?deleted=true")).json()["items"]] == [key]
    assert (await ann("POST", f"/snippets/{key}/restore")).json()["deleted"] is False

    # Taken along, it is the same elsewhere.
    exported = await ann("GET", "/export")
    assert exported.headers["content-disposition"].startswith("attachment")
    async with (
        housing(tmp_path / "elsewhere", model_server) as other,
        httpx2.AsyncClient(base_url=other.url, trust_env=False, headers=headers_of(other)) as client,
    ):
        there = Caller(client)
        planned = (await there("POST", "/import?dry_run=true", content=exported.content)).json()
        assert (planned["dry_run"], planned["new"], planned["had"]) == (True, ["retry"], [])
        assert (await there("GET", "/snippets")).json()["items"] == []
        brought = (await there("POST", "/import", content=exported.content)).json()
        assert (brought["new"], brought["refused"]) == (["retry"], [])
        arrived = (await there("GET", f"/snippets/{key}")).json()
        assert [arrived[part] for part in ("code", "note", "tags", "version")] == [
            BETTER,
            "With a pause.",
            ["http", "retry"],
            2,
        ]
        assert (await there("GET", f"/snippets/{key}/revisions/1")).json()["code"] == CODE
        again = (await there("POST", "/import", content=exported.content)).json()
        assert (again["new"], again["had"]) == ([], ["retry"])
