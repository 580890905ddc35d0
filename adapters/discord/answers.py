"""Answers in Discord: each on a surface in its conversation, with the sign that somebody is typing until it begins."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from adapters.discord.connection import Connected
from adapters.discord.place import Place
from adapters.discord.surface import DiscordSurface
from bot.background import background
from bot.engine import Engine
from bot.errors import SurfaceError, UsageError
from bot.nouns import Exchange, Message, State
from bot.preparing import Gather
from bot.surface import Draft

_log = logging.getLogger(__name__)
_TYPING = 8.0
"""Seconds after which the sign is set again; Discord shows it for ten, or until the bot posts."""


class Answers:
    """Asks the engine, and shows that an answer is coming."""

    def __init__(self, engine: Engine, connection: Connected) -> None:
        self._engine = engine
        self.connection = connection

    async def ask(self, message: Message, *, reply_to: str = "", gather: Gather | None = None) -> Exchange | None:
        """Answer a message in its conversation. Raises ``UsageError`` for what can't be asked or shown.

        ``reply_to``: the message that the answer replies to, where it stands in a channel.
        """
        surface = _Watched(self.connection, Place.of(message.conversation), reply_to=reply_to)
        return await self._write(surface, lambda: self._engine.answer(message, surface, gather=gather))

    async def again(
        self, exchange: Exchange, *, event: str, refs: Sequence[str] = (), reply_to: str = ""
    ) -> Exchange | None:
        """Answer the message of an exchange once more, drawn on the messages ``refs``, and below. Raises as ``ask``."""
        surface = _Watched(self.connection, Place.of(exchange.message.conversation), reply_to=reply_to)
        return await self._write(surface, lambda: self._engine.regenerate(exchange.id, surface, event=event, refs=refs))

    async def _write(self, surface: "_Watched", answering: Callable[[], Awaitable[Exchange | None]]) -> Exchange | None:
        async with background(self._type(surface)):
            exchange = await answering()
        if exchange and exchange.state is State.FAILED and not surface.begun:
            raise UsageError(exchange.problem)
        return exchange

    async def _type(self, surface: "_Watched") -> None:
        try:
            while not surface.begun:
                await self.connection.call(lambda client: client.http.send_typing(int(surface.place.channel)))
                await asyncio.sleep(_TYPING)
        except SurfaceError as problem:
            _log.debug("no typing in %s: %s", surface.place.conversation, problem)


class _Watched(DiscordSurface):
    """A surface that knows whether something stands on it."""

    begun = False

    async def open(self, text: str) -> Draft:
        draft = await super().open(text)
        self.begun = True
        return draft

    async def reopen(self, ref: str) -> Draft:
        self.begun = True
        return await super().reopen(ref)
