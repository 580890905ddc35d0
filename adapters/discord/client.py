"""The SDK's client: what it listens to, and what it keeps."""

import asyncio
from typing import Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from yarl import URL

from adapters.discord.at_once import Http
from adapters.discord.buttons import Pressed, is_ours
from adapters.discord.listener import Listener

_LONGEST_REST = 30.0
"""Seconds for which a call waits inside the SDK; it takes no less."""
_BETWEEN_SESSIONS = 5.0
"""Seconds."""
_SERVERS_COME_WITHIN = 2.0
"""Seconds without word of another server after which all are known."""


class Client(discord.AutoShardedClient):
    """One connection, with as many shards as Discord wants; it is not used again once it has ended."""

    def __init__(
        self,
        listener: Listener,
        *,
        reads_all: bool,
        shards: tuple[list[int] | None, int | None],
        gateway: str = "",
        second: float = 1.0,
    ) -> None:
        """``reads_all``: ask for the content of all messages, which the developer portal must allow; ``gateway``: where
        events come from, empty: as Discord says; ``second``: how long Discord's second lasts.
        """
        shard_ids, shard_count = shards
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            dm_messages=True,
            guild_reactions=True,
            dm_reactions=True,
            message_content=reads_all,
        )
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=_SERVERS_COME_WITHIN * second,
            shard_ids=shard_ids,  # type: ignore[arg-type]  # None is its default
            shard_count=shard_count,
        )
        self.http.gateway = gateway
        self.reads_all = reads_all
        self._second = second
        self.listener = listener
        self.tree = _Tree(self)

    http: Http

    def _get_state(self, **options: Any) -> Any:
        """The SDK calls this before anything has the client of REST that it made for itself."""
        self.http = Http(self.loop, longest_rest=_LONGEST_REST)
        return super()._get_state(**options)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Rest before another session is begun, as Discord asks: topics/gateway, rate limits of Identify."""
        if not initial:
            await asyncio.sleep(_BETWEEN_SESSIONS * self._second)

    async def setup_hook(self) -> None:
        await self.find_gateway()
        self.listener.plant(self.tree)
        self.add_dynamic_items(Pressed)
        await self.listener.begin(self)

    async def find_gateway(self) -> None:
        """Tell the SDK where events come from: with shards of its own, and when it connects anew, it asks nobody."""
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)

    async def on_ready(self) -> None:
        await self.listener.ready(self)

    async def on_message(self, message: discord.Message) -> None:
        await self.listener.said(message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            await self.listener.sent(interaction)
        elif interaction.type is discord.InteractionType.component and not is_ours(interaction):
            await self.listener.pressed(interaction, "", "")

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        await self.listener.reacted(payload)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        await self.listener.reacted(payload)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self.listener.unsaid(payload.channel_id, [payload.message_id])

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self.listener.unsaid(payload.channel_id, sorted(payload.message_ids))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self.listener.closed(payload.guild_id, payload.thread_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.listener.closed(channel.guild.id, channel.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.listener.removed(guild)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        await self.listener.failed(event_method)


class _Tree(app_commands.CommandTree[Client]):
    """The commands; what goes wrong before one of them runs is told to the listener."""

    async def on_error(self, interaction: discord.Interaction[Client], error: app_commands.AppCommandError, /) -> None:
        await interaction.client.listener.refused(interaction, error)
