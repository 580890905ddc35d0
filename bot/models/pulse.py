"""When a stream that is faster than it can be shown rests between two reads, so that one read brings several tokens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_FIRST = 2
"""Reads before the first rest: one that brings the role, and one with the first token, which must not wait."""
_WORTHWHILE = 3
"""Tokens that must come during a rest, which costs as much as two reads."""
_UNHURRIED = 16
"""Reads without a rest after one that was not worthwhile, since the stream is slow."""


class Pulse:
    """How long a stream rests: longer, the more streams this process reads at once."""

    SHORTEST = 1 / 60
    """Seconds; one frame of a screen: nobody sees text come faster."""
    LONGEST = 0.4
    READS = 2_000
    """Reads a second that a process may spend on all streams together."""

    def __init__(self) -> None:
        self._streams = 0

    @contextmanager
    def stream(self) -> Iterator["Rests"]:
        """Count a stream as being read."""
        self._streams += 1
        try:
            yield Rests(self)
        finally:
            self._streams -= 1

    @property
    def rest(self) -> float:
        """Seconds from one read of a stream to its next."""
        return min(max(self.SHORTEST, self._streams / self.READS), self.LONGEST)


class Rests:
    """The rests of one stream."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._reads = 0
        self._read_at = 0.0
        self._free = _FIRST
        self._smallest = 0
        """Bytes of the smallest read so far, which are those of one token."""
        self._rested = False

    def note(self, size: int) -> None:
        """Take note of a read of so many bytes."""
        self._reads += 1
        self._read_at = time.monotonic()
        self._smallest = min(size, self._smallest or size)
        if self._rested and size < _WORTHWHILE * self._smallest:
            self._free = self._reads + _UNHURRIED

    def due(self) -> float:
        """Return how many seconds to rest before the next read; 0: not at all."""
        due = self._read_at + self._pulse.rest - time.monotonic()
        self._rested = due > 0 and self._reads >= self._free
        return due if self._rested else 0.0
