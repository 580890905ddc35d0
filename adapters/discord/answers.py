"""Answers in Discord: each on a surface in its conversation, with the sign that somebody is typing until it begins."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import discord

from adapters.discord.connection import Connection
from adapters.discord.opening import NewThread
from adapters.discord.place import Place, drawn_at
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

    def __init__(self, engine: Engine, connection: Connection) -> None:
        self._engine = engine
        self.connection = connection

    async def ask(
        self,
        message: Message,
        *,
        gather: Gather | None = None,
        place: Place | None = None,
        reply_to: str = "",
        thread: NewThread | None = None,
    ) -> Exchange | None:
        """Answer a message in its conversation. Raises ``UsageError`` for what can't be asked or shown.

        ``place``: where that stands, if not where its name says; ``reply_to``, ``thread``: see ``DiscordSurface``.
        """
        where = place or Place.of(message.conversation)
        surface = DiscordSurface(self.connection, where, reply_to=reply_to, thread=thread)
        return await self._write(surface, lambda watched: self._engine.answer(message, watched, gather=gather))

    async def again(self, exchange: Exchange, *, event: str, refs: Sequence[str] = ()) -> Exchange | None:
        """Answer the message of an exchange once more, drawn on the messages ``refs``, and below. Raises as ``ask``."""
        place, reply_to = drawn_at(exchange)
        surface = DiscordSurface(self.connection, place, reply_to=reply_to)
        return await self._write(
            surface, lambda watched: self._engine.regenerate(exchange.id, watched, event=event, refs=refs)
        )

    async def _write(
        self, surface: DiscordSurface, answering: Callable[[Watched], Awaitable[Exchange | None]]
    ) -> Exchange | None:
        watched = Watched(surface)
        async with background(self._type(surface, watched)):
            exchange = await answering(watched)
        watched.check(exchange)
        return exchange

    async def _type(self, surface: DiscordSurface, watched: Watched) -> None:
        rates = self.connection.rates
        try:
            await surface.settle()
            while not watched.begun:
                channel = surface.place.channel
                if rates.typing(channel).is_free():  # else somebody else's answer shows it there
                    await rates.typing(channel).turn(urgent=True)
                    await self.connection.call(partial(_send_typing, int(channel)))
                await asyncio.sleep(_TYPING)
        except (SurfaceError, TakenOver) as problem:
            _log.debug("no typing in %s: %s", surface.place.conversation, problem)


async def _send_typing(channel: int, client: discord.Client) -> None:
    await client.http.send_typing(channel)
