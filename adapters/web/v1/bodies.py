"""How much a request may send: bounded as it comes, so that no large body is ever held."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_SNIPPET = 1024 * 1024
"""Bytes of JSON: the 256 KB that a snippet holds, however they are escaped by a sensible encoder."""
LARGEST_IMPORT = 10 * 1024 * 1024


class BodyLimits:
    """ASGI middleware: raises 413 where the body of a request turns out to be larger than its path allows."""

    def __init__(self, app: ASGIApp, *, most: int = LARGEST_SNIPPET, more: Mapping[str, int] | None = None) -> None:
        """``more``: what the end of a path allows, where that is more than ``most``."""
        self._app = app
        self._most = most
        self._more = more or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = next((size for end, size in self._more.items() if scope["path"].endswith(end)), self._most)
        announced = Headers(scope=scope).get("content-length", "")
        read = int(announced) if announced.isdecimal() else 0
        is_announced = bool(read)

        async def receive_with_limit() -> Message:
            nonlocal read
            message = await receive() if read <= most else {"type": "http.request"}
            if not is_announced:
                read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, f"This may have {most // 1024:,} KB; it has more.")
            return message

        await self._app(scope, receive_with_limit, send)
