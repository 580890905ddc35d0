"""The program as people start it: `code-supporter serve` in a process of its own, with settings and a data folder."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.client import connect

from tests.adapters.web.house import Viewer

ROOT = Path(__file__).parents[2]
_READY = re.compile(r"Code Supporter is ready: (http://\S+)")


@dataclass
class Program:
    """A running service."""

    process: asyncio.subprocess.Process
    url: str = ""

    @asynccontextmanager
    async def viewer(self) -> AsyncIterator[Viewer]:
        """A tab of its page, as far as the socket goes."""
        address = self.url.replace("http://", "ws://") + "/api/live"
        async with connect(address, additional_headers={"Origin": self.url}, proxy=None) as socket:
            yield Viewer(socket)

    async def ends(self, number: signal.Signals) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        async with asyncio.timeout(30):
            return await self.process.wait()


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Nothing of this machine but where programs are, and the given settings; no lesson is withheld by chance."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ}
    own = {
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "WEB_PORT": "0",
        "EMBEDDINGS": "none",
        "LESSONS_WITHHELD": "0",
    }
    return kept | own | settings


async def start(folder: Path, **settings: str) -> asyncio.subprocess.Process:
    """Start the service; its standard error goes to a file in ``folder``."""
    with (folder / "stderr.txt").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "adapters.cli", "serve"),
            cwd=folder,
            env=environment(folder, **settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )


@asynccontextmanager
async def running(folder: Path, *, patience: float = 30, **settings: str) -> AsyncIterator[Program]:
    """Run the service until the end of the block, and kill it there if it still runs."""
    process = await start(folder, **settings)
    program = Program(process)
    try:
        async with asyncio.timeout(patience):
            program.url = await _address(process, folder)
        yield program
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped_at_start(folder: Path, **settings: str) -> tuple[int, str]:
    """Start the service where it can't; return the exit code and what it said on standard error."""
    (folder / "stderr.txt").unlink(missing_ok=True)
    process = await start(folder, **settings)
    async with asyncio.timeout(30):
        await process.communicate()
    assert process.returncode is not None
    return process.returncode, (folder / "stderr.txt").read_text()


async def _address(process: asyncio.subprocess.Process, folder: Path) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if ready := _READY.search(line.decode()):
            return ready[1]
    raise AssertionError(f"the service ended at its start: {(folder / 'stderr.txt').read_text()}")
