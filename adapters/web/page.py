"""The page and its files, as they lie in ``static``."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from adapters.web.people import people_of

STATIC = Path(__file__).parent / "static"


class Versioned(StaticFiles):
    """Files under an address that carries a hash over all of them, so that a browser may keep them for ever.

    The hash stands in the path and not in a query, so that a module finds those that it imports under it, too.
    A page opened before an upgrade finds the new files under the old address, but may not keep them.
    """

    def __init__(self, directory: Path, version: str) -> None:
        super().__init__(directory=directory)
        self._version = version

    async def get_response(self, path: str, scope: Scope) -> Response:
        version, _, name = path.partition("/")
        response = await super().get_response(name, scope)
        lasting = "public, max-age=31536000, immutable"
        response.headers["cache-control"] = lasting if version == self._version else "no-cache"
        return response


def add_page(app: FastAPI, max_question: int) -> None:
    """Add the page, its files and its icon; ``max_question``, in characters, is the limit that the page names."""
    page = read_html("page.html").replace("MAX_QUESTION", str(max_question))
    app.mount("/static", Versioned(STATIC, _version()))

    @app.get("/", response_class=HTMLResponse)
    async def show_page(request: Request) -> Response:
        """The page; who is not signed in is led to where one can be."""
        if not await people_of(request).at(request):
            return RedirectResponse("/login", 303)
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    @app.get("/favicon.ico", response_class=FileResponse)
    async def show_icon() -> FileResponse:
        return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")


def read_html(name: str) -> str:
    """Return a page of ``static``, which names its files by the addresses under which they may be kept."""
    return (STATIC / name).read_text(encoding="utf-8").replace("/static/", f"/static/{_version()}/")


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(file.relative_to(STATIC).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
