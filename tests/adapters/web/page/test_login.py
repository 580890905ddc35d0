"""Signing in as a person does: a link is opened, says whom it signs in, and leads to the page."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.commands import Call
from tests.adapters.web.chat_people import ANA, CHAT
from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import PATIENCE, Screen, tab
from tests.fakes.openai_server import ModelServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
REFUSED = "Failed to load resource"
"""What the console says of a link that is no good, which is what the test is about."""


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {**CHAT, "public_url": f"http://127.0.0.1:{port}"}
    async with ModelServer() as model, housing(tmp_path, model, port=port, **settings) as house:
        yield house


async def _link(house: House) -> str:
    """Return the address that the button in the chat leads to."""
    reply = await house.core.commands.run(Call("code", "web", ANA.author, ANA.workspace, signs_in=True))
    return reply.buttons[0].url


async def _signs_in(screen: Screen) -> None:
    await screen.page.goto(await _link(screen.house))
    await expect(screen.page.get_by_role("heading", name="Continue as Ana (T1, Slack)?")).to_be_visible()
    await screen.page.keyboard.press("Enter")  # what is to be pressed has the focus
    await screen.is_ready()


@pytest.mark.parametrize(("width", "dark"), [(1100, False), (360, True)])
async def test_a_link_leads_to_the_page(browser: Browser, house: House, width: int, dark: bool) -> None:
    async with tab(browser, house, width=width, dark=dark, ready=False) as screen:
        await expect(screen.page).to_have_url(f"{house.url}/login")
        await expect(screen.page.get_by_text("In Discord, type /web on a server.")).to_be_visible()
        link = await _link(house)
        await screen.page.goto(link)
        await expect(screen.page.get_by_role("heading", name="Continue as Ana (T1, Slack)?")).to_be_visible()
        assert screen.page.url == f"{house.url}/login"  # so that no picture of the screen has the secret
        assert await screen.page.evaluate("document.documentElement.scrollWidth") <= width
        await screen.button("Continue").click()
        await screen.is_ready()
        await screen.asks("Go.")
        await screen.sees_the_end()
        await screen.page.go_back()
        assert link.partition("#")[2] not in screen.page.url
    assert house.model.asked


async def test_a_link_works_once_and_says_so(browser: Browser, house: House) -> None:
    async with tab(browser, house, ready=False, allowed=[REFUSED]) as screen:
        link = await _link(house)
        await screen.page.goto(link)
        await screen.button("Continue").click()
        await screen.is_ready()
        await screen.page.goto(link)
        await expect(screen.page.get_by_role("alert")).to_contain_text("This link is not good any more")
        await expect(screen.button("Continue")).to_be_hidden()
        await expect(screen.page.get_by_role("heading", name="Sign in")).to_be_visible()
        await screen.page.get_by_text("I am signed in already").click()
        await screen.is_ready()


async def test_a_link_that_is_spent_elsewhere_meanwhile_says_so(browser: Browser, house: House) -> None:
    async with tab(browser, house, ready=False, allowed=[REFUSED]) as screen:
        link = await _link(house)
        await screen.page.goto(link)
        await expect(screen.button("Continue")).to_be_visible()
        await house.core.store.sessions.begin(link.partition("#t=")[2])
        await screen.button("Continue").click()
        await expect(screen.page.get_by_role("alert")).to_contain_text("This link is not good any more")
        await screen.page.evaluate("link => { location.href = link }", await _link(house))
        await expect(screen.button("Continue")).to_be_enabled()
        await expect(screen.page.get_by_role("alert")).to_be_hidden()


async def test_who_is_signed_out_elsewhere_is_led_to_where_one_signs_in(browser: Browser, house: House) -> None:
    async with tab(browser, house, ready=False, allowed=[REFUSED]) as screen:
        await _signs_in(screen)
        await screen.question.fill("What I was writing")
        await house.core.store.sessions.end_all(ANA)
        await expect(screen.page).to_have_url(f"{house.url}/login", timeout=PATIENCE)
        await expect(screen.page.get_by_role("alert")).to_contain_text("not signed in here any more")
        await _signs_in(screen)
