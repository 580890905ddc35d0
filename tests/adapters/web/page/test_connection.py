"""The connection breaks, the server restarts, another tab looks on: the answer arrives all the same, whole."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import Screen, tab
from tests.fakes.openai_server import ModelServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LONG = "\n\n".join(f"Paragraph {n}: `code` and *more*." for n in range(40))
LOST = ("WebSocket connection", "ERR_CONNECTION_REFUSED")
"""What Chromium itself writes into the console when a server is away."""


async def _text_shown(screen: Screen) -> str:
    return "\n\n".join(await screen.answer.locator("p").all_inner_texts())


PLAIN = LONG.replace("`", "").replace("*", "")


async def test_a_cut_connection_leaves_no_mark_on_the_answer(screen: Screen) -> None:
    screen.house.model.says(LONG)
    screen.house.model.hold(after=60)
    await screen.asks("Go.")
    await screen.sees("Paragraph 5:")
    assert screen.house.cut()
    screen.house.model.release()
    await screen.sees_the_end()
    assert await _text_shown(screen) == PLAIN
    assert len(screen.house.model.asked) == 1


async def test_another_tab_sees_the_answer_grow(screen: Screen) -> None:
    screen.house.model.says(LONG)
    screen.house.model.hold(after=60)
    await screen.asks("Go.")
    await screen.sees("Paragraph 5:")
    other = await screen.page.context.new_page()
    await other.goto(screen.page.url)
    await expect(other.locator(".prose")).to_contain_text("Paragraph 5:")
    await expect(other.get_by_role("button", name="Stop")).to_be_visible()
    screen.house.model.release()
    await expect(other.get_by_role("status")).to_have_text("Answer finished.")
    await expect(other.locator(".prose")).to_contain_text("Paragraph 39:")
    await screen.sees_the_end()


async def test_a_restart_of_the_server_is_said_and_survived(browser: Browser, tmp_path: Path) -> None:
    async with AsyncExitStack() as later, ModelServer() as model:
        model.says(LONG, LONG)
        model.hold(after=60)
        async with housing(tmp_path, model) as house:
            screen = await later.enter_async_context(tab(browser, house, allowed=LOST))
            await screen.asks("Go.")
            await screen.sees("Paragraph 5:")
        await expect(screen.page.locator("#lost")).to_contain_text("Reconnecting…")
        model.release()
        async with housing(tmp_path, model, port=house.port):
            await screen.sees_the_end()
            await expect(screen.page.locator("#lost")).to_be_hidden()
            assert await _text_shown(screen) == PLAIN


async def test_what_is_asked_while_the_server_is_away_goes_out_later(browser: Browser, tmp_path: Path) -> None:
    async with AsyncExitStack() as later, ModelServer() as model:
        async with housing(tmp_path, model) as house:
            screen = await later.enter_async_context(tab(browser, house, allowed=LOST))
        await expect(screen.page.locator("#lost")).to_be_visible()
        await screen.asks("Are you there?")
        await expect(screen.question).to_have_value("")
        async with housing(tmp_path, model, port=house.port):
            await screen.sees("You asked: Are you there?")
            await screen.sees_the_end()
        assert len(model.asked) == 1


HELD_FRAMES = """() => {
    window.frames_ = new Map()
    let made = 0
    window.requestAnimationFrame = (draw) => { frames_.set(++made, draw); return made }
    window.cancelAnimationFrame = (id) => frames_.delete(id)
}"""
"""Frames come when the test says so: in a hidden tab there are none."""


async def test_a_hidden_tab_shows_an_answer_that_was_begun_anew_once(browser: Browser, tmp_path: Path) -> None:
    async with AsyncExitStack() as later, ModelServer() as model:
        model.says("Old words.\n\nMore.", "New words.")
        model.hold(after=3)
        async with housing(tmp_path, model) as house:
            screen = await later.enter_async_context(tab(browser, house, allowed=LOST))
            await screen.page.evaluate(HELD_FRAMES)
            await screen.asks("Go.")
            await expect(screen.page.locator(".waiting")).to_be_empty()
            await expect(screen.answer).to_be_empty()
        model.release()
        async with housing(tmp_path, model, port=house.port):
            await screen.sees_the_end()
            await screen.page.evaluate("[...frames_.values()].forEach((draw) => draw())")
            await expect(screen.answer).to_have_text("New words.")


ASKING = """async (times) => {
    const base = document.querySelector('script[src$="main.js"]').src.replace('main.js', '')
    const { Runs } = await import(base + 'runs.js')
    const timers = []
    window.setTimeout = (action, wait) => timers.push({ action, wait })
    const runs = new Runs({ send: () => true })
    const listener = { started() {}, restarted() {}, grown() {} }
    runs.ask({ type: 'ask', client_id: 'r' }, { ref: 'r', newerThan: 0, conversation: crypto.randomUUID() }, listener)
    const waits = []
    const isGone = async () => {
        runs.hear({ type: 'started', run: 'r', epoch: 'e' })
        runs.hear({ type: 'gone', run: 'r' })
        const { action, wait } = timers.pop()
        waits.push(wait)
        await action()
    }
    for (let time = 0; time < times; time++) await isGone()
    runs.hear({ type: 'delta', run: 'r', seq: 1, text: 'a' })
    await isGone()
    return waits
}"""


async def test_an_answer_that_nobody_knows_is_asked_for_ever_more_rarely(screen: Screen) -> None:
    waits = await screen.page.evaluate(ASKING, 8)
    assert waits == [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 500]


async def test_a_conversation_that_can_not_be_loaded_is_tried_again(browser: Browser, house: House) -> None:
    async with tab(browser, house) as screen:
        await screen.asks("Go.")
        await screen.sees_the_end()
        address = screen.page.url
    async with tab(browser, house, allowed=["ERR_FAILED"]) as screen:
        await screen.page.route("**/api/conversations/*", lambda route: route.abort())
        await screen.page.goto(address)
        await screen.page.reload()
        await expect(screen.status).to_contain_text("could not be loaded")
        await screen.page.unroute("**/api/conversations/*")
        await screen.sees("You asked: Go.")
