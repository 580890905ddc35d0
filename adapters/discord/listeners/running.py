"""Runs a command such as ``snippets show s-7k2f``, whichever way somebody gives it."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from adapters.discord.listeners.net import HEARD, take
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from adapters.discord.place import link_to
from adapters.discord.surface import content_of
from adapters.discord.telling import show
from adapters.discord.text_forms import text_form
from bot.commands import Call, Reply
from bot.errors import SurfaceError, UsageError
from bot.nouns import Attachment, Exchange, Form

_log = logging.getLogger(__name__)
_NOT_YOURS = "This holds for all who are in this channel: it can be changed by who may *Manage Channels* here."
_NOBODY_ELSE = (
    "In direct messages there is nobody to share it with, and no server sees what is kept here."
    " `/snippets export` here and `/snippets import` on a server take it there."
)
_LATE = "Our own database did not answer in time, so no form could be opened. Try it once more."
_FOR_A_FORM = 2.5
"""Seconds since the interaction: Discord takes a form for three, and as the first word only."""


async def run(
    parts: Parts,
    origin: Origin,
    line: str,
    *,
    files: Sequence[Attachment] = (),
    note: str = "",
    instead: bool = False,
) -> None:
    """Run a command such as ``snippets show s-7k2f``; show what it says, or the form that it opens.

    ``note``: what is to be known beside that. Raises ``UsageError``.
    """
    _check_settings(origin, line)
    _check_sharing(origin, line)
    reply = await parts.commands.run(_call(origin, line, files))
    if reply.form and await _open(parts, origin, reply.form):
        return
    _check_size(origin, reply)
    if note:
        reply = replace(reply, text=f"{reply.text}\n-# {note}")
    await show(parts, origin, reply, instead=instead)


async def run_for_form(parts: Parts, origin: Origin, line: str) -> None:
    """Run a command that opens a form. Raises ``UsageError``, also where it is getting too late for that."""
    try:
        async with asyncio.timeout_at(origin.asked.extras[HEARD] + _FOR_A_FORM):
            await run(parts, origin, line)
    except TimeoutError as error:
        raise UsageError(_LATE) from error


def start(parts: Parts, interaction: Interaction, line: str) -> None:
    """Run a command that somebody typed."""
    take(parts, interaction, lambda origin: run(parts, origin, line))


def _call(origin: Origin, line: str, files: Sequence[Attachment]) -> Call:
    async def link(exchange: Exchange) -> str:
        return link_to(exchange)

    name, _, text = line.partition(" ")
    return Call(
        name,
        text.strip(),
        origin.author,
        origin.guild,
        origin.scope,
        origin.place.conversation if origin.is_thread or origin.is_direct else "",
        tuple(files),
        is_private=origin.is_private,
        # Without an interaction others would read along, and the direct messages of all people are one workspace.
        signs_in=bool(origin.interaction) and not origin.is_direct,
        link=link,
    )


async def _open(parts: Parts, origin: Origin, form: Form) -> bool:
    """Open a form; False where Discord can't hold its text, or does not take it any more."""
    modal, interaction = text_form(form), origin.interaction
    if not modal or not interaction or interaction.response.is_done():
        return False
    try:
        await parts.call(lambda _: interaction.response.send_modal(modal), urgent=True)
    except SurfaceError as problem:
        _log.warning("the form of %s did not open: %s", form.command, problem)
        return False
    return True


def _check_settings(origin: Origin, line: str) -> None:
    """Raise ``UsageError`` where somebody changes what a channel has set, and may not; all may see it."""
    changes = line.startswith("code settings ") and len(line.split()) > len(["code", "settings", "mention"])
    changes = changes or (line.startswith("code model ") and line.endswith(" --channel"))
    if changes and not origin.is_direct and not (origin.interaction and origin.interaction.permissions.manage_channels):
        raise UsageError(_NOT_YOURS)


def _check_sharing(origin: Origin, line: str) -> None:
    """Raise ``UsageError`` in direct messages: those of all people are one workspace, of which none sees another."""
    if origin.is_direct and line.startswith("snippets share "):
        raise UsageError(_NOBODY_ELSE)


def _check_size(origin: Origin, reply: Reply) -> None:
    """Raise ``UsageError`` where a file is larger than Discord takes in answer to a command."""
    size, most = len(content_of(reply.file)) if reply.file else 0, 0
    if origin.interaction:
        most = origin.interaction.filesize_limit
    if most and size > most:
        raise UsageError(
            f"The file has {size / 1024**2:,.0f} MB, and Discord takes {most / 1024**2:,.0f} MB here. A ZIP is smaller;"
            " and words, a #tag or lang:NAME say which snippets you want."
        )
