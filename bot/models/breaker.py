"""Whether a provider is worth asking: one that failed several times in a row is left alone for a while.

Else everybody would wait in vain for as long as it takes to see that a server is dead.
"""

import time
from collections.abc import Callable
from math import ceil

from bot import metrics
from bot.errors import Unreachable

FAILURES = 5
"""Tries that fail in a row before people are spared the next: more than one question has, so that "Try again" asks."""
PAUSE = 15.0
"""Seconds until one question is let through, to see whether it answers again: shorter than a model takes to load."""
WINDOW = 300.0
"""Seconds after which a failure is forgotten: a server that is asked once an hour is not judged by yesterday."""


class Breaker:
    """What is known of one provider, in this process."""

    def __init__(
        self,
        name: str,
        *,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``name`` is what metrics call it; ``pause``, ``clock`` and ``now`` are in seconds, ``now`` since 1970."""
        self._name = name
        self._pause = pause
        self._clock = clock
        self._now = now
        self._failures = 0
        self._failed_at = 0.0
        self._since = 0.0
        """When the first of the failures in a row was, since 1970."""
        self._is_open = False
        self._again = 0.0
        self._probing = False

    @property
    def problem(self) -> str:
        """What is wrong with it, as half a sentence; empty: nothing is known."""
        if not self._is_open:
            return ""
        return f"has not answered since {time.strftime('%H:%M', time.gmtime(self._since))} UTC"

    def enter(self, address: str) -> None:
        """Let a question through. Raises ``Unreachable`` where it would be asked in vain.

        Once the pause is over, one question is let through; the others are refused until it is known how that went.
        """
        if not self._is_open:
            return
        left = self._again - self._clock()
        if self._probing or left > 0:
            wait = f"in {ceil(left)} s" if left > 0 else "at this moment"
            raise Unreachable(f"{address} {self.problem}. It is asked again {wait}; or choose another model.")
        self._probing = True

    def answered(self) -> None:
        """Take note that it does answer, and be it with a refusal."""
        self._failures = 0
        self._probing = False
        self._open(False)

    def failed(self) -> None:
        """Take note of a try that got no answer."""
        now = self._clock()
        if not self._failures or (now - self._failed_at > WINDOW and not self._is_open):
            self._failures, self._since = 0, self._now()
        self._failures += 1
        self._failed_at = now
        self._probing = False
        if self._failures >= FAILURES:
            self._again = now + self._pause
            self._open(True)

    def left(self) -> None:
        """Take note that a question was withdrawn, so that another one may be let through."""
        self._probing = False

    def _open(self, is_open: bool) -> None:
        if is_open is not self._is_open:
            metrics.RESTING.labels(self._name).inc(1 if is_open else -1)
        self._is_open = is_open
