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
        self._waiting: asyncio.Queue[Json | bytes | int] = asyncio.Queue()
        self._pings: dict[bytes, asyncio.Future[None]] = {}
        self._squeeze = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self.socket = web.WebSocketResponse(timeout=1.0, compress=False, autoping=False)

    def send(self, frame: Json) -> None:
        self._waiting.put_nowait(frame)

    def ping(self) -> "asyncio.Future[None]":
        """Return what is done once the app has read all that was sent before, or is gone."""
        name = str(len(self._pings)).encode()
        self._pings[name] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(name)
        return self._pings[name]

    def pong(self, name: bytes) -> None:
        if name in self._pings and not self._pings[name].done():
            self._pings[name].set_result(None)

    def end(self) -> None:
        """Note that the app is gone."""
        for name in self._pings:
            self.pong(name)

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
                if isinstance(frame, bytes):
                    await self.socket.ping(frame)
                else:
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
