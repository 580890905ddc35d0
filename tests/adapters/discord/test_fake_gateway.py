"""The strict Discord's gateway: sessions are resumed or forgotten, intents and shards decide who hears what."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.fakes.discord import GENERAL, GENERAL2, DiscordServer
from tests.fakes.discord.client import HeardClient, point, running
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


async def test_what_happens_while_away_comes_with_the_resume(server: DiscordServer, client: HeardClient) -> None:
    await server.says(GENERAL, "before")
    await until(lambda: said(client) == ["before"])
    server.drops()
    await server.says(GENERAL, "away 1")
    await server.says(GENERAL2, "away 2")
    await until(lambda: bool(client.got("resumed")))
    await server.connected()
    await server.says(GENERAL, "after")
    await until(lambda: said(client) == ["before", "away 1", "away 2", "after"])
    assert len(client.got("connect")) == 1


async def test_a_client_that_is_asked_to_connect_anew_misses_nothing(
    server: DiscordServer, client: HeardClient
) -> None:
    server.asks_to_reconnect()
    await server.says(GENERAL, "meanwhile")
    await until(lambda: bool(client.got("resumed")))
    await server.settle()
    assert said(client) == ["meanwhile"]


async def test_what_happens_before_a_new_session_is_lost(server: DiscordServer, client: HeardClient) -> None:
    server.forgets_sessions()
    await server.says(GENERAL, "lost")
    await server.connected()
    await server.says(GENERAL, "after")
    await until(lambda: said(client) == ["after"])
    assert len(client.got("connect")) == 2
    assert not client.got("resumed")


async def test_a_gateway_that_is_shut_is_tried_again(server: DiscordServer, client: HeardClient) -> None:
    server.gateway_open = False
    server.drops()
    await until(lambda: bool(client.got("disconnect")))
    await server.says(GENERAL, "away")
    server.gateway_open = True
    await until(lambda: said(client) == ["away"])


async def test_an_event_can_come_twice(server: DiscordServer, client: HeardClient) -> None:
    await server.says(GENERAL, "once")
    await server.redelivers()
    await until(lambda: said(client) == ["once", "once"])
    assert [delivery.event for delivery in server.deliveries] == ["MESSAGE_CREATE"] * 2


async def test_a_wrong_token_is_refused(server: DiscordServer) -> None:
    point(server)
    client = HeardClient()
    with pytest.raises(discord.LoginFailure):
        await client.start("wrong")
    await client.close()
    assert (server.calls[-1].status, server.invalid) == (401, 1)


async def test_two_programs_with_one_token_hear_everything(server: DiscordServer, client: HeardClient) -> None:
    other = HeardClient()
    got: list[int] = []

    async def race(interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.send_message("first")
        except discord.HTTPException as error:
            got.append(error.code)

    for one in (client, other):
        one.tree.add_command(discord.app_commands.Command(name="race", description="Race", callback=race))
    async with running(server, other):
        await server.connected(2)
        await other.tree.sync()
        await server.says(GENERAL, "both")
        await until(lambda: said(client) == said(other) == ["both"])
        done = await server.commands("/race")
        await until(lambda: got == [40060])
        assert done.original in server.messages(GENERAL)
