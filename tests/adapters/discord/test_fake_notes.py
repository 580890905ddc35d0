"""The strict Discord notes what a program should not do, and keeps aside what only one person sees."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.discord import ANA, BOT, G1, GENERAL, DiscordServer
from tests.fakes.discord.client import HeardClient, call, running

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


async def refused(server: DiscordServer, body: Body) -> tuple[int, Body]:
    """Return the code and errors with which a message is refused; 0: it was taken."""
    _, answer = await call(server, "POST", f"/channels/{GENERAL}/messages", body)
    return answer.get("code", 0), answer.get("errors", {})


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
    message = await client.text(GENERAL).fetch_message(int(forward))
    assert message.reference
    assert message.reference.type is discord.MessageReferenceType.forward
    assert (message.content, message.message_snapshots[0].content) == ("", "see https://code.invalid")


async def test_a_token_that_is_shown_to_the_host_of_files_is_a_fault() -> None:
    with pytest.raises(ValueError, match="shows its token"):
        async with DiscordServer() as server, aiohttp.ClientSession() as session:
            id = await server.says(GENERAL, "see", files=[server.file("a b#.py", "x = 1")])
            (file,) = server.message(id).attachments
            async with session.get(file.url) as answer:
                assert (file.name, await answer.text()) == ("a_b#.py", "x = 1")
            async with session.get(file.url, headers={"Authorization": f"Bot {server.token}"}) as answer:
                assert answer.status == 404
