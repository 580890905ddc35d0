"""A real client of discord.py, pointed at the fake Discord, that notes all it hears."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.fakes.discord.cast import TOKEN
from tests.fakes.discord.nouns import Json
from tests.fakes.discord.server import DiscordServer

INTENTS = discord.Intents(guilds=True, messages=True, reactions=True, message_content=True)


def point(server: DiscordServer) -> None:
    """Let discord.py take the fake for Discord; it keeps both addresses in its classes."""
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(server.gateway_url)


class HeardClient(discord.Client):
    """A client with a tree of commands, and a list of all events by name."""

    def __init__(self, intents: discord.Intents = INTENTS, **options: Any) -> None:
        options.setdefault("allowed_mentions", discord.AllowedMentions.none())
        # Discord sends guilds after READY, and the library waits for more of them: by default two seconds.
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)
        self.tree = discord.app_commands.CommandTree(self)
        self.heard: list[tuple[str, tuple[Any, ...]]] = []

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.heard.append((event, args))
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds here before it identifies anew."""

    def text(self, channel: str) -> discord.TextChannel:
        """Return a channel that the client has heard of."""
        found = self.get_channel(int(channel))
        assert isinstance(found, discord.TextChannel)
        return found

    def got(self, event: str) -> list[Any]:
        """Return the first argument of all events of a name."""
        return [args[0] if args else None for name, args in self.heard if name == event]


@asynccontextmanager
async def running(server: DiscordServer, client: discord.Client) -> AsyncIterator[asyncio.Task[None]]:
    """Run a client until the block ends; gives its task, in which its errors show."""
    point(server)
    task = asyncio.create_task(client.start(TOKEN))
    try:
        yield task
    finally:
        await client.close()
        await asyncio.wait([task])


async def call(server: DiscordServer, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
    """Make one request without the library; return its status and answer."""
    url, own = server.api_url + path, {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession() as session, session.request(method, url, headers=own, json=body) as answer:
        return answer.status, json.loads(await answer.text() or "{}")
