"""The strict Discord: what people do reaches a real client, in Discord's own shapes, and the client can answer."""

from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL, GENERAL2, DiscordServer
from tests.fakes.discord.client import HeardClient, running
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


async def test_the_client_logs_in_and_finds_guilds_and_channels(client: HeardClient) -> None:
    assert client.user
    assert (str(client.user.id), client.application_id) == (BOT, int(BOT))
    assert [guild.name for guild in client.guilds] == ["Guild One", "Guild Two"]
    assert [channel.name for channel in client.guilds[0].text_channels] == ["general", "embedded"]
    assert client.guilds[0].me.guild_permissions.send_messages
    assert not client.guilds[0].me.guild_permissions.manage_threads
    assert (await client.application_info()).name == "Code"


async def test_a_message_is_heard_and_answered(server: DiscordServer, client: HeardClient) -> None:
    id = await server.says(GENERAL, f"<@{BOT}> sort a list", files=[server.file("a.py", "print(1)")])
    await until(lambda: bool(client.got("message")))
    heard = client.got("message")[0]
    assert (heard.id, heard.author.id, heard.author.display_name) == (int(id), int(ANA), "Ana")
    assert (heard.content, heard.mentions) == (f"<@{BOT}> sort a list", [client.user])
    assert await heard.attachments[0].read() == b"print(1)"
    answer = await heard.reply("sorted(x)", mention_author=False)
    await answer.edit(content="sorted(y)")
    await until(lambda: len(client.got("raw_message_edit")) == 1)
    shown = server.messages(GENERAL)[-1]
    assert (shown.content, shown.author, shown.kind) == ("sorted(y)", BOT, 19)
    assert [text for _, text in shown.contents] == ["sorted(x)", "sorted(y)"]
    assert shown.reference
    assert shown.reference["message_id"] == id
    assert not server.pinged


async def test_edits_and_deletions_of_people_are_heard(server: DiscordServer, client: HeardClient) -> None:
    id = await server.says(GENERAL, "sort", BEN)
    await server.edits(id, "sort it")
    await server.deletes(id)
    await until(lambda: bool(client.got("raw_message_delete")))
    assert client.got("raw_message_edit")[0].message.content == "sort it"
    assert client.got("raw_message_delete")[0].message_id == int(id)


async def test_reactions_are_heard_and_made(server: DiscordServer, client: HeardClient) -> None:
    id = await server.says(GENERAL, "sort")
    await until(lambda: bool(client.got("message")))
    message = client.got("message")[0]
    await message.add_reaction("👍")
    await server.reacts(id, "👍", BEN)
    await server.reacts(id, "party:77", burst=True)
    await server.unreacts(id, "👍", BEN)
    await until(lambda: bool(client.got("raw_reaction_remove")))
    own, added, burst = client.got("raw_reaction_add")
    assert own.user_id == int(BOT)
    assert (added.user_id, str(added.emoji), added.message_author_id) == (int(BEN), "👍", int(ANA))
    assert added.member.display_name == "Ben"
    assert (burst.burst, burst.emoji.name, burst.emoji.id) == (True, "party", 77)
    assert client.got("raw_reaction_remove")[0].user_id == int(BEN)
    again = await message.channel.fetch_message(message.id)
    assert [(str(one.emoji), one.count) for one in again.reactions] == [("👍", 1), ("<:party:77>", 1)]
    assert [user.name async for user in again.reactions[0].users()] == ["code"]


async def test_a_thread_hangs_on_a_message(server: DiscordServer, client: HeardClient) -> None:
    id = await server.says(GENERAL, "sort")
    await until(lambda: bool(client.got("message")))
    message = client.got("message")[0]
    thread = await message.create_thread(name="Sorting")
    await thread.send("here")
    assert (thread.id, thread.owner_id) == (int(id), int(BOT))
    with pytest.raises(discord.HTTPException) as refused:
        await message.create_thread(name="Sorting")
    assert refused.value.code == 160004
    said = await server.says(id, "thanks")
    await until(lambda: client.got("message")[-1].id == int(said))
    assert isinstance(client.got("message")[-1].channel, discord.Thread)
    assert [message.content for message in server.messages(id)] == ["here", "thanks"]
    assert [thread.name for thread in server.threads(GENERAL)] == ["Sorting"]
    assert [message.content async for message in thread.history()] == ["thanks", "here", ""]


async def test_direct_messages_are_heard(server: DiscordServer, client: HeardClient) -> None:
    user = await client.fetch_user(int(ANA))
    await user.send("hello")
    await server.says(server.direct(ANA), "yes?")
    await until(lambda: len(client.got("message")) == 2)
    assert isinstance(client.got("message")[1].channel, discord.DMChannel)
    assert client.got("message")[1].guild is None
    assert [message.content for message in server.messages(server.direct(ANA))] == ["hello", "yes?"]
    server.closes_direct(ANA)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("hello")
    assert refused.value.code == 50007


async def test_a_message_sent_twice_with_a_nonce_is_one(server: DiscordServer, client: HeardClient) -> None:
    channel = client.get_partial_messageable(int(GENERAL), guild_id=int(G1))
    server.fails("POST", "/channels/{channel}/messages", "cut", done=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await channel.send("once", nonce="n1")
    await channel.send("once", nonce="n1")
    await channel.send("twice", nonce="n2")
    assert [message.content for message in server.messages(GENERAL)] == ["once", "twice"]


async def test_files_go_up_and_come_down(server: DiscordServer, client: HeardClient) -> None:
    channel = client.get_partial_messageable(int(GENERAL2))
    sent = await channel.send("see", file=discord.File(__file__, "test.py"))
    (file,) = server.messages(GENERAL2)[0].attachments
    assert file.text.startswith('"""The strict Discord')
    assert await sent.attachments[0].read() == file.content
    await sent.edit(attachments=[])
    assert not server.messages(GENERAL2)[0].attachments


async def test_two_clients_hear_everything_twice(server: DiscordServer, client: HeardClient) -> None:
    other = HeardClient()
    async with running(server, other):
        await server.connected(2)
        await server.says(GENERAL, "both")
        await until(lambda: bool(client.got("message")) and bool(other.got("message")))
    assert len(client.got("message")) == 1
