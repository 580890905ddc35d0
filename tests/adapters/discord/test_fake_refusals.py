"""The strict Discord refuses what the real one refuses: too long, not permitted, archived, locked, gone."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from tests.fakes.discord import ANA, BEN, BOT, CY, G1, GENERAL, DiscordServer
from tests.fakes.discord.client import HeardClient, running

Body = dict[str, Any]


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


async def call(server: DiscordServer, method: str, path: str, body: Body | None = None) -> tuple[int, Body]:
    """Make one request without the SDK; return its status and answer."""
    own = {"Authorization": f"Bot {server.token}"}
    url = server.api_url + path
    async with aiohttp.ClientSession() as session, session.request(method, url, headers=own, json=body) as answer:
        return answer.status, json.loads(await answer.text() or "{}")


def general(client: HeardClient) -> discord.TextChannel:
    channel = client.get_channel(int(GENERAL))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def refused(server: DiscordServer, body: Body) -> tuple[int, Body]:
    """Return the code and errors with which a message is refused; 0: it was taken."""
    _, answer = await call(server, "POST", f"/channels/{GENERAL}/messages", body)
    return answer.get("code", 0), answer.get("errors", {})


def button(**fields: Any) -> Body:
    return {"type": 2, "style": 1, "label": "a", "custom_id": "a", **fields}


def row(*buttons: Body) -> Body:
    return {"type": 1, "components": list(buttons)}


async def test_messages_that_are_too_long_or_empty(server: DiscordServer) -> None:
    assert (await refused(server, {"content": "x" * 2000}))[0] == 0
    assert (await refused(server, {"content": "😀" * 1000}))[0] == 0
    code, errors = await refused(server, {"content": "😀" * 1001})
    assert (code, errors["content"]["_errors"][0]["code"]) == (50035, "BASE_TYPE_BAD_LENGTH")
    assert (await refused(server, {"content": " \n"}))[0] == 50006
    assert (await refused(server, {"content": "x", "nonce": "n" * 26}))[0] == 50035
    assert (await refused(server, {"content": "x", "flags": 64}))[0] == 50035


async def test_embeds_have_limits(server: DiscordServer) -> None:
    assert (await refused(server, {"embeds": [{"title": "x" * 256, "description": "x" * 4096}]}))[0] == 0
    for embeds in (
        [{"title": "x" * 257}],
        [{"description": "x" * 4097}],
        [{"description": "x" * 3001}] * 2,
        [{"fields": [{"name": "", "value": "x"}]}],
        [{"title": "x"}] * 11,
    ):
        assert (await refused(server, {"embeds": embeds}))[0] == 50035


async def test_components_have_limits(server: DiscordServer) -> None:
    five = [button(custom_id=str(number)) for number in range(5)]
    assert (await refused(server, {"content": "x", "components": [row(*five)]}))[0] == 0
    for components in (
        [row(*five, button(custom_id="6"))],
        [row(button(custom_id=str(number))) for number in range(6)],
        [row(button(), button())],
        [row(button(custom_id="x" * 101))],
        [row(button(label="x" * 81))],
        [row(button(label=""))],
        [row(button(style=5))],
        [row()],
        [button()],
        [{"type": 10, "content": "only with the flag"}],
    ):
        code, errors = await refused(server, {"content": "x", "components": components})
        assert (code, list(errors)) == (50035, ["components"])


async def test_layouts_have_limits(server: DiscordServer, client: HeardClient) -> None:
    channel = general(client)
    view = ui.LayoutView().add_item(ui.TextDisplay("x" * 4000))
    view.add_item(ui.Container(ui.ActionRow(ui.Button(label="Go", custom_id="go"))))
    message = await channel.send(view=view)
    assert server.has(message.id, "Go")
    view.add_item(ui.TextDisplay("x"))
    with pytest.raises(discord.HTTPException) as too_long:
        await channel.send(view=view)
    with pytest.raises(discord.HTTPException) as mixed:
        await message.edit(content="x")
    assert (too_long.value.code, mixed.value.code) == (50035, 50035)


async def test_each_permission_counts(server: DiscordServer, client: HeardClient) -> None:
    channel, id = general(client), await server.says(GENERAL, "sort", BEN)
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
    message = await general(client).send("sort")
    thread = await message.create_thread(name="x")
    answer = await thread.send("0")
    await server.archives(thread.id)
    for act in (answer.edit(content="1"), answer.add_reaction("👍")):
        with pytest.raises(discord.HTTPException) as error:
            await act
        assert (error.value.status, error.value.code) == (400, 50083)
    await thread.send("1")
    assert not server.channel(thread.id).archived
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
    message = await general(client).send("sort")
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
        await general(client).get_partial_message(int(reply)).reply("x")
    assert unknown.value.code == 50035


async def test_ephemerals_are_kept_aside(server: DiscordServer, client: HeardClient) -> None:
    async def whisper(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("psst", ephemeral=True)
        await interaction.edit_original_response(content="psst!")

    client.tree.add_command(discord.app_commands.Command(name="whisper", description="Whisper", callback=whisper))
    await client.tree.sync()
    done = await server.commands("/whisper")
    assert done.original
    assert server.messages(GENERAL) == []
    for method, rest in (("GET", ""), ("PUT", "/reactions/👍/@me"), ("POST", "/threads")):
        path = f"/channels/{GENERAL}/messages/{done.original.id}{rest}"
        assert (await call(server, method, path, {"name": "x"} if method == "POST" else None))[1]["code"] == 10008
    with pytest.raises(ValueError, match="ephemeral"):
        await server.reacts(done.original.id, "👍")


async def test_who_would_be_pinged_is_noted(server: DiscordServer) -> None:
    role = server.gives_role(ANA, "team")
    server.world.guilds[G1].roles[role].is_mentionable = True
    asked = await server.says(GENERAL, "sort")
    reply = {"message_reference": {"message_id": asked}}
    rings: list[Body] = [
        {"content": f"<@{ANA}>"},
        {"content": f"<@&{role}>", "allowed_mentions": {"parse": ["roles"]}},
        {"content": f"<@{ANA}>", "allowed_mentions": {"parse": [], "users": [ANA]}},
        {"content": "x", **reply},
        {"content": "x", **reply, "allowed_mentions": {"parse": [], "replied_user": True}},
    ]
    quiet: list[Body] = [
        {"content": f"<@{ANA}> <@&{role}> @everyone", "allowed_mentions": {"parse": []}},
        {"content": f"<@{BOT}> @everyone"},
        {"content": "x", **reply, "allowed_mentions": {"parse": []}},
    ]
    for body in [*quiet, *rings]:
        await refused(server, body)
    assert len(server.pinged) == len(rings)
    server.permit(GENERAL, mention_everyone=True)
    await refused(server, {"content": "@here"})
    assert server.pinged[-1].mention_everyone
    path = f"/channels/{GENERAL}/messages/{server.messages(GENERAL)[1].id}"
    await call(server, "PATCH", path, {"content": f"<@{ANA}>"})
    assert server.pinged[-1].id == server.messages(GENERAL)[1].id


async def test_what_does_not_exist_is_a_fault_of_the_program() -> None:
    for path, body in (("/nowhere", {}), (f"/channels/{GENERAL}/messages", {"text": "x"})):
        with pytest.raises(ValueError, match=r"nowhere|text"):
            async with DiscordServer() as server:
                assert (await call(server, "POST", path, body))[0] == 404


async def test_forwards_and_previews(server: DiscordServer, client: HeardClient) -> None:
    id = await server.says(GENERAL, "see https://code.invalid")
    await server.unfurls(id)
    forward = await server.forwards(id)
    message = await general(client).fetch_message(int(forward))
    assert message.reference
    assert message.reference.type is discord.MessageReferenceType.forward
    assert (message.content, message.message_snapshots[0].content) == ("", "see https://code.invalid")
