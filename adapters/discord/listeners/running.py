"""Runs a command such as ``snippets show s-7k2f``, whichever way somebody gives it."""

from typing import Any

import discord

from adapters.discord.listeners.net import take
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.telling import show
from bot.commands import Call


async def run(parts: Parts, origin: Origin, line: str, *, instead: bool = False) -> None:
    """Run a command such as ``snippets show s-7k2f``, and show what it says. Raises ``UsageError``."""
    parts.access.check(origin.spot)
    name, _, text = line.partition(" ")
    conversation = origin.place.conversation if origin.is_thread or origin.is_direct else ""
    call = Call(name, text.strip(), origin.author, origin.guild, origin.scope, conversation)
    await show(parts, origin, await parts.commands.run(call), instead=instead)


def start(parts: Parts, interaction: discord.Interaction[Any], line: str) -> None:
    """Run a command that somebody typed."""
    take(parts, interaction, lambda origin: run(parts, origin, line))
