"""A process is killed while it writes in Discord; the next one goes on in the same messages, and hears old buttons."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.core import Core
from adapters.discord.place import PLATFORM, name_message
from adapters.discord.surface import MAX_CHARS
from bot.nouns import Exchange, State
from bot.pages import paginate
from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.thread_of import CODE, EDIT, OVERLONG, POST, SHORT
from tests.e2e.program import running
from tests.fakes.discord import BOT, GENERAL, TOKEN, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until

OPEN = "POST", "/channels/{channel}/messages/{message}/threads"


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as discord:
        yield discord
        assert not discord.refused
        assert not discord.late


@asynccontextmanager
async def killed(folder: Path, model: ModelServer, discord: DiscordServer) -> AsyncIterator[None]:
    """Run the program inside, and kill it at the end."""
    own: dict[str, Any] = {"OPENAI_BASE_URL": model.url, "DISCORD_BOT_TOKEN": TOKEN, "DISCORD_API_URL": discord.api_url}
    own |= {"DISCORD_GATEWAY_URL": discord.gateway_url, "OPENAI_MODEL": "scripted"}
    async with running(folder, **own) as program:
        await discord.connected()
        yield
        await program.ends(signal.SIGKILL)
    model.release()


@asynccontextmanager
async def started(folder: Path, model: ModelServer, discord: DiscordServer) -> AsyncIterator[Core]:
    async with opened_discord(folder / "data", model, discord, second=1.0) as (core, _):
        yield core


def said_by_bot(discord: DiscordServer, thread: str) -> list[FakeMessage]:
    return [post for post in discord.messages(thread) if post.author == BOT]


async def found(core: Core, asked: str) -> Exchange:
    exchange = await core.store.exchanges.by_message(PLATFORM, name_message(GENERAL, asked))
    assert exchange
    return exchange


async def ended(core: Core, asked: str, state: State) -> None:
    async def has_ended() -> bool:
        return (await found(core, asked)).state is state

    await until(has_ended, seconds=30)


async def left_behind(folder: Path, model: ModelServer, discord: DiscordServer, *, after: int, messages: int) -> str:
    """Let a process die when so many messages of its answer stand; return the question."""
    model.hold(after=after)
    async with killed(folder, model, discord):
        asked = await discord.says(GENERAL, f"<@{BOT}> Go.")
        await until(lambda: len(said_by_bot(discord, asked)) == messages, seconds=30)
    return asked


@pytest.mark.parametrize(("text", "after", "messages"), [(SHORT, 5, 1), (CODE, 600, 2), (OVERLONG, 700, 2)])
async def test_what_was_left_is_completed_in_place(
    text: str, after: int, messages: int, tmp_path: Path, model_server: ModelServer, discord: DiscordServer
) -> None:
    model_server.answer = lambda asked: text
    asked = await left_behind(tmp_path, model_server, discord, after=after, messages=messages)
    before = [post.id for post in said_by_bot(discord, asked)]
    posted = len(discord.made(*POST))
    async with started(tmp_path, model_server, discord) as core:
        await ended(core, asked, State.DONE)
        shown = said_by_bot(discord, asked)
        assert [post.id for post in shown][: len(before)] == before
        assert len(discord.made(*POST)) - posted == len(shown) - len(before)
        assert [int(ref.partition(":")[2]) for ref in (await found(core, asked)).refs] == [
            int(post.id) for post in shown if post.content
        ]
    texts = [post.content for post in shown if post.content]
    if text == OVERLONG:
        assert len([file for post in shown for file in post.attachments]) == 1
    else:
        assert texts == [page.strip() for page in paginate(text, MAX_CHARS, utf16=True)]
    assert [discord.has(post, "Stop") for post in shown] == [False] * len(shown)
    assert discord.has(shown[len(texts) - 1], "Regenerate")


async def test_a_thread_that_fell_asleep_meanwhile_is_woken(
    tmp_path: Path, model_server: ModelServer, discord: DiscordServer
) -> None:
    model_server.answer = lambda asked: SHORT
    asked = await left_behind(tmp_path, model_server, discord, after=5, messages=1)
    await discord.archives(asked)
    async with started(tmp_path, model_server, discord) as core:
        await ended(core, asked, State.DONE)
    assert [post.content for post in said_by_bot(discord, asked)] == [SHORT]


async def test_an_answer_whose_thread_is_gone_hangs_no_longer(
    tmp_path: Path, model_server: ModelServer, discord: DiscordServer
) -> None:
    asked = await left_behind(tmp_path, model_server, discord, after=1, messages=1)
    await discord.deletes_thread(asked)
    async with started(tmp_path, model_server, discord) as core:

        async def is_closed() -> bool:
            return not (await found(core, asked)).state.is_open

        await until(is_closed, seconds=30)
        assert await core.store.exchanges.orphans() == []


async def test_buttons_from_before_work_like_new_ones(
    tmp_path: Path, model_server: ModelServer, discord: DiscordServer
) -> None:
    model_server.answer = lambda asked: SHORT
    async with killed(tmp_path, model_server, discord):
        asked = await discord.says(GENERAL, f"<@{BOT}> Go.")
        await until(lambda: any(discord.has(post, "👍") for post in said_by_bot(discord, asked)))
        model_server.hold(after=5)
        other = await discord.says(GENERAL, f"<@{BOT}> And another.")
        await until(lambda: bool(said_by_bot(discord, other)))
        (answer,), (half,) = said_by_bot(discord, asked), said_by_bot(discord, other)
        await until(lambda: discord.has(answer, "👍"))
    async with started(tmp_path, model_server, discord) as core:
        exchange = await found(core, asked)
        await discord.presses(answer, "👍")

        async def is_rated() -> bool:
            return [each.verdict for each in await core.store.feedback.on(exchange.id)] == [1]

        await until(is_rated)
        await discord.presses(answer, "Save code")
        await until(lambda: any("`s-" in one.content for one in discord.ephemerals))
        await discord.presses(answer, "Regenerate")
        await until(lambda: [post.content for post in said_by_bot(discord, asked)] == [SHORT, SHORT], seconds=30)
        await ended(core, other, State.DONE)
        assert [post.id for post in said_by_bot(discord, other)] == [half.id]


async def test_stop_under_what_a_dead_process_left_stops_what_goes_on(
    tmp_path: Path, model_server: ModelServer, discord: DiscordServer
) -> None:
    model_server.answer = lambda asked: "word " * 500
    asked = await left_behind(tmp_path, model_server, discord, after=5, messages=1)
    (post,) = said_by_bot(discord, asked)
    model_server.hold(after=5)
    model_server.asked.clear()
    async with started(tmp_path, model_server, discord) as core:
        edited = len(discord.made(*EDIT))
        await until(lambda: len(discord.made(*EDIT)) > edited, seconds=30)

        async def is_noted() -> bool:
            return bool((await found(core, asked)).refs)

        await until(is_noted)  # the dead process may have had no time to note its message
        await discord.presses(post, "Stop")
        await ended(core, asked, State.STOPPED)
    assert "Stopped" in said_by_bot(discord, asked)[0].content


async def test_a_question_whose_thread_was_not_yet_opened_is_answered_all_the_same(
    tmp_path: Path, model_server: ModelServer, discord: DiscordServer
) -> None:
    model_server.answer = lambda asked: SHORT
    discord.fails(*OPEN, 500, times=100)
    async with killed(tmp_path, model_server, discord):
        asked = await discord.says(GENERAL, f"<@{BOT}> Go.")
        await model_server.runs()
        await until(lambda: bool([call for call in discord.calls if call.route == OPEN[1]]))
    discord.works(*OPEN)
    async with started(tmp_path, model_server, discord) as core:
        await ended(core, asked, State.DONE)
    assert [post.content for post in said_by_bot(discord, asked)] == [SHORT]
