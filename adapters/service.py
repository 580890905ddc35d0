"""The service: every platform on one engine, until it is told to stop."""

import asyncio
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvicorn

from adapters.core import Core, open_core
from adapters.logs import begin_logging
from adapters.terminal import TerminalAdapter
from adapters.web.app import create_app
from adapters.web.frames import WS_MAX_SIZE
from adapters.web.surface import WebAdapter
from bot.errors import StartError
from bot.settings import Settings

_log = logging.getLogger(__name__)
_BACKLOG = 2048


class _WebServer(uvicorn.Server):
    """uvicorn, with the signals left to us: running answers end before the page goes away."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; return the exit code. Raises ``StartError``."""
    begin_logging(settings)
    listening = _listen(settings)
    web = WebAdapter()
    async with open_core(settings, {web.platform: web, TerminalAdapter.platform: TerminalAdapter()}) as core:
        app = create_app(core.engine, core.store, core.models, settings, core.readiness, web)
        server = _WebServer(
            uvicorn.Config(app, log_config=None, access_log=False, ws_max_size=WS_MAX_SIZE, timeout_graceful_shutdown=5)
        )
        stop = _on_signals(core)
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(server.serve(sockets=[listening]))
            announcing = tasks.create_task(_announce(core, _address(settings, listening)))
            try:
                await asyncio.wait([serving, tasks.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
                await core.engine.close(grace=settings.grace_seconds)
            finally:
                stop.set()
                announcing.cancel()
                server.should_exit = True
                await serving
    return 0


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.web_host, settings.web_port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise StartError(
            f"WEB_PORT={settings.web_port}: can't listen on {settings.web_host} ({error.strerror});"
            " is Code Supporter running already? Else choose another WEB_PORT"
        ) from None
    return listening


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
