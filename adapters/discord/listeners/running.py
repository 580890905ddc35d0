"""Runs a command such as ``snippets show s-7k2f``, whichever way somebody gives it."""

from adapters.discord.listeners.net import take
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from adapters.discord.telling import show
from bot.commands import Call
from bot.errors import UsageError

_NOT_YOURS = "This holds for all who are in this channel: it can be changed by who may *Manage Channels* here."


async def run(parts: Parts, origin: Origin, line: str, *, instead: bool = False) -> None:
    """Run a command such as ``snippets show s-7k2f``, and show what it says. Raises ``UsageError``."""
    _check_settings(origin, line)
    name, _, text = line.partition(" ")
    conversation = origin.place.conversation if origin.is_thread or origin.is_direct else ""
    call = Call(name, text.strip(), origin.author, origin.guild, origin.scope, conversation)
    await show(parts, origin, await parts.commands.run(call), instead=instead)


def start(parts: Parts, interaction: Interaction, line: str) -> None:
    """Run a command that somebody typed."""
    take(parts, interaction, lambda origin: run(parts, origin, line))


def _check_settings(origin: Origin, line: str) -> None:
    """Raise ``UsageError`` where somebody changes what a channel has set, and may not; all may see it."""
    changes = line.startswith("code settings ") and len(line.split()) > len(["code", "settings", "mention"])
    if changes and not origin.is_direct and not (origin.interaction and origin.interaction.permissions.manage_channels):
        raise UsageError(_NOT_YOURS)
