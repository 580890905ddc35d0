"""The model that the program runs itself, in a process of its own, where no provider is set.

Imports nothing heavy: the model is loaded while the rest of the program still is.
"""

import asyncio
import json
import logging
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.background import background
from bot.errors import StartError, Unreachable
from bot.settings import Settings

_log = logging.getLogger(__name__)
_PATIENCE = 300.0
"""Seconds that a question waits for a model that is still being fetched or loaded."""
_REST, _LONGEST_REST = 2.0, 60.0
"""Seconds before a model that ended by itself is started again: longer each time that it does not come up."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a local model answers, and as what; name and context are not known before it does."""

    base_url: str
    key: str
    name: str = ""
    context: int = 0


class LocalModel:
    """A model server of our own, or one that a running service lends."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.begun = asyncio.Event()
        """Set once its process runs."""
        self.answering = asyncio.Event()
        self.has_answered = False
        self.reason = "the local model is being started"
        """Why it does not answer; empty while it does."""

    async def wait(self) -> None:
        """Wait until the model answers; on a first start it has to be fetched. Raises ``Unreachable``."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.answering.wait()
        except TimeoutError:
            raise Unreachable(f"The local model is not ready yet: {self.reason}. Try again in a while.") from None

    def answers(self) -> None:
        """Take note that it answers now."""
        self.reason = ""
        self.has_answered = True
        self.answering.set()

    def ended(self, reason: str) -> None:
        """Take note that it does not any more."""
        self.reason = reason
        self.answering.clear()


@asynccontextmanager
async def local_model(settings: Settings, *, borrow: bool = False) -> AsyncIterator[LocalModel | None]:
    """Run the local model while inside; None where a provider is set.

    Others with the same data folder may borrow it, and with ``borrow`` that is what is done if it can be: such a
    model ends with its service. Raises ``StartError`` where our own never comes up.
    """
    if not settings.runs_local_model:
        yield None
    elif borrow and (served := await _lent(settings)):
        model = LocalModel(served)
        model.answers()
        yield model
    else:
        model = LocalModel(Served(f"http://127.0.0.1:{_free_port()}/v1", secrets.token_urlsafe(16)))
        async with background(_keep(model, settings, None if borrow else _loan(settings))):
            await model.begun.wait()
            yield model


async def _keep(model: LocalModel, settings: Settings, loan: Path | None) -> None:
    """Run the server, again if it ends, until cancelled."""
    rest = _REST
    while True:
        code = await _run(model, settings, loan)
        if not model.has_answered:
            raise StartError(f"the local model did not start (exit {code}); the lines above say why")
        rest = _REST if model.answering.is_set() else min(2 * rest, _LONGEST_REST)
        model.ended(f"the local model ended (exit {code}) and is started again")
        _log.error("%s in %g s", model.reason, rest)
        await asyncio.sleep(rest)


async def _run(model: LocalModel, settings: Settings, loan: Path | None) -> int:
    port = str(urlsplit(model.served.base_url).port)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "llm_host", "serve", *([settings.local_model] if settings.local_model else [])),
        *("--port", port, "--models", str(settings.model_dir), "--exit-with-parent"),
        stdin=asyncio.subprocess.PIPE,  # closes with us, however we end, and the server ends then, too
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us: running answers may end first
        env=os.environ | {"LLM_API_KEY": model.served.key},
    )
    model.begun.set()
    try:
        assert process.stdout is not None
        async for line in process.stdout:
            if line.startswith(b"READY "):
                _lend(loan, model.served, line.decode().split())
                model.answers()
        return await process.wait()
    finally:
        _end_loan(loan, model.served)
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _lend(loan: Path | None, served: Served, ready: list[str]) -> None:
    """Say in the data folder, for this user alone, how the model is reached; ``ready`` is what its server said."""
    if not loan:
        return
    loan.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = loan.with_suffix(f".{os.getpid()}")
    new.touch(mode=0o600)
    new.write_text(json.dumps(asdict(Served(served.base_url, served.key, ready[2], int(ready[3])))))
    new.replace(loan)


def _end_loan(loan: Path | None, served: Served) -> None:
    """Take back our own loan; another service on the same folder may have put its own there."""
    if loan and (lent := _read(loan)) and lent.key == served.key:
        loan.unlink()


def _read(loan: Path) -> Served | None:
    try:
        return Served(**json.loads(loan.read_text()))
    except (OSError, ValueError, TypeError):
        return None  # there is none, or none that could be used


async def _lent(settings: Settings) -> Served | None:
    """Return the local model that a service on this data folder runs, if it answers at its address."""
    served = _read(_loan(settings))
    if not served:
        return None
    address = urlsplit(served.base_url)
    try:
        _, writer = await asyncio.open_connection(address.hostname, address.port)
    except OSError:
        return None
    writer.close()
    return served


def _loan(settings: Settings) -> Path:
    return settings.data_dir / "local-model.json"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
