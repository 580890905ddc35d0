"""The room in which all of this happens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.wiring import Room, in_room
from tests.fakes.openai_server import ModelServer


@pytest.fixture
async def room(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Room]:
    """The program in Discord; at the end nothing was late, too fast, or rang somebody's bell."""
    async with in_room(tmp_path, model_server) as opened:
        yield opened
        assert not opened.discord.late, "something was not acknowledged in time"
        assert not opened.discord.refused, "calls came too fast"
        assert not opened.discord.pinged
