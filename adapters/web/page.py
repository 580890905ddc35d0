"""The page and its files, as they lie in ``static``."""

import hashlib
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

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
    version = _hash(STATIC)
    page = (STATIC / "page.html").read_text(encoding="utf-8")
    page = page.replace("/static/", f"/static/{version}/").replace("MAX_QUESTION", str(max_question))
    app.mount("/static", Versioned(STATIC, version))

    @app.get("/", response_class=HTMLResponse)
    async def show_page() -> HTMLResponse:
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    @app.get("/favicon.ico", response_class=FileResponse)
    async def show_icon() -> FileResponse:
        return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
