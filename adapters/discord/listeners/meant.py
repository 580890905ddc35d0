"""Whom a message is meant for, and which conversation it belongs to."""

from dataclasses import dataclass

import discord

from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, Place, drawn_at, name_message
from adapters.discord.reading import files_of, is_reply, mentions, replies_to, turns_to_another
from bot.nouns import Exchange
from bot.wishes import wish


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is for us, and the conversation that it belongs to."""

    origin: Origin
    message: discord.Message
    me: int
    place: Place | None
    """None: a new one, in a thread of its own or below the message."""
    below: Place | None = None
    """Where the answers of a conversation stand for which no thread could be opened; None: where its name says."""

    @property
    def reads_along(self) -> bool:
        """True where what others said before it belongs to it."""
        return not self.origin.is_direct and (self.origin.is_thread or is_reply(self.message))

    @property
    def brings_more(self) -> bool:
        """True where it has a meaning without words of its own."""
        return self.reads_along or bool(files_of(self.message))

    @property
    def is_seen(self) -> bool:
        """True where Discord shows us all of it: in direct messages, and where something is there to be seen."""
        return self.origin.is_direct or bool(files_of(self.message))

    @property
    def ref(self) -> str:
        return name_message(self.origin.channel, self.message.id)


async def understand(parts: Parts, origin: Origin, message: discord.Message, me: int) -> Heard | None:
    """Return what a message means to us; None: nothing."""
    if origin.is_direct:
        return Heard(origin, message, me, origin.place)
    if turns_to_another(message, me):
        return None
    here = origin.place if origin.is_thread else None
    if is_reply(message) and (replied := await _replied_to(parts, origin, message)):
        where, _ = drawn_at(replied)
        place = Place.of(replied.message.conversation)
        return Heard(origin, message, me, place, where if where.root else None)
    if mentions(message, me) or replies_to(message, me):
        return Heard(origin, message, me, here)
    if not here or not (message.content or message.attachments):
        return None
    stops = wish(message.content) == "stop" and await _is_written_in(parts, here)
    return Heard(origin, message, me, here) if stops or await hears_replies(parts, origin, me) else None


async def hears_replies(parts: Parts, origin: Origin, me: int) -> bool:
    """Tell whether what is said in a thread is for us without a mention."""
    if origin.is_direct:
        return True
    if not origin.is_thread or origin.thread_owner != str(me):
        return False
    return not await parts.store.preferences.needs_mention(PLATFORM, origin.guild, origin.parent)


async def _replied_to(parts: Parts, origin: Origin, message: discord.Message) -> Exchange | None:
    """Return the exchange of the answer that a message replies to, or of the question that we showed."""
    assert message.reference is not None
    channel, id, exchanges = message.reference.channel_id, message.reference.message_id, parts.store.exchanges
    ref = name_message(channel, id or 0)
    exchange = await exchanges.by_ref(PLATFORM, ref) or await exchanges.by_message(PLATFORM, ref)
    return exchange if exchange and exchange.message.workspace == origin.guild else None


async def _is_written_in(parts: Parts, place: Place) -> bool:
    said = await parts.store.exchanges.conversation(place.conversation)
    return any(exchange.state.is_open for exchange in said)
