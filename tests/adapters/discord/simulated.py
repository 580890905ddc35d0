"""The program inside simcord, a Discord that others wrote: real discord.py over no sockets, and another's judgement.

    async with Simulation() as world, world.program(tmp_path, model_server):
        channel = world.env.create_guild().create_text_channel("general")
        ana = world.env.guild.add_member(world.env.create_user("ana"))
        done = await ana.slash(channel, "code", prompt="sort")
        await until(lambda: bool(channel.threads))

Leaving ``program`` and entering it again is a restart: simcord takes the new client on where the old one was.
Discord's clock stands still until ``world.env.advance_time``; the bot's does not.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

import discord
import simcord

from adapters.core import Core
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import Client
from tests.fakes.discord import TOKEN
from tests.fakes.openai_server import ModelServer
from tests.stack import opened, settings_for


class Town(simcord.Env):
    """Simcord's Discord, with a bot that has work of its own.

    Else simcord would own all tasks that an event begins, stop the clock for them, and wait until none is left that
    it does not know: an answer waits for a model and for its turn in a bucket, of which it knows neither.
    """

    @contextmanager
    def _bot_scope(self) -> Iterator[None]:
        with self.time_context():
            yield


class Simulation:
    """One simulated Discord, for the clients that log in to it one after the other."""

    env: Town

    def __init__(self) -> None:
        self._begun = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        if self._begun:
            await self.env.shutdown()
            if kind is None:
                self.env.raise_errors()

    @asynccontextmanager
    async def program(self, folder: Path, model: ModelServer, **more: object) -> AsyncIterator[Core]:
        """Open the program with Discord on, and close it as the service does."""
        own = {"discord_bot_token": TOKEN, "discord_shards": "0/1", **more}
        adapter = DiscordAdapter(settings_for(folder, model, **own), second=0.1, client=self._kind())
        async with opened(folder, model, {adapter.platform: adapter}, **own) as core, adapter.open(core):
            await self.reconnects()
            yield core
            await core.engine.close(grace=core.settings.grace_seconds)

    async def attach(self, client: Client) -> None:
        """Let a client take part, the first or the next; simcord then logs it in."""
        if self._begun:
            await self.env.restart_bot(client)
            return
        self.env = Town(client)
        await self.env.start()
        self._begun = True

    async def disconnects(self) -> None:
        """Cut the connection: the bot is told nothing any more."""
        for shard in self._shards:
            await shard.disconnect()

    async def reconnects(self) -> None:
        """Connect anew: the bot is told what there is, but not what happened meanwhile."""
        for shard in self._shards:
            await shard.disconnect()
            await shard.reconnect()

    @property
    def _shards(self) -> list[discord.ShardInfo]:
        assert isinstance(self.env.bot, Client)
        return list(self.env.bot.shards.values())

    @property
    def mention(self) -> str:
        """What a person types to call the bot."""
        assert self.env.bot.user
        return self.env.bot.user.mention

    def words(self) -> list[dict[str, Any]]:
        """Return the bodies of all requests that say something."""
        bodies = [
            entry.json.get("data", entry.json) for entry in self.env.http_requests if isinstance(entry.json, dict)
        ]
        return [body for body in bodies if "content" in body]

    def _kind(self) -> type[Client]:
        world = self

        class Simulated(Client):
            """A client that simcord connects."""

            _attached = False

            async def login(self, token: str) -> None:
                if self._attached:
                    await super().login(token)
                else:
                    self._attached = True
                    await world.attach(self)

            async def find_gateway(self) -> None:
                """There is none: simcord has no sockets."""

            async def connect(self, *, reconnect: bool = True) -> None:
                await asyncio.Event().wait()  # simcord tells it all that happens

        return Simulated
