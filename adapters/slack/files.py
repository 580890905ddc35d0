"""The files of a message in Slack: those that people attach to a question, and those that we put beside an answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath

import aiohttp

from adapters.attached import Unread, gather
from adapters.slack.attached import fetch, fetch_whole, name_file
from adapters.slack.download import open_download
from adapters.slack.errors import Unclear, unanswered
from adapters.slack.payload import Payload, child, word
from adapters.slack.place import Place
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError
from bot.nouns import Attachment, Gathered

_log = logging.getLogger(__name__)
MAX_SNIPPET = 1_000_000
"""Bytes of a file that Slack shows as code, in colour."""
_SECONDS = 30.0
_SNIPPET_TYPES = {
    **{f".{kind}": kind for kind in ("c", "cpp", "css", "csv", "d", "dart", "diff", "go", "groovy", "html", "java")},
    **{f".{kind}": kind for kind in ("json", "lua", "php", "r", "scala", "sql", "swift", "xml", "yaml", "dockerfile")},
    **{".bash": "shell", ".cc": "cpp", ".clj": "clojure", ".cs": "csharp", ".cxx": "cpp", ".erl": "erlang"},
    **{".f90": "fortran", ".fs": "fsharp", ".h": "c", ".hpp": "cpp", ".hs": "haskell", ".js": "javascript"},
    **{".jsx": "javascript", ".kt": "kotlin", ".m": "objc", ".md": "markdown", ".ml": "ocaml", ".pas": "pascal"},
    **{".patch": "diff", ".pl": "perl", ".ps1": "powershell", ".py": "python", ".rb": "ruby", ".rs": "rust"},
    **{".scss": "sass", ".sh": "shell", ".tex": "latex", ".txt": "text", ".v": "verilog", ".vb": "vb", ".yml": "yaml"},
}
"""In what Slack colours a file; a type that it does not know it refuses, and those it guesses by the name."""


async def read(workspace: Workspace, files: Sequence[Payload]) -> Gathered:
    """Fetch the texts and pictures among ``files``, which are as Slack's events describe them."""
    async with open_download(workspace.client) as download, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_read(workspace, file, partial(fetch, download))) for file in files]
    return Gathered(*gather([task.result() for task in tasks]))


async def fetch_data(workspace: Workspace, file: Payload, most: int) -> Attachment | str:
    """Fetch a file of any kind, of at most so many bytes; return it, or the sentence that says why it was not read."""
    async with open_download(workspace.client) as download:
        return await _read(workspace, file, lambda file: fetch_whole(download, file, most))


async def upload(workspace: Workspace, place: Place, attachment: Attachment) -> None:
    """Put a file into a thread. Raises ``SurfaceError``; after ``Flaky`` and ``Throttled`` it may be repeated."""
    data = attachment.data or attachment.text.encode(errors="replace")
    kind = _SNIPPET_TYPES.get(PurePosixPath(attachment.name.lower()).suffix)
    granted = await workspace.call(
        "files.getUploadURLExternal",
        filename=attachment.name,
        length=len(data),
        snippet_type=kind if len(data) <= MAX_SNIPPET else None,
    )
    await _send(workspace, granted["upload_url"], data)
    file = {"id": granted["file_id"], "title": attachment.name}
    try:
        await workspace.call(
            "files.completeUploadExternal", files=[file], channel_id=place.channel, thread_ts=place.thread
        )
    except Unclear:
        if not await _is_shared(workspace, place, file["id"]):
            raise


async def _read(
    workspace: Workspace, file: Payload, fetch: Callable[[Payload], Awaitable[Attachment]]
) -> Attachment | str:
    """Return a file, or the sentence that says why it could not be read."""
    try:
        if word(file, "file_access") == "check_file_info":
            file = await _look_up(workspace, file)
        return await fetch(file)
    except Unread as problem:
        _log.info("file %s was not read: %s", word(file, "id"), problem)
        return f"I can't read {name_file(file)}: {problem}."


async def _look_up(workspace: Workspace, file: Payload) -> Payload:
    """Return all of a file of which an event says only the number, as of those from another company's Slack."""
    try:
        found = await workspace.call("files.info", file=word(file, "id"))
    except SurfaceError as error:
        raise Unread("Slack does not show it to me") from error
    return child(found.data, "file")


async def _send(workspace: Workspace, url: str, data: bytes) -> None:
    client, limit = workspace.client, aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(url, data=BytesIO(data), proxy=client.proxy, ssl=client.ssl or True) as response,
        ):
            response.raise_for_status()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise unanswered("the upload of a file", error) from error


async def _is_shared(workspace: Workspace, place: Place, id: str) -> bool:
    """Tell whether a file stands in its channel, although we did not hear so."""
    shares = child((await workspace.call("files.info", file=id)).data, "file", "shares")
    return any(place.channel in channels for channels in shares.values() if isinstance(channels, dict))
