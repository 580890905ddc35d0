"""Who is speaking: at most one answer at a time in a conversation, each with a deadline."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol
from weakref import WeakValueDictionary

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
        self._closed = False
        self._taken = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def taken(self) -> int:
        """How many answers are being written or waited for."""
        return self._taken

    @asynccontextmanager
    async def take(self, conversation: str) -> AsyncIterator[bool]:
        """Wait until it is this caller's turn, in the order of asking; False where the program is closing."""
        self._taken += 1
        self._idle.clear()
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        try:
            async with lock:
                if not await self._win(conversation):
                    yield False
                    return
                try:
                    yield True
                finally:
                    await self._lease.release(conversation, self._holder)
        finally:
            self._taken -= 1
            if not self._taken:
                self._idle.set()

    @asynccontextmanager
    async def deadline(self, conversation: str) -> AsyncIterator[None]:
        """Raise ``TimeoutError`` inside the block when time is up or ``stop`` was called."""
        async with asyncio.timeout(0 if self._closed else self.limit) as deadline:
            self._deadlines[conversation] = deadline
            self._stopped.discard(conversation)
            try:
                yield
            finally:
                del self._deadlines[conversation]

    def stop(self, conversation: str) -> bool:
        """Cut the running answer short; say whether there was one."""
        if conversation not in self._deadlines:
            return False
        self._stopped.add(conversation)
        self._bring_forward(conversation, 0)
        return True

    def why(self, conversation: str) -> str:
        """Say why the answer that just ran into its deadline did: ``stopped``, ``closing`` or ``late``."""
        if conversation in self._stopped:
            self._stopped.discard(conversation)
            return "stopped"
        return "closing" if self._closed else "late"

    async def close(self, *, grace: float) -> None:
        """Give running answers ``grace`` seconds, those in the queue none, and see them all out."""
        self._closed = True
        for conversation in list(self._deadlines):
            self._bring_forward(conversation, grace)
        await self._idle.wait()

    async def _win(self, conversation: str) -> bool:
        while not self._closed:
            if await self._lease.take(conversation, self._holder):
                return True
            await asyncio.sleep(_POLL)
        return False

    def _bring_forward(self, conversation: str, seconds: float) -> None:
        deadline = self._deadlines[conversation]
        when = asyncio.get_running_loop().time() + seconds
        if not deadline.expired() and ((due := deadline.when()) is None or when < due):
            deadline.reschedule(when)
