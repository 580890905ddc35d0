"""The strict Slack's messages: how long they may be, what their blocks may hold, and where they stand."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import Json, refused
from tests.fakes.slack import SlackServer

BUTTON: Json = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


def markdown(text: str) -> list[Json]:
    return [{"type": "markdown", "text": text}]


async def test_lengths_of_texts(slack: SlackServer, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C1", text="x" * 40_001)
    ts = str(posted["ts"])
    assert len(slack.messages("C1")[0].text) == 40_000
    await client.chat_update(channel="C1", ts=ts, text="x" * 4000)
    assert await refused(client.chat_update(channel="C1", ts=ts, text="x" * 4001)) == "msg_too_long"
    await client.chat_postMessage(channel="C1", markdown_text="x" * 12_000)
    assert await refused(client.chat_postMessage(channel="C1", markdown_text="x" * 12_001)) == "msg_too_long"
    assert await refused(client.chat_postMessage(channel="C1", text="a", markdown_text="b")) == "markdown_text_conflict"
    assert await refused(client.api_call("chat.update", json={"channel": "C1", "ts": ts})) == "no_text"


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        (markdown("x" * 12_001), "msg_blocks_too_long"),
        ([*markdown("x" * 7000), *markdown("x" * 7000)], "msg_blocks_too_long"),
        (markdown(""), "invalid_blocks"),
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "marquee"}], "invalid_blocks"),
        ([{"type": "divider", "size": 3}], "invalid_blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "invalid_blocks"),
        ([{"type": "section", "text": {"type": "plain_text", "text": ""}}], "invalid_blocks"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "invalid_blocks"),
        ([{"type": "actions", "elements": [BUTTON, BUTTON]}], "invalid_blocks"),
        ([{"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]}], "invalid_blocks"),
        ([{"type": "actions", "elements": [{**BUTTON, "style": "loud"}]}], "invalid_blocks"),
        ([{"type": "actions", "elements": []}], "invalid_blocks"),
        ([{"type": "context_actions", "elements": [BUTTON]}], "invalid_blocks"),
        ([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}], "invalid_blocks"),
    ],
)
async def test_blocks_that_are_no_good(client: AsyncWebClient, blocks: list[Json], error: str) -> None:
    assert await refused(client.chat_postMessage(channel="C1", text="-", blocks=blocks)) == error


async def test_a_refusal_of_blocks_says_where_and_why(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(
            channel="C1", text="-", blocks=[{"type": "actions", "elements": [{**BUTTON, "x": 1}]}]
        )
    said = caught.value.response["response_metadata"]["messages"]
    assert said == ["[ERROR] invalid additional property: x [json-pointer:/blocks/0/elements/0]"]


async def test_an_update_with_blocks_leaves_no_mark_and_text_alone_takes_them_away(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    ts = str((await client.chat_postMessage(channel="C1", text="-", blocks=markdown("**a**")))["ts"])
    message = slack.messages("C1")[0]
    await client.chat_update(channel="C1", ts=ts, text="-", blocks=markdown("**b**"))
    assert (message.markdown, message.edited) == ("**b**", False)
    await client.chat_update(channel="C1", ts=ts, text="plain")
    assert (message.markdown, message.shown, message.blocks, message.edited) == ("", "plain", [], True)
    assert [shown for _, shown in message.drawn] == ["**a**", "**b**", "plain"]


async def test_messages_of_others_are_theirs(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await slack.says("C1", "mine")
    assert await refused(client.chat_update(channel="C1", ts=ts, text="-")) == "cant_update_message"
    assert await refused(client.chat_delete(channel="C1", ts=ts)) == "cant_delete_message"
    assert await refused(client.chat_delete(channel="C1", ts="1.2")) == "message_not_found"


async def test_threads_hang_on_messages_that_are_there(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await slack.says("C1", "root")
    reply = str((await client.chat_postMessage(channel="C1", thread_ts=root, text="reply"))["ts"])
    assert await refused(client.chat_postMessage(channel="C1", thread_ts=reply, text="-")) == "cannot_reply_to_message"
    assert await refused(client.chat_postMessage(channel="C1", thread_ts="1.2", text="-")) == "thread_not_found"
    thread = await client.conversations_replies(channel="C1", ts=root, limit=1)
    assert [message["ts"] for message in thread["messages"]] == [root]
    rest = await client.conversations_replies(channel="C1", ts=root, cursor=thread["response_metadata"]["next_cursor"])
    assert [(message["ts"], message["bot_id"]) for message in rest["messages"]] == [(reply, "B1")]
    assert not rest["has_more"]


async def test_the_same_post_sent_again_is_one_message(slack: SlackServer, client: AsyncWebClient) -> None:
    first, again = [await client.chat_postMessage(channel="C1", text="-", client_msg_id="one") for _ in range(2)]
    assert first["ts"] == again["ts"]
    assert len(slack.messages("C1")) == 1
