"""What tests of Discord share."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.simulated import Simulation


@pytest.fixture
async def world() -> AsyncIterator[Simulation]:
    """A Discord that others wrote; whatever the bot says there may ring no bell."""
    async with Simulation() as simulation:
        yield simulation
        allowed = [body.get("allowed_mentions") for body in simulation.words()]
        assert allowed
        assert [one for one in allowed if one not in ({"parse": []}, {"parse": [], "replied_user": False})] == []
