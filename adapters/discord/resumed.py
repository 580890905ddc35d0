"""Where an answer goes on after its process died: what that had posted, and not yet written down, is found and used."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import discord

from adapters.discord import buttons
from adapters.discord.connection import Connection
from adapters.discord.draft import DiscordDraft
from adapters.discord.opening import NewThread
from adapters.discord.place import Place, drawn_at, message_of
from adapters.discord.surface import DiscordSurface
from bot.errors import SurfaceError
from bot.nouns import Exchange
from bot.surface import Draft

_LATER = 50
"""Messages that are looked through."""
_SKEW = 60.0
"""Seconds by which the database's clock may be ahead of Discord's."""
IsNoted = Callable[[str], Awaitable[bool]]
"""Tells whether a message is known to show an answer."""


class ResumedSurface(DiscordSurface):
    """A conversation with an unfinished answer in it, of which one message may be unknown: the last that was posted."""

    def __init__(self, connection: Connection, exchange: Exchange, is_noted: IsNoted) -> None:
        place, reply_to = drawn_at(exchange)
        super().__init__(connection, place, reply_to=reply_to, thread=_unopened(exchange, place))
        began = datetime.fromtimestamp(max(exchange.at - _SKEW, 0), UTC)
        self._since = message_of(exchange.refs[-1]) if exchange.refs else discord.utils.time_snowflake(began)
        self._is_noted = is_noted
        self._looked = False

    async def open(self, text: str) -> Draft:
        await self.settle()
        stray = "" if self._looked else await self._find_stray()
        if not stray:
            self._looked = True
            return await super().open(text)
        draft = DiscordDraft(self.call, stray)
        await draft.redraw(text)
        self._looked = True
        return draft

    async def _find_stray(self) -> str:
        """Return our name for a message that is still being written, and known to be nobody's; empty: there is none."""
        for message in await self._list_unfinished():
            ref = self.place.ref(message)
            if not await self._is_noted(ref):
                return ref
        return ""

    async def _list_unfinished(self) -> list[int]:
        channel, after, replied = int(self.place.channel), discord.Object(self._since), self._reply_to

        async def look(client: discord.Client) -> list[int]:
            return [
                message.id
                async for message in client.get_partial_messageable(channel).history(after=after, limit=_LATER)
                if client.user and message.author.id == client.user.id and buttons.is_written(message)
                if not replied or (message.reference and message.reference.message_id == int(replied))
            ]

        try:
            return await self._connection.call(look)
        except SurfaceError:
            return []  # without Read Message History it stays unknown


def _unopened(exchange: Exchange, place: Place) -> NewThread | None:
    """Return how to open the thread of an answer that nothing stands of yet: its process may have died before that."""
    if exchange.refs or place.root or not place.guild:
        return None
    return NewThread(exchange.message.channel, exchange.message.text)
