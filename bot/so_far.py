"""What stands of an answer while it is written, kept from time to time: who looks from elsewhere sees it grow."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import StoreError
from bot.live import LiveMessage

_log = logging.getLogger(__name__)
EVERY = 2.0
"""Seconds between two notes: a process that dies takes no more than this with it."""


async def keep_so_far(live: LiveMessage, keep: Callable[[str], Awaitable[None]], *, every: float = EVERY) -> None:
    """Hand what is written of ``live`` to ``keep`` again and again, whenever there is more; until cancelled."""
    kept = 0
    while True:
        await asyncio.sleep(every)
        text = live.text
        if len(text) == kept:
            continue
        try:
            await keep(text)
        except StoreError as error:  # nothing is lost by that yet: the answer is stored whole when it ends
            _log.warning("what stands of an answer could not be kept: %s", error)
        kept = len(text)
