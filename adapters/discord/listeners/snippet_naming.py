"""Commands about one snippet that want more than its name, which may have several words: it is found first."""

from discord.app_commands import Range

from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import run
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from bot.store.snippets import Viewer

Name = Range[str, 1, 200]
Number = Range[int, 1, 999_999]
"""Of a version."""
WHICH = "Its key, such as s-7k2f, or its name"


def start_about(parts: Parts, interaction: Interaction, verb: str, name: str, more: str) -> None:
    """Run a command such as ``snippets tag NAME #retry`` that somebody typed."""

    async def act(origin: Origin) -> None:
        await run(parts, origin, f"snippets {verb} {await find_key(parts, origin, name)} {more}")

    take(parts, interaction, act)


async def find_key(parts: Parts, origin: Origin, name: str) -> str:
    """Return the key of the snippet that somebody names. Raises ``UsageError``."""
    return (await parts.snippets.find(Viewer(origin.author, origin.guild, origin.scope), name)).key
