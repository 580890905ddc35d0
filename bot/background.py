"""Work that runs beside a block of code and ends with it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

_log = logging.getLogger(__name__)


@asynccontextmanager
async def background(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run ``work`` while inside. An error in it cancels the block; whatever was raised first is raised, bare."""
    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(each) for each in work]
            yield
            for task in running:
                task.cancel()
    except BaseExceptionGroup as group:
        first: BaseException = group
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from first.__cause__


class Errands:
    """Work that is started as it comes up, each piece in a task; it must not raise."""

    def __init__(self) -> None:
        self._group: asyncio.TaskGroup | None = None
        self._running: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self, *, grace: float) -> AsyncIterator[None]:
        """Take work; on leaving, what is left of it has ``grace`` seconds, and is then cut."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                yield
            finally:
                self._group = None
                if self._running:
                    await asyncio.wait(self._running, timeout=grace)
                for task in self._running:
                    task.cancel()

    def start(self, work: Coroutine[None, None, None], name: str) -> None:
        """Run ``work``. Before ``open`` and after it nothing is taken, and a line in the log says so."""
        if self._group is None:
            work.close()
            _log.warning("nothing is taken now: %s", name)
            return
        task = self._group.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
