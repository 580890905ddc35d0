"""The program with Discord on, as the service opens it: real discord.py, engine and store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.core import Core
from adapters.discord.adapter import DiscordAdapter
from tests.fakes.discord import TOKEN, DiscordServer
from tests.fakes.openai_server import ModelServer
from tests.stack import opened, settings_for


@asynccontextmanager
async def opened_discord(
    folder: Path, server: ModelServer, discord: DiscordServer, *, second: float = 0.1, **more: object
) -> AsyncIterator[tuple[Core, DiscordAdapter]]:
    """Open it on ``discord``, and close it as the service does."""
    own = {
        "discord_bot_token": TOKEN,
        "discord_api_url": discord.api_url,
        "discord_gateway_url": discord.gateway_url,
        **more,
    }
    adapter = DiscordAdapter(settings_for(folder, server, **own), second=second)
    async with opened(folder, server, {adapter.platform: adapter}, **own) as core, adapter.open(core):
        await discord.connected()
        yield core, adapter
        await core.engine.close(grace=core.settings.grace_seconds)
