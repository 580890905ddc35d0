"""How an answer is drawn in Discord: ordinary messages, posted once and then edited."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any, Protocol, TypeVar

import discord

from adapters.discord import buttons
from adapters.discord.at_once import at_once
from adapters.discord.errors import ARCHIVED, LOCKED, NO_PERMISSION, Refused
from adapters.discord.place import Place, message_of
from adapters.discord.rates import Rates
from bot.errors import Forbidden, SurfaceError
from bot.nouns import Attachment
from bot.surface import Draft, Epilogue, Limits

MAX_CHARS = 2000
"""Longest message. Whether Discord counts an emoji as one or two is written nowhere, so it counts as two here."""
_LATER = 50
"""Messages behind the first of an answer that are looked through for its files."""
T = TypeVar("T")


Call = Callable[[discord.Client], Awaitable[T]]


class Connection(Protocol):
    """What a surface needs of the adapter."""

    @property
    def rates(self) -> Rates: ...

    async def call(self, make: Call[T]) -> T:
        """Make a call with a client that is logged in, in its turn among all of the bot.

        Raises the errors of the port, and ``TakenOver`` where there will be no client.
        """


class DiscordSurface:
    """A conversation in which one answer is drawn."""

    def __init__(self, connection: Connection, place: Place, *, reply_to: str = "") -> None:
        """``reply_to``: the message that the answer replies to, in a chain of replies."""
        self._connection = connection
        self.place = place
        self._reply_to = reply_to
        self._nonces: dict[str, str] = {}
        self._reopened = 0

    @property
    def limits(self) -> Limits:
        rates, channel = self._connection.rates, self.place.channel
        edits, posts = rates.edit(channel), rates.post(channel)
        return Limits(MAX_CHARS, opening=posts, redrawing=edits, finishing=edits, attach=self.attach, utf16=True)

    async def open(self, text: str) -> Draft:
        tried = "" in self._nonces
        message = await self._post("", content=text, suppress_embeds=True, view=buttons.writing())
        draft = DiscordDraft(self, self.place.ref(message.id))
        if tried:  # it may have been posted by a call whose answer was lost, with the text of then
            await draft.redraw(text)
        del self._nonces[""]
        return draft

    async def reopen(self, ref: str) -> Draft:
        self._reopened = self._reopened or message_of(ref)
        return DiscordDraft(self, ref)

    async def attach(self, attachment: Attachment) -> None:
        """Put a file below; where the answer is written again, in place of the one that stood there."""
        old = await self._find_file(attachment.name) if self._reopened else []
        new = await self._post(attachment.name, make=lambda: {"file": file_of(attachment)})
        del self._nonces[attachment.name]
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
        try:
            return await self._connection.call(at_once(make))
        except Refused as refused:
            if refused.code != ARCHIVED:
                raise
        await self._wake()
        return await self._connection.call(at_once(make))

    async def _wake(self) -> None:
        async def wake(client: discord.Client) -> None:
            await client.http.edit_channel(int(self.place.channel), archived=False)

        try:
            await self._connection.call(at_once(wake))
        except Forbidden as refused:
            raise Forbidden(LOCKED) if refused.code == NO_PERMISSION else refused from refused

    async def _find_file(self, name: str) -> Sequence[int]:
        """Return our messages since the first of this answer that bring a file of this name."""
        first = discord.Object(self._reopened)

        async def look(client: discord.Client) -> list[int]:
            found: list[int] = []
            async for message in _channel(client, self.place).history(after=first, limit=_LATER):
                if not self._is_ours(client, message) or (found and message.content):
                    if self._reply_to:
                        continue
                    break  # another answer begins
                if any(file.filename == name for file in message.attachments):
                    found.append(message.id)
            return found

        try:
            return await self._connection.call(look)
        except SurfaceError:
            return []  # without Read Message History an older file stays where it is

    def _is_ours(self, client: discord.Client, message: discord.Message) -> bool:
        """Tell whether a message may be of this answer."""
        if not client.user or message.author.id != client.user.id:
            return False
        replied = message.reference.message_id if message.reference else None
        return not self._reply_to or replied == int(self._reply_to)

    def _reference(self) -> discord.MessageReference | None:
        if not self._reply_to:
            return None
        return discord.MessageReference(
            message_id=int(self._reply_to),
            channel_id=int(self.place.channel),
            guild_id=int(self.place.guild) if self.place.guild else None,
            fail_if_not_exists=False,
        )


class DiscordDraft:
    """A message that is there; all of its text is sent anew each time."""

    def __init__(self, surface: DiscordSurface, ref: str) -> None:
        self.ref = ref
        self._surface = surface

    async def redraw(self, text: str) -> None:
        await self._surface.call(lambda client: self._message(client).edit(content=text))

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        view = buttons.under(epilogue) if epilogue else None
        await self._surface.call(lambda client: self._message(client).edit(content=text, view=view))

    async def retract(self) -> None:
        await self._surface.call(lambda client: self._message(client).delete())

    def _message(self, client: discord.Client) -> discord.PartialMessage:
        channel = int(self.ref.partition(":")[0])
        return client.get_partial_messageable(channel).get_partial_message(message_of(self.ref))


def file_of(attachment: Attachment) -> discord.File:
    """Return a text file as the SDK sends it; it is read once."""
    return discord.File(BytesIO(attachment.text.encode(errors="replace")), attachment.name)


def _channel(client: discord.Client, place: Place) -> discord.PartialMessageable:
    return client.get_partial_messageable(int(place.channel), guild_id=int(place.guild) if place.guild else None)


async def _delete(place: Place, message: int, client: discord.Client) -> None:
    await _channel(client, place).get_partial_message(message).delete()
