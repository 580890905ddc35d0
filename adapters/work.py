"""Work that an event starts: each piece in a task of its own, owned from the first call to the last."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakValueDictionary

from bot.background import Errands

_GRACE = 2.0
"""Seconds for what was taken and is not written down yet: its person is told that we are closing."""


class Work:
    """Start work, and own it until it is complete; the platform gets its acknowledgement long before that."""

    def __init__(self) -> None:
        self._errands = Errands()
        self._in_hand: set[str] = set()
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Take work; on leaving, what runs on is cut: the engine sees to what becomes of answers."""
        async with self._errands.open(grace=_GRACE):
            yield

    def start(self, work: Coroutine[None, None, None], name: str) -> None:
        """Run ``work``, which must not raise. Before ``open`` and after it nothing is taken."""
        self._errands.start(work, name)

    @contextmanager
    def in_hand(self, key: str) -> Iterator[bool]:
        """True for the first to come with ``key``, False for all others as long as the first is inside."""
        if key in self._in_hand:
            yield False
            return
        self._in_hand.add(key)
        try:
            yield True
        finally:
            self._in_hand.discard(key)

    def in_order(self, key: str) -> asyncio.Lock:
        """Return what lets those who come with ``key`` in one at a time, in the order of coming."""
        return self._orders.setdefault(key, asyncio.Lock())
