"""Twenty questions at once, in one channel and in threads of their own: all is shown, and no call comes too fast."""

from pathlib import Path

import pytest

from adapters.discord.place import PLATFORM, name_message
from adapters.discord.surface import MAX_CHARS
from bot.pages import paginate
from tests.adapters.discord.program import opened_discord
from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until

pytestmark = pytest.mark.slow
CROWD = 20
SECOND = 0.4
"""Discord's second here. The margin of a bucket shrinks with it, and the event loop is shared with the server."""


def text(lines: int) -> str:
    code = "".join(f"value_{n} = {n}  # é < & > 🐍\n" for n in range(lines))
    return f"Some words. 👩\u200d💻\n\n```python\n{code}```\nThe end."


def bare(text: str) -> list[str]:
    """Return the lines of a text, without those that are empty or fence code: pages end and begin with such."""
    return [line for line in text.split("\n") if line and not line.startswith("```")]


@pytest.mark.parametrize(("headers", "lines", "second"), [(True, 90, SECOND), (False, 30, 2 * SECOND)])
@pytest.mark.parametrize("threads", [True, False])
async def test_twenty_questions_at_once(
    threads: bool, headers: bool, lines: int, second: float, tmp_path: Path, model_server: ModelServer
) -> None:
    """Without headers nothing but our own pace keeps the calls within the limits."""
    model_server.pace, model_server.token = 0.02, 20
    model_server.answer = lambda asked: f"To {asked.text}\n\n{text(lines)}"
    async with (
        DiscordServer(second=second, headers=headers) as discord,
        opened_discord(tmp_path, model_server, discord, second=second) as (core, _),
    ):
        await core.store.preferences.answer_in_place(PLATFORM, G1, GENERAL, not threads)
        people = [(ANA, BEN)[number % 2] for number in range(CROWD)]
        asked = [await discord.says(GENERAL, f"<@{BOT}> number {n}", user) for n, user in enumerate(people)]

        async def are_answered() -> bool:
            found = [await core.store.exchanges.by_message(PLATFORM, name_message(GENERAL, id)) for id in asked]
            return all(exchange is not None and not exchange.state.is_open for exchange in found)

        await until(are_answered, seconds=100)
        for number, id in enumerate(asked):
            shown = [post.content for post in answer_to(discord, id, threads=threads)]
            assert shown == paginate(f"To number {number}\n\n{text(lines)}", MAX_CHARS, utf16=True)
            assert bare("\n".join(shown)) == bare(f"To number {number}\n\n{text(lines)}")
        assert [f"{call.method} {call.route}" for call in discord.calls if call.status == 429] == []
        assert model_server.most_running >= CROWD // 2  # threads are begun ten at a time


def answer_to(discord: DiscordServer, question: str, *, threads: bool) -> list[FakeMessage]:
    """The bot's messages in the thread on a question, or those that reply to it."""
    if threads:
        return answer_in(discord, question)
    replies = [post for post in discord.messages(GENERAL) if post.reference and post.author == BOT]
    return [post for post in replies if (post.reference or {})["message_id"] == question]


async def test_threads_wait_for_no_other(tmp_path: Path, model_server: ModelServer) -> None:
    async with (
        DiscordServer(second=SECOND) as discord,
        opened_discord(tmp_path, model_server, discord, second=SECOND),
    ):
        threads = [await discord.begins_thread(GENERAL, f"talk {number}") for number in range(CROWD)]
        for thread in threads:
            await discord.says(thread, f"<@{BOT}> hello")
        await until(lambda: all(answer_in(discord, thread) for thread in threads), seconds=5 * 5 * SECOND)
        firsts = [answer_in(discord, thread)[0].contents[0][0] for thread in threads]
        assert max(firsts) - min(firsts) < 5 * SECOND  # one channel would have taken twenty posts in four times that


async def test_who_waits_in_one_channel_is_shown_one_sign_of_typing(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.hold(after=0)
    async with (
        DiscordServer(second=SECOND) as discord,
        opened_discord(tmp_path, model_server, discord, second=SECOND) as (core, _),
    ):
        await core.store.preferences.answer_in_place(PLATFORM, G1, GENERAL, True)
        for number in range(5):
            await discord.says(GENERAL, f"<@{BOT}> number {number}")
        await model_server.runs(5)
        assert discord.typed == [GENERAL]
        model_server.release()
        await until(lambda: sum(post.author == BOT for post in discord.messages(GENERAL)) == 5)


def answer_in(discord: DiscordServer, thread: str) -> list[FakeMessage]:
    return [post for post in discord.messages(thread) if post.author == BOT]
