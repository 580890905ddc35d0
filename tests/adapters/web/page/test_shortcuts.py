"""Keys: a sheet lists them, the single ones can be switched off, and each does what it says."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BLOCKS = "```python\nfirst = 1\n```\n\n```python\nlast = 2\n```"


async def leaves_the_question(screen: Screen) -> None:
    await screen.page.evaluate("document.activeElement.blur()")


async def test_the_sheet_opens_by_key_and_gives_the_focus_back(screen: Screen) -> None:
    sheet = screen.page.get_by_role("dialog", name="Keyboard shortcuts")
    await screen.question.press("?")
    await expect(sheet).to_be_hidden()
    await expect(screen.question).to_have_value("?")
    await screen.question.fill("")
    await screen.button("Keyboard shortcuts").focus()
    await screen.page.keyboard.press("?")
    await expect(sheet).to_be_visible()
    await screen.page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(screen.button("Keyboard shortcuts")).to_be_focused()


async def test_single_keys_are_switched_off_for_good(screen: Screen) -> None:
    sheet = screen.page.get_by_role("dialog", name="Keyboard shortcuts")
    await screen.button("Keyboard shortcuts").click()
    await sheet.get_by_role("checkbox").uncheck()
    await sheet.get_by_role("button", name="Close").click()
    await screen.page.reload()
    await screen.is_ready()
    await leaves_the_question(screen)
    await screen.page.keyboard.press("/")
    await expect(screen.question).not_to_be_focused()
    await screen.page.keyboard.press("?")
    await expect(sheet).to_be_hidden()


async def test_chords_copy_the_last_code_and_begin_anew(screen: Screen) -> None:
    screen.house.model.says(BLOCKS)
    await screen.asks("Go.")
    await screen.sees_the_end()
    await screen.page.keyboard.press("Control+Shift+C")
    await expect(screen.status).to_have_text("The last code is copied.")
    assert await screen.page.evaluate("navigator.clipboard.readText()") == "last = 2"
    await screen.page.keyboard.press("Control+Shift+O")
    await expect(screen.page.locator("#empty")).to_be_visible()
    await expect(screen.question).to_be_focused()
