"""The service: every platform on one engine, until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from typing import Protocol

import click
import uvicorn
from fastapi import FastAPI

from adapters.core import Core, open_core
from adapters.local_model import LocalModel
from adapters.terminal.surface import TerminalAdapter
from adapters.web.app import Neighbour, create_app
from adapters.web.entrance import Home, open_entrance
from adapters.web.frames import WS_MAX_SIZE
from adapters.web.panels import panels_of
from adapters.web.surface import WebAdapter
from adapters.web.v1.api import Api
from bot.settings import Settings
from bot.surface import Adapter


class Chat(Adapter, Neighbour, Home, Protocol):
    """A platform of its own, beside the page and the terminal."""

    def open(self, core: Core) -> AbstractAsyncContextManager[None]:
        """Take part in it while inside. Raises ``StartError`` where it refuses what the settings say."""


class _WebServer(uvicorn.Server):
    """uvicorn, with the signals left to us: running answers end before the page goes away."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def run(settings: Settings, listening: socket.socket, model: LocalModel | None) -> int:
    """Serve on ``listening`` until SIGTERM or SIGINT; return the exit code. Raises ``StartError``."""
    web, chats = WebAdapter(), _chats(settings)
    adapters: dict[str, Adapter] = {web.platform: web, TerminalAdapter.platform: TerminalAdapter()}
    adapters |= {chat.platform: chat for chat in chats}
    async with open_core(settings, adapters, model) as core, AsyncExitStack() as stack:
        for chat in chats:
            await stack.enter_async_context(chat.open(core))
        people, entrance = open_entrance(core, {chat.platform: chat for chat in chats})
        panels = [*entrance, *panels_of(core)]
        api = Api(core.commands.snippets, core.store, settings.public_url)
        app = create_app(
            core.engine, core.store, core.models, settings, core.readiness, web, chats, panels, api, people
        )
        await _serve(app, core, listening)
    return 0


def _chats(settings: Settings) -> list[Chat]:
    """Return the platforms that are on. Their imports take a while, which those who have no use for them need not."""
    chats: list[Chat] = []
    if settings.slack_is_on:
        from adapters.slack.adapter import SlackAdapter

        chats.append(SlackAdapter(settings))
    if settings.discord_bot_token:
        from adapters.discord.adapter import DiscordAdapter

        chats.append(DiscordAdapter(settings))
    return chats


async def _serve(app: FastAPI, core: Core, listening: socket.socket) -> None:
    server = _WebServer(
        uvicorn.Config(app, log_config=None, access_log=False, ws_max_size=WS_MAX_SIZE, timeout_graceful_shutdown=5)
    )
    stop = _on_signals(core)
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(server.serve(sockets=[listening]))
        announcing = tasks.create_task(_announce(core, _address(core.settings, listening)))
        try:
            await asyncio.wait([serving, tasks.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
            await core.engine.close(grace=core.settings.grace_seconds)
        finally:
            stop.set()
            announcing.cancel()
            server.should_exit = True
            await serving


def _address(settings: Settings, listening: socket.socket) -> str:
    return settings.public_url or f"http://{settings.web_host}:{listening.getsockname()[1]}"


async def _announce(core: Core, address: str) -> None:
    if core.local_model:
        await core.local_model.answering.wait()
    click.echo(f"Code Supporter is ready: {address}")


def _on_signals(core: Core) -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; a second signal ends the grace of running answers."""
    stop = asyncio.Event()
    hurrying: list[asyncio.Task[None]] = []

    def heed() -> None:
        if stop.is_set():
            hurrying.append(asyncio.ensure_future(core.engine.close(grace=0)))
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, heed)
    return stop
