"""The queue before a provider that writes few answers at once: who waits in it knows how many are ahead of them."""

import asyncio
from bisect import insort
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from bot import metrics
from bot.errors import RateLimited

LONGEST = 240.0
"""Seconds that somebody waits: less than an answer may take, so that a sentence is left for it."""


def _tell_nobody(ahead: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Waiter:
    """Who waits, and how they are told."""

    who: str = ""
    """The person; who has answers here already stands behind those who have fewer. Empty: nobody in particular."""
    ahead: Callable[[int], None] = _tell_nobody
    """Told how many answers must end before theirs begins, each time that it changes; 0: it begins."""
    behind: bool = False
    """True where no person waits for it: then all others go first."""


NOBODY = Waiter()
BEHIND = Waiter(behind=True)


@dataclass(order=True, slots=True)
class _Ticket:
    rank: tuple[bool, int, int]
    waiter: Waiter = field(compare=False)
    called: "asyncio.Future[None]" = field(compare=False)
    told: int = field(default=0, compare=False)

    def tell(self, ahead: int) -> None:
        if ahead != self.told:
            self.told = ahead
            self.waiter.ahead(ahead)


class Queue:
    """The places of one provider, in this process: first come, first served, by turns of the people who ask."""

    def __init__(self, name: str, places: int) -> None:
        """``name`` is what metrics call it; ``places``: answers that are written at once, 0: any number."""
        self.places = places
        self._name = name
        self._taken = 0
        self._mine: Counter[str] = Counter()
        """Answers that each person has here, waiting ones too."""
        self._waiting: list[_Ticket] = []
        self._numbers = count()

    @asynccontextmanager
    async def place(self, waiter: Waiter, address: str, *, longest: float = LONGEST) -> AsyncIterator[None]:
        """Hold a place while inside. Raises ``RateLimited`` where none is free for ``longest`` seconds."""
        rank = (waiter.behind, self._mine[waiter.who] if waiter.who else 0, next(self._numbers))
        self._mine[waiter.who] += 1
        try:
            await self._enter(_Ticket(rank, waiter, asyncio.get_running_loop().create_future()), address, longest)
            try:
                yield
            finally:
                self._taken -= 1
                self._call()
        finally:
            self._mine[waiter.who] -= 1
            if not self._mine[waiter.who]:
                del self._mine[waiter.who]

    async def _enter(self, ticket: _Ticket, address: str, longest: float) -> None:
        insort(self._waiting, ticket)
        self._call()
        if ticket.called.done():
            return
        try:
            async with asyncio.timeout(longest):
                await ticket.called
        except TimeoutError:
            self._withdraw(ticket)
            raise RateLimited(
                f"{address} writes {self.places} answers at once, and none ended for you within {longest:g} s."
                " Try again later, or choose another model.",
                why="too busy",
            ) from None
        except asyncio.CancelledError:
            self._withdraw(ticket)
            raise
        ticket.tell(0)

    def _withdraw(self, ticket: _Ticket) -> None:
        if ticket in self._waiting:
            self._waiting.remove(ticket)
        elif not ticket.called.cancelled():  # it was called at the very moment
            self._taken -= 1
        self._call()

    def _call(self) -> None:
        """Give free places to those who are first, and tell the others where they stand."""
        while self._waiting and not (self.places and self._taken >= self.places):
            self._taken += 1
            called = self._waiting.pop(0).called
            if called.cancelled():  # it leaves by itself
                self._taken -= 1
                continue
            called.set_result(None)
        metrics.WAITING.labels(self._name).set(len(self._waiting))
        for number, ticket in enumerate(self._waiting):
            ticket.tell(number + 1)
