"""A sign of life on standard error until the first word of an answer comes."""

import asyncio
import time
from itertools import cycle
from typing import TextIO

from bot.surface import say_ahead

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PAUSE = 0.1


class Waiting:
    """A spinner with the seconds it has been turning; one that shows nothing where ``file`` is no terminal."""

    def __init__(self, file: TextIO, *, visible: bool) -> None:
        self._file = file
        self._over = not visible
        self._shown = False
        self._for = "waiting for the model …"

    async def queue(self, ahead: int) -> None:
        """Say how many answers must end before this one begins; 0: it begins."""
        self._for = say_ahead(ahead)

    async def turn(self) -> None:
        """Turn until told to stop."""
        begun = time.monotonic()
        for frame in cycle(_FRAMES):
            if self._over:
                return
            self._write(f"{frame} {self._for} {time.monotonic() - begun:.0f} s")
            self._shown = True
            await asyncio.sleep(_PAUSE)

    def stop(self) -> None:
        """Leave no trace."""
        self._over = True
        if self._shown:
            self._write("")
        self._shown = False

    def _write(self, text: str) -> None:
        self._file.write(f"\r\x1b[K{text}")
        self._file.flush()
