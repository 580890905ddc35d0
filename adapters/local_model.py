"""The model that the program runs itself, in a process of its own, where no provider is set."""

import asyncio
import json
import logging
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.background import background
from bot.errors import StartError, Unreachable
from bot.models import Provider
from bot.settings import Settings

_log = logging.getLogger(__name__)
_SILENCE = 300.0
"""Seconds: on two cores a long question alone takes half a minute to read, and others may be ahead in the queue."""
_REST = 2.0
"""Seconds before a model that ended by itself is started again."""


@dataclass(frozen=True, slots=True)
class Served:
    """A local model that answers."""

    base_url: str
    key: str
    name: str
    context: int


class LocalModel:
    """Start a model server, keep it running, and say when it answers.

    It ends with this process, however that ends: its standard input is a pipe that closes with us.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._port = _free_port()
        self._key = secrets.token_urlsafe(16)
        self.answering = asyncio.Event()
        self._state = _state_file(settings)
        self.reason = "the local model is being started"

    @property
    def provider(self) -> Provider:
        """The provider that it is, also before it answers."""
        return _provider(Served(f"http://127.0.0.1:{self._port}/v1", self._key, "", 0), self._settings, self.wait)

    async def wait(self) -> None:
        """Wait until the model answers; on a first start it has to be fetched. Raises ``Unreachable``."""
        try:
            async with asyncio.timeout(_SILENCE):
                await self.answering.wait()
        except TimeoutError:
            raise Unreachable(f"The local model is not ready yet: {self.reason}. Try again in a while.") from None

    async def keep(self) -> None:
        """Run the server, again if it ends, until cancelled. Raises ``StartError`` where it never came up."""
        while True:
            code = await self._run()
            if not self.answering.is_set():
                raise StartError(f"the local model did not start (exit {code}); the lines above say why")
            self.answering.clear()
            self.reason = f"it ended (exit {code}) and is started again"
            _log.error("the local model ended with exit %d; it is started again in %g s", code, _REST)
            await asyncio.sleep(_REST)

    async def _run(self) -> int:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "llm_host", "serve", *([self._settings.local_model] if self._settings.local_model else [])),
            *("--port", str(self._port), "--models", str(self._settings.model_dir), "--exit-with-parent"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us: running answers may end first
            env=os.environ | {"LLM_API_KEY": self._key},
        )
        try:
            assert process.stdout is not None
            async for line in process.stdout:
                if line.startswith(b"READY "):
                    self._now_served(line.decode().split())
            return await process.wait()
        finally:
            self._state.unlink(missing_ok=True)
            if process.returncode is None:
                process.terminate()
                await process.wait()

    def _now_served(self, words: list[str]) -> None:
        served = Served(words[1], self._key, words[2], int(words[3]))
        self._state.parent.mkdir(parents=True, exist_ok=True)
        self._state.touch(mode=0o600)
        self._state.write_text(json.dumps(asdict(served)))
        self.reason = ""
        self.answering.set()


@asynccontextmanager
async def local_provider(settings: Settings, *, borrow: bool) -> AsyncIterator[tuple[Provider, LocalModel | None]]:
    """Run the local model while inside; with ``borrow``, that of a running service on the same data folder is used.

    Raises ``StartError`` where it never comes up.
    """
    if borrow and (served := await _running(settings)):
        yield _provider(served, settings), None
        return
    model = LocalModel(settings)
    async with background(model.keep()):
        yield model.provider, model


def _provider(served: Served, settings: Settings, ready: Callable[[], Awaitable[None]] | None = None) -> Provider:
    return Provider(
        name="local",
        base_url=served.base_url,
        key=SecretStr(served.key),
        context=settings.model_context or served.context,
        silence=_SILENCE,
        default=served.name,
        ready=ready,
    )


async def _running(settings: Settings) -> Served | None:
    """Return the local model that a service on this data folder runs, if it answers at its address."""
    file = _state_file(settings)
    if not file.exists():
        return None
    served = Served(**json.loads(file.read_text()))
    address = urlsplit(served.base_url)
    try:
        _, writer = await asyncio.open_connection(address.hostname, address.port)
    except OSError:
        return None
    writer.close()
    return served


def _state_file(settings: Settings) -> Path:
    return settings.data_dir / "local-model.json"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
