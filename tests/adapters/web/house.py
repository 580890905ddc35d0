"""The web adapter as the service runs it: real engine, store and uvicorn, with a scripted model behind."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import pytest
import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from adapters.core import Core
from adapters.web.app import create_app
from adapters.web.entrance import open_entrance
from adapters.web.frames import WS_MAX_SIZE
from adapters.web.panels import panels_of
from adapters.web.runs import Runs
from adapters.web.surface import WebAdapter
from adapters.web.v1.api import Api
from tests.fakes.openai_server import ModelServer
from tests.stack import opened
from tests.until import until

PATIENCE = 10.0
"""Seconds that a test waits for a frame."""


@dataclass(frozen=True, slots=True)
class House:
    """A served page."""

    core: Core
    runs: Runs
    port: int
    server: uvicorn.Server
    model: ModelServer
    app: FastAPI

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> int:
        """Cut every open connection as a broken network does; return how many."""
        open_ones: list[Any] = list(self.server.server_state.connections)
        for connection in open_ones:
            connection.transport.abort()
        return len(open_ones)

    @asynccontextmanager
    async def viewer(self, *, host: str = "", origin: str | None = None, cookie: str = "") -> AsyncIterator["Viewer"]:
        """A browser tab that speaks the socket's language; ``host`` and ``origin`` are what its headers say."""
        headers = {"Origin": self.url if origin is None else origin, **({"Cookie": cookie} if cookie else {})}
        address = f"ws://{host or f'127.0.0.1:{self.port}'}/api/live"
        async with connect(
            address, host="127.0.0.1", port=self.port, additional_headers=headers, proxy=None
        ) as connection:
            yield Viewer(connection)


class Viewer:
    """Says frames and hears frames."""

    def __init__(self, connection: ClientConnection) -> None:
        self.socket = connection
        self.conversation = str(uuid4())

    async def says(self, type: str, **fields: object) -> None:
        await self.socket.send(json.dumps({"type": type, **fields}))

    async def asks(self, text: str, **fields: object) -> str:
        """Ask, and return the run's id."""
        run = str(fields.pop("client_id", uuid4()))
        await self.says("ask", client_id=run, conversation=self.conversation, text=text, **fields)
        return run

    async def hears(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            heard: dict[str, Any] = json.loads(await self.socket.recv())
        return heard

    async def frames(self) -> AsyncIterator[dict[str, Any]]:
        """Hear every frame until the socket closes."""
        async for raw in self.socket:
            yield json.loads(raw)

    async def hears_a(self, type: str) -> dict[str, Any]:
        """Skip to the next frame of a type."""
        while (frame := await self.hears())["type"] != type:
            pass
        return frame

    async def hears_out(self, heard: "Heard | None" = None) -> "Heard":
        """Hear everything up to the end of one run, behind what was heard of it before."""
        heard = heard or Heard()
        while not heard.ended:
            heard.add(await self.hears())
        return heard

    async def hears_until(self, words: str) -> "Heard":
        """Hear until the text has these words in it."""
        heard = Heard()
        while words not in heard.text:
            heard.add(await self.hears())
        return heard

    async def is_cut_off(self) -> ConnectionClosed:
        """Hear until the connection is lost; return how."""
        with pytest.raises(ConnectionClosed) as lost:
            while True:
                await self.hears()
        return lost.value


class Heard:
    """What a page makes of the frames of one run."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.text = ""
        self.seq = 0
        self.epoch = ""

    @property
    def ended(self) -> bool:
        return bool(self.frames) and self.last["type"] in ("done", "refused", "gone")

    @property
    def last(self) -> dict[str, Any]:
        return self.frames[-1]

    @property
    def deltas(self) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["type"] == "delta"]

    def add(self, frame: dict[str, Any]) -> Self:
        self.frames.append(frame)
        if frame["type"] in ("started", "restart"):
            self.epoch = frame["epoch"]
        if frame["type"] == "restart":
            self.text, self.seq = "", 0
        if frame["type"] == "delta":
            self.text += frame["text"]
            assert frame["seq"] == self.seq + len(frame["text"])
            self.seq = frame["seq"]
        return self


@asynccontextmanager
async def serving(app: FastAPI, port: int = 0) -> AsyncIterator[uvicorn.Server]:
    """Serve an application on loopback in this event loop; 0: on any free port."""
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, lifespan="on", log_config=None, ws_max_size=WS_MAX_SIZE, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await until(lambda: server.started or running.done())
        yield server
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def housing(folder: Path, model: ModelServer, *, port: int = 0, **settings: object) -> AsyncIterator[House]:
    """Open everything; leaving it is what a dying process does: the next one takes up what was left unfinished."""
    adapter = WebAdapter(Runs(heartbeat=0.2))
    async with opened(folder, model, {adapter.platform: adapter}, **settings) as core:
        people, entrance = open_entrance(core, {}, recheck=0.2)
        panels = [*entrance, *panels_of(core)]
        api = Api(core.commands.snippets, core.store, core.settings.public_url)
        app = create_app(
            core.engine,
            core.store,
            core.models,
            core.settings,
            core.readiness,
            adapter,
            panels=panels,
            api=api,
            people=people,
        )
        async with serving(app, port) as server:
            (listening,) = server.servers
            yield House(core, adapter.runs, listening.sockets[0].getsockname()[1], server, model, app)


def headers_of(house: House, **more: str) -> Mapping[str, str]:
    """Headers that a request of the page itself has."""
    return {"Origin": house.url, **more}
