"""What the tests of the Slack adapter share."""

from collections.abc import AsyncIterator

import pytest

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
