"""A person sees what answers took, by day and model: as sums, as bars that keys go along, and in figures."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.adapters.web.house import House
from tests.adapters.web.page.screen import Screen, tab
from tests.stack import by_the_back_door

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

YESTERDAY = (
    "UPDATE usage SET at = at - 86400, model = 'alpha', prompt = 1200, cached = 400, completion = 300, "
    "estimated = 0, cost = 2500 WHERE exchange = 1"
)
TODAY = (
    "UPDATE usage SET model = 'beta', prompt = 800, cached = 0, completion = 100, "
    "estimated = 1, cost = NULL WHERE exchange = 2"
)


async def answer_two(screen: Screen, folder: Path) -> None:
    for text in ("Yesterday.", "Today."):
        await screen.asks(text)
        await screen.sees_the_end()
        await screen.button("New conversation").click()
    for statement in (YESTERDAY, TODAY):
        await by_the_back_door(folder, statement)


async def open_usage(screen: Screen) -> Locator:
    await screen.page.evaluate("location.hash = '#usage'")
    part = screen.page.get_by_role("region", name="Usage")
    await expect(part).to_be_visible()
    return part


async def test_where_nothing_was_answered_it_says_so(screen: Screen) -> None:
    part = await open_usage(screen)
    await expect(part).to_contain_text("Nothing was answered in this time.")


async def test_sums_say_what_is_not_known(screen: Screen, tmp_path: Path) -> None:
    await answer_two(screen, tmp_path)
    part = await open_usage(screen)
    totals = part.locator(".totals > div")
    await expect(totals).to_have_text(["Answers2", "Tokensabout 2,400", "Costat least $0.0025"])
    models = part.get_by_role("table", name="By model")
    await expect(models.locator("tbody tr")).to_have_count(2)
    row = models.locator("tbody tr").first
    assert await row.locator("th, td").all_inner_texts() == ["alpha", "1", "1,200", "400", "300", "$0.0025"]
    row = models.locator("tbody tr").last
    assert await row.locator("th, td").all_inner_texts() == ["beta", "1", "≈ 800", "0", "≈ 100", "unknown"]


async def test_bars_are_gone_along_with_keys_and_told_in_words(screen: Screen, tmp_path: Path) -> None:
    await answer_two(screen, tmp_path)
    part = await open_usage(screen)
    days = part.locator(".bars .day")
    await expect(days).to_have_count(30)
    plot = part.get_by_role("group", name="Tokens by day, 30 days: 2,400 in all")
    await expect(plot).to_be_visible()
    await expect(part.locator(".legend li")).to_have_text(["alpha", "beta"])
    readout = part.locator(".readout")
    await days.last.focus()
    await expect(readout).to_contain_text("900 tokens by beta")
    await screen.page.keyboard.press("ArrowLeft")
    await expect(days.nth(28)).to_be_focused()
    await expect(readout).to_contain_text("1,500 tokens by alpha")
    await screen.page.keyboard.press("Home")
    await expect(readout).to_contain_text(": nothing")
    await screen.page.keyboard.press("Tab")
    await expect(readout).to_contain_text("Point at a day")
    await days.last.hover()
    await expect(readout).to_contain_text("900 tokens by beta")
    tall, low = [
        await days.nth(at)
        .locator("rect.series-0, rect.series-1")
        .evaluate_all("all => Math.max(...all.map((one) => one.height.baseVal.value))")
        for at in (28, 29)
    ]
    assert tall / low == pytest.approx(1500 / 900)


async def test_the_period_and_the_measure_are_chosen(screen: Screen, tmp_path: Path) -> None:
    await answer_two(screen, tmp_path)
    part = await open_usage(screen)
    await part.get_by_text("7 days", exact=True).click()
    await expect(part.locator(".bars .day")).to_have_count(7)
    await part.get_by_text("Cost", exact=True).first.click()
    await expect(part.get_by_role("group", name="Cost by day, 7 days: at least $0.0025 in all")).to_be_visible()
    await part.get_by_role("button", name="Show as a table").click()
    table = part.get_by_role("table", name="By day and model")
    await expect(table.locator("tbody tr")).to_have_count(2)
    await expect(table.locator("tbody tr").first).to_contain_text("beta")
    await part.get_by_text("Answers", exact=True).first.click()
    await expect(table).to_be_visible()


async def test_where_the_server_is_away_it_says_so(browser: Browser, house: House) -> None:
    async with tab(browser, house, allowed=["ERR_FAILED"]) as screen:
        await screen.page.route("**/api/usage*", lambda route: route.abort())
        part = await open_usage(screen)
        await expect(part).to_contain_text("The server can not be reached.")


@pytest.mark.parametrize("dark", [False, True])
async def test_a_phone_shows_all_of_it(browser: Browser, house: House, tmp_path: Path, dark: bool) -> None:
    async with tab(browser, house, width=360, dark=dark) as screen:
        await screen.asks("Go.")
        await screen.sees_the_end()
        await by_the_back_door(tmp_path, f"UPDATE usage SET model = '{'W' * 60}'")
        part = await open_usage(screen)
        await part.get_by_role("button", name="Show as a table").click()
        await expect(part.locator(".bars svg")).to_be_visible()
        assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360
