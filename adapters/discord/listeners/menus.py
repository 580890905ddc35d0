"""Entries of a message's menu: explain its code, keep its code."""

from functools import partial
from typing import Any

import discord
from discord import app_commands

from adapters.discord import buttons, files
from adapters.discord.listeners.answered import keep
from adapters.discord.listeners.net import take
from adapters.discord.opening import NewThread, check_permissions
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, Place, name_explained, name_message
from adapters.discord.reading import as_typed, files_of
from adapters.discord.telling import tell
from bot.blocks import code_blocks
from bot.deeds import list_kept, name_new
from bot.errors import UsageError
from bot.nouns import Exchange, Gathered, Message
from bot.store.snippets import Viewer
from bot.wordless import EXPLAIN

_NOTHING = "There is neither text nor a file that I can read in this message."
_NO_CODE = "There is no code in this message that could be saved."
_BEFORE = "This message was explained to you already: the answer stands in its thread."
_LONGEST_VALUE = 80
_THREADED = (discord.ChannelType.text, discord.ChannelType.news)


def plant(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    """Add the entries to ``tree``."""

    @tree.context_menu(name="Explain this code")
    async def explain(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        take(parts, interaction, partial(_explain, parts, message=message))

    @tree.context_menu(name="Save as snippet")
    async def save(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        take(parts, interaction, partial(_save, parts, message=message))


async def _explain(parts: Parts, origin: Origin, message: discord.Message) -> None:
    """Answer in the message's thread, as if its person had asked for an explanation there."""
    parts.access.admit(origin.author, origin.spot)
    text = _read(origin, message)
    if not text and not files_of(message):
        raise UsageError(_NOTHING)
    channel = origin.asked.channel
    threads = channel is not None and channel.type in _THREADED
    check_permissions(origin, origin.asked.app_permissions, threads=threads)
    ref = name_explained(name_message(origin.channel, message.id), origin.author.id)
    if before := await parts.store.exchanges.by_message(PLATFORM, ref):
        await _explain_again(parts, origin, before)
        return
    place, thread = _find_place(origin, message, text, threads)

    async def gather() -> Gathered:
        read = await files.read(parts.hosts, files_of(message))
        if not text and not read.attachments:
            raise UsageError(" ".join([_NOTHING, *read.notes]))
        return read

    asked = Message(
        ref,
        place.conversation,
        origin.author,
        f"{EXPLAIN}\n\n{text}".strip(),
        workspace=origin.guild,
        channel=origin.scope,
    )
    await tell(parts, origin, "I explain it in the thread of this message." if thread else "I explain it below.")
    await parts.answers.ask(asked, reply_to=place.root, thread=thread, gather=gather if files_of(message) else None)


async def _explain_again(parts: Parts, origin: Origin, before: Exchange) -> None:
    """Write once more what came to nothing; raise ``UsageError`` where the explanation stands, or is on its way."""
    if before.answer or before.state.is_open:
        raise UsageError(_BEFORE)
    await tell(parts, origin, "I explain it once more.")
    await parts.answers.again(before, event=f"discord:explain:{origin.asked.id}")


def _find_place(origin: Origin, message: discord.Message, text: str, threads: bool) -> tuple[Place, NewThread | None]:
    """Return where a message is explained, and how to open that."""
    if origin.is_direct or origin.is_thread:
        return origin.place, None
    if not threads:
        return Place(origin.guild, origin.channel, str(message.id)), None
    return Place(origin.guild, str(message.id)), NewThread(origin.channel, f"Explained: {text}")


async def _save(parts: Parts, origin: Origin, message: discord.Message) -> None:
    exchange = await parts.store.exchanges.by_ref(PLATFORM, name_message(origin.channel, message.id))
    if exchange:
        await keep(parts, origin, exchange)
        return
    viewer = Viewer(origin.author, origin.guild, origin.keeps_for)
    text = _read(origin, message)
    read = await files.read(parts.hosts, files_of(message))
    said_code = code_blocks(text) if files_of(message) else text
    if not said_code and not any(file.text for file in read.attachments):
        raise UsageError(" ".join([_NO_CODE, *read.notes]))
    had = await parts.snippets.had(text, viewer, read.attachments)
    kept = await parts.snippets.keep_code(text, viewer, files=read.attachments, source=message.jump_url)
    new = name_new(kept, had)
    said = "\n\n".join([list_kept(kept), *read.notes])
    undo = buttons.one("Undo", buttons.UNDO, new) if new and len(new) <= _LONGEST_VALUE else None
    await tell(parts, origin, said, undo)


def _read(origin: Origin, message: discord.Message) -> str:
    return as_typed(message, origin.asked.application_id)
