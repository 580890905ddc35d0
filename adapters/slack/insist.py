"""A call made again where Slack is busy or falters."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.slack.errors import Unclear
from bot.errors import Flaky, Throttled

_TRIES = 4
_LONGEST_REST = 30.0
T = TypeVar("T")


async def insist(call: Callable[[], Awaitable[T]], *, once: bool = False) -> T:
    """Make a call up to four times, within about a minute and a half. Raises what it raises in the end.

    ``once``: it must not be made again where Slack may have done already what it asks for.
    """
    for attempt in range(1, _TRIES):
        try:
            return await call()
        except Throttled as refusal:
            await asyncio.sleep(min(refusal.retry_after, _LONGEST_REST))
        except Flaky as fault:
            if once and isinstance(fault, Unclear):
                raise
            await asyncio.sleep(0.25 * 2**attempt)
    return await call()
