"""The strict Slack's streams: whose they are, what they take, how they end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import Json, refused
from tests.fakes.slack import FakeMessage, SlackServer
from tests.until import until

FOR_ANA: Json = {"recipient_user_id": "UANA", "recipient_team_id": "T1"}


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(limits=False) as server:
        yield server


async def start(slack: SlackServer, client: AsyncWebClient, text: str = "a") -> Json:
    """Start a stream below a question; return the arguments that name it."""
    root = await slack.says("C1", "question")
    answer = await client.chat_startStream(channel="C1", thread_ts=root, markdown_text=text, **FOR_ANA)
    return {"channel": "C1", "ts": str(answer["ts"])}


def only(slack: SlackServer) -> FakeMessage:
    """The one answer in the channel."""
    (message,) = [message for message in slack.messages("C1") if message.thread_ts]
    return message


async def test_a_stream_grows_and_its_blocks_stand_below(slack: SlackServer, client: AsyncWebClient) -> None:
    stream = await start(slack, client, "def ")
    assert only(slack).streaming
    await client.chat_appendStream(**stream, markdown_text="f():\n")
    await client.chat_stopStream(**stream, markdown_text="    pass", blocks=[{"type": "divider"}])
    message = only(slack)
    assert (message.markdown, message.streaming) == ("def f():\n    pass", False)
    assert [block["type"] for block in message.blocks] == ["divider"]
    assert [shown for _, shown in message.drawn] == ["def ", "def f():\n", "def f():\n    pass"]
    await client.chat_update(channel="C1", ts=stream["ts"], text="mended")
    await client.chat_delete(channel="C1", ts=stream["ts"])
    assert message.deleted


async def test_an_open_stream_is_no_other_methods(slack: SlackServer, client: AsyncWebClient) -> None:
    stream = await start(slack, client)
    assert await refused(client.chat_update(**stream, text="-")) == "streaming_state_conflict"
    assert await refused(client.chat_delete(**stream)) == "cant_delete_message"
    await client.chat_stopStream(**stream)
    assert await refused(client.chat_appendStream(**stream, markdown_text="b")) == "message_not_in_streaming_state"
    assert await refused(client.chat_stopStream(**stream)) == "message_not_in_streaming_state"


async def test_a_stream_ends_by_itself_after_five_minutes(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.minute = 0.05
    stream = await start(slack, client)
    await until(lambda: not only(slack).streaming)
    assert await refused(client.chat_appendStream(**stream, markdown_text="b")) == "message_not_in_streaming_state"
    await client.chat_update(**stream, text="whole")


async def test_channels_want_to_know_for_whom(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await slack.says("C1", "question")
    call: Json = {"channel": "C1", "thread_ts": root, "markdown_text": "a"}
    assert await refused(client.chat_startStream(**call)) == "missing_recipient_team_id"
    assert await refused(client.chat_startStream(**call, recipient_team_id="T1")) == "missing_recipient_user_id"
    direct = await slack.says("D1", "question")
    await client.chat_startStream(channel="D1", thread_ts=direct, markdown_text="a")
    assert await refused(client.api_call("chat.startStream", json={"channel": "C1", **FOR_ANA})) == "invalid_arguments"
    elsewhere: Json = {**call, **FOR_ANA, "channel": "C2"}
    assert await refused(client.chat_startStream(**elsewhere)) == "not_in_channel"


async def test_no_message_takes_more_than_twelve_thousand_characters(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    stream = await start(slack, client, "x" * 11_999)
    await client.chat_appendStream(**stream, markdown_text="x")
    assert await refused(client.chat_appendStream(**stream, markdown_text="x")) == "msg_too_long"
    assert await refused(client.chat_stopStream(**stream, markdown_text="x")) == "msg_too_long"
    assert only(slack).streaming


async def test_what_a_stream_takes(slack: SlackServer, client: AsyncWebClient) -> None:
    stream = await start(slack, client)
    chunk = {"type": "markdown_text", "text": "b"}
    both = client.chat_appendStream(**stream, markdown_text="b", chunks=[chunk])
    assert await refused(both) == "cannot_provide_both_markdown_text_and_chunks"
    assert await refused(client.chat_appendStream(**stream, chunks=[chunk])) == "streaming_mode_mismatch"
    assert await refused(client.chat_appendStream(**stream)) == "no_text"
    assert await refused(client.chat_appendStream(**stream, chunks=[{"type": "song"}])) == "invalid_chunks"
    many = [{"type": "divider"}] * 51
    assert await refused(client.chat_stopStream(**stream, blocks=many)) == "msg_blocks_too_many"
    theirs = await slack.says("C1", "mine")
    taken = client.chat_appendStream(channel="C1", ts=theirs, markdown_text="b")
    assert await refused(taken) == "message_not_owned_by_app"


async def test_the_sdks_own_streamer_works(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await slack.says("C1", "question")
    streamer = await client.chat_stream(channel="C1", thread_ts=root, buffer_size=10, **FOR_ANA)
    for word in ("one ", "two ", "three ", "four"):
        await streamer.append(markdown_text=word)
    await streamer.stop(chunks=[{"type": "task_update", "id": "1", "title": "Test", "status": "complete"}])
    assert (only(slack).markdown, only(slack).streaming) == ("one two three four", False)


async def test_slacks_own_stop(slack: SlackServer, client: AsyncWebClient) -> None:
    stream = await start(slack, client)
    root = only(slack).thread_ts
    with pytest.raises(ValueError, match="not processing"):
        await slack.stops_session("C1", root)
    await client.agents_sessions_setStatus(channel_id="C1", thread_ts=root, status="processing")
    await slack.stops_session("C1", root, "UBEN")
    assert slack.deliveries[-1].payload["event"]["streaming_message_ts"] == [stream["ts"]]
    assert await refused(client.chat_appendStream(**stream, markdown_text="b")) == "stopped_by_user"
    await client.chat_stopStream(**stream)
    assert slack.teams["T1"].sessions["C1", root] == "active"
