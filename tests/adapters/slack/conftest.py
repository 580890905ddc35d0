"""What the tests of the Slack adapter share."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import BoltApp, connected
from tests.adapters.slack.thread_of import Thread, asked, opened
from tests.fakes.slack import SlackServer


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(minute=3.0) as server:
        yield server
        assert not server.overdrawn


@pytest.fixture
async def thread(slack: SlackServer) -> AsyncIterator[Thread]:
    async with opened(slack) as workspaces:
        yield await asked(slack, workspaces)


@pytest.fixture
async def app(slack: SlackServer) -> AsyncIterator[BoltApp]:
    """A real Bolt app that is connected to the server of the test."""
    async with connected(slack) as app:
        yield app


@pytest.fixture
async def client(slack: SlackServer) -> AsyncWebClient:
    """The real client, with the token of T1."""
    return AsyncWebClient(token="xoxb-one", base_url=slack.api_url)
