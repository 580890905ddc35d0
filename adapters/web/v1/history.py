"""The API's texts of a snippet: its code as it is, what it was before, and what changed."""

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import PlainTextResponse

from adapters.web.v1.callers import Reader
from adapters.web.v1.keys import Key, by_key
from adapters.web.v1.problems import problems
from adapters.web.v1.views import Revisions, SnippetView, show, show_revision
from bot.errors import Missing
from bot.nouns import Snippet
from bot.snippets import SnippetBook
from bot.snippets.diff import differ
from bot.snippets.editing import pick
from bot.snippets.file_names import safe, safe_code

_HARMLESS = {"content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff"}
"""What is shown as a text is code of anybody: no browser may run it, or take it for anything else."""
_LARGEST = 2**31 - 1
_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}

Version = Annotated[int, Query(ge=1, le=_LARGEST)]


def offer_history(book: SnippetBook) -> APIRouter:
    """Routes for the code of a snippet, and for its versions."""
    routes = APIRouter(prefix="/snippets/{key:key}", tags=["snippets"])
    find = by_key(book)

    @routes.get("/raw", response_class=PlainTextResponse, responses={200: _TEXT, **problems(404)})
    async def read_raw(
        viewer: Reader,
        key: Key,
        file: Annotated[int, Query(description="0: the code; 1: the first further file.", ge=0, le=_LARGEST)] = 0,
        shown: Annotated[bool, Query(description="For a browser to show, not to keep.")] = False,
    ) -> PlainTextResponse:
        """Read the code alone, as a file."""
        return raw(await find(viewer, key), file, attached=not shown)

    @routes.get("/revisions", responses=problems(404))
    async def list_revisions(viewer: Reader, key: Key) -> Revisions:
        """List the versions of a snippet, the newest first."""
        versions = await book.editing.versions(viewer, (await find(viewer, key)).key)
        return Revisions(items=[show_revision(each) for each in versions])

    @routes.get("/revisions/{version}", responses=problems(404))
    async def read_revision(viewer: Reader, key: Key, version: int) -> SnippetView:
        """Read a snippet as it was in a version."""
        return show(await find_version(viewer, key, version), viewer)

    @routes.get("/diff", response_class=PlainTextResponse, responses={200: _TEXT, **problems(404)})
    async def compare_revisions(
        viewer: Reader,
        key: Key,
        earlier: Annotated[int | None, Query(alias="from", ge=1, le=_LARGEST, description="The last but one.")] = None,
        later: Annotated[int | None, Query(alias="to", ge=1, le=_LARGEST, description="The last one.")] = None,
    ) -> PlainTextResponse:
        """Compare the code of two versions; a unified diff, empty where they have the same."""
        versions = await book.editing.versions(viewer, (await find(viewer, key)).key)
        after = pick(versions, later or versions[0].version)
        before = pick(versions, earlier or max(1, after.version - 1))
        return PlainTextResponse(await asyncio.to_thread(differ, before, after), headers=_HARMLESS)

    async def find_version(viewer: Reader, key: str, version: int) -> Snippet:
        return pick(await book.editing.versions(viewer, (await find(viewer, key)).key), version)

    return routes


def raw(snippet: Snippet, file: int, *, attached: bool) -> PlainTextResponse:
    """Return one file of a snippet as a text, to be shown or, ``attached``, to be kept. Raises ``Missing``."""
    files = [(safe_code(snippet.name, snippet.language, snippet.key), snippet.code)]
    files += [(safe(_last(each.name), "file.txt"), each.text) for each in snippet.files]
    if file >= len(files):
        raise Missing(f"The snippet `{snippet.key}` has {len(snippet.files)} further files, and no number {file}.")
    name, text = files[file]
    headers = {**_HARMLESS, "cache-control": "private, no-cache"}
    if attached:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return PlainTextResponse(text.encode(errors="replace"), headers=headers)


def _last(name: str) -> str:
    """Return the last part of a path, whichever way its slashes lean."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]
