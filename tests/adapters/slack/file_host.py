"""A server of files as Slack's: it shows them to one token, and everybody else the page for signing in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

SIGN_IN = b"<!DOCTYPE html><title>Slack | Sign in</title>"
Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class FileHost:
    """Serves ``/files/NAME``; an async context manager."""

    token: str = "xoxb-one"
    heard: list[str] = field(default_factory=list)
    """The ``Authorization`` of each request, empty where there was none."""
    url: str = ""
    _files: dict[str, Respond] = field(default_factory=dict)

    def keeps(
        self, name: str, content: bytes, mimetype: str = "application/octet-stream", **more: Any
    ) -> dict[str, Any]:
        """Keep a file; return what an event says of it."""

        async def send(request: web.Request) -> web.Response:
            return web.Response(body=content, content_type=mimetype)

        self._files[name] = send
        address = f"{self.url}/files/{name}"
        known = {"id": "F1", "name": name, "mimetype": mimetype, "size": len(content), "url_private_download": address}
        return known | more

    def answers(self, name: str, respond: Respond) -> dict[str, Any]:
        """Let a file be answered in a way of its own."""
        file = self.keeps(name, b"")
        self._files[name] = respond
        return file

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/files/{name}", self._send)
        app.router.add_route("*", "/api/files.getUploadURLExternal", self._grant)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _grant(self, request: web.Request) -> web.Response:
        """Promise to take an upload where none is taken."""
        return web.json_response({"ok": True, "upload_url": f"{self.url}/files/refused", "file_id": "F1"})

    async def _send(self, request: web.Request) -> web.StreamResponse:
        self.heard.append(request.headers.get("Authorization", ""))
        if self.heard[-1] != f"Bearer {self.token}":
            return web.Response(body=SIGN_IN, content_type="text/html")
        return await self._files[request.match_info["name"]](request)
