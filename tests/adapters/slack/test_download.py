"""The files that people attach: read where they are texts or pictures, and named where they are not.

Whatever an event says, the bot's token goes to Slack and nowhere else.
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from adapters.attached import MAX_PICTURE, MAX_TEXT
from adapters.slack.files import read
from adapters.slack.workspaces import Installed, Workspace, Workspaces
from bot.nouns import Attachment, Gathered
from tests.adapters.slack.file_host import FileHost

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


class Tokens:
    """One app, installed everywhere."""

    async def find(self, team: str, enterprise: str) -> Installed:
        return Installed("xoxb-one", "UBOT1", "B1", "Acme")


@pytest.fixture
async def host() -> AsyncIterator[FileHost]:
    async with FileHost() as host:
        yield host


@pytest.fixture
async def elsewhere() -> AsyncIterator[FileHost]:
    async with FileHost() as elsewhere:
        yield elsewhere


@pytest.fixture
async def workspace(host: FileHost) -> AsyncIterator[Workspace]:
    async with Workspaces(Tokens(), api_url=f"{host.url}/api/") as workspaces:
        yield await workspaces.get("T1")


def seen(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


async def note(workspace: Workspace, file: dict[str, Any]) -> str:
    """Read a file that can't be read; return what the person is told."""
    files = await read(workspace, [file])
    assert not files.attachments
    (said,) = files.notes
    return said


@pytest.mark.parametrize(
    ("name", "kind", "content", "text"),
    [
        ("sort.py", "text/plain", "print('ä')".encode(), "print('ä')"),
        ("Dockerfile", "application/octet-stream", b"FROM python", "FROM python"),
        ("notes.txt", "text/plain", "Grüße".encode("cp1252"), "Grüße"),
        ("windows.ps1", "text/plain", "\ufeffdir".encode("utf-16-le"), "dir"),
        ("marked.csv", "text/csv", b"\xef\xbb\xbfa,b", "a,b"),
        ("logo.svg", "image/svg+xml", b"<svg/>", "<svg/>"),
        ("page.html", "text/html", b"<!DOCTYPE html><p>Hi", "<!DOCTYPE html><p>Hi"),
    ],
)
async def test_a_text_is_read(
    host: FileHost, workspace: Workspace, name: str, kind: str, content: bytes, text: str
) -> None:
    assert await read(workspace, [host.keeps(name, content, kind)]) == Gathered((Attachment(name, text),), ())


async def test_a_picture_is_read(host: FileHost, workspace: Workspace) -> None:
    file = host.keeps("error.png", PNG, "image/png")
    assert (await read(workspace, [file])).attachments == (Attachment("error.png", image=seen(PNG, "image/png")),)


@pytest.mark.parametrize("kind", ["image/png", "image/heic", "image/tiff"])
async def test_a_picture_that_is_large_or_of_a_rare_kind_is_taken_as_slack_shrinks_it(
    host: FileHost, workspace: Workspace, kind: str
) -> None:
    small = host.keeps("small", JPEG, "image/jpeg")["url_private_download"]
    file = host.keeps("photo", b"II*\0", kind, thumb_720=small, size=MAX_PICTURE + 1)
    (photo,) = (await read(workspace, [file])).attachments
    assert photo.image == seen(JPEG, "image/jpeg")


@pytest.mark.parametrize(
    ("name", "kind", "content", "more", "why"),
    [
        ("a.zip", "application/zip", b"PK", {"pretty_type": "Zip"}, "neither a text nor a picture (Zip)"),
        ("a.mp4", "video/mp4", b"", {"size": 90_000_000}, "neither a text nor a picture (video/mp4)"),
        ("a.bin", "application/octet-stream", b"\0\x01", {}, "neither a text nor a picture"),
        ("a.pdf", "application/octet-stream", b"%PDF-1.4\xe2\xe3", {}, "neither a text nor a picture"),
        ("a.png", "image/png", b"no picture", {}, "it is damaged, or no picture at all"),
        ("b.png", "image/png", b"", {"size": 25_000_000}, "it has 25,000 KB, and I read up to 5,000 KB"),
        ("a.heic", "image/heic", b"", {}, "no copy of it that I could read"),
        ("a.log", "text/plain", b"x", {"size": 300_000}, "it has 300 KB, and I read up to 200 KB"),
        ("a.txt", "text/plain", b" \n", {}, "it is empty"),
    ],
)
async def test_what_is_neither_text_nor_picture_is_named(
    host: FileHost, workspace: Workspace, name: str, kind: str, content: bytes, more: dict[str, Any], why: str
) -> None:
    said = await note(workspace, host.keeps(name, content, kind, **more))
    assert said.startswith(f"I can't read {name}: ")
    assert why in said
    assert said.endswith(".")


async def test_no_more_is_read_than_allowed_whatever_slack_says_of_the_size(
    host: FileHost, workspace: Workspace
) -> None:
    file = host.keeps("endless.log", b"x" * (MAX_TEXT + 1), "text/plain", size=1)
    assert "it has more than the 200 KB that I read" in await note(workspace, file)
    file = host.keeps("endless.png", PNG + b"x" * MAX_PICTURE, "image/png", size=1)
    assert "it has more than the 5,000 KB that I read" in await note(workspace, file)


async def test_other_files_are_read_beside_one_that_is_not(host: FileHost, workspace: Workspace) -> None:
    files = [host.keeps("a.py", b"a"), host.keeps("b.zip", b"", "application/zip"), host.keeps("c.py", b"c")]
    found = await read(workspace, files)
    assert [file.name for file in found.attachments] == ["a.py", "c.py"]
    assert len(found.notes) == 1


async def test_the_sixth_picture_is_left_out(host: FileHost, workspace: Workspace) -> None:
    files = await read(workspace, [host.keeps(f"{number}.png", PNG, "image/png") for number in range(6)])
    assert [file.name for file in files.attachments] == [f"{number}.png" for number in range(5)]
    assert files.notes == ("I left out 5.png: I look at 5 pictures at once.",)


async def test_of_many_texts_the_first_are_taken(host: FileHost, workspace: Workspace) -> None:
    files = await read(workspace, [host.keeps(f"{number}.txt", b"x" * 190_000) for number in range(6)])
    assert len(files.attachments) == 5
    assert files.notes == ("I left out 5.txt: with it the files have more than 1,000,000 characters.",)


async def test_a_token_that_may_not_read_files_is_explained(host: FileHost, workspace: Workspace) -> None:
    file = host.keeps("a.py", b"pass", "text/x-python")
    host.token = "another"
    assert "the scope files:read" in await note(workspace, file)


async def test_files_of_other_servers_are_not_fetched(
    host: FileHost, workspace: Workspace, elsewhere: FileHost
) -> None:
    assert "not kept in Slack itself" in await note(workspace, elsewhere.keeps("a.py", b"pass"))
    assert not elsewhere.heard


async def test_a_redirect_to_another_server_is_not_followed(
    host: FileHost, workspace: Workspace, elsewhere: FileHost
) -> None:
    async def send_away(request: web.Request) -> web.Response:
        raise web.HTTPFound(elsewhere.keeps("a.py", b"pass")["url_private_download"])

    assert "not kept in Slack itself" in await note(workspace, host.answers("a.py", send_away))
    assert not elsewhere.heard


async def test_a_redirect_within_slack_is_followed_but_not_for_ever(host: FileHost, workspace: Workspace) -> None:
    async def send_on(request: web.Request) -> web.Response:
        raise web.HTTPFound("/files/new.py")

    async def send_back(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.path)

    host.keeps("new.py", b"pass")
    moved, circling = host.answers("old.py", send_on), host.answers("circle.py", send_back)
    assert (await read(workspace, [moved])).attachments == (Attachment("old.py", "pass"),)
    assert "around in circles" in await note(workspace, circling)


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/a",
        "https://files.slack.com:8443/a",
        "https://me:secret@files.slack.com/a",
        "https://files.slack.com@evil.invalid/a",
        "https://evilslack.com/a",
        "https://slack.com.evil.invalid/a",
        "https://slack-files.com/a",
        "ftp://slack.com/a",
        "/a",
    ],
)
async def test_what_only_looks_like_slack_is_not_asked(workspace: Workspace, address: str) -> None:
    said = await note(workspace, {"name": "a.py", "url_private": address})
    assert said == "I can't read a.py: it is not kept in Slack itself; send me the text or the file."


async def test_slack_s_own_hosts_are_asked_and_a_proxy_never_hears_the_token(workspace: Workspace) -> None:
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        workspace.client.proxy = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        said = await note(workspace, {"name": "a.py", "url_private": "https://files.slack.com/files-pri/T1-F1/a.py"})
    assert "Slack did not send it" in said
    assert asked[0].startswith(b"CONNECT files.slack.com:443 ")
    assert b"xoxb" not in asked[0]


@pytest.mark.parametrize(
    ("status", "why"), [(403, "does not show it to me"), (404, "does not show"), (500, "HTTP 500")]
)
async def test_a_refusal_is_said(host: FileHost, workspace: Workspace, status: int, why: str) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=status)

    assert why in await note(workspace, host.answers("a.py", refuse))


async def test_a_cut_connection_is_said(host: FileHost, workspace: Workspace) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()

    assert "did not send it; try again" in await note(workspace, host.answers("a.py", cut))


@pytest.mark.parametrize("odd", [None, 7, True, [], {}, "", "\0", "http://[", "https://slack.com:x/"])
@pytest.mark.parametrize("field", ["id", "name", "mimetype", "size", "url_private_download", "file_access"])
async def test_a_description_that_makes_no_sense_hurts_nobody(
    host: FileHost, workspace: Workspace, field: str, odd: object
) -> None:
    files = await read(workspace, [host.keeps("a.py", b"pass") | {field: odd}, host.keeps("b.py", b"b")])
    assert len(files.attachments) + len(files.notes) == 2
    assert files.attachments[-1] == Attachment("b.py", "b")
