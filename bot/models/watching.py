"""The catalogue's file while the program runs: a change is taken up, and a broken one leaves what was there before."""

import asyncio
import logging
from pathlib import Path

from bot.errors import StartError
from bot.models.catalogue import Catalogue
from bot.models.file import Around, read_catalogue
from bot.models.models import Models

_log = logging.getLogger(__name__)
_EVERY = 2.0
"""Seconds between two looks."""
_Stamp = tuple[int, int] | None


class Watching:
    """Looks at the file again and again."""

    def __init__(self, file: Path, around: Around, models: Models, *, every: float = _EVERY) -> None:
        """``models`` offer what the file says now; it need not be there yet."""
        self._file = file
        self._around = around
        self._models = models
        self._every = every
        self._seen = _stamp(file)
        self.problem = ""
        """What is wrong with the file as it is now; empty: nothing."""

    async def keep(self) -> None:
        """Take up each change, until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            stamp = await asyncio.to_thread(_stamp, self._file)
            if stamp != self._seen:
                self._seen = stamp
                await self._take_up(stamp)

    async def _take_up(self, stamp: _Stamp) -> None:
        try:
            catalogue = await asyncio.to_thread(read_catalogue, self._file, self._around) if stamp else self._bare()
            await self._models.take_up(catalogue)
        except StartError as error:
            self.problem = str(error)
            _log.error("what was there before stays: %s", error)
            return
        self.problem = ""
        _log.info("%s: taken up", self._file)

    def _bare(self) -> Catalogue:
        """Return what there is without a file. Raises ``StartError`` where nothing would be."""
        if not self._around.providers:
            raise StartError(f"{self._file}: this is gone")
        return Catalogue(tuple(self._around.providers))


def _stamp(file: Path) -> _Stamp:
    """Return what changes with a file; None: there is none."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
