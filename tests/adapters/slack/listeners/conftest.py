"""The room in which all of this happens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.slack.wiring import Room, in_room
from tests.fakes.openai_server import ModelServer


@pytest.fixture
async def room(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Room]:
    """The program in a workspace with native streaming, over Socket Mode."""
    async with in_room(tmp_path, model_server) as opened:
        yield opened
        assert not opened.slack.late, "something was not acknowledged in time"
