"""One rate bucket, shared fairly by all live messages that draw from it."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

_MARGIN = 0.02
"""Share by which calls keep further apart than allowed: clocks and networks jitter."""
_SLOWEST = 1 / 16
_RECOVERY = 1 / 20


@dataclass(eq=False, slots=True)
class _Waiting:
    urgent: bool
    weight: Callable[[], float]
    turn: asyncio.Future[bool]


class Pace:
    """Hand out turns so that the platform counts no more than ``calls`` in any ``seconds``.

    It counts a call when that arrives, which is some time between its turn and its answer. So a call whose end is told
    by ``ended`` counts from there: however long one was on its way, the next ones are no nearer to it than allowed.

    Ordinary turns are spread evenly, and go to whoever has the greatest weight when one comes up. Urgent turns go
    before all ordinary ones, in the order in which they were asked for, and need not keep the even distance as long
    as the bucket holds. A refused call halves the pace; each call that succeeds after it wins a part of it back.
    """

    def __init__(self, calls: int, seconds: float) -> None:
        self._calls = calls
        self._seconds = seconds * (1 + _MARGIN)
        self._speed = 1.0
        self._last = -math.inf
        self._counted: deque[float] = deque(maxlen=calls)
        """Since when the newest calls count, in order."""
        self._under_way: deque[float] = deque(maxlen=calls)
        """When those began that have not ended, as far as we are told."""
        self._not_before = 0.0
        self._waiting: list[_Waiting] = []
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    def free(cls) -> "Pace":
        """A bucket without a bottom, for places that take calls as fast as they come."""
        return cls(0, 0)

    def turn(self, *, urgent: bool = False, weight: Callable[[], float] = lambda: 0.0) -> asyncio.Future[bool]:
        """Return a future that is True once one call may be made.

        ``weight`` is asked when a turn comes up. Who no longer wants the turn cancels the future or sets it False.
        """
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if self._calls:
            self._waiting.append(_Waiting(urgent, weight, turn))
            self._hand_out()
        else:
            turn.set_result(True)
        return turn

    def is_free(self) -> bool:
        """Tell whether an urgent turn, asked for now, would come at once."""
        return not self._calls or (not self._waiting and self._due(urgent=True) <= asyncio.get_running_loop().time())

    def refused(self, retry_after: float) -> None:
        """Take note that the platform refused a call; it wants none for ``retry_after`` seconds."""
        self._speed = max(self._speed / 2, _SLOWEST)
        self.rest(retry_after)

    def rest(self, seconds: float) -> None:
        """Take note that the platform takes no call for so long; it refused none."""
        self._not_before = max(self._not_before, asyncio.get_running_loop().time() + seconds)

    def ended(self) -> None:
        """Take note that a call for which a turn was given has ended, whatever came of it."""
        now = asyncio.get_running_loop().time()
        while self._under_way and self._under_way[0] + self._seconds <= now:
            self._under_way.popleft()  # nobody told its end
        if self._under_way:
            with suppress(ValueError):  # it may be another call's, but it is the number that matters
                self._counted.remove(self._under_way.popleft())
        self._counted.append(now)

    def accepted(self) -> None:
        """Take note that the platform made a call."""
        if self._speed < 1:
            self._speed = min(1.0, self._speed + _RECOVERY)

    def _hand_out(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        loop = asyncio.get_running_loop()
        while self._waiting:
            chosen = self._choose()
            if not chosen.turn.done():
                if (due := self._due(chosen.urgent)) > loop.time():
                    self._alarm = loop.call_at(due, self._hand_out)
                    return
                self._last = loop.time()
                self._counted.append(self._last)
                self._under_way.append(self._last)
                chosen.turn.set_result(True)
            self._waiting.remove(chosen)

    def _choose(self) -> _Waiting:
        urgent = next((waiting for waiting in self._waiting if waiting.urgent), None)
        return urgent or max(self._waiting, key=lambda waiting: waiting.weight())

    def _due(self, urgent: bool) -> float:
        due = self._not_before
        if not urgent or self._speed < 1:
            due = max(due, self._last + self._seconds / self._calls / self._speed)
        if len(self._counted) == self._calls:
            due = max(due, self._counted[0] + self._seconds)
        return due
