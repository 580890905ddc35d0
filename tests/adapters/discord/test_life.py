"""The connection to Discord is kept: through faults, refusals and restarts, and without what Discord withholds."""

import asyncio
from pathlib import Path

import pytest

from adapters.core import Core
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.place import name_message
from bot.errors import StartError
from tests.adapters.discord.program import opened_discord
from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL, GENERAL2, TOKEN, DiscordServer
from tests.fakes.openai_server import ModelServer
from tests.stack import opened, settings_for
from tests.until import until

SYNC = ("PUT", "/applications/{application}/commands")
ME = ("GET", "/users/@me")


async def asks(discord: DiscordServer, core: Core, text: str = "one", channel: str = GENERAL) -> str:
    """Let Ana mention the bot, and wait for the end of its answer; return the id of her message."""
    message = await discord.says(channel, f"<@{BOT}> {text}")
    await answered(core, channel, message)
    return message


async def answered(core: Core, channel: str, message: str) -> None:
    async def ended() -> bool:
        exchange = await core.store.exchanges.by_message("discord", name_message(channel, message))
        return exchange is not None and not exchange.state.is_open

    await until(ended)


def answers(discord: DiscordServer, thread: str) -> list[str]:
    return [post.content for post in discord.messages(thread) if post.author == BOT]


async def test_a_wrong_token_stops_the_start(tmp_path: Path, model_server: ModelServer) -> None:
    async with DiscordServer() as discord:
        with pytest.raises(StartError, match="DISCORD_BOT_TOKEN: Discord refuses it"):
            async with opened_discord(tmp_path, model_server, discord, discord_bot_token="MTA.an.other"):
                pass


async def test_without_the_intent_mentions_and_commands_are_answered(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordServer(second=0.1) as discord:
        discord.message_content = False
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            await until(lambda: "Message Content Intent is off" in caplog.text)
            await until(lambda: not adapter.gateway.problem())
            thread = await asks(discord, core)
            await discord.says(thread, "and without a mention?")
            done = await discord.commands("/code", {"prompt": "two"})
            await until(lambda: bool(done.original and answers(discord, done.original.id)))
            assert answers(discord, thread) == ["You asked: one"]


async def test_a_discord_that_does_not_answer_is_waited_for(tmp_path: Path, model_server: ModelServer) -> None:
    async with DiscordServer(second=0.1) as discord:
        discord.fails(*ME, 503, times=3)
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            await until(lambda: not adapter.gateway.problem())
            assert len([call for call in discord.calls if call.route == ME[1]]) == 4
            assert answers(discord, await asks(discord, core)) == ["You asked: one"]


async def test_what_the_sdk_stumbles_over_ends_its_client_and_another_one_begins(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord) as (core, adapter),
    ):
        await until(lambda: not adapter.gateway.problem())
        model_server.says("one two three four five six")
        model_server.hold(after=3)
        asked = await discord.says(GENERAL, f"<@{BOT}> count")
        await until(lambda: bool(answers(discord, asked)))
        discord.tell("MESSAGE_CREATE", {"id": "1", "channel_id": GENERAL}, G1)
        await until(lambda: "its last connection ended (KeyError)" in adapter.gateway.problem())
        assert await adapter.problems()
        await until(lambda: not adapter.gateway.problem())
        model_server.release()
        await answered(core, GENERAL, asked)
        assert answers(discord, asked) == ["one two three four five six"]
        assert answers(discord, await asks(discord, core, "two")) == ["You asked: two"]
    assert "the connection to Discord ended; another one is begun" in caplog.text
    caplog.clear()


async def test_a_cut_socket_is_resumed_and_what_was_said_meanwhile_is_answered_once(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord) as (core, adapter),
    ):
        await until(lambda: not adapter.gateway.problem())
        discord.drops()
        asked = await discord.says(GENERAL, f"<@{BOT}> meanwhile")
        await discord.connected()
        await answered(core, GENERAL, asked)
        await discord.redelivers(next(n for n, each in enumerate(discord.deliveries) if each.data.get("id") == asked))
        await asks(discord, core, "afterwards")
        assert answers(discord, asked) == ["You asked: meanwhile"]
        assert len(model_server.asked) == 2


async def test_thumbs_that_came_while_nobody_listened_are_counted(tmp_path: Path, model_server: ModelServer) -> None:
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord) as (core, adapter),
    ):
        await until(lambda: not adapter.gateway.problem())
        thread = await asks(discord, core)
        (answer,) = [post for post in discord.messages(thread) if post.author == BOT]
        discord.forgets_sessions()
        await discord.reacts(answer.id, "👍🏽", BEN)
        await discord.reacts(answer.id, "👎", ANA)
        await discord.connected()

        async def verdicts() -> dict[str, int]:
            exchange = await core.store.exchanges.by_ref("discord", name_message(thread, answer.id))
            assert exchange
            return {each.author.name: each.verdict for each in await core.store.feedback.on(exchange.id)}

        async def counted() -> bool:
            return await verdicts() == {"Ben": 1, "Ana": -1}

        await until(counted)


async def test_commands_are_sent_once_and_again_when_they_change(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordServer(second=0.1) as discord:
        for _ in range(2):
            async with opened_discord(tmp_path, model_server, discord) as (core, _):
                assert len(discord.made(*SYNC)) == 1
        async with opened_discord(tmp_path, model_server, discord) as (core, _):
            await core.store.preferences.note("discord", f"commands:{BOT}", "of an older version")
        discord.fails(*SYNC, 403)
        async with opened_discord(tmp_path, model_server, discord) as (core, _):
            assert "Discord did not take the commands" in caplog.text
            assert answers(discord, await asks(discord, core)) == ["You asked: one"]
        async with opened_discord(tmp_path, model_server, discord):
            assert len(discord.made(*SYNC)) == 2


async def test_a_process_with_some_of_the_shards_hears_their_servers_alone(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord, discord_shards="1/2") as (core, adapter),
    ):
        await until(lambda: not adapter.gateway.problem())
        other = await discord.says(GENERAL, f"<@{BOT}> not for this one")
        thread = await asks(discord, core, channel=GENERAL2)
        assert answers(discord, thread) == ["You asked: one"]
        assert not discord.threads(GENERAL)
        assert not await core.store.exchanges.by_message("discord", name_message(GENERAL, other))


async def test_a_shut_gateway_is_told_and_got_over(tmp_path: Path, model_server: ModelServer) -> None:
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord) as (core, adapter),
    ):
        await until(lambda: not adapter.gateway.problem())
        discord.gateway_open = False
        discord.drops()
        await until(lambda: "its socket is being opened anew (shard 0)" in adapter.gateway.problem())
        discord.gateway_open = True
        await until(lambda: not adapter.gateway.problem(), seconds=40)
        assert answers(discord, await asks(discord, core)) == ["You asked: one"]


async def test_who_closes_while_discord_is_away_waits_for_nobody_and_the_next_start_completes_the_answer(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with DiscordServer(second=0.1) as discord:
        async with opened_discord(tmp_path, model_server, discord, grace_seconds=0) as (core, adapter):
            await until(lambda: not adapter.gateway.problem())
            model_server.says("one two three four five six")
            model_server.hold(after=3)
            asked = await discord.says(GENERAL, f"<@{BOT}> count")
            await until(lambda: bool(answers(discord, asked)))
            discord.fails(*ME, 503, times=10_000)
            discord.tell("MESSAGE_CREATE", {"id": "1", "channel_id": GENERAL}, G1)
            await until(lambda: "does not answer" in adapter.gateway.problem())
            async with asyncio.timeout(5):
                await core.engine.close(grace=0)
        model_server.release()
        discord.works(*ME)
        model_server.says("one two three four five six")
        async with opened_discord(tmp_path, model_server, discord) as (core, _):
            await answered(core, GENERAL, asked)
            assert answers(discord, asked) == ["one two three four five six"]


@pytest.mark.parametrize("shards", ["", "0/1"])
async def test_events_come_from_where_the_setting_says(
    tmp_path: Path, model_server: ModelServer, shards: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordServer(second=0.1) as discord:
        nowhere = {"discord_gateway_url": "ws://127.0.0.1:9/none", "discord_shards": shards, "discord_bot_token": TOKEN}
        settings = settings_for(tmp_path, model_server, discord_api_url=discord.api_url, **nowhere)
        adapter = DiscordAdapter(settings, second=0.1)
        async with opened(tmp_path, model_server) as core, adapter.open(core):
            await until(lambda: "Cannot connect to host 127.0.0.1:9" in caplog.text)
            assert adapter.gateway.problem()
            assert not discord.sessions.connected


async def test_shards_of_this_process_are_connected_where_the_api_says(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord, discord_shards="0/1", discord_gateway_url="") as (core, _),
    ):
        assert answers(discord, await asks(discord, core)) == ["You asked: one"]
