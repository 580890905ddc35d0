"""One socket of the gateway: frames go out in order, compressed the way the app asked for."""

import asyncio
import json
import zlib

from aiohttp import web

from tests.fakes.discord.nouns import Json


class Wire:
    """A connection that is written to without waiting."""

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self._waiting: asyncio.Queue[Json | int] = asyncio.Queue()
        self._squeeze = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self.socket = web.WebSocketResponse(timeout=1.0, compress=False)

    def send(self, frame: Json) -> None:
        self._waiting.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close with a code, after all that was sent."""
        self._waiting.put_nowait(code)

    def cut(self) -> None:
        """End the connection without a word."""
        if self._request.transport:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write until told to close, or until the other end is gone."""
        try:
            while not isinstance(frame := await self._waiting.get(), int):
                await self._put(json.dumps(frame))
        except ConnectionError:
            return
        await self.socket.close(code=frame)

    async def _put(self, text: str) -> None:
        if self._squeeze is None:
            await self.socket.send_str(text)
        else:
            # Each frame ends with 00 00 FF FF, by which the app knows that it has the whole of it.
            squeezed = self._squeeze.compress(text.encode()) + self._squeeze.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(squeezed)
