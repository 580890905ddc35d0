"""Who is told what happens in Discord."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import discord
from discord import app_commands

if TYPE_CHECKING:
    from adapters.discord.client import Client


class Listener(Protocol):
    """Nothing here raises, and nothing takes long."""

    def plant(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add the commands."""

    async def begin(self, client: "Client") -> None:
        """The client is logged in, and not yet connected."""

    async def ready(self, client: "Client") -> None:
        """All is known anew: what happened in between, nobody tells."""

    async def said(self, message: discord.Message) -> None: ...

    async def pressed(self, interaction: discord.Interaction[Any], act: str, value: str) -> None: ...

    async def sent(self, interaction: discord.Interaction[Any]) -> None:
        """A form was sent."""

    async def refused(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        """A command could not be run."""

    async def reacted(self, reaction: discord.RawReactionActionEvent) -> None: ...

    async def unsaid(self, channel: int, messages: Sequence[int]) -> None:
        """Messages were deleted."""

    async def closed(self, guild: int, channel: int) -> None:
        """A channel or thread was deleted."""

    async def removed(self, guild: discord.Guild) -> None:
        """The bot was taken off a server."""

    async def failed(self, event: str) -> None:
        """What was told of ``event`` raised."""
