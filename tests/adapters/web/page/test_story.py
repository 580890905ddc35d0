"""The whole story on the page: asked, stopped, asked again, complained about, learnt, kept, found, and still there."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.adapters.web.house import housing
from tests.adapters.web.page.screen import UNFINISHED, Screen, tab
from tests.bot.learning.school import Pupil
from tests.fakes.openai_server import ModelServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HINTS = "we always write type hints"
TAUGHT = f"Kept as lesson #1, for you: {HINTS}"
LOST = ("WebSocket connection", "ERR_CONNECTION_REFUSED")
"""What Chromium itself writes into the console when a server is away."""


async def test_all_of_it(browser: Browser, tmp_path: Path) -> None:
    async with AsyncExitStack() as later, ModelServer() as model:
        pupil = Pupil()
        pupil.rules["type hints"] = {}
        model.answer = pupil.answer
        async with housing(tmp_path, model) as house:
            screen = await later.enter_async_context(tab(browser, house, allowed=LOST))
            await stops_an_answer_and_has_it_written_again(screen)
            await says_what_is_wrong(screen)
            await keeps_code_finds_it_deletes_it_and_has_it_back(screen)
            other = await looks_on_in_another_tab(screen)
        await expect(screen.page.locator("#lost")).to_be_visible()
        async with housing(tmp_path, model, port=house.port):
            await finds_all_of_it_after_the_restart(screen, other)


async def stops_an_answer_and_has_it_written_again(screen: Screen) -> None:
    model = screen.house.model
    model.hold(after=2)
    await screen.asks("Write f.")
    await screen.sees("Done")
    await screen.button("Stop").click()
    await model.left()
    await screen.sees_the_end(UNFINISHED)
    model.release()
    await screen.button("Try again").click()
    await screen.sees("def f(x):")
    await screen.sees_the_end()
    await expect(screen.page.get_by_role("group", name="Answer 2 of 2")).to_be_visible()


async def says_what_is_wrong(screen: Screen) -> None:
    await last(screen).get_by_role("button", name="Not what I wanted").click()
    form = screen.page.get_by_role("form", name="What should be different?")
    await form.get_by_label("In your words").fill(HINTS)
    await form.get_by_role("button", name="Send").click()
    await screen.sees("def f(x: int)")
    await expect(last(screen).locator(".remarks")).to_contain_text(TAUGHT)
    await screen.page.get_by_role("link", name="Lessons").click()
    lessons = screen.page.get_by_role("region", name="Lessons")
    await expect(lessons.locator("tbody tr")).to_have_count(1)
    await expect(lessons).to_contain_text(HINTS)
    await screen.page.go_back()


async def keeps_code_finds_it_deletes_it_and_has_it_back(screen: Screen) -> None:
    await last(screen).get_by_role("button", name="Save").click()
    await expect(last(screen).locator(".saved")).to_contain_text("s-")
    await screen.page.get_by_role("link", name="Snippets").click()
    part = screen.page.get_by_role("region", name="Snippets")
    await part.get_by_label("Search snippets").fill("def f(x: int)")
    rows = part.locator("#snippet-list > li")
    await expect(rows).to_have_count(1)
    await rows.get_by_role("link").click()
    await part.locator("#snippet-opened").get_by_role("button", name="Delete").click()
    await expect(rows).to_have_count(0)
    await screen.page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(rows).to_have_count(1)
    await screen.page.get_by_role("navigation", name="Conversations").get_by_role("link", name="Write f.").click()
    await screen.sees("def f(x: int)")


async def looks_on_in_another_tab(screen: Screen) -> Screen:
    page = await screen.page.context.new_page()
    await page.goto(screen.page.url)
    other = Screen(page, screen.house)
    await other.sees("def f(x: int)")
    screen.house.model.hold(after=2)
    await screen.asks("Write f once more.")
    await expect(other.page.locator(".exchange")).to_have_count(3, timeout=15_000)
    await other.sees("Done")
    screen.house.model.release()
    await other.sees_the_end()
    assert await other.answer.inner_html() == await settled(screen)
    return other


async def settled(screen: Screen) -> str:
    await screen.sees_the_end()
    return await screen.answer.inner_html()


async def finds_all_of_it_after_the_restart(screen: Screen, other: Screen) -> None:
    await expect(screen.page.locator("#lost")).to_be_hidden(timeout=15_000)
    words = ".prose :is(p, code)"
    before = await screen.page.locator(words).all_inner_texts()
    for each in (screen, other):
        await each.page.reload()
        await each.sees("def f(x: int)")
        assert await each.page.locator(words).all_inner_texts() == before
    await expect(screen.page.locator(".exchange").nth(1).locator(".remarks")).to_contain_text(TAUGHT)


def last(screen: Screen) -> Locator:
    return screen.page.locator(".exchange").last
