"""What is typed on the page where questions are: a command is run, a question is asked, a slip of the pen is said."""

import base64
import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.adapters.web.house import House, headers_of

CODE = "def retry():\n    pass"
FENCED = f"```python\n{CODE}\n```\n\nThen:  \n\n"


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False, headers=headers_of(house)) as client:
        yield client


async def _types(web: httpx2.AsyncClient, command: str, **more: object) -> dict[str, Any]:
    said = await web.post("/api/commands", json={"command": command, **more})
    assert said.status_code == 200, said.text
    found: dict[str, Any] = said.json()
    return found


async def test_the_code_of_the_last_answer_is_saved_shown_edited_and_taken_along(
    house: House, web: httpx2.AsyncClient
) -> None:
    house.model.says(f"So:\n\n```python\n{CODE}\n```")
    async with house.viewer() as viewer:
        await viewer.asks("Retry, please.")
        await viewer.hears_out()
    saved = await _types(web, "/snippets save", conversation=viewer.conversation)
    assert "`retry`" in saved["text"]
    shown = await _types(web, saved["buttons"][0]["command"])
    assert f"```python\n{CODE}\n```" in shown["text"]
    key = saved["buttons"][0]["command"].split()[-1]
    form = (await _types(web, f"/Snippets edit {key}"))["form"]
    assert form["text"] == CODE
    edited = await _types(web, f"{form['command']}\n{CODE} or True")  # as somebody types it
    assert "file" not in edited
    exported = (await _types(web, "/snippets export zip"))["file"]
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(exported["data"]))) as archive:
        assert f"{CODE} or True" in [archive.read(name).decode().strip() for name in archive.namelist()]


async def test_what_is_written_into_a_form_is_kept_as_it_stands(web: httpx2.AsyncClient) -> None:
    await web.post("/api/commands/file", params={"command": "snippets save", "name": "a.md"}, content=CODE.encode())
    for number, code in enumerate((FENCED, FENCED.replace("\n", "\r\n"), "\ufeff" + CODE), 1):
        form = (await _types(web, "/snippets edit a.md"))["form"]
        wish = {"command": form["command"], "name": "text.txt"}
        edited = await web.post("/api/commands/file", params=wish, content=b"\xef\xbb\xbf" + code.encode())
        assert f"is at version {number + 1} now" in edited.json()["text"]
        assert (await _types(web, "/snippets edit a.md"))["form"]["text"] == code


async def test_a_file_is_chosen_for_an_import(web: httpx2.AsyncClient) -> None:
    asked = await _types(web, "/snippets import")
    wish = {"command": asked["picker"]["command"], "name": "gist.json"}
    gist = b'{"description": "", "files": {"retry.py": {"filename": "retry.py", "content": "retry = 1"}}}'
    planned = (await web.post("/api/commands/file", params=wish, content=gist)).json()
    assert "Nothing is changed yet" in planned["text"]
    await _types(web, planned["buttons"][0]["command"])
    assert "retry.py" in (await _types(web, "/snippets"))["text"]
    bad = await web.post("/api/commands/file", params=wish, content=b"\xff\xfe no file of ours")
    assert (bad.status_code, bad.headers["content-type"]) == (400, "application/problem+json")
    large = await web.post("/api/commands/file", params=wish, content=b"x" * (10 * 1024 * 1024 + 1))
    assert (large.status_code, "10,240 KB" in large.json()["detail"]) == (413, True)


async def test_what_is_no_command_is_a_question(web: httpx2.AsyncClient) -> None:
    for typed, asked in (
        ("/code how do I sort a list?", "how do I sort a list?"),
        ("/code\nstop words\nremoval", "stop words\nremoval"),
        ("/explain this regex: ^a+$", "/explain this regex: ^a+$"),
        ("/tmp is full, what now?", "/tmp is full, what now?"),
    ):
        assert await _types(web, typed) == {"ask": asked}


async def test_commands_of_all_kinds_are_run(web: httpx2.AsyncClient) -> None:
    for typed, says in (
        ("/code", "**Ask:**"),
        ("/code help", "**Ask:**"),
        ("/code usage", "**Usage: you**"),
        ("/code Model", "**Models**"),
        ("code model scripted", "scripted"),
        ("/lessons", "No lessons concern you here yet"),
        ("/snippets help", "**Snippets**"),
    ):
        assert says in (await _types(web, typed))["text"], typed


async def test_what_can_not_be_done_is_said(web: httpx2.AsyncClient) -> None:
    for command, status, says in (
        ("/snipets list", 400, "Did you mean `/snippets`?"),
        ("/snippets lst", 400, "Did you mean `/snippets list`?"),
        ("/snippets show nothing", 404, "nothing"),
        ("snipets list", 400, "Did you mean `/snippets`?"),
        ("/", 400, "A command is a word"),
        ("", 400, "A command is a word"),
    ):
        refusal = await web.post("/api/commands", json={"command": command})
        assert refusal.status_code == status
        assert says in refusal.json()["detail"]


BODIES = [b"", b"{", b"[]", b"\xff", b'{"command": 1}', b"[" * 9000]
BODIES += [b'{"command": "/code", "conversation": "slack:C1"}']


async def test_what_makes_no_sense_gets_a_sentence(web: httpx2.AsyncClient) -> None:
    for body in BODIES:
        refusal = await web.post("/api/commands", content=body)
        assert refusal.status_code == 400, body[:40]
        assert refusal.headers["content-type"] == "application/problem+json"
        assert refusal.json()["detail"]


async def test_no_foreign_site_runs_a_command(house: House, web: httpx2.AsyncClient) -> None:
    wish = {"command": "lessons add Use pathlib for paths.", "conversation": str(uuid4())}
    for origin in ("http://evil.example", "null", ""):
        for path in ("/api/commands", "/api/commands/file?command=lessons"):
            refusal = await web.post(path, json=wish, headers={"Origin": origin})
            assert refusal.status_code == 403, origin
    assert await house.core.store.lessons.books() == []
