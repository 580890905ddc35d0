"""The run log: what an answer has shown so far, kept apart from whoever looks at it."""

import asyncio
from collections.abc import AsyncGenerator
from secrets import token_hex
from typing import Any

from adapters.web.whose import Whose

Frame = dict[str, Any]

NOBODY: Whose = ("", "", "")
HEARTBEAT = 10.0
"""Longest silence, in seconds, that somebody who follows a run hears."""
KEPT = 600.0
"""Seconds for which a run can still be followed after its end; later, the store has the answer."""
MOST_CHARS = 20_000_000
"""Text of ended runs that is kept at most; the oldest give way."""


class Run:
    """One answer as it is being shown. Its sequence numbers count characters, so any of them can be resumed from.

    The text only grows, or else is begun anew under another ``epoch``: numbers of an epoch gone by mean nothing.
    """

    def __init__(self, id: str, whose: Whose = NOBODY, *, heartbeat: float = HEARTBEAT) -> None:
        self.id = id
        self.whose = whose
        self.text = ""
        self.epoch = token_hex(8)
        self.ended_at = 0.0
        self.ahead = 0
        """How many answers must end before this one begins."""
        self._last: Frame | None = None
        self._heartbeat = heartbeat
        self._changed = asyncio.Condition()

    @property
    def ended(self) -> bool:
        return self._last is not None

    @property
    def last(self) -> Frame | None:
        """How it ended; None: it has not."""
        return self._last

    async def show(self, text: str, start: int = 0) -> None:
        """Let ``text`` stand behind the first ``start`` characters."""
        whole = self.text[:start] + text
        if not whole.startswith(self.text):
            self.epoch = token_hex(8)
        self.text = whole
        await self._tell()

    async def queue(self, ahead: int) -> None:
        """Say how many answers must end before this one begins; 0: it begins."""
        self.ahead = ahead
        await self._tell()

    async def end(self, last: Frame) -> None:
        """Say how it ended; whoever follows hears this after all of the text. Only the first end counts."""
        if self._last is None:
            self._last = last
            self.ended_at = asyncio.get_running_loop().time()
            await self._tell()

    async def follow(self, after: int = 0, epoch: str = "") -> AsyncGenerator[Frame, None]:
        """Yield what lies behind ``after``, then what is added, as one frame however much it is, up to the end.

        It never ends the run to stop following it.
        """
        told = 0
        while True:
            if epoch != self.epoch:
                epoch, after = self.epoch, 0
                yield {"type": "restart", "run": self.id, "epoch": epoch}
            elif after < len(self.text):
                text, after = self.text[after:], len(self.text)
                yield {"type": "delta", "run": self.id, "seq": after, "text": text}
            elif self._last is not None:
                yield {"run": self.id, **self._last}
                return
            elif self.ahead != told:
                told = self.ahead
                yield self._status()
            elif not await self._change(after, epoch, told):
                yield self._status()

    def _status(self) -> Frame:
        status: Frame = {"type": "status", "run": self.id, "state": "writing" if self.text else "waiting"}
        return status | {"state": "queued", "ahead": self.ahead} if self.ahead and not self.text else status

    async def _change(self, after: int, epoch: str, told: int) -> bool:
        """Wait until there is something new; False where it stayed silent for a heartbeat."""
        try:
            async with asyncio.timeout(self._heartbeat), self._changed:
                await self._changed.wait_for(
                    lambda: self.ended or len(self.text) > after or (self.epoch, self.ahead) != (epoch, told)
                )
        except TimeoutError:
            return False
        return True

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


class Runs:
    """The runs that can be followed, by id."""

    def __init__(self, *, kept: float = KEPT, most_chars: int = MOST_CHARS, heartbeat: float = HEARTBEAT) -> None:
        self._kept = kept
        self._most_chars = most_chars
        self._heartbeat = heartbeat
        self._runs: dict[str, Run] = {}

    def find(self, id: str) -> Run | None:
        self._prune()
        return self._runs.get(id)

    def begin(self, id: str, whose: Whose = NOBODY) -> Run:
        """Return the run that is going on under that id, a new one of that person's where there is none."""
        self._prune()
        run = self._runs.get(id)
        if run is None or run.ended:
            run = self._runs[id] = Run(id, whose, heartbeat=self._heartbeat)
        return run

    def forget(self, run: Run) -> None:
        """Let the id be unknown from now on; whoever follows the run still hears its end."""
        if self._runs.get(run.id) is run:
            del self._runs[run.id]

    def _prune(self) -> None:
        ended = sorted((run for run in self._runs.values() if run.ended), key=lambda run: run.ended_at)
        chars = sum(len(run.text) for run in ended)
        for run in ended:
            if chars <= self._most_chars and asyncio.get_running_loop().time() - run.ended_at <= self._kept:
                return
            chars -= len(run.text)
            self.forget(run)
