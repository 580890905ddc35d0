"""The terminal as a place for one answer: nothing else to do than to write it down."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from adapters.terminal.canvas import Canvas
from adapters.terminal.wish import PLATFORM
from bot.errors import Gone
from bot.nouns import Exchange
from bot.surface import Draft, Epilogue, Limits, Surface

_SHORTEST_REST = 1 / 30
"""Seconds between two drawings: more of them nobody sees."""
_REST = 4
"""How many times as long as a drawing took the rest after it is, so that a huge table can't keep a core busy."""


class TerminalAdapter:
    """Says to the engine that an answer can't be taken up again: its terminal has moved on."""

    platform = PLATFORM

    def surface(self, exchange: Exchange) -> Surface | None:
        return None


class TerminalSurface:
    """Where one answer is written."""

    def __init__(
        self,
        canvas: Canvas,
        *,
        began: Callable[[], None] = lambda: None,
        queued: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        """``began`` is called before anything is written, ``queued`` with how many answers are ahead of this one."""
        self.limits = Limits(max_chars=sys.maxsize, append_only=True, queued=queued)
        self.fault: OSError | None = None
        """Why nothing can be written any more."""
        self._canvas = canvas
        self._began = began

    async def open(self, text: str) -> Draft:
        self._began()
        draft = TerminalDraft(self)
        await draft.redraw(text)
        return draft

    async def reopen(self, ref: str) -> Draft:
        raise Gone("what a terminal shows can't be written anew")

    def write(self, text: str, *, last: bool = False) -> None:
        """Show ``text``. Raises ``Gone`` where there is no terminal any more, or no room on the disk behind it."""
        try:
            self._canvas.end(text) if last else self._canvas.show(text)
        except OSError as fault:
            self.fault = fault
            raise Gone(f"the answer can't be written: {fault.strerror}") from fault


class TerminalDraft:
    """The one message of an answer on a terminal."""

    def __init__(self, surface: TerminalSurface) -> None:
        self.ref = uuid4().hex
        self._surface = surface

    async def redraw(self, text: str) -> None:
        begun = time.perf_counter()
        self._surface.write(text)
        await asyncio.sleep(max(_SHORTEST_REST, _REST * (time.perf_counter() - begun)))

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        self._surface.write(text, last=True)

    async def retract(self) -> None:
        raise Gone("what a terminal shows can't be taken back")
