"""Ctrl-C: the first stops the answer and keeps what was written, a second one does not wait for that."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from bot.errors import BotError

T = TypeVar("T")
_ENDS = (signal.SIGINT, signal.SIGTERM)


async def run_stoppable(
    work: Coroutine[Any, Any, T], stop: Callable[[], Coroutine[Any, Any, bool]]
) -> tuple[T | None, int]:
    """Return what ``work`` returns, None where it was cancelled, and the signal that came meanwhile, 0 for none.

    ``stop`` asks ``work`` to come to its end, and is False where there is nothing to stop yet. Raises what ``work``
    raises.
    """
    signals: list[int] = []
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(_outcome(work))

        async def end() -> None:
            if len(signals) > 1 or await _outcome(stop()) is not True:
                working.cancel()

        def heed(number: int) -> None:
            signals.append(number)
            tasks.create_task(end())

        with _heeding(heed):
            await asyncio.wait([working])
    result = None if working.cancelled() else working.result()
    if isinstance(result, BotError):
        raise result
    return result, signals[0] if signals else 0


async def _outcome(work: Coroutine[Any, Any, T]) -> T | BotError:
    """Return an error instead of raising it: a task group would wrap it into a group."""
    try:
        return await work
    except BotError as error:
        return error


@contextmanager
def _heeding(heed: Callable[[int], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    before = {end: signal.signal(end, lambda number, _: loop.call_soon_threadsafe(heed, number)) for end in _ENDS}
    try:
        yield
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)
