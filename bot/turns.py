"""Who is speaking: at most one answer at a time in a conversation, each with a deadline."""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol
from weakref import WeakValueDictionary

from bot.errors import StoreError

_log = logging.getLogger(__name__)
_POLL = 0.25
"""Seconds between two looks at a conversation in which another process is speaking."""


class Lease(Protocol):
    """The right to speak as other processes see it: rows of the store."""

    async def take(self, conversation: str, holder: str) -> bool: ...

    async def release(self, conversation: str, holder: str) -> None: ...


class Turns:
    """Queue the questions of a conversation, and let a running answer be cut short.

    Time-out, a person's stop and shutdown are one thing: the deadline of a running answer, brought forward.
    """

    def __init__(self, lease: Lease, holder: str, *, limit: float) -> None:
        """``limit``: seconds that one answer may take."""
        self._lease = lease
        self._holder = holder
        self.limit = limit
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._deadlines: dict[str, asyncio.Timeout] = {}
        self._stopped: set[str] = set()
        self._expected: Counter[str] = Counter()
        self._composed: set[str] = set()
        """Where the answer whose turn it is has all its words, and is only drawn and stored."""
        self._closed = False
        self._end = math.inf
        """When the grace is over, by the loop's clock."""
        self._spares = set[asyncio.Timeout]()
        self._lost: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def expected(self, conversation: str) -> Iterator[None]:
        """Let ``stop`` know of a question from the moment it came, also while it waits for its turn."""
        self._expected[conversation] += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._expected[conversation] -= 1
            if not self._expected[conversation]:
                del self._expected[conversation]
                self._stopped.discard(conversation)
            if not self._expected:
                self._idle.set()

    @asynccontextmanager
    async def take(self, conversation: str) -> AsyncIterator[bool]:
        """Wait until it is this caller's turn, in the order of asking; False where the program is closing."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            if not await self._win(conversation):
                yield False
                return
            try:
                yield True
            finally:
                await self._give_back(conversation)
                self._composed.discard(conversation)

    @asynccontextmanager
    async def deadline(self, conversation: str) -> AsyncIterator[None]:
        """Raise ``TimeoutError`` inside the block when time is up or ``stop`` was called."""
        at_once = self._closed or conversation in self._stopped
        async with asyncio.timeout(0 if at_once else self.limit) as deadline:
            self._deadlines[conversation] = deadline
            cut = False
            try:
                yield
            except asyncio.CancelledError:
                cut = True
                raise
            finally:
                del self._deadlines[conversation]
                self._composed.add(conversation)
                if not cut:
                    self._stopped.discard(conversation)  # a stop that came too late is not for the next answer

    @asynccontextmanager
    async def spare(self, seconds: float) -> AsyncIterator[None]:
        """Raise ``TimeoutError`` inside the block after so many seconds, or when the grace of a shutdown is over.

        It is for what comes after an answer's last word, when there is nothing left that a person could stop.
        """
        until = asyncio.get_running_loop().time() + seconds
        async with asyncio.timeout_at(min(until, self._end)) as deadline:
            self._spares.add(deadline)
            try:
                yield
            finally:
                self._spares.remove(deadline)

    def stop(self, conversation: str) -> bool:
        """Cut short the answer that this process writes, or the next one that it will; False where there is none.

        Whoever is expected leaves right after giving back their turn, so there is none where only the one is left
        that has all its words.
        """
        if self.cut(conversation):
            return True
        if self._expected[conversation] <= (conversation in self._composed):
            return False
        self._stopped.add(conversation)
        return True

    def cut(self, conversation: str) -> bool:
        """Cut short the answer whose turn it is here; False where there is none, or it has all its words."""
        if conversation not in self._deadlines:
            return False
        self._stopped.add(conversation)
        _bring_forward(self._deadlines[conversation], 0)
        return True

    def lose(self) -> None:
        """Cut all running answers: another process may be writing them by now."""
        self._lost |= self._deadlines.keys()
        for conversation in list(self._deadlines):
            _bring_forward(self._deadlines[conversation], 0)

    def why(self, conversation: str) -> str:
        """Say why the answer that just ran into its deadline did: ``lost``, ``stopped``, ``closing`` or ``late``."""
        if conversation in self._lost:
            self._lost.discard(conversation)
            return "lost"
        if conversation in self._stopped:
            self._stopped.discard(conversation)
            return "stopped"
        return "closing" if self._closed else "late"

    async def close(self, *, grace: float) -> None:
        """Give running answers ``grace`` seconds, those in the queue none, and see them all out."""
        self._closed = True
        self._end = min(self._end, asyncio.get_running_loop().time() + grace)
        for deadline in (*self._deadlines.values(), *self._spares):
            _bring_forward(deadline, grace)
        await self._idle.wait()

    async def _win(self, conversation: str) -> bool:
        while not self._closed:
            if conversation in self._stopped or await self._lease.take(conversation, self._holder):
                return True
            await asyncio.sleep(_POLL)
        return False

    async def _give_back(self, conversation: str) -> None:
        try:
            await self._lease.release(conversation, self._holder)
        except StoreError as error:
            _log.warning("the turn in %s could not be given back; it ends with our lease: %s", conversation, error)


def _bring_forward(deadline: asyncio.Timeout, seconds: float) -> None:
    when = asyncio.get_running_loop().time() + seconds
    if not deadline.expired() and ((due := deadline.when()) is None or when < due):
        deadline.reschedule(when)
