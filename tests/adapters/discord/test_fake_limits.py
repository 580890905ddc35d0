"""The strict Discord's limits and faults: buckets and their headers, 429s of several kinds, and broken connections."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from tests.fakes.discord import EMBEDDED, G1, GENERAL, DiscordServer
from tests.fakes.discord.client import HeardClient, running
from tests.until import until

POST, EDIT = "/channels/{channel}/messages", "/channels/{channel}/messages/{message}"


def here(client: HeardClient, channel: str = GENERAL) -> discord.PartialMessageable:
    return client.get_partial_messageable(int(channel), guild_id=int(G1))


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(second=0.05) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[HeardClient]:
    client = HeardClient()
    async with running(server, client):
        await server.connected()
        yield client


async def test_the_headers_keep_the_client_within_the_buckets() -> None:
    async with DiscordServer(second=0.2) as server, running(server, client := HeardClient()):
        await server.connected()
        begun = asyncio.get_running_loop().time()
        await asyncio.gather(*(here(client).send(str(n)) for n in range(12)))
        assert 1.6 < asyncio.get_running_loop().time() - begun < 8
        assert not server.refused
        assert len(server.made("POST", POST, GENERAL)) == 12
        assert server.highest("POST", POST, 0.8, GENERAL) <= 10


async def test_each_channel_has_a_bucket_of_its_own(server: DiscordServer, client: HeardClient) -> None:
    message = await here(client).send("0")
    other = await here(client, EMBEDDED).send("0")
    for n in range(4):
        await message.edit(content=f"{n + 1}")
        await other.edit(content=f"{n + 1}")
    assert not server.refused
    assert server.highest("PATCH", EDIT, 9) == 8
    assert [text for _, text in server.messages(GENERAL)[0].contents] == ["0", "1", "2", "3", "4"]


async def test_without_headers_a_client_runs_into_the_limit() -> None:
    async with DiscordServer(second=0.4, headers=False) as server, running(server, client := HeardClient()):
        await server.connected()
        await asyncio.gather(*(here(client).send(str(n)) for n in range(6)))
        assert len(server.messages(GENERAL)) == 6
        assert [(call.method, call.route, call.status) for call in server.refused] == [("POST", POST, 429)]
        assert server.invalid == 1


async def test_without_limits_nothing_is_refused() -> None:
    async with DiscordServer(limits=False) as server, running(server, client := HeardClient()):
        await server.connected()
        await asyncio.gather(*(here(client).send(str(n)) for n in range(20)))
        assert not server.refused


async def test_reactions_come_one_at_a_time(server: DiscordServer, client: HeardClient) -> None:
    message = await here(client).send("0")
    await asyncio.gather(*(message.add_reaction(emoji) for emoji in "👍👎🎉"))
    assert not server.refused
    assert set(server.messages(GENERAL)[0].reactions) == set("👍👎🎉")


async def test_all_calls_together_have_a_limit_too() -> None:
    async with DiscordServer(second=60.0, headers=False) as server, aiohttp.ClientSession() as session:
        own = {"Authorization": f"Bot {server.token}"}
        for number in range(51):
            route = ("/users/@me", f"/channels/{GENERAL}")[number % 2]
            async with session.get(server.api_url + route, headers=own) as answer:
                body = await answer.json()
        assert answer.status == 429
        assert body["global"]
        assert 0 < body["retry_after"] <= 60
        assert answer.headers["Via"]
        assert answer.headers["X-RateLimit-Scope"] == "global"
        assert answer.headers["Content-Type"] == "application/json"


async def test_a_limit_on_demand_is_waited_for(server: DiscordServer, client: HeardClient) -> None:
    server.fails("POST", POST, 429, retry_after=0.1, times=2)
    await here(client).send("at last")
    assert [call.status for call in server.calls if call.route == POST] == [429, 429, 200]
    assert not server.refused
    server.fails("POST", POST, "cloudflare")
    with pytest.raises(discord.HTTPException) as refused:
        await here(client).send("banned")
    assert (refused.value.status, refused.value.code) == (429, 0)


async def test_calls_fail_as_ordered(server: DiscordServer, client: HeardClient) -> None:
    message = await here(client).send("0")
    for what, status, code in [(50013, 403, 50013), (10003, 404, 10003), (160006, 400, 160006), (503, 503, 0)]:
        server.fails("PATCH", EDIT, what)
        with pytest.raises(discord.HTTPException) as refused:
            await message.edit(content="1")
        assert (refused.value.status, refused.value.code) == (status, code)
    server.fails("PATCH", EDIT, 500, channel=EMBEDDED)
    server.fails("PATCH", EDIT, 50001, times=5)
    server.works("PATCH", EDIT)
    assert (await message.edit(content="1")).content == "1"


async def test_an_edit_of_an_old_message_has_a_limit_on_demand(server: DiscordServer, client: HeardClient) -> None:
    message = await here(client).send("0")
    server.fails("PATCH", EDIT, 30046, times=5, retry_after=0.01)
    with pytest.raises(discord.HTTPException) as refused:
        await message.edit(content="1")
    assert (refused.value.status, refused.value.code) == (429, 30046)


async def test_a_cut_answer_may_have_taken_effect(server: DiscordServer, client: HeardClient) -> None:
    server.fails("POST", POST, "cut", done=True)
    server.fails("POST", POST, "cut")
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectionError):
            await here(client).send("0")
    assert len(server.messages(GENERAL)) == 1


async def test_files_can_be_slow_endless_or_gone(server: DiscordServer, client: HeardClient) -> None:
    files = [server.file(f"{name}.py", "x") for name in ("lies", "gone", "endless", "slow")]
    files[0].size, files[1].status, files[2].endless, files[3].delay = 99, 403, True, 0.05
    await server.says(GENERAL, "see", files=files)
    await until(lambda: bool(client.got("message")))
    lies, gone, endless, slow = client.got("message")[0].attachments
    assert (lies.size, await lies.read(), await slow.read()) == (99, b"x", b"x")
    with pytest.raises(discord.Forbidden):
        await gone.read()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(endless.read(), 0.1)
