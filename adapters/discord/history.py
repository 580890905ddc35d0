"""What people said before the bot was asked: in a thread that is not its own, or up a chain of replies."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import name_message
from adapters.discord.reading import as_typed, files_of, is_reply
from adapters.transcript import MOST_FILES, MOST_MESSAGES, NAME, tell, transcribe
from bot.errors import SurfaceError
from bot.nouns import Attachment, Exchange

_UNREAD = "a note on this thread"
_UNREADABLE = "(What was said before could not be read, so nobody knows here what others said. {})"
_LONGEST_CHAIN = 25
_SAID = (discord.MessageType.default, discord.MessageType.reply, discord.MessageType.thread_starter_message)


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before a message."""

    text: Attachment | None = None
    files: tuple[discord.Attachment, ...] = ()
    """The last files that people sent."""


async def read_before(
    parts: Parts, origin: Origin, message: discord.Message, history: Sequence[Exchange], me: int
) -> Before:
    """Return what was said before ``message``, with who said it.

    Left out is what models are told anyway: the answers, and the questions of ``history`` that have one.
    """
    known = {exchange.message.ref for exchange in history if exchange.answer}
    # Of a conversation in which the thread was read along before, only what came later is missing.
    after = max((ref for exchange in history if _was_read(exchange) if (ref := _id(exchange))), default=0)
    try:
        said = await (_read_thread(parts, message, after) if origin.is_thread else _read_chain(parts, message))
    except SurfaceError as problem:
        return Before(Attachment(_UNREAD, _UNREADABLE.format(problem)))
    told = [each for each in said if each.author.id != me and name_message(each.channel.id, each.id) not in known]
    lines = [
        tell(each.author.display_name, as_typed(each, me), [file.filename for file in files_of(each)]) for each in told
    ]
    files = [file for each in told for file in files_of(each)]
    return Before(transcribe(lines), tuple(files[-MOST_FILES:]))


def _was_read(exchange: Exchange) -> bool:
    return bool(exchange.answer) and any(file.name == NAME for file in exchange.message.attachments)


def _id(exchange: Exchange) -> int:
    """Return the id of a question; 0 where it came by a command."""
    id = exchange.message.ref.rpartition(":")[2]
    return int(id) if id.isdecimal() else 0


async def _read_thread(parts: Parts, message: discord.Message, after: int) -> list[discord.Message]:
    async def look(client: discord.Client) -> list[discord.Message]:
        channel = client.get_partial_messageable(message.channel.id)
        return [each async for each in channel.history(limit=MOST_MESSAGES, before=message)]

    said = [each for each in await parts.call(look) if each.type in _SAID and each.id > after]
    return [_starter(each) or each for each in reversed(said)]


def _starter(message: discord.Message) -> discord.Message | None:
    """Return the message that a thread was made of, which stands in another channel."""
    if message.type is not discord.MessageType.thread_starter_message or not message.reference:
        return None
    resolved = message.reference.resolved
    return resolved if isinstance(resolved, discord.Message) else None


async def _read_chain(parts: Parts, message: discord.Message) -> list[discord.Message]:
    """Return what a message replies to, and what that replies to, oldest first."""
    chain: list[discord.Message] = []
    at = message
    while len(chain) < _LONGEST_CHAIN and (above := await _above(parts, at)):
        chain.append(above)
        at = above
    return chain[::-1]


async def _above(parts: Parts, message: discord.Message) -> discord.Message | None:
    if message.type is discord.MessageType.reply and not message.reference:
        # What comes along with a reply may not say what it replies to itself.
        message = await _fetch(parts, message.channel.id, message.id) or message
    reference = message.reference
    if not reference or not is_reply(message):
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    if isinstance(reference.resolved, discord.DeletedReferencedMessage):
        return None
    return await _fetch(parts, reference.channel_id, reference.message_id or 0)


async def _fetch(parts: Parts, channel: int, id: int) -> discord.Message | None:
    async def fetch(client: discord.Client) -> discord.Message:
        return await client.get_partial_messageable(channel).fetch_message(id)

    try:
        return await parts.call(fetch)
    except SurfaceError:
        return None  # what was deleted in between, or can't be read, ends the chain
