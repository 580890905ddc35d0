"""How an answer is drawn in Discord: ordinary messages, posted once and then edited."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any

import discord

from adapters.discord import buttons
from adapters.discord.at_once import at_once
from adapters.discord.connection import Call, Connection, T
from adapters.discord.draft import DiscordDraft
from adapters.discord.errors import ARCHIVED, LOCKED, NO_PERMISSION, Refused
from adapters.discord.older import find_files
from adapters.discord.opening import NewThread, open_thread
from adapters.discord.place import Place, message_of
from bot.errors import Forbidden, SurfaceError
from bot.nouns import Attachment
from bot.surface import Draft, Limits

MAX_CHARS = 2000
"""Longest message. Whether Discord counts an emoji as one or two is written nowhere, so it counts as two here."""


class DiscordSurface:
    """A conversation in which one answer is drawn."""

    def __init__(
        self, connection: Connection, place: Place, *, reply_to: str = "", thread: NewThread | None = None
    ) -> None:
        """``reply_to``: the message that the answer replies to, where it stands in a channel. ``thread``: how to open
        the thread that ``place`` is; where Discord lets us open none, the answer stands below the question.
        """
        self._connection = connection
        self._thread = thread
        self._settling = asyncio.Lock()
        self.place = place
        self._reply_to = "" if thread else reply_to
        self._below = reply_to
        self._nonces: dict[str, str] = {}
        self._reopened = 0

    @property
    def limits(self) -> Limits:
        rates, channel = self._connection.rates, self.place.channel
        edits, posts = rates.edit(channel), rates.post(channel)
        return Limits(
            MAX_CHARS,
            opening=posts,
            redrawing=edits,
            finishing=edits,
            attach=self.attach,
            shows_writing=True,
            utf16=True,
        )

    async def settle(self) -> None:
        """See that there is a place to draw in, before anything is drawn."""
        async with self._settling:
            thread, self._thread = self._thread, None
            if not thread or await open_thread(self._connection, thread, self.place.channel):
                return
            self._reply_to = self._below or self.place.channel
            self.place = Place(self.place.guild, thread.channel, self.place.channel)
            if thread.refused:
                await thread.refused()

    async def open(self, text: str) -> Draft:
        await self.settle()
        tried = "" in self._nonces
        message = await self._post("", content=text, suppress_embeds=True, view=buttons.writing())
        draft = DiscordDraft(self.call, self.place.ref(message.id))
        if tried and message.content != text.strip():
            await draft.redraw(text)  # a call whose answer was lost had posted it, with the text of then
        del self._nonces[""]
        return draft

    async def reopen(self, ref: str) -> Draft:
        self._reopened = self._reopened or message_of(ref)
        return DiscordDraft(self.call, ref)

    async def attach(self, attachment: Attachment) -> None:
        """Put a file below; where the answer is written again, in place of the one that stood there."""
        name, first = attachment.name, self._reopened
        old = await find_files(self._connection, self.place, first, name, self._reply_to) if first else []
        new = await self._post(name, make=lambda: {"file": file_of(attachment)})
        del self._nonces[name]
        for message in old:
            if message != new.id:
                with suppress(SurfaceError):  # an old file that stays is no reason to lose the answer
                    await self.call(partial(_delete, self.place, message))

    async def _post(self, what: str, *, make: Callable[[], dict[str, Any]] = dict, **content: Any) -> discord.Message:
        """Post a message; ``make`` gives what must be new for each try.

        Every try has the same nonce: Discord then returns the message that it has, and posts no second one.
        """
        nonce = self._nonces.setdefault(what, secrets.token_hex(12))
        if reference := self._reference():
            content |= {"reference": reference, "mention_author": False}

        async def send(client: discord.Client) -> discord.Message:
            return await _channel(client, self.place).send(nonce=nonce, silent=True, **content, **make())

        return await self.call(send)

    async def call(self, make: Call[T]) -> T:
        """Make a call once; a thread that sleeps is woken for it. Raises the errors of the port."""
        rates, channel = self._connection.rates, self.place.channel
        once = at_once(make, {"POST": rates.post(channel), "PATCH": rates.edit(channel)})
        try:
            return await self._connection.call(once)
        except Refused as refused:
            if refused.code != ARCHIVED:
                raise
        await self._wake()
        return await self._connection.call(once)

    async def _wake(self) -> None:
        async def wake(client: discord.Client) -> None:
            await client.http.edit_channel(int(self.place.channel), archived=False)

        try:
            await self._connection.call(at_once(wake))
        except Forbidden as refused:
            raise Forbidden(LOCKED) if refused.code == NO_PERMISSION else refused from refused

    def _reference(self) -> discord.MessageReference | None:
        if not self._reply_to:
            return None
        return discord.MessageReference(
            message_id=int(self._reply_to),
            channel_id=int(self.place.channel),
            guild_id=int(self.place.guild) if self.place.guild else None,
            fail_if_not_exists=False,
        )


def file_of(attachment: Attachment) -> discord.File:
    """Return a file as the SDK sends it; it is read once."""
    return discord.File(BytesIO(content_of(attachment)), attachment.name)


def content_of(attachment: Attachment) -> bytes:
    """Return what a text file, or one of another kind, consists of."""
    return attachment.data or attachment.text.encode(errors="replace")


def _channel(client: discord.Client, place: Place) -> discord.PartialMessageable:
    return client.get_partial_messageable(int(place.channel), guild_id=int(place.guild) if place.guild else None)


async def _delete(place: Place, message: int, client: discord.Client) -> None:
    await _channel(client, place).get_partial_message(message).delete()
