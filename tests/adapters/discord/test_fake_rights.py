"""The strict Discord's permissions and threads: who may do what, what is archived, locked or gone."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.fakes.discord import ANA, BEN, BOT, CY, G1, GENERAL, DiscordServer
from tests.fakes.discord.client import HeardClient, running


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(limits=False) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[HeardClient]:
    client = HeardClient()
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        yield client


async def test_each_permission_counts(server: DiscordServer, client: HeardClient) -> None:
    channel, id = client.text(GENERAL), await server.says(GENERAL, "sort", BEN)
    message = await channel.fetch_message(int(id))

    async def code(name: str, act: Any) -> int:
        allowed, denied = dict[str, Any]({name: True}), dict[str, Any]({name: False})
        server.permit(GENERAL, **denied)
        with pytest.raises(discord.Forbidden) as error:
            await act()
        server.permit(GENERAL, **allowed)
        return error.value.code

    assert await code("view_channel", lambda: channel.send("x")) == 50001
    assert await code("send_messages", lambda: channel.send("x")) == 50013
    assert await code("attach_files", lambda: channel.send(file=discord.File(__file__))) == 50013
    assert await code("add_reactions", lambda: message.add_reaction("👍")) == 50013
    assert await code("read_message_history", lambda: channel.fetch_message(int(id))) == 50013
    assert await code("create_public_threads", lambda: message.create_thread(name="x")) == 50013
    thread = await message.create_thread(name="x")
    assert await code("send_messages_in_threads", lambda: thread.send("x")) == 50013
    with pytest.raises(discord.Forbidden) as error:
        await message.delete()
    assert error.value.code == 50013
    server.gives_role(BOT, "helper", manage_messages=True)
    await message.delete()
    assert server.invalid == 8


async def test_what_the_bot_cannot_see_it_does_not_hear(server: DiscordServer, client: HeardClient) -> None:
    server.permit(GENERAL, view_channel=False)
    await server.says(GENERAL, "secret")
    assert [delivery.event for delivery in server.deliveries] == ["CHANNEL_UPDATE"]


async def test_an_archived_thread_takes_posts_only(server: DiscordServer, client: HeardClient) -> None:
    message = await client.text(GENERAL).send("sort")
    thread = await message.create_thread(name="x")
    answer = await thread.send("0")
    await server.archives(thread.id)
    for act in (answer.edit(content="1"), answer.add_reaction("👍")):
        with pytest.raises(discord.HTTPException) as error:
            await act
        assert (error.value.status, error.value.code) == (400, 50083)
    await thread.send("1")
    assert not server.channel(thread.id).archived
    await server.archives(thread.id)
    await server.unarchives(thread.id)
    await answer.edit(content="2")
    await server.archives(thread.id, locked=True)
    with pytest.raises(discord.Forbidden) as locked:
        await thread.send("2")
    assert locked.value.code == 160005
    with pytest.raises(discord.Forbidden):
        await thread.edit(locked=False)
    with pytest.raises(ValueError, match="locked"):
        await server.says(thread.id, "3")
    await server.says(thread.id, "3", CY)


async def test_a_thread_is_renamed_archived_and_listed(server: DiscordServer, client: HeardClient) -> None:
    guild = client.get_guild(int(G1))
    assert guild
    channel = guild.text_channels[0]
    thread = await channel.create_thread(name="y", type=discord.ChannelType.public_thread)
    await thread.edit(name="z", auto_archive_duration=60)
    assert [one.name for one in await guild.active_threads()] == ["z"]
    await thread.edit(archived=True)
    assert await guild.active_threads() == []
    with pytest.raises(discord.HTTPException) as error:
        await thread.edit(name="x" * 101, archived=False)
    assert error.value.code == 50035
    assert [(one.name, one.archived) for one in server.threads(GENERAL)] == [("z", True)]
    assert [post.kind for post in server.messages(GENERAL, notices=True)] == [18]


async def test_what_is_gone_is_not_found(server: DiscordServer, client: HeardClient) -> None:
    message = await client.text(GENERAL).send("sort")
    thread = await message.create_thread(name="x")
    answer = await thread.send("0")
    await server.deletes(message.id)
    await server.deletes_thread(thread.id)
    for act, code in ((message.edit(content="1"), 10008), (answer.edit(content="1"), 10003)):
        with pytest.raises(discord.NotFound) as error:
            await act
        assert error.value.code == code
    reply = await server.says(GENERAL, "still")
    await server.deletes(reply)
    with pytest.raises(discord.HTTPException) as unknown:
        await client.text(GENERAL).get_partial_message(int(reply)).reply("x")
    assert unknown.value.code == 50035


async def test_a_new_name_is_a_notice_in_the_thread(server: DiscordServer, client: HeardClient) -> None:
    thread = await server.begins_thread(GENERAL, "old", on=await server.says(GENERAL, "sort"))
    await server.renames(thread, "new")
    await server.settle()
    assert client.got("thread_update")[0].name == "old"
    assert [(post.kind, post.content) for post in server.messages(thread, notices=True)] == [(21, ""), (4, "new")]
    assert server.messages(thread) == []


async def test_a_command_may_be_for_a_few(server: DiscordServer, client: HeardClient) -> None:
    async def manage(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("managed")

    few = discord.app_commands.Command[Any, Any, Any](name="manage", description="Manage", callback=manage)
    few.default_permissions, few.guild_only = discord.Permissions(manage_guild=True), True
    client.tree.add_command(few)
    await client.tree.sync()
    for user, channel in ((ANA, GENERAL), (ANA, server.direct(ANA))):
        with pytest.raises(ValueError, match="no command"):
            await server.commands("/manage", user=user, channel=channel)
    assert (await server.commands("/manage", user=CY)).acknowledged == "message"
    role = server.gives_role(ANA, "managers", manage_guild=True)
    assert (await server.commands("/manage")).acknowledged == "message"
    server.takes_role(ANA, role)
    with pytest.raises(ValueError, match="no command"):
        await server.commands("/manage")


async def test_moderators_clear_reactions_and_purge(server: DiscordServer, client: HeardClient) -> None:
    ids = [await server.says(GENERAL, text) for text in ("one", "two")]
    for emoji in "👍👎🎉":
        await server.reacts(ids[0], emoji)
    await server.clears(ids[0], "👍")
    await server.clears(ids[0])
    await server.purges(GENERAL, ids)
    await server.settle()
    assert [str(event.emoji) for event in client.got("raw_reaction_clear_emoji")] == ["👍"]
    assert [event.message_id for event in client.got("raw_reaction_clear")] == [int(ids[0])]
    assert client.got("raw_bulk_message_delete")[0].message_ids == {int(id) for id in ids}
    assert server.messages(GENERAL) == []
    assert len(server.messages(GENERAL, deleted=True)) == 2
