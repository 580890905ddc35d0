"""Socket Mode: each payload goes to one of the app's connections, and waits there for its acknowledgement."""

import asyncio
import json
import uuid
from contextlib import suppress

from aiohttp import WSMsgType, web

from tests.fakes.slack import delivery as deliveries
from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.nouns import Json
from tests.until import until

NOTICE = 2.0
"""Seconds in which an app that is told to go may do so by itself; Slack gives about ten."""
MOST = 10
"""Connections that one app may have."""


class Sockets:
    """The connections of one app, taken in turn."""

    def __init__(self) -> None:
        self.connections: list[web.WebSocketResponse] = []
        self._requests: dict[web.WebSocketResponse, web.Request] = {}
        self.opened = 0
        """Connections that were taken, in all."""
        self.seconds = deliveries.PATIENCE
        self._envelopes: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Json | None]]] = {}
        self._news = asyncio.Event()

    @property
    def is_listened_to(self) -> bool:
        return self.opened > 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Take a connection until it ends."""
        if len(self.connections) >= MOST:
            raise web.HTTPTooManyRequests
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        self._requests[socket] = request
        try:
            await self._greet(socket)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            self._leave(socket)
            del self._requests[socket]
        return socket

    async def carry(self, delivery: Delivery) -> None:
        """Deliver; what a connection takes along when it ends comes again over the next one, if it is an event."""
        try:
            async with asyncio.timeout(self.seconds):
                while (answer := await self._try(delivery)) is None and delivery.kind == "events_api":
                    delivery.attempt, delivery.reason = delivery.attempt + 1, "timeout"
        except TimeoutError:
            return
        if answer is not None:
            delivery.seconds, delivery.response = 0.0, answer

    async def connected(self, count: int = 1) -> None:
        """Wait until the app has so many connections."""
        while len(self.connections) < count:
            self._news.clear()
            await self._news.wait()

    async def disconnect(self, reason: str) -> None:
        """Tell all connections to go, and close those that do not: warning, refresh_requested or link_disabled."""
        frame, told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}, [*self.connections]
        for socket in told:
            await self._send(socket, frame)
        with suppress(TimeoutError):
            await until(lambda: not any(socket in self.connections for socket in told), seconds=NOTICE)
        for socket in told:
            await socket.close()

    def drop(self) -> None:
        """Cut all connections without a word."""
        for socket in list(self.connections):
            self._leave(socket)
            if transport := self._requests[socket].transport:
                transport.abort()

    async def close(self) -> None:
        for socket in list(self.connections):
            await socket.close()

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        self.connections.append(socket)
        self.opened += 1
        hello = {"type": "hello", "num_connections": len(self.connections), "connection_info": {"app_id": "A1"}}
        await self._send(socket, {**hello, "debug_info": {"host": "loopback", "approximate_connection_time": 18060}})
        self._news.set()

    async def _try(self, delivery: Delivery) -> Json | None:
        """Deliver over one connection; None where it ended before the acknowledgement."""
        await self.connected()
        socket = self.connections[0]
        self.connections.append(self.connections.pop(0))
        id = str(uuid.uuid4())
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._envelopes[id] = (socket, answer)
        try:
            await self._send(socket, _wrap(delivery, id))
            return await answer
        finally:
            del self._envelopes[id]

    async def _send(self, socket: web.WebSocketResponse, frame: Json) -> None:
        try:
            await socket.send_json(frame)
        except ConnectionError:
            self._leave(socket)

    def _acknowledge(self, frame: Json) -> None:
        _, answer = self._envelopes.get(frame.get("envelope_id", ""), (None, None))
        if answer and not answer.done():
            answer.set_result(frame.get("payload") or {})

    def _leave(self, socket: web.WebSocketResponse) -> None:
        if socket in self.connections:
            self.connections.remove(socket)
        for held, answer in self._envelopes.values():
            if held is socket and not answer.done():
                answer.set_result(None)


def _wrap(delivery: Delivery, id: str) -> Json:
    frame: Json = {"envelope_id": id, "type": delivery.kind, "payload": delivery.payload}
    frame["accepts_response_payload"] = delivery.kind != "events_api"
    if delivery.kind == "events_api":
        frame |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return frame
