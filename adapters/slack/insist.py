"""A call made again where Slack is busy or falters."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.slack.errors import Unclear
from bot.errors import Flaky, Throttled

_TRIES = 4
T = TypeVar("T")


async def insist(call: Callable[[], Awaitable[T]], *, once: bool = False, longest: float = 30.0) -> T:
    """Make a call up to four times. Raises what it raises in the end.

    ``once``: it must not be made again where Slack may have done already what it asks for. ``longest``: seconds of one
    rest; where Slack wants a longer one, that is the end.
    """
    for attempt in range(1, _TRIES):
        try:
            return await call()
        except Throttled as refusal:
            if refusal.retry_after > longest:
                raise
            await asyncio.sleep(refusal.retry_after)
        except Flaky as fault:
            if once and isinstance(fault, Unclear):
                raise
            await asyncio.sleep(0.25 * 2**attempt)
    return await call()
