"""Answers in Discord: each on a surface in its conversation, with the sign that somebody is typing until it begins."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from adapters.discord.connection import Connected
from adapters.discord.place import Place
from adapters.discord.surface import DiscordSurface
from adapters.watched import Watched
from bot.background import background
from bot.engine import Engine
from bot.errors import SurfaceError, TakenOver
from bot.nouns import Exchange, Message
from bot.preparing import Gather

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
        place = Place.of(message.conversation)
        surface = Watched(DiscordSurface(self.connection, place, reply_to=reply_to))
        return await self._write(place, surface, lambda: self._engine.answer(message, surface, gather=gather))

    async def again(
        self, exchange: Exchange, *, event: str, refs: Sequence[str] = (), reply_to: str = ""
    ) -> Exchange | None:
        """Answer the message of an exchange once more, drawn on the messages ``refs``, and below. Raises as ``ask``."""
        place = Place.of(exchange.message.conversation)
        surface = Watched(DiscordSurface(self.connection, place, reply_to=reply_to))
        return await self._write(
            place, surface, lambda: self._engine.regenerate(exchange.id, surface, event=event, refs=refs)
        )

    async def _write(
        self, place: Place, surface: Watched, answering: Callable[[], Awaitable[Exchange | None]]
    ) -> Exchange | None:
        async with background(self._type(place, surface)):
            exchange = await answering()
        surface.check(exchange)
        return exchange

    async def _type(self, place: Place, surface: Watched) -> None:
        try:
            while not surface.begun:
                bucket = self.connection.rates.typing(place.channel)
                if bucket.is_free():  # else somebody else's answer shows it there
                    await bucket.turn(urgent=True)
                    await self.connection.call(lambda client: client.http.send_typing(int(place.channel)))
                await asyncio.sleep(_TYPING)
        except (SurfaceError, TakenOver) as problem:
            _log.debug("no typing in %s: %s", place.conversation, problem)
