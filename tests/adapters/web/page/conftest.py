"""One browser for all tests of the page, and a served page for each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser

from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import Screen, browsing, tab
from tests.fakes.openai_server import ModelServer


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with browsing() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with ModelServer() as model, housing(tmp_path, model) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser, house: House) -> AsyncIterator[Screen]:
    async with tab(browser, house) as screen:
        yield screen
