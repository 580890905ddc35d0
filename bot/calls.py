"""The calls that draw one answer: each in its turn, and again where the platform could not make it just now."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.errors import Flaky, Throttled
from bot.pace import Pace

_TRIES = 8
"""Calls made for one draw that keeps failing, over about a minute, before the surface counts as lost."""
_LONGEST_REST = 30.0


class Calls:
    """Makes one call at a time."""

    def __init__(self, weight: Callable[[], float]) -> None:
        """``weight`` says how much there is to win by an ordinary turn, as ``Pace.turn`` asks."""
        self._weight = weight
        self._ordinary_turn: asyncio.Future[bool] | None = None

    async def make(self, pace: Pace, operation: Callable[[], Awaitable[None]], *, urgent: Callable[[], bool]) -> None:
        """Make a call, unless ``drop_ordinary`` says meanwhile that it is not needed.

        Raises what the platform raises, ``Throttled`` and ``Flaky`` only when it did so eight times.
        """
        for attempt in range(1, _TRIES + 1):
            if not await self._turn(pace, urgent=urgent()):
                return
            try:
                await operation()
            except Throttled as refusal:
                if not refusal.noted:
                    pace.refused(refusal.retry_after)
                if attempt == _TRIES:
                    raise
            except Flaky:
                if attempt == _TRIES:
                    raise
                await asyncio.sleep(min(0.25 * 2**attempt, _LONGEST_REST))
            else:
                pace.accepted()
                return
            finally:
                pace.ended()

    def drop_ordinary(self) -> None:
        """Let a call that waits for an ordinary turn go unmade."""
        if self._ordinary_turn and not self._ordinary_turn.done():
            self._ordinary_turn.set_result(False)

    async def _turn(self, pace: Pace, *, urgent: bool) -> bool:
        turn = pace.turn(urgent=urgent, weight=self._weight)
        self._ordinary_turn = None if urgent else turn
        return await turn
