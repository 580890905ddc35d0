"""The SDK's own waits, left out: a call returns once Discord has answered, and where it draws, says no at once, too.

The SDK keeps a call that emptied a bucket until that is full again: up to five seconds in which nobody knows that a
message was posted. What is refused for its rate, or fails in passing, it sends again as it is, five times in 25
seconds, while the text grows old and nobody slows down. Whoever draws has a newer text by then, and a pace to tell.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, TypeVar

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit

from bot.pace import Pace

A = TypeVar("A")
T = TypeVar("T")
_LONGEST = 30.0
"""Seconds for which an answer of Discord's is waited for."""
_PASSING = (500, 502, 504, 524)
"""What the SDK would send again."""
Paces = Mapping[str, Pace]
"""Our own buckets by method of HTTP."""
_draws: ContextVar[Paces | None] = ContextVar("draws", default=None)


def at_once(make: Callable[[A], Awaitable[T]], paces: Paces | None = None) -> Callable[[A], Awaitable[T]]:
    """Return the call as one that is made once: ``TimeoutError`` and all that Discord says are raised.

    ``paces`` are told where it emptied a bucket of Discord's: who waits in ours has a newer text when it is full again
    than who waits in the SDK's, and where Discord takes less than we think, ours learns of it.
    """

    async def make_once(client: A) -> T:
        before = _draws.set(paces or {})
        try:
            async with asyncio.timeout(_LONGEST):
                return await make(client)
        finally:
            _draws.reset(before)

    return make_once


class Http(HTTPClient):
    """The SDK's client of REST, with these buckets."""

    gateway = ""
    """Where events come from; empty: where Discord says."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, longest_rest: float) -> None:
        """``longest_rest``: seconds beyond which a call is refused here instead of waiting for its bucket."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(_refuse_at_once)
        super().__init__(loop, http_trace=trace, max_ratelimit_timeout=longest_rest)

    async def get_bot_gateway(self) -> tuple[int, str, Any]:
        shards, url, limit = await super().get_bot_gateway()
        return shards, self.gateway or url, limit

    def get_ratelimit(self, key: str) -> Ratelimit:
        if key not in self._buckets:
            self._buckets[key] = Bucket(self.max_ratelimit_timeout)
            self._try_clear_expired_ratelimits()
        return self._buckets[key]


class Bucket(Ratelimit):
    """Who finds it empty waits, first come, first served; whoever emptied it does not."""

    def __init__(self, longest_rest: float | None) -> None:
        super().__init__(longest_rest)
        self._longest_rest = longest_rest or float("inf")
        self._door = asyncio.Lock()
        self._answered = asyncio.Event()
        self._is_known = False

    async def acquire(self) -> None:
        """Return when a call may be made. Raises ``RateLimited`` where that would take too long."""
        async with self._door:
            while not self._is_open():
                self._answered.clear()
                if self.expires is None:  # of a bucket that is new the first answer tells
                    await self._answered.wait()
                elif (left := self.expires - self._loop.time()) > self._longest_rest:
                    raise discord.RateLimited(left)
                else:
                    await asyncio.sleep(left)
            self._last_request = self._loop.time()
            self.remaining -= 1
            self.outgoing += 1

    async def __aexit__(self, *error: object) -> None:
        self.outgoing -= 1
        if self.expires is None:  # Discord said nothing of a bucket
            self._fill()
        self._answered.set()

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Note what an answer says of the bucket; of calls that are still on their way it knows nothing."""
        left, ended = self.remaining, self.expires
        super().update(response, use_clock=use_clock)
        begins = ended is not None and (self.expires or 0) - ended > self.reset_after / 2
        if self._is_known and not begins:
            self.remaining = min(left, self.remaining)
        self._is_known = True

    def _is_open(self) -> bool:
        if self.expires is not None and self.expires <= self._loop.time():
            self._fill()
        return self.remaining > 0

    def _fill(self) -> None:
        self.reset()  # type: ignore[no-untyped-call]


async def _refuse_at_once(
    session: aiohttp.ClientSession, context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    """Raise what the SDK would raise after its last try."""
    response, paces = end.response, _draws.get()
    if paces is None:
        return
    if (pace := paces.get(end.method)) and response.headers.get("X-RateLimit-Remaining") == "0":
        pace.rest(float(response.headers.get("X-RateLimit-Reset-After", 0)))
    if response.status not in (*_PASSING, 429):
        return
    data = _read(await response.text(errors="replace"))
    if response.status != 429:
        raise discord.DiscordServerError(response, data)
    is_told = isinstance(data, dict) and "retry_after" in data
    if is_told and data.get("global"):
        return  # all calls are to stop: the SDK sees to that
    if is_told and not data.get("code"):
        raise discord.RateLimited(float(data["retry_after"]))
    raise discord.HTTPException(response, data)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
