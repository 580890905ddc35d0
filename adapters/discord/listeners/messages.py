"""What people write: mentions, direct messages and replies are answered, all else is left alone."""

import logging
from dataclasses import dataclass
from functools import partial

import discord

from adapters.discord import files
from adapters.discord.history import Before, read_before
from adapters.discord.listeners.net import attend
from adapters.discord.opening import open_thread
from adapters.discord.origin import Origin, of_message
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, Place, name_message
from adapters.discord.reading import as_typed, mentions, turns_to_another
from adapters.discord.telling import show
from bot.commands import Call
from bot.nouns import Gathered, Message
from bot.preparing import Gather
from bot.wishes import wish
from bot.wordless import HELP

_log = logging.getLogger(__name__)
_SAID = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is for us, and the conversation that it belongs to."""

    origin: Origin
    message: discord.Message
    me: int
    place: Place | None
    """None: a new one, in a thread of its own or below the message."""

    @property
    def ref(self) -> str:
        return name_message(self.origin.channel, self.message.id)


async def hear(parts: Parts, message: discord.Message, me: int) -> None:
    """Answer a message that is for us, once."""
    if message.author.bot or message.webhook_id or message.type not in _SAID:
        return
    origin = of_message(message, await _channel(parts, message))
    heard = await _understand(parts, origin, message, me)
    if heard and await parts.store.events.first(f"discord:message:{message.id}"):
        await attend(parts, origin, f"message {heard.ref}", partial(_reply, parts, heard))


async def _channel(parts: Parts, message: discord.Message) -> object:
    """Return the channel of a message; a thread that slept for long is not known to the client."""
    channel = message.channel
    if message.guild is None or not isinstance(channel, discord.PartialMessageable):
        return channel
    return await parts.call(lambda client: client.fetch_channel(channel.id))


async def _understand(parts: Parts, origin: Origin, message: discord.Message, me: int) -> Heard | None:
    """Return what a message means to us; None: nothing."""
    if origin.is_direct:
        return Heard(origin, message, me, origin.place)
    replied = await _replied_to(parts, message)
    if replied:
        return Heard(origin, message, me, replied)
    if mentions(message, me):
        return Heard(origin, message, me, origin.place if origin.is_thread else None)
    if not origin.is_thread or turns_to_another(message, me) or not (message.content or message.attachments):
        return None
    stops = wish(message.content) == "stop" and await _is_written_in(parts, origin.place)
    return Heard(origin, message, me, origin.place) if stops or await hears_replies(parts, origin, me) else None


async def _replied_to(parts: Parts, message: discord.Message) -> Place | None:
    """Return the conversation of the answer that a message replies to."""
    reference = message.reference
    if not reference or not reference.message_id or reference.type is not discord.MessageReferenceType.default:
        return None
    exchange = await parts.store.exchanges.by_ref(PLATFORM, name_message(reference.channel_id, reference.message_id))
    return Place.of(exchange.message.conversation) if exchange else None


async def hears_replies(parts: Parts, origin: Origin, me: int) -> bool:
    """Tell whether what is said in a thread is for us without a mention."""
    if origin.is_direct:
        return True
    if not origin.is_thread or origin.thread_owner != str(me):
        return False
    return not await parts.store.preferences.needs_mention(PLATFORM, origin.guild, origin.parent)


async def _is_written_in(parts: Parts, place: Place) -> bool:
    said = await parts.store.exchanges.conversation(place.conversation)
    return any(exchange.state.is_open for exchange in said)


async def _reply(parts: Parts, heard: Heard) -> None:
    text, origin = as_typed(heard.message, heard.me), heard.origin
    match wish(text):
        case "stop":
            if not (heard.place and await parts.engine.stop(heard.place.conversation)):
                await _run(parts, heard, "stop")
        case "help":
            await _run(parts, heard, "help")
        case _:
            parts.access.admit(origin.author, origin.spot)
            await _answer(parts, heard, text)


async def _run(parts: Parts, heard: Heard, verb: str) -> None:
    origin = heard.origin
    call = Call("code", verb, origin.author, origin.guild, origin.scope)
    await show(parts, origin, await parts.commands.run(call))


async def _answer(parts: Parts, heard: Heard, text: str) -> None:
    origin, place = heard.origin, heard.place or await _new_place(parts, heard, text)
    gather = _gathering(parts, heard, place)
    message = Message(
        heard.ref,
        place.conversation,
        origin.author,
        text or (HELP if gather else ""),
        workspace=origin.guild,
        channel=origin.parent,
    )
    await parts.answers.ask(message, reply_to=origin.message if place.root else "", gather=gather)


async def _new_place(parts: Parts, heard: Heard, text: str) -> Place:
    """Return where a mention in a channel is answered: a thread of its own, or below the message."""
    origin = heard.origin
    below = Place(origin.guild, origin.channel, origin.message)
    if await parts.store.preferences.answers_in_place(PLATFORM, origin.guild, origin.channel):
        return below
    return await open_thread(parts, origin.guild, origin.channel, origin.message, text) or below


def _gathering(parts: Parts, heard: Heard, place: Place) -> Gather | None:
    """Return what fetches all that belongs to a question; None where there is nothing."""
    message, origin = heard.message, heard.origin
    reads = not origin.is_direct and (origin.is_thread or message.reference is not None)
    if not message.attachments and not reads:
        return None

    async def gather() -> Gathered:
        history = await parts.store.exchanges.conversation(place.conversation)
        before = await read_before(parts, origin, message, history, heard.me) if reads else Before()
        read = await files.read(parts.hosts, [*before.files, *message.attachments])
        return Gathered((*((before.text,) if before.text else ()), *read.attachments), read.notes)

    return gather
