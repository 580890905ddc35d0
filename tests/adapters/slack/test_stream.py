"""What people see of an answer that is streamed: all of it, once, whatever Slack refuses, loses or ends."""

import asyncio
from itertools import pairwise

import pytest

from adapters.slack.rates import Budgets
from adapters.slack.surface import MAX_CHARS
from bot.nouns import State
from bot.pages import paginate
from tests.adapters.slack.thread_of import CODE, LONG, SHORT, Thread, asked, buttons, opened
from tests.fakes.slack import SlackServer
from tests.until import until


async def _drawn(thread: Thread, times: int) -> None:
    """Wait until the first message was drawn so often."""
    await until(lambda: bool(thread.posts) and len(thread.posts[0].drawn) >= times)


async def test_an_answer_is_streamed_to_whoever_asked(thread: Thread) -> None:
    async with thread.live() as message:
        for number in range(4):
            message.write(SHORT[10 * number : 10 * number + 10])
            await _drawn(thread, number + 1)
        message.write(SHORT[40:])
    assert thread.texts == [SHORT]
    assert buttons(thread) == [["rate", "regenerate", "save"]]
    assert thread.refs == [thread.place.ref(thread.posts[0].ts)]
    start, *rest = thread.methods()
    assert start == "startStream"
    assert set(rest) == {"appendStream", "stopStream"}
    args = thread.slack.made("chat.startStream")[0].args
    assert (args["recipient_user_id"], args["recipient_team_id"]) == ("UANA", "T1")
    assert len(thread.posts[0].drawn) > 3


async def test_in_a_shared_channel_the_stream_names_the_person_s_own_team(slack: SlackServer) -> None:
    async with opened(slack) as workspaces:
        thread = await asked(slack, workspaces, home="T9")
        await thread.write(SHORT)
    assert slack.made("chat.startStream")[0].args["recipient_team_id"] == "T9"


async def test_no_space_stands_at_the_seam_of_two_chunks(thread: Thread) -> None:
    async with thread.live() as message:
        for number in range(7):
            for start in range(250 * number, 250 * number + 250, 7):
                message.write(CODE[start : min(start + 7, 250 * number + 250)])
                await asyncio.sleep(0)
            await _drawn(thread, number + 1)
    sent = [call.args.get("markdown_text", "") for call in thread.slack.calls if "Stream" in call.method]
    chunks = [chunk for chunk in sent if chunk]
    assert len(chunks) > 5
    for before, after in pairwise(chunks):
        assert not before[-1].isspace()
        assert not after[0].isspace()


async def test_a_stream_is_left_before_slack_ends_it() -> None:
    async with SlackServer(minute=1.0) as slack, opened(slack) as workspaces:
        thread = await asked(slack, workspaces)
        await thread.write("line of words\n" * 200, seconds=5.6, size=14)
        assert "message_not_in_streaming_state" not in {call.error for call in slack.calls}
        assert len(thread.texts) > 1
        assert "\n".join(text.strip() for text in thread.texts).split() == ("line of words\n" * 200).split()


async def test_where_slack_ends_the_stream_the_same_message_is_updated() -> None:
    async with SlackServer(minute=0.2) as slack, opened(slack, minute=3.0) as workspaces:
        thread = await asked(slack, workspaces)
        async with thread.live() as message:
            message.write(CODE[:1500])
            await until(lambda: bool(thread.posts) and not thread.posts[0].streaming)
            message.write(CODE[1500:3000])
            await until(lambda: "update" in thread.methods())
        (post,) = thread.posts
        assert post.markdown.startswith(CODE[:3000])
        assert "message_not_in_streaming_state" in {call.error for call in slack.calls}
        assert "stopStream" not in thread.methods()
        assert buttons(thread) == [["rate", "regenerate", "save"]]


async def test_slack_s_own_stop_stops_the_answer_and_what_was_written_stays(thread: Thread) -> None:
    async with thread.live(state=State.STOPPED) as message:
        message.write("Some words. ")
        await until(lambda: bool(thread.posts))
        thread.posts[0].stopped_by = "UANA"
        message.write("More words.")
        await until(lambda: bool(thread.stops))
        message.note("Stopped.")
    assert thread.texts == ["Some words. More words.\n\nStopped."]
    assert thread.stops == [thread.place.conversation]
    assert buttons(thread) == [["rate", "regenerate", "save"]]
    assert not thread.posts[0].streaming


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("what", ["cut", 503, "internal_error"])
@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream", "chat.startStream"])
async def test_a_call_that_went_astray_neither_loses_nor_doubles_a_word(
    thread: Thread, method: str, what: str | int, done: bool
) -> None:
    thread.slack.fails(method, what, done=done)
    async with thread.live() as message:
        message.write("One two three. ")
        await until(lambda: bool(thread.posts))
        message.write("Four five six. ")
        await until(lambda: any("Four" in text for text in thread.texts))
        message.write("Seven.")
    assert thread.texts == ["One two three. Four five six. Seven."]
    assert buttons(thread) == [["rate", "regenerate", "save"]]
    assert not thread.posts[0].streaming
    assert "streaming_state_conflict" not in {call.error for call in thread.slack.calls}


@pytest.mark.parametrize("ahead", [-300.0, -0.5, 0.5, 300.0])
@pytest.mark.parametrize("done", [True, False])
async def test_a_lost_start_is_found_whatever_the_clocks_say(thread: Thread, ahead: float, done: bool) -> None:
    thread.slack.teams["T1"].ahead = ahead
    thread = await asked(thread.slack, thread.workspaces)
    await thread.write("The answer before.")
    async with thread.live() as message:
        message.write(LONG[:9900])
        await until(lambda: len(thread.posts) == 2)
        thread.slack.fails("chat.startStream", "cut", done=done)
        message.write(LONG[9900:13000])
    assert thread.texts == ["The answer before.", *paginate(LONG[:13000], MAX_CHARS)]


async def test_a_refused_stop_bars_nothing_else(thread: Thread) -> None:
    left = await thread.surface.open("Half an")
    thread.slack.fails("chat.stopStream", 429, retry_after=0.2)
    await thread.write(SHORT, refs=[left.ref])
    rates = thread.workspaces.rates("T1")
    assert thread.texts == [SHORT]
    assert thread.methods().count("stopStream") == 2
    assert rates.update.is_free()


async def test_a_refused_append_is_made_again(thread: Thread) -> None:
    thread.slack.fails("chat.appendStream", 429, retry_after=0.1, times=2)
    thread.slack.fails("chat.stopStream", 429, retry_after=0.1)
    await thread.write(SHORT, seconds=0.3)
    assert thread.texts == [SHORT]
    assert "update" not in thread.methods()


async def test_when_stops_are_short_the_words_do_not_wait_for_the_buttons(slack: SlackServer) -> None:
    async with opened(slack, minute=4.0, budgets=Budgets(stops=1)) as workspaces:
        thread = await asked(slack, workspaces)
        workspaces.rates("T1").stop.turn(urgent=True)
        writing = asyncio.create_task(thread.write(SHORT))
        await until(lambda: thread.texts == [SHORT])
        assert thread.posts[0].streaming
        await writing
    assert buttons(thread) == [["rate", "regenerate", "save"]]


async def test_nobody_is_pinged_whatever_the_chunks(thread: Thread) -> None:
    text = "Hello <!channel> and <@UANA>, @here is [bank.com](https://evil.com) <https://evil.com|bank>. Bye."
    await thread.write(text, seconds=0.5, size=1)
    (shown,) = thread.texts
    assert shown.replace("\u200b", "") == text
    for _, drawn in thread.posts[0].drawn:
        assert "<!channel" not in drawn
        assert "<@UANA>" not in drawn


async def test_a_stream_is_stopped_before_it_is_taken_away(thread: Thread) -> None:
    draft = await thread.surface.open("Some words.")
    await draft.retract()
    assert thread.posts == []
    assert thread.methods() == ["startStream", "stopStream", "delete"]


async def test_an_open_stream_of_a_dead_process_is_stopped_and_its_answer_completed(thread: Thread) -> None:
    workspace = await thread.workspaces.get("T1")
    left = await workspace.call(
        "chat.startStream",
        channel="C1",
        thread_ts=thread.place.thread,
        markdown_text="Half an",
        recipient_user_id="UANA",
        recipient_team_id="T1",
    )
    ref = thread.place.ref(left["ts"])
    await thread.write(SHORT, seconds=0.2, refs=[ref])
    assert thread.texts == [SHORT]
    assert not thread.posts[0].streaming
    assert "streaming_state_conflict" not in {call.error for call in thread.slack.calls}
