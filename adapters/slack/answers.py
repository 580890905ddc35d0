"""Work that an event from Slack starts: each in a task of its own, owned from the first call to the last."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakValueDictionary

from adapters.slack.place import Place
from adapters.slack.status import Statuses
from adapters.slack.surface import SlackSurface
from adapters.slack.workspaces import Workspaces
from bot.background import Errands
from bot.engine import Engine
from bot.errors import UsageError
from bot.nouns import Exchange, Message, State
from bot.preparing import Gather
from bot.surface import Draft

_log = logging.getLogger(__name__)
_GRACE = 2.0
"""Seconds for what was taken and is not written down yet: its person is told that we are closing."""


class Answers:
    """Start work, and own it until it is complete; Slack gets its acknowledgement long before that."""

    def __init__(self, engine: Engine, workspaces: Workspaces, statuses: Statuses) -> None:
        self._engine = engine
        self._workspaces = workspaces
        self._statuses = statuses
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

    async def ask(
        self, message: Message, recipient: str, team: str = "", *, gather: Gather | None = None
    ) -> Exchange | None:
        """Answer a message in its thread; ``recipient`` of the workspace ``team`` is the person who waits.

        ``gather`` fetches what belongs to it, once it is written down. Raises ``UsageError`` for what can't be asked or
        shown, and ``Forbidden`` where the app is not installed.
        """
        place = Place.of(message.conversation)
        surface = self._surface(place, recipient, team)
        return await self._write(place, surface, lambda: self._engine.answer(message, surface, gather=gather))

    async def again(
        self, exchange: Exchange, recipient: str, team: str = "", *, event: str, refs: Sequence[str] = ()
    ) -> Exchange | None:
        """Answer the message of an exchange once more, drawn on the messages ``refs``, and below. Raises as ``ask``."""
        place = Place.of(exchange.message.conversation)
        surface = self._surface(place, recipient, team)
        return await self._write(
            place, surface, lambda: self._engine.regenerate(exchange.id, surface, event=event, refs=refs)
        )

    def _surface(self, place: Place, recipient: str, team: str) -> "_Watched":
        async def stop() -> None:
            await self._engine.stop(place.conversation)

        return _Watched(self._workspaces, place, recipient, recipient_team=team, stop=stop)

    async def _write(
        self, place: Place, surface: "_Watched", answering: Callable[[], Awaitable[Exchange | None]]
    ) -> Exchange | None:
        workspace = await self._workspaces.get(place.team, place.enterprise)
        async with self._statuses.shown(workspace, place, lambda: surface.begun):
            exchange = await answering()
        if exchange and exchange.state is State.FAILED and not surface.begun:
            raise UsageError(exchange.problem)
        return exchange


class _Watched(SlackSurface):
    """A surface that knows whether something stands on it."""

    begun = False

    async def open(self, text: str) -> Draft:
        draft = await super().open(text)
        self.begun = True
        return draft

    async def reopen(self, ref: str) -> Draft:
        self.begun = True
        return await super().reopen(ref)
