"""Words for one person: seen by them alone where they pressed or typed a command, else a short reply where they are."""

import logging
import re
from typing import Any

import discord
from discord import ui

from adapters.discord import buttons
from adapters.discord.errors import TOO_LATE, UNREADABLE
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.surface import MAX_CHARS, file_of
from adapters.discord.wording import in_words_of_discord
from bot.commands import Reply
from bot.errors import Forbidden, SurfaceError
from bot.pages import paginate

_log = logging.getLogger(__name__)
_MOST_PAGES = 5
"""Messages in which one answer to a command is shown."""
_REST = "\n-# The rest is left out: it is too long to be shown here."
_LOGGED = 80
_QUOTED = re.compile("`[^`]*`?")


async def tell(parts: Parts, origin: Origin, text: str, view: ui.View | None = None, *, instead: bool = False) -> None:
    """Show Markdown, and things to press below it.

    ``instead``: in place of what they pressed, where that is seen by nobody else. Where Discord does not let us, there
    is a line in the log.
    """
    await show(parts, origin, Reply(text), view, instead=instead)


async def show(
    parts: Parts, origin: Origin, reply: Reply, view: ui.View | None = None, *, instead: bool = False
) -> None:
    """Show what a command says, with its buttons and its file."""
    said = in_words_of_discord(reply)
    view = view or buttons.run_buttons(said.buttons)
    pages = _pages(said.text)
    for number, page in enumerate(pages, 1):
        content: dict[str, Any] = {"content": page}
        if number == len(pages):
            content |= {"view": view} if view else {}
            content |= {"file": file_of(said.file)} if said.file else {}
        await _deliver(parts, origin, content, instead=instead and number == 1)


async def acknowledge(parts: Parts, interaction: discord.Interaction[Any], *, alone: bool = True) -> None:
    """Tell Discord within three seconds that an answer comes; ``alone``: one that nobody else sees."""
    await parts.call(lambda _: interaction.response.defer(ephemeral=alone, thinking=True), urgent=True)


async def _deliver(parts: Parts, origin: Origin, content: dict[str, Any], *, instead: bool) -> None:
    try:
        if origin.interaction:
            await _respond(parts, origin.interaction, content, instead=instead)
        else:
            await _reply(parts, origin, content)
    except SurfaceError as problem:
        late = " (too late, or answered elsewhere)" if problem.code in TOO_LATE else ""
        about = _without_words(content["content"])
        _log.warning("%s could not be told %r: %s%s", origin.author.id, about, problem, late)


def _pages(text: str) -> list[str]:
    """Return the messages that show a text; where it is too long for them, the last one says so."""
    pages = paginate(text, MAX_CHARS, utf16=True)
    if len(pages) <= _MOST_PAGES:
        return pages
    *pages, last = paginate(text, MAX_CHARS - len(_REST), utf16=True)[:_MOST_PAGES]
    return [*pages, last + _REST]


def _without_words(text: str) -> str:
    """Return what is told without what people wrote, which stands below the first line, or as code in it."""
    return _QUOTED.sub("`…`", text.partition("\n")[0])[:_LOGGED]


async def _respond(
    parts: Parts, interaction: discord.Interaction[Any], content: dict[str, Any], *, instead: bool
) -> None:
    response = interaction.response
    if instead and _is_seen_alone(interaction.message) and not response.is_done():
        whole = {"view": None, **content, "attachments": [content["file"]] if "file" in content else []}
        whole.pop("file", None)
        await parts.call(lambda _: response.edit_message(**whole), urgent=True)
    elif not response.is_done():
        await parts.call(lambda _: response.send_message(ephemeral=True, **content), urgent=True)
    elif response.type is discord.InteractionResponseType.deferred_channel_message and not interaction.extras.get(
        "told"
    ):
        interaction.extras["told"] = True
        if "file" in content:
            content["attachments"] = [content.pop("file")]
        await parts.call(lambda _: interaction.edit_original_response(**content), urgent=True)
    else:
        await parts.call(lambda _: interaction.followup.send(ephemeral=True, **content), urgent=True)


def _is_seen_alone(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral


async def _reply(parts: Parts, origin: Origin, content: dict[str, Any]) -> None:
    channel = int(origin.channel)
    try:
        await _send(parts, channel, content, reply_to=origin.message)
    except Forbidden as problem:
        if problem.code == UNREADABLE:
            await _send(parts, channel, content)
            return
        if origin.is_direct:
            raise
        _log.info("%s is told directly what can't be said in %d: %s", origin.author.id, channel, problem)
        opened = await parts.call(lambda client: client.http.start_private_message(int(origin.author.id)))
        *pages, last = paginate(f"<#{channel}>: {content['content']}", MAX_CHARS, utf16=True)
        for page in pages:
            await _send(parts, int(opened["id"]), {"content": page})
        await _send(parts, int(opened["id"]), {**content, "content": last})


async def _send(parts: Parts, channel: int, content: dict[str, Any], reply_to: str = "") -> None:
    about: dict[str, Any] = {}
    if reply_to:
        message = int(reply_to)
        reference = discord.MessageReference(message_id=message, channel_id=channel, fail_if_not_exists=False)
        about = {"reference": reference, "mention_author": False}

    async def send(client: discord.Client) -> None:
        await client.get_partial_messageable(channel).send(silent=True, **content, **about)

    pace = parts.rates.post(str(channel))
    await pace.turn(urgent=True)
    try:
        await parts.call(send)
    finally:
        pace.ended()
