"""What people write: mentions, direct messages and replies are answered, all else is left alone."""

import logging
from functools import partial

import discord

from adapters.discord import files
from adapters.discord.history import Before, read_before
from adapters.discord.listeners.meant import Heard, understand
from adapters.discord.listeners.net import attend
from adapters.discord.opening import NewThread, check_permissions
from adapters.discord.origin import of_message
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, Place
from adapters.discord.reading import as_typed, files_of, mentions, turns_to_another
from adapters.discord.telling import show
from bot.commands import Call
from bot.errors import UsageError
from bot.nouns import Gathered, Message
from bot.preparing import Gather
from bot.question import EMPTY
from bot.wishes import wish
from bot.wordless import HELP

_log = logging.getLogger(__name__)
_UNSEEN = "Discord does not show me what you wrote, because it does not mention me. Write it once more, with a mention."
_SAID = (discord.MessageType.default, discord.MessageType.reply)


async def hear(parts: Parts, message: discord.Message, me: int) -> None:
    """Answer a message that is for us, once."""
    if message.author.bot or message.webhook_id or message.type not in _SAID:
        return
    origin = of_message(message, await _channel(parts, message))

    async def heed() -> None:
        heard = await understand(parts, origin, message, me)
        if heard and await parts.store.events.first(f"discord:message:{message.id}"):
            await attend(parts, origin, f"message {heard.ref}", partial(_reply, parts, heard))

    ours = origin.thread_owner == str(me) and not turns_to_another(message, me)
    if origin.is_direct or ours or mentions(message, me):
        await attend(parts, origin, f"message {message.id}", heed)  # who waits is told also where the store is away
    else:
        await heed()


async def _channel(parts: Parts, message: discord.Message) -> object:
    """Return the channel of a message; a thread that slept for long is not known to the client."""
    channel = message.channel
    if not isinstance(channel, discord.PartialMessageable) or channel.guild_id is None:
        return channel
    return await parts.call(lambda client: client.fetch_channel(channel.id))


async def _reply(parts: Parts, heard: Heard) -> None:
    text, origin = as_typed(heard.message, heard.me), heard.origin
    if not (heard.message.content or heard.is_seen):
        if (await parts.gateway.client()).reads_all:
            return  # a sticker, or a poll
        raise UsageError(_UNSEEN)
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
    origin = heard.origin
    if not text and not heard.brings_more:
        raise UsageError(EMPTY)
    _check_rights(heard)
    place, thread = await _find_place(parts, heard, text)
    gather = _gathering(parts, heard, place) if heard.brings_more else None
    message = Message(
        heard.ref,
        place.conversation,
        origin.author,
        text or (HELP if gather else ""),
        workspace=origin.guild,
        channel=origin.scope,
    )
    where = heard.below or place
    reply_to = origin.message if where.root or thread else ""
    await parts.answers.ask(message, place=where, reply_to=reply_to, thread=thread, gather=gather)


def _check_rights(heard: Heard) -> None:
    """Raise ``UsageError`` where the bot may write neither in the channel nor in a thread of its own."""
    channel = heard.message.channel
    if isinstance(channel, discord.abc.GuildChannel):
        has = channel.permissions_for(channel.guild.me)
        if not (has.create_public_threads and has.send_messages_in_threads):
            check_permissions(heard.origin, has, threads=False)


async def _find_place(parts: Parts, heard: Heard, text: str) -> tuple[Place, NewThread | None]:
    """Return where a message is answered, and how to open that where it may not be there yet."""
    origin, new = heard.origin, NewThread(heard.origin.channel, text)
    if heard.place:
        is_here = heard.below or heard.place.root or heard.place.channel == origin.channel
        return heard.place, None if is_here else new
    if await parts.store.preferences.answers_in_place(PLATFORM, origin.guild, origin.channel):
        return Place(origin.guild, origin.channel, origin.message), None
    return Place(origin.guild, origin.message), new  # a thread has the id of its message


def _gathering(parts: Parts, heard: Heard, place: Place) -> Gather:
    """Return what fetches all that belongs to a question."""
    message, origin = heard.message, heard.origin

    async def gather() -> Gathered:
        history = await parts.store.exchanges.conversation(place.conversation)
        before = await read_before(parts, origin, message, history, heard.me) if heard.reads_along else Before()
        read = await files.read(parts.hosts, [*before.files, *files_of(message)])
        return Gathered((*((before.text,) if before.text else ()), *read.attachments), read.notes)

    return gather
