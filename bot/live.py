"""An answer that is drawn on a surface while it is still being written."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from bot.errors import TakenOver
from bot.painter import Painter
from bot.surface import Epilogue, Surface


class LiveMessage:
    """Turn a stream of tokens into a few well-paced draws.

    ``write`` never waits for the platform. One painter shows the newest text whenever a bucket of the surface has a
    turn for it: a slow or rate-limited platform gets fewer draws, never a backlog of stale ones. Leaving the block
    draws the whole text a last time with ``epilogue`` under it, also when the block was cancelled, but not when
    another process took the answer over. What the surface can't get over (``Gone``, ``Forbidden``) is raised by the
    next ``write``, or on leaving.
    """

    def __init__(
        self,
        surface: Surface,
        *,
        opened: Callable[[str, int], Awaitable[None]],
        dropped: Callable[[str], Awaitable[None]],
        refs: Sequence[str] = (),
    ) -> None:
        """``opened`` and ``dropped`` are told of each message as it appears and goes; ``refs`` are drawn on first."""
        self.epilogue: Epilogue | None = None
        self._deltas: list[str] = []
        self._painter = Painter(surface, opened=opened, dropped=dropped, refs=refs)

    @property
    def text(self) -> str:
        """The words that were written, without notes."""
        return "".join(self._deltas)

    def write(self, delta: str) -> None:
        """Let the answer grow."""
        if self._painting.done():
            self._painting.result()  # the surface is gone: this stops the writer
        if not self._deltas:
            self._painter.begun()
        self._deltas.append(delta)
        self._painter.write(delta)

    def note(self, text: str) -> None:
        """Add a paragraph that is ours and not the model's; it never lands inside a code fence."""
        self._painter.paragraph(text)

    def lead(self, text: str) -> None:
        """Put a paragraph that is ours before the model's words."""
        self._painter.paragraph(text)
        self._painter.write("\n\n")

    def queued(self, ahead: int) -> None:
        """Show how many answers must end before this one begins; 0: it begins."""
        self._painter.queued(ahead)

    async def __aenter__(self) -> Self:
        self._painting = asyncio.create_task(self._painter.paint())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._painter.close(self.epilogue)
        if isinstance(error, TakenOver):
            self._painting.cancel()  # whoever took it over draws on the same messages
        try:
            await asyncio.shield(self._painting)
        except asyncio.CancelledError:
            self._painting.cancel()
            await asyncio.wait([self._painting])
            if not isinstance(error, TakenOver):
                raise
