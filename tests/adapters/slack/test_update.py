"""What people see of an answer that can't be streamed: the same words, in messages that are updated."""

import asyncio

import pytest

from adapters.slack.rates import Budgets
from adapters.slack.surface import MAX_CHARS
from bot.fences import open_fence
from bot.pages import paginate
from tests.adapters.slack.thread_of import CODE, SHORT, Thread, asked, buttons, opened
from tests.fakes.slack import SlackServer
from tests.until import until


@pytest.mark.parametrize("code", ["unknown_method", "feature_not_enabled", "method_deprecated"])
async def test_a_workspace_that_declines_streams_is_asked_once(slack: SlackServer, code: str) -> None:
    slack.fails("chat.startStream", code, times=9)
    async with opened(slack) as workspaces:
        threads = [await asked(slack, workspaces) for _ in range(2)]
        for thread in threads:
            await thread.write(SHORT, seconds=0.1)
        assert [thread.texts for thread in threads] == [[SHORT], [SHORT]]
        assert threads[0].methods().count("startStream") == 1
        assert (await workspaces.get("T2")).streams


async def test_a_channel_that_takes_no_stream_is_written_to_all_the_same(thread: Thread) -> None:
    thread.slack.fails("chat.startStream", "channel_type_not_supported")
    await thread.write(SHORT, seconds=0.1)
    assert thread.texts == [SHORT]
    assert (await thread.workspaces.get("T1")).streams


async def test_without_streams_code_is_closed_at_every_moment_and_can_be_stopped() -> None:
    async with SlackServer(minute=3.0, streaming=False) as slack, opened(slack) as workspaces:
        thread = await asked(slack, workspaces)
        async with thread.live() as message:
            message.write("Look:\n\n```python\nx = 1\n")
            await until(lambda: bool(thread.posts))
            assert buttons(thread) == [["stop"]]
            message.write("y = 2\n```\nDone.")
        (post,) = thread.posts
        assert all(open_fence(text) is None for _, text in post.drawn)
        assert post.markdown == "Look:\n\n```python\nx = 1\ny = 2\n```\nDone."
        assert not post.edited
        assert buttons(thread) == [["rate", "regenerate", "save"]]


async def test_without_streams_long_answers_go_on_in_further_messages() -> None:
    async with SlackServer(minute=3.0, streaming=False) as slack, opened(slack) as workspaces:
        thread = await asked(slack, workspaces)
        await thread.write(CODE, seconds=0.5, size=200)
        assert thread.texts == paginate(CODE, MAX_CHARS)
        assert not slack.overdrawn
        assert "msg_too_long" not in {call.error for call in slack.calls}


async def test_a_page_full_of_quotes_is_shown_though_no_block_takes_it() -> None:
    async with SlackServer(minute=3.0, streaming=False) as slack, opened(slack) as workspaces:
        thread = await asked(slack, workspaces)
        text = '"\\n" ' * 1900
        async with thread.live() as message:
            message.write(text)
            await until(lambda: bool(thread.posts))
            slack.fails("chat.postMessage", "cut", done=True)
        assert [post.markdown for post in thread.posts] == [text, ""]
        assert buttons(thread) == [[], ["rate", "regenerate", "save"]]


async def test_of_a_long_answer_full_of_quotes_only_the_end_has_buttons() -> None:
    async with SlackServer(minute=3.0, streaming=False) as slack, opened(slack) as workspaces:
        thread = await asked(slack, workspaces)
        await thread.write('"\\n" ' * 2500, size=2000)
        assert [pressable for pressable in buttons(thread) if pressable] == [["rate", "regenerate", "save"]]


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_without_streams_a_lost_answer_of_slack_s_doubles_nothing(method: str, done: bool) -> None:
    async with SlackServer(minute=3.0, streaming=False) as slack, opened(slack) as workspaces:
        thread = await asked(slack, workspaces)
        slack.fails(method, "cut", done=done)
        await thread.write(SHORT, seconds=0.3)
        assert thread.texts == [SHORT]


async def test_when_starts_are_short_answers_are_posted_and_updated(slack: SlackServer) -> None:
    async with opened(slack, budgets=Budgets(starts=2)) as workspaces:
        threads = [await asked(slack, workspaces) for _ in range(5)]
        async with asyncio.TaskGroup() as tasks:
            for thread in threads:
                tasks.create_task(thread.write(SHORT, seconds=0.4))
        assert [thread.texts for thread in threads] == [[SHORT]] * 5
    assert len(slack.made("chat.startStream")) == 2
    assert len(slack.made("chat.postMessage")) == 3
    assert not slack.refused
