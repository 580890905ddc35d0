"""A message of an answer that is there already: all of its text is sent anew each time."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from adapters.discord import buttons
from adapters.discord.place import message_of
from bot.surface import Epilogue

Make = Callable[[discord.Client], Awaitable[Any]]


class DiscordDraft:
    """It needs no more than its name, so it is the same for a message from before a restart."""

    def __init__(self, call: Callable[[Make], Awaitable[Any]], ref: str) -> None:
        """``call`` makes a call, as that of the surface does."""
        self.ref = ref
        self._call = call

    async def redraw(self, text: str) -> None:
        await self._call(lambda client: self._message(client).edit(content=text))

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        view = buttons.under(epilogue) if epilogue else None
        await self._call(lambda client: self._message(client).edit(content=text, view=view))

    async def retract(self) -> None:
        await self._call(lambda client: self._message(client).delete())

    def _message(self, client: discord.Client) -> discord.PartialMessage:
        channel = int(self.ref.partition(":")[0])
        return client.get_partial_messageable(channel).get_partial_message(message_of(self.ref))
