"""Runs the contract suite once for each platform that has a driver."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.contract import board, discord, slack, terminal, web
from tests.contract.driver import Driver
from tests.fakes.openai_server import ModelServer

DRIVERS = {
    "board": board.driver,
    "terminal": terminal.driver,
    "web": web.driver,
    "discord-threads": discord.driver(threads=True),
    "discord-in-place": discord.driver(threads=False),
    "slack-socket-streams": slack.driver(transport="socket", streaming=True),
    "slack-http-streams": slack.driver(transport="http", streaming=True),
    "slack-socket-updates": slack.driver(transport="socket", streaming=False),
    "slack-http-updates": slack.driver(transport="http", streaming=False),
}

CROSSED = ("slack-http-streams", "slack-socket-updates")
"""Each way of Slack's is in another driver too; only both ways together are left for the slow tests."""
PARAMS = [pytest.param(name, marks=[pytest.mark.slow] if name in CROSSED else []) for name in DRIVERS]


@pytest_asyncio.fixture(params=PARAMS)
async def driver(request: pytest.FixtureRequest, tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Driver]:
    async with DRIVERS[request.param](tmp_path, model_server) as driver:
        lacked = request.node.get_closest_marker("needs")
        if lacked and (reason := driver.lacks.get(lacked.args[0])):
            pytest.skip(f"{request.param}: {reason}")
        yield driver


@pytest_asyncio.fixture
async def another(
    driver: Driver, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, model_server: ModelServer
) -> AsyncIterator[Driver]:
    """The same platform once more, where nothing was ever said or kept."""
    name = request.node.callspec.params["driver"]
    async with DRIVERS[name](tmp_path_factory.mktemp("another"), model_server) as another:
        yield another
