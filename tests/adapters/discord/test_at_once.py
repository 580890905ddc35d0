"""The SDK's waits, left out: who empties a bucket does not wait, who finds it empty does, and in order."""

import asyncio
from collections.abc import AsyncIterator

import discord as sdk
import pytest

from adapters.discord.at_once import Bucket, at_once
from adapters.discord.connection import Connection
from bot.errors import Throttled
from tests.adapters.discord.thread_of import POST, asked, logged_in
from tests.fakes.clock import in_no_time
from tests.fakes.discord import EMBEDDED, GENERAL, DiscordServer

SECOND = 0.5
"""Long enough for a few calls in much less than a window, on a busy machine too."""


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(second=SECOND) as server:
        yield server


@pytest.fixture
async def connection(server: DiscordServer) -> AsyncIterator[Connection]:
    async with logged_in(server, second=SECOND) as connection:
        yield connection


async def send(connection: Connection, text: str, channel: str = GENERAL) -> float:
    """Send a message, as the SDK's own calls do; return when that was done."""
    await connection.call(lambda client: client.get_partial_messageable(int(channel)).send(text))
    return asyncio.get_running_loop().time()


async def test_who_empties_a_bucket_does_not_wait_until_it_is_full(
    server: DiscordServer, connection: Connection
) -> None:
    begun = asyncio.get_running_loop().time()
    for number in range(5):
        await send(connection, str(number))
    assert asyncio.get_running_loop().time() - begun < 5 * SECOND * 0.8
    await send(connection, "5")
    assert asyncio.get_running_loop().time() - begun >= 5 * SECOND
    assert not server.refused


async def test_who_finds_it_empty_waits_first_come_first_served(server: DiscordServer, connection: Connection) -> None:
    done = await asyncio.gather(*(send(connection, str(number)) for number in range(12)))
    said = [int(message.content) for message in server.messages(GENERAL)]
    assert [{*said[:5]}, {*said[5:10]}, {*said[10:]}] == [{*range(5)}, {*range(5, 10)}, {10, 11}]
    assert done[11] - done[0] >= 2 * 5 * SECOND * 0.9
    assert not server.refused


async def test_another_bucket_is_not_waited_for(server: DiscordServer, connection: Connection) -> None:
    begun = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as tasks:
        for number in range(6):
            tasks.create_task(send(connection, str(number)))
        assert await tasks.create_task(send(connection, "elsewhere", EMBEDDED)) - begun < 5 * SECOND * 0.8


async def test_who_gives_up_waiting_holds_up_nobody(server: DiscordServer, connection: Connection) -> None:
    for number in range(5):
        await send(connection, str(number))
    waiting = [asyncio.create_task(send(connection, str(number))) for number in (5, 6, 7)]
    await asyncio.sleep(0.05)
    waiting[0].cancel()
    waiting[1].cancel()
    await waiting[2]
    assert [message.content for message in server.messages(GENERAL)] == ["0", "1", "2", "3", "4", "7"]


async def test_without_a_word_of_the_limits_calls_are_made_one_by_one() -> None:
    async with DiscordServer(second=SECOND, headers=False, limits=False) as server, logged_in(server) as connection:
        async with asyncio.timeout(15):  # who waited a second for each would need twenty
            await asyncio.gather(*(send(connection, str(number)) for number in range(20)))
        assert len(server.messages(GENERAL)) == 20


async def test_only_what_draws_sees_a_refusal_at_once(server: DiscordServer, connection: Connection) -> None:
    server.fails(*POST, 429, retry_after=0.1)
    await send(connection, "patient")
    server.fails(*POST, 429, retry_after=0.1)
    channel = int(GENERAL)
    with pytest.raises(Throttled):
        await connection.call(at_once(lambda client: client.get_partial_messageable(channel).send("drawn")))
    server.fails(*POST, 500)
    begun = asyncio.get_running_loop().time()
    await send(connection, "patient once more")
    assert asyncio.get_running_loop().time() - begun >= 1.0
    assert [message.content for message in server.messages(GENERAL)] == ["patient", "patient once more"]


def test_a_wait_that_is_too_long_is_refused() -> None:
    async def story() -> float:
        bucket = Bucket(30.0)
        bucket.limit, bucket.remaining = 5, 0
        bucket.expires = asyncio.get_running_loop().time() + 31
        with pytest.raises(sdk.RateLimited) as refused:
            await bucket.acquire()
        assert refused.value.retry_after == 31
        await asyncio.sleep(2)
        await bucket.acquire()
        return asyncio.get_running_loop().time()

    assert in_no_time(story()) == pytest.approx(31)


def test_who_says_nothing_is_not_waited_for_for_ever() -> None:
    async def story() -> float:
        async def hang(_: None) -> None:
            await asyncio.Event().wait()

        with pytest.raises(TimeoutError):
            await at_once(hang)(None)
        return asyncio.get_running_loop().time()

    assert in_no_time(story()) == pytest.approx(30)


async def test_our_own_bucket_rests_while_discord_s_is_empty(server: DiscordServer, connection: Connection) -> None:
    """Whatever we think how much Discord takes."""
    thread = await asked(server, connection)
    for number in range(5):
        await thread.surface.open(str(number))
    assert not connection.rates.post(thread.place.channel).is_free()
    assert connection.rates.edit(thread.place.channel).is_free()
    begun = asyncio.get_running_loop().time()
    await connection.rates.post(thread.place.channel).turn(urgent=True)
    assert asyncio.get_running_loop().time() - begun > 5 * SECOND * 0.5
    begun = asyncio.get_running_loop().time()
    await thread.surface.open("5")
    assert asyncio.get_running_loop().time() - begun < 5 * SECOND * 0.3
    assert not server.refused
