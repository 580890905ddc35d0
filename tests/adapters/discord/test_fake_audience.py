"""The strict Discord's events: intents, shards, and who is in a guild decide who hears what, and how much of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.fakes.discord import ANA, BEN, BOT, G1, G2, GENERAL, GENERAL2, DiscordServer
from tests.fakes.discord.client import INTENTS, HeardClient, running
from tests.until import until


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(second=0.05) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[HeardClient]:
    client = HeardClient()
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        yield client


def said(client: HeardClient) -> list[str]:
    return [message.content for message in client.got("message")]


async def test_an_intent_that_is_switched_off_is_refused(server: DiscordServer) -> None:
    server.message_content = False
    async with running(server, HeardClient()) as task:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await task


async def test_without_the_intent_only_some_messages_can_be_read(server: DiscordServer) -> None:
    server.message_content = False
    client = HeardClient(discord.Intents(guilds=True, messages=True))
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        await server.says(GENERAL, "secret", files=[server.file("a.py", "x")])
        await server.says(GENERAL, f"<@{BOT}> mentioned")
        await server.says(server.direct(ANA), "direct")
        await client.get_partial_messageable(int(GENERAL)).send("own")
        await until(lambda: len(client.got("message")) == 4)
        assert said(client) == ["", f"<@{BOT}> mentioned", "direct", "own"]
        assert not client.got("message")[0].attachments
        history = [one.content async for one in client.get_partial_messageable(int(GENERAL)).history()]
        assert history == ["own", f"<@{BOT}> mentioned", ""]


async def test_events_are_heard_by_intent(server: DiscordServer) -> None:
    client = HeardClient(discord.Intents(guilds=True, reactions=True))
    async with running(server, client):
        await server.connected()
        id = await server.says(GENERAL, "unheard")
        await server.reacts(id, "👍")
        await server.settle()
        assert len(client.got("raw_reaction_add")) == 1
        assert not client.got("message")


class Sharded(discord.AutoShardedClient):
    """All shards in one program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=INTENTS, guild_ready_timeout=0.05, **options)
        self.said: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds here for each shard."""

    async def on_message(self, message: discord.Message) -> None:
        self.said.append(message.content)


async def test_shards_have_guilds_of_their_own(server: DiscordServer) -> None:
    server.shards = 2
    client = Sharded()
    async with running(server, client):
        await server.connected(2)
        await client.wait_until_ready()
        assert {guild.shard_id: str(guild.id) for guild in client.guilds} == {0: G1, 1: G2}
        await server.says(GENERAL, "one")
        await server.says(GENERAL2, "two")
        await server.says(server.direct(BEN), "three", BEN)
        await until(lambda: len(client.said) == 3)
    assert sorted(client.said) == ["one", "three", "two"]


async def test_one_shard_hears_only_of_its_guild(server: DiscordServer) -> None:
    client = HeardClient(shard_id=1, shard_count=2)
    async with running(server, client):
        await server.connected()
        await server.says(GENERAL, "one")
        await server.says(server.direct(BEN), "direct", BEN)
        await server.says(GENERAL2, "two")
        await until(lambda: bool(said(client)))
        assert said(client) == ["two"]


async def test_members_are_told_on_request(server: DiscordServer) -> None:
    server.members_intent = True
    client = HeardClient(INTENTS | discord.Intents(members=True))
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        names = [member.name for member in client.guilds[0].members]
        assert sorted(names) == ["ana", "ben", "code", "cy", "other"]
        found = await client.guilds[1].query_members("de")
        assert [member.display_name for member in found] == ["Dee"]


async def test_a_guild_is_left_and_joined(server: DiscordServer, client: HeardClient) -> None:
    await server.leaves(G2)
    await until(lambda: len(client.guilds) == 1)
    with pytest.raises(discord.Forbidden) as refused:
        await client.get_partial_messageable(int(GENERAL2)).send("anybody?")
    assert refused.value.code == 50001
    await server.joins(G2)
    await until(lambda: len(client.guilds) == 2)
    await asyncio.wait_for(client.get_partial_messageable(int(GENERAL2)).send("back"), 5)
