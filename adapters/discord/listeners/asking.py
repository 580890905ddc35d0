"""`/code`: the question is shown where it was asked, and answered in a thread on it."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import discord

from adapters.attempt import giving_back
from adapters.discord import files
from adapters.discord.opening import NewThread, check_permissions
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import Place, drawn_at, link_to, name_message
from adapters.discord.telling import acknowledge, tell
from bot.errors import UsageError
from bot.nouns import Exchange, Gathered, Message, Mode
from bot.preparing import Gather
from bot.question import EMPTY
from bot.text import measure, shorten

_LONGEST = 1500
"""Characters of a question that are shown; the model gets all of it."""
_LINK = re.compile(r"(?<![<\w])https?://[^\s<>]+")
"""Between angle brackets Discord shows no preview of what it leads to."""
_NO_ANSWER = "There is no answer to you here yet that could be corrected. Ask a question first."
_IN_PLACE = "I could open no thread on it, so the answer stands here. Reply to it to go on."
_THREADED = (discord.ChannelType.text, discord.ChannelType.news)


async def ask(parts: Parts, origin: Origin, text: str, model: str, attached: Sequence[discord.Attachment]) -> None:
    """Post what a person asks, and answer it below. Raises ``UsageError``."""
    interaction = origin.asked
    with giving_back(text):
        parts.access.admit(origin.author, origin.spot)
        if not text.strip():
            raise UsageError(EMPTY)
        threads = interaction.channel is not None and interaction.channel.type in _THREADED
        check_permissions(origin, interaction.app_permissions, threads=threads)
        await acknowledge(parts, interaction, alone=False)
        root = await _post(parts, interaction, origin, text)
        place, thread = _find_place(parts, origin, root, text, threads)
        message = Message(
            name_message(origin.channel, root),
            place.conversation,
            origin.author,
            text,
            model=model,
            workspace=origin.guild,
            channel=origin.scope,
        )
        await parts.answers.ask(message, reply_to=place.root, thread=thread, gather=_gathering(parts, attached))


async def mend(parts: Parts, origin: Origin, words: str, model: str, attached: Sequence[discord.Attachment]) -> None:
    """Mend the last answer to a person here. Raises ``UsageError``."""
    interaction = origin.asked
    await acknowledge(parts, interaction)
    with giving_back(words):
        parts.access.admit(origin.author, origin.spot)
        last = await _last_answer(parts, origin)
        if not last:
            raise UsageError(_NO_ANSWER)
        await tell(parts, origin, f"I mend the last answer to you: {link_to(last)}")
        await complain(parts, origin, f"i{interaction.id}", last, words, model, _gathering(parts, attached))


async def complain(
    parts: Parts,
    origin: Origin,
    ref: str,
    exchange: Exchange,
    words: str,
    model: str = "",
    gather: Gather | None = None,
) -> None:
    """Keep what was wrong with an answer, and answer it in its conversation."""
    said = exchange.message
    message = Message(
        ref,
        said.conversation,
        origin.author,
        words,
        mode=Mode.FEEDBACK,
        model=model,
        workspace=said.workspace,
        channel=said.channel,
        about=exchange.id,
    )
    place, reply_to = drawn_at(exchange)
    await parts.answers.ask(message, place=place, reply_to=reply_to, gather=gather)


def quote(name: str, text: str) -> str:
    """Return what says that somebody asks something."""
    quoted = "\n".join(f"> {line}" for line in _LINK.sub(r"<\g<0>>", text).splitlines())
    lines = quoted if measure(quoted) <= _LONGEST else shorten(quoted, _LONGEST).rstrip() + " …"
    more = "" if lines == quoted else f"\n-# Only the beginning is shown: I was given all {len(text):,} characters."
    return f"**{discord.utils.escape_markdown(name)}** asks:\n{lines}{more}"


async def _last_answer(parts: Parts, origin: Origin) -> Exchange | None:
    if origin.is_thread:
        return await parts.store.exchanges.latest_answer(origin.place.conversation)
    return await parts.store.exchanges.latest_for(origin.author, origin.guild, origin.scope)


async def _post(parts: Parts, interaction: discord.Interaction[Any], origin: Origin, text: str) -> str:
    """Show the question in place of the sign that an answer comes; return the id of the message."""
    said = quote(origin.author.name, text)
    message = await parts.call(lambda _: interaction.edit_original_response(content=said), urgent=True)
    interaction.extras["told"] = True
    return str(message.id)


def _find_place(parts: Parts, origin: Origin, root: str, text: str, threads: bool) -> tuple[Place, NewThread | None]:
    """Return where a question is answered, and how to open that."""
    if origin.is_direct or origin.is_thread:
        return origin.place, None
    if not threads:
        return Place(origin.guild, origin.channel, root), None
    thread = NewThread(origin.channel, text, partial(tell, parts, origin, _IN_PLACE))
    return Place(origin.guild, root), thread  # a thread has the id of its message


def _gathering(parts: Parts, attached: Sequence[discord.Attachment]) -> Gather | None:
    if not attached:
        return None

    async def gather() -> Gathered:
        return await files.read(parts.hosts, attached)

    return gather
