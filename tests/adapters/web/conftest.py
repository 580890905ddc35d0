"""A served page for the tests of the protocol."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.web.house import House, housing
from tests.fakes.openai_server import ModelServer


@pytest.fixture
async def house(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[House]:
    async with housing(tmp_path, model_server) as house:
        yield house
