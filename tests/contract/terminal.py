"""The contract's driver for the terminal: each question is a process, and what it prints is what is shown."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from bot.nouns import Attachment
from tests.contract.driver import Driver, Said, Seen
from tests.fakes.openai_server import ModelServer


@dataclass
class Asking:
    """One run of `code-supporter ask`, with its output in a pipe."""

    process: asyncio.subprocess.Process
    printed: bytearray = field(default_factory=bytearray)
    complained: bytearray = field(default_factory=bytearray)
    reading: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """What it printed, then what it said on standard error; an exit with 130 says that it was stopped."""
        said = [self.printed.decode().removesuffix("\n"), self.complained.decode().strip()]
        if self.process.returncode == 128 + signal.SIGINT:
            said.append("Stopped.")
        return "\n\n".join(part for part in said if part)


class TerminalDriver(Driver):
    """A person at a shell, which goes on with the conversation that was begun last."""

    lacks: ClassVar[Mapping[str, str]] = {
        "long messages cut": "a terminal scrolls",
        "other bots": "nobody but the person speaks there",
        "a rate limit": "a terminal refuses nothing",
        "calls that fail": "a terminal that is gone ends the program",
        "a shutdown of its own": "the program ends with its answer",
        "notes below an answer": "what is piped on is the answer alone",
        "a queue": "every call of the program has one of its own",
        "redelivery": "every call of the program is a question of its own",
    }

    def __init__(self, folder: Path, server: ModelServer) -> None:
        self._folder = folder
        self._server = server
        self._asked: dict[str, list[Asking]] = {}

    async def says(self, text: str, *, conversation: str = "first", by_bot: bool = False) -> Said:
        return await self._ask(conversation, text)

    async def complains(self, words: str, *, conversation: str = "first") -> Said:
        return await self._ask(conversation, words, "--mode", "feedback")

    async def commands(self, line: str, *, file: Attachment | None = None) -> Seen:
        words = line.split()
        if "export" in words:
            ended = await self._run(*words)
            return Seen(ended.complained.decode(), file=Attachment("snippets.json", ended.printed.decode()))
        if not file:
            return _see(await self._run(*words))
        path = self._folder / file.name
        path.write_text(file.text)
        return Seen((await self._run(*words, file.name, "--dry-run")).shown, {"Import 1": f"{line} {path} --yes"})

    async def edits(self, key: str, code: str) -> Seen:
        return _see(await self._run("snippets", "edit", key, pipes=code.encode()))

    async def presses(self, seen: Seen, label: str) -> Seen:
        return _see(await self._run(*seen.buttons[label].split()))

    async def _run(self, *words: str, pipes: bytes | None = None) -> Asking:
        """Run the program to its end."""
        asking = await self._start(*words, pipes=pipes)
        await asyncio.gather(*asking.reading)
        await asking.process.wait()
        return asking

    async def _ask(self, conversation: str, text: str, *options: str) -> Said:
        before = self._asked.setdefault(conversation, [])
        assert not before or conversation == [*self._asked][-1], "the shell would go on with another conversation"
        words = ["ask", *(["--continue"] if before else []), *options, text]
        asking = await self._start(*words)
        before.append(asking)
        return Said(str(len(before)), conversation, text)

    async def _start(self, *words: str, pipes: bytes | None = None) -> Asking:
        folder = self._folder
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "adapters.cli", *words),
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "OPENAI_BASE_URL": self._server.url,
                "OPENAI_MODEL": "scripted",
                "EMBEDDINGS": "none",
                "LESSONS_WITHHELD": "0",
                "DATA_DIR": str(folder / "data"),
                "XDG_CONFIG_HOME": str(folder / "config"),
            },
            stdin=asyncio.subprocess.DEVNULL if pipes is None else asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        asking = Asking(process)
        asking.reading = [
            asyncio.create_task(_read(process.stdout, asking.printed)),
            asyncio.create_task(_read(process.stderr, asking.complained)),
        ]
        if pipes is not None and process.stdin:
            process.stdin.write(pipes)
            process.stdin.close()
        return asking

    async def ended(self, said: Said) -> None:
        asking = self._asked[said.conversation][int(said.ref) - 1]
        await asyncio.gather(*asking.reading)
        await asking.process.wait()

    async def shown(self, conversation: str = "first") -> list[str]:
        return [asking.shown for asking in self._asked.get(conversation, []) if asking.shown]

    async def stops(self, conversation: str = "first") -> None:
        self._asked[conversation][-1].process.send_signal(signal.SIGINT)

    async def leave(self) -> None:
        """End what a failed test left running."""
        for asking in (asking for askings in self._asked.values() for asking in askings):
            if asking.process.returncode is None:
                asking.process.kill()
            await asyncio.gather(*asking.reading)
            await asking.process.wait()


def _see(asking: Asking) -> Seen:
    """Return what a command printed; what undoes it stands there as a command to be typed."""
    undo = re.search(r"^To undo: code-supporter (.+)$", asking.shown, re.MULTILINE)
    return Seen(asking.shown, {"Undo": undo[1]} if undo else {})


async def _read(stream: asyncio.StreamReader | None, into: bytearray) -> None:
    assert stream is not None
    while piece := await stream.read(65536):
        into += piece


@asynccontextmanager
async def driver(folder: Path, server: ModelServer) -> AsyncIterator[TerminalDriver]:
    terminal = TerminalDriver(folder, server)
    try:
        yield terminal
    finally:
        await terminal.leave()
