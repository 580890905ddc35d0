"""What the API does with one snippet, and what it refuses, in problem details each time."""

import asyncio

import httpx2
import pytest

from adapters.web.guards import CSP
from tests.adapters.web.house import House
from tests.adapters.web.v1.conftest import API, CODE, Caller

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _is_problem(response: httpx2.Response, status: int) -> str:
    """See that an answer tells of a problem; return its sentence."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["title"]
    detail: str = told["detail"]
    assert detail
    return detail


async def test_the_same_request_sent_twice_makes_one_snippet(ann: Caller, bob: Caller) -> None:
    wish = {"json": {"code": CODE}, "headers": {"Idempotency-Key": "k1"}}
    first, second = await asyncio.gather(ann("POST", "/snippets", **wish), ann("POST", "/snippets", **wish))
    assert (await ann("POST", "/snippets", **wish)).json()["key"] == first.json()["key"] == second.json()["key"]
    other = {"json": {"code": "x = 1"}, "headers": {"Idempotency-Key": "k1"}}
    assert "Idempotency-Key" in _is_problem(await ann("POST", "/snippets", **other), 409)
    assert (await bob("POST", "/snippets", **other)).status_code == 201
    assert len((await ann("GET", "/snippets")).json()["items"]) == 1


async def test_a_request_that_was_refused_leaves_its_key_free(ann: Caller) -> None:
    headers = {"Idempotency-Key": "k1"}
    _is_problem(await ann("POST", "/snippets", json={"code": "x" * 300_000}, headers=headers), 422)
    assert (await ann("POST", "/snippets", json={"code": "x"}, headers=headers)).status_code == 201


async def test_just_that_code_again_is_the_snippet_that_there_is(ann: Caller, bob: Caller) -> None:
    kept = await ann.keeps(name="mine")
    again = await ann("POST", "/snippets", json={"code": CODE, "name": "another"})
    assert (again.status_code, again.json()["key"], again.json()["name"]) == (200, kept["key"], "mine")
    assert (await bob("POST", "/snippets", json={"code": CODE})).status_code == 201


async def test_what_is_private_is_not_there_for_others(ann: Caller, bob: Caller, stranger: Caller) -> None:
    key = (await ann.keeps())["key"]
    for who in (bob, stranger):
        for method, path in (
            ("GET", ""),
            ("GET", "/raw"),
            ("GET", "/revisions"),
            ("GET", "/revisions/1"),
            ("GET", "/diff"),
            ("GET", "/share"),
            ("DELETE", ""),
            ("DELETE", "?purge=true"),
            ("POST", "/restore"),
            ("PUT", "/pin"),
            ("POST", "/share"),
        ):
            assert CODE not in _is_problem(await who(method, f"/snippets/{key}{path}"), 404)
        changes = {"json": {"code": "stolen"}, "headers": {"If-Match": "*"}}
        _is_problem(await who("PATCH", f"/snippets/{key}", **changes), 404)
    assert (await ann("GET", f"/snippets/{key}")).json()["code"] == CODE


async def test_what_is_shared_is_seen_by_the_workspace_and_changed_by_its_author(
    ann: Caller, bob: Caller, stranger: Caller
) -> None:
    key = (await ann.keeps())["key"]
    assert (await ann("POST", f"/snippets/{key}/share")).json() == {"open": True, "links": [], "url": None}
    assert (await bob("GET", f"/snippets/{key}")).json()["mine"] is False
    assert [line["key"] for line in (await bob("GET", "/snippets")).json()["items"]] == [key]
    assert (await bob("GET", "/snippets?owner=me")).json()["items"] == []
    _is_problem(await stranger("GET", f"/snippets/{key}"), 404)
    assert "Ann" in _is_problem(await bob("DELETE", f"/snippets/{key}"), 403)
    for method, path in (("PUT", "/pin"), ("POST", "/share"), ("GET", "/share"), ("DELETE", "/share")):
        _is_problem(await bob(method, f"/snippets/{key}{path}"), 403)
    changes = {"json": {"code": "stolen"}, "headers": {"If-Match": "*"}}
    _is_problem(await bob("PATCH", f"/snippets/{key}", **changes), 403)
    assert (await ann("DELETE", f"/snippets/{key}/share")).status_code == 204
    _is_problem(await bob("GET", f"/snippets/{key}"), 404)


async def test_an_edit_says_what_it_has_seen(ann: Caller) -> None:
    key = (await ann.keeps())["key"]
    tag = (await ann("GET", f"/snippets/{key}")).headers["etag"]
    path = f"/snippets/{key}"
    assert "If-Match" in _is_problem(await ann("PATCH", path, json={"note": "x"}), 428)
    pinned = await ann("PUT", f"{path}/pin")
    assert (pinned.json()["pinned"], pinned.headers["etag"] != tag) == (True, True)
    # What was pinned meanwhile is no reason to refuse, and weak tags are what proxies make of ours.
    for number, sent in enumerate((tag, f'"7-00000000", W/{tag.replace("1-", "2-")}', "*"), 2):
        edited = await ann("PATCH", path, json={"note": f"n{number}"}, headers={"If-Match": sent})
        assert (edited.status_code, edited.json()["version"]) == (200, number)
    for sent in ("", '"', '"1"', "nonsense", tag, '"99999999999999999999-00000000"'):
        _is_problem(await ann("PATCH", path, json={"note": "y"}, headers={"If-Match": sent}), 412)
    assert (await ann("DELETE", f"{path}/pin")).json()["pinned"] is False
    other = (await ann.keeps("other = 1"))["key"]
    changes = {"json": {"code": CODE}, "headers": {"If-Match": "*"}}
    assert str(key) in _is_problem(await ann("PATCH", f"/snippets/{other}", **changes), 409)


async def test_purged_is_gone_for_good(ann: Caller) -> None:
    binned, living = (await ann.keeps("a = 1"))["key"], (await ann.keeps("b = 2"))["key"]
    await ann("DELETE", f"/snippets/{binned}")
    _is_problem(await ann("DELETE", f"/snippets/{binned}"), 404)
    for key in (binned, living):
        assert (await ann("DELETE", f"/snippets/{key}?purge=true")).status_code == 204
        _is_problem(await ann("POST", f"/snippets/{key}/restore"), 404)
        _is_problem(await ann("DELETE", f"/snippets/{key}?purge=true"), 404)
    assert (await ann("GET", "/snippets?deleted=true")).json()["items"] == []


async def test_raw_is_a_file_that_no_browser_runs(ann: Caller) -> None:
    evil = "<script>alert(1)</script>\u2028é\n"
    files = [{"name": "../../etc/“x”\r\n.html", "text": "<b>second</b>"}]
    key = (await ann.keeps(evil, name="an évil/../name", language="html", files=files))["key"]
    raw = await ann("GET", f"/snippets/{key}/raw")
    assert raw.content.decode() == evil
    assert raw.headers["content-type"] == "text/plain; charset=utf-8"
    assert raw.headers["x-content-type-options"] == "nosniff"
    assert raw.headers["content-security-policy"] != CSP
    assert raw.headers["content-security-policy"].startswith("sandbox")
    assert raw.headers["content-disposition"] == "attachment; filename*=UTF-8''an-%C3%A9vil-.-name.html"
    shown = await ann("GET", f"/snippets/{key}/raw?shown=true")
    assert "content-disposition" not in shown.headers
    assert shown.headers["content-security-policy"].startswith("sandbox")
    second = await ann("GET", f"/snippets/{key}/raw?file=1")
    assert second.text == "<b>second</b>"
    assert second.headers["content-disposition"] == "attachment; filename*=UTF-8''x-.html"
    _is_problem(await ann("GET", f"/snippets/{key}/raw?file=2"), 404)


async def test_pages_follow_one_another(ann: Caller) -> None:
    kept = [str((await ann.keeps(f"n = {number}"))["key"]) for number in range(7)]
    await ann("PUT", f"/snippets/{kept[2]}/pin")
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = (await ann("GET", "/snippets", params={"limit": 3, "cursor": cursor})).json()
        seen += [line["key"] for line in page["items"]]
        cursor = page["next_cursor"] or ""
    assert cursor == ""
    assert seen == [kept[2], *(key for key in reversed(kept) if key != kept[2])]
    assert [line["key"] for line in (await ann("GET", "/snippets?pinned=true")).json()["items"]] == [kept[2]]
    _is_problem(await ann("GET", "/snippets?cursor=made-up"), 422)


async def test_facets_count_languages_and_tags(ann: Caller) -> None:
    await ann.keeps("a = 1", tags=["http"])
    await ann.keeps("b = 2", tags=["http", "retry"])
    assert (await ann("GET", "/snippets/facets")).json() == {
        "languages": {"python": 2},
        "tags": {"http": 2, "retry": 1},
    }


async def test_a_snippet_knows_the_answer_that_it_comes_from(house: House, page: Caller, ann: Caller) -> None:
    house.model.says("Like this:\n\n```python\nx = 1\n```")
    async with house.viewer() as viewer:
        await viewer.asks("How do I set x?")
        number = (await viewer.hears_out()).last["exchange"]
    kept = await page.keeps("x = 1", exchange=number)
    assert (kept["exchange"], kept["name"]) == (number, "How do I set x?")
    assert (await page("GET", f"/snippets/{kept['key']}")).json()["conversation"] == viewer.conversation
    _is_problem(await ann("POST", "/snippets", json={"code": "x = 1", "exchange": number}), 404)
    _is_problem(await page("POST", "/snippets", json={"code": "y = 1", "exchange": 2**52}), 404)


BAD: list[tuple[dict[str, object], int]] = [
    ({"content": b""}, 422),
    ({"content": b"{"}, 422),
    ({"content": b"\xff"}, 400),
    ({"content": b"[" * 100_000}, 400),
    ({"json": []}, 422),
    ({"json": {}}, 422),
    ({"json": {"code": " \n"}}, 422),
    ({"json": {"code": 1}}, 422),
    ({"json": {"code": "x", "cod": "y"}}, 422),
    ({"json": {"code": "x", "language": "two words"}}, 422),
    ({"json": {"code": "x", "name": "``"}}, 422),
    ({"json": {"code": "x", "name": "n" * 61}}, 422),
    ({"json": {"code": "x", "tags": ["a b"]}}, 422),
    ({"json": {"code": "x", "tags": [str(n) for n in range(11)]}}, 422),
    ({"json": {"code": "x", "note": "n" * 2001}}, 422),
    ({"json": {"code": "x", "source": "javascript:alert(1)"}}, 422),
    ({"json": {"code": "x", "files": [{"name": "", "text": ""}]}}, 422),
    ({"json": {"code": "x", "files": [{"name": "a", "text": ""}] * 20}}, 422),
    ({"json": {"code": "x" * 262_145}}, 422),
    ({"content": b'{"code": "\\ud800"}'}, 422),
    ({"content": b"x" * 1_100_000}, 413),
    ({"json": {"code": "x" * 5_000_000}}, 413),
]


async def test_what_makes_no_sense_is_refused_in_a_sentence(ann: Caller) -> None:
    for body, status in BAD:
        headers = {"Content-Type": "application/json"}
        detail = _is_problem(await ann("POST", "/snippets", **body, headers=headers), status)
        assert len(detail) < 500, body
    assert (await ann("GET", "/snippets")).json()["items"] == []


async def test_what_is_odd_is_kept_as_it_is(ann: Caller) -> None:
    code = "'; DROP TABLE snippet; --\n\u202e👩\u200d👧 \\ %_ \r\n```"
    kept = await ann.keeps(code, name='../../e\'tc/"passwd" 😀', tags=["c++", "日本"])
    assert (kept["code"], kept["name"], kept["tags"]) == (code, '../../e\'tc/"passwd" 😀', ["c++", "日本"])


async def test_every_error_of_the_api_is_told_alike(ann: Caller, nobody: httpx2.AsyncClient) -> None:
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("GET", "/snippets/%00", 404),
        ("GET", f"/snippets/{'x' * 5000}", 404),
        ("GET", "/snippets/retry", 404),
        ("GET", "/snippets?limit=0", 422),
        ("GET", "/snippets?owner=them", 422),
        ("POST", "/snippets/s-none/raw", 405),
        ("GET", "/snippets/s-2222/revisions/x", 422),
        ("GET", "/export?format=exe", 422),
        ("DELETE", "/snippets", 405),
    ):
        refusal = await ann(method, path)
        _is_problem(refusal, status)
        assert status != 405 or refusal.headers["allow"]
    _is_problem(await nobody.get(f"{API}/snippets", headers={"Host": "evil.example"}), 400)


async def test_an_import_may_be_large_and_nothing_else(ann: Caller) -> None:
    for path, size in (("/import", 10 * 1024 * 1024 + 1), ("/snippets", 1024 * 1024 + 1)):
        for content in (b"x" * size, _in_pieces(size)):
            _is_problem(await ann("POST", path, content=content), 413)


async def _in_pieces(size: int):  # type: ignore[no-untyped-def]
    for _ in range(size // 65536 + 1):
        yield b"x" * 65536
