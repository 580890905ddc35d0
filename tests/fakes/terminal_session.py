"""A person at a terminal: starts a program in it, types, and reads the screen.

async with at_terminal([sys.executable, "-c", "print(input())"]) as session:
    session.types("hello\\n")
    await session.sees("hello")
    assert await session.ends() == 0
"""

import asyncio
import codecs
import fcntl
import os
import select
import struct
import sys
import termios
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fakes.terminal import Terminal

PATIENCE = 20.0
"""Seconds that a person waits for something to happen."""
_BEGIN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""Makes the terminal the one whose Ctrl-C reaches the program."""


class Session:
    """One program in one terminal."""

    def __init__(self, line: int, terminal: Terminal) -> None:
        self.terminal = terminal
        self.written = ""
        """Everything that came, escapes and all."""
        self.process: asyncio.subprocess.Process
        self._line = line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._changed = asyncio.Event()

    def types(self, keys: str) -> None:
        os.write(self._line, keys.encode())

    async def sees(self, text: str) -> None:
        """Wait until ``text`` stands on the terminal or has scrolled off it."""
        await self._until(lambda: text in self.terminal.text, f"{text!r} on the terminal")

    async def reads(self, text: str) -> None:
        """Wait until ``text`` was written, even if it was wiped away again."""
        await self._until(lambda: text in self.written, f"{text!r} written")

    async def ends(self) -> int:
        """Wait until the program has ended; return its exit code."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
        self.hear()
        return code

    def hear(self) -> None:
        """Take in what the program wrote."""
        while select.select([self._line], [], [], 0)[0]:
            text = self._decoder.decode(os.read(self._line, 65536))
            self.written += text
            self.terminal.feed(text)
        self._changed.set()

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"no {what}, but:\n{self.terminal.text}") from None


@asynccontextmanager
async def at_terminal(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    width: int = 80,
    height: int = 24,
) -> AsyncIterator[Session]:
    """Run ``command`` in a terminal of this size; end it where it has not ended by itself."""
    line, inside = os.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    os.set_blocking(line, False)
    session = Session(line, Terminal(width, height))
    loop = asyncio.get_running_loop()
    try:
        session.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _BEGIN, *command),
            stdin=inside,
            stdout=inside,
            stderr=inside,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        loop.add_reader(line, session.hear)
        yield session
    finally:
        loop.remove_reader(line)
        if session.process.returncode is None:
            session.process.kill()
            await session.process.wait()
        os.close(inside)
        os.close(line)
