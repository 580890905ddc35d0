"""An event loop whose clock jumps to the next thing that is due: a minute of pacing takes milliseconds, exactly."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        return ready


class _JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def in_no_time(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work``, which waits for nothing but timers, on a clock of its own."""
    with asyncio.Runner(loop_factory=_JumpingLoop) as runner:
        return runner.run(work)
