"""A scripted OpenAI-compatible server on loopback: a test says what it answers, how fast, and how it breaks.

    async with ModelServer() as server:  # or the fixture model_server
        server.says("Use `sorted`.")     # the next answer; without one it is what server.answer(asked) returns
        server.pace = 0.05               # seconds before each token; a token is four characters
        server.breaks("cut", after=3)    # the next answer is cut after three tokens: see FAULTS
        server.hold(after=2)             # answers wait after two tokens ...
        server.release()                 # ... for this
        Models([Provider("scripted", server.url, None)])
        await server.asks()              # until a question has come
        await server.left()              # until the client of a running answer has left, which ends the answer
        server.asked[-1].messages        # what was sent

Limits are kept as real servers keep them: an unknown model is refused with 404, a wrong key with 401, a prompt beyond
the model's context with 400, and ``max_tokens`` ends an answer. What a prompt begins with like one
shortly before counts as cached. On its own: ``python -m tests.fakes.openai_server --rate 20 --tokens 200``.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Self

from tests.fakes import openai_wire as wire
from tests.fakes.openai_answer import play
from tests.fakes.openai_faults import REFUSALS, refuse_length, refuse_model
from tests.fakes.openai_script import CHARS, Fault, Script
from tests.fakes.openai_wire import Asked


class ModelServer(Script):
    """Serves ``/v1/models`` and streams ``/v1/chat/completions``, in the event loop of the test."""

    def __init__(self) -> None:
        super().__init__()
        self.port = 0
        self.connected = 0
        """Connections that were taken, in all."""
        self._listener: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The base URL; of a server that was stopped, the one of before."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; 0: on any free port, after a stop on the same as before."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._connect, "127.0.0.1", port or self.port, backlog=2048)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections and cut those that are open; raises what went wrong in here."""
        if self._listener:
            self._listener.close()
        connections, self._connections = self._connections, set()
        for connection in connections:
            connection.cancel()
        for outcome in await asyncio.gather(*connections, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _connect(self) -> asyncio.StreamReaderProtocol:
        self.connected += 1
        line = _Line()
        return asyncio.StreamReaderProtocol(
            line, lambda _, writer: self._connections.add(asyncio.create_task(self._serve(line, writer)))
        )

    async def _serve(self, line: "_Line", writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing() and (asked := await wire.read_request(line)):
                if asked.path == "/v1/chat/completions":
                    await self._reply(asked, line, writer)
                elif asked.path:
                    writer.write(self._list(asked))
                else:
                    writer.write(wire.respond(400, b"plain HTTP is spoken here"))
                    break
        finally:
            writer.close()

    def _list(self, asked: Asked) -> bytes:
        self.listed += 1
        if asked.path != "/v1/models" or not self.lists:
            return wire.respond(404, {"detail": "Not Found"})
        listed = self.lists if isinstance(self.lists, bytes) else wire.catalogue(self.models, self.dialect)
        return self._refuse_key(asked) or wire.respond(200, listed)

    def _refuse_key(self, asked: Asked) -> bytes:
        locked = self.key and asked.headers.get("authorization") != f"Bearer {self.key}"
        return REFUSALS["401"] if locked else b""

    def _refuse(self, asked: Asked) -> bytes:
        tokens, context = len(asked.prompt) // CHARS, self.models.get(asked.model)
        if context is None:
            return refuse_model(asked.model)
        return refuse_length(self.dialect, tokens, context) if 0 < context < tokens else b""

    async def _reply(self, asked: Asked, line: "_Line", writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        await self.tell()
        fault = self.next_fault()
        if fault.name == "mute":
            await line.gone.wait()
        if fault.name == "dribble":
            await _dribble(writer, line)
            return
        if refusal := REFUSALS.get(fault.name) or self._refuse_key(asked) or self._refuse(asked):
            writer.write(refusal)
            return
        async with self.counted():
            whole = await _run(_send(play(self, asked, fault), fault, writer), line)
            self.finished += whole
            self.deserted += not whole


class _Line(asyncio.StreamReader):
    """What a client sends, and whether it has gone."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()

    def feed_eof(self) -> None:
        super().feed_eof()
        self.gone.set()

    def set_exception(self, exc: Exception) -> None:
        super().set_exception(exc)
        self.gone.set()


async def _dribble(writer: asyncio.StreamWriter, line: _Line) -> None:
    """Send a refusal byte by byte, until its client has left."""
    writer.write(b"HTTP/1.1 400 Scripted\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n")
    while not line.gone.is_set():
        writer.write(b" ")
        await asyncio.sleep(0.01)


async def _run(sending: Coroutine[None, None, None], line: _Line) -> bool:
    """Send an answer to its end; False where its client left before that."""
    tasks = asyncio.create_task(sending), asyncio.create_task(line.gone.wait())
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        outcome, _ = await asyncio.gather(*tasks, return_exceptions=True)
    if isinstance(outcome, Exception) and not isinstance(outcome, ConnectionError):
        raise outcome
    return outcome is None


async def _send(events: AsyncGenerator[bytes], fault: Fault, writer: asyncio.StreamWriter) -> None:
    writer.write(wire.STREAM)
    async with aclosing(events):
        async for event in events:
            writer.write(wire.chunked(event))
            await writer.drain()
    if fault.name == "cut":
        writer.close()
    else:
        writer.write(wire.END)


async def serve(port: int, rate: float, tokens: int) -> None:
    """Serve for ever, answers of so many tokens, each at ``rate`` tokens a second (0: at once); print the address."""
    server = ModelServer()
    server.pace = 1 / rate if rate else 0.0
    words = "def answer() -> int:\n    return 42\n" * tokens
    server.answer = lambda asked: words[: tokens * CHARS]
    await server.start(port)
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="A scripted OpenAI-compatible server on loopback.")
    options.add_argument("--port", type=int, default=0, help="0, the default: any free one")
    options.add_argument("--rate", type=float, default=20.0, help="tokens a second of one answer; 0: at once")
    options.add_argument("--tokens", type=int, default=200, help="tokens of an answer")
    asyncio.run(serve(**vars(options.parse_args())))
