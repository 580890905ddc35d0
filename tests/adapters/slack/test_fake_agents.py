"""What the strict Slack has for agents around their answers: the loading line, prompts; and workspaces without them."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import Json, refused
from tests.fakes.slack import SlackServer

FOR_ANA: Json = {"recipient_user_id": "UANA", "recipient_team_id": "T1"}


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(minute=1.0, limits=False) as server:
        yield server


async def test_the_loading_line_goes_with_the_first_words_or_after_two_minutes(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    root = await slack.says("C1", "question")
    await client.assistant_threads_setStatus(channel_id="C1", thread_ts=root, status="is thinking")
    assert slack.statuses == {("C1", root): "is thinking"}
    await client.chat_startStream(channel="C1", thread_ts=root, markdown_text="a", **FOR_ANA)
    assert not slack.statuses
    slack.minute = 0.05
    await client.assistant_threads_setStatus(channel_id="C1", thread_ts=root, status="is thinking")
    await asyncio.sleep(0.1)
    assert not slack.statuses


async def test_prompts_and_titles_are_for_direct_messages(slack: SlackServer, client: AsyncWebClient) -> None:
    prompts = [{"title": "Sort", "message": "Sort a list"}]
    await client.assistant_threads_setSuggestedPrompts(channel_id="D1", prompts=prompts)
    assert slack.teams["T1"].prompts == {"D1": prompts}
    call = client.assistant_threads_setSuggestedPrompts(channel_id="C1", prompts=prompts)
    assert await refused(call) == "channel_type_not_supported"


async def test_a_workspace_without_streams(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.streaming = False
    root = await slack.says("C1", "question")
    call = client.chat_startStream(channel="C1", thread_ts=root, markdown_text="a", **FOR_ANA)
    assert await refused(call) == "unknown_method"
    session = client.agents_sessions_setStatus(channel_id="C1", thread_ts=root, status="processing")
    assert await refused(session) == "unknown_method"
