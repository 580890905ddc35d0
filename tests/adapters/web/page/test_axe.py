"""Every part of the page passes axe, the checker of accessibility, in light and in dark."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.person_at_page import LOCAL, WORKSPACE
from bot.commands import Call
from bot.nouns import Snippet
from bot.snippets.editing import Edit
from bot.store.snippets import Viewer
from tests.adapters.web.chat_people import ANA, CHAT, link_for
from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import tab
from tests.fakes.openai_server import ModelServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

AXE = (Path(__file__).parent / "vendor/axe.js").read_text(encoding="utf-8")
FINDINGS = """async () => (await axe.run()).violations.map(({ id, nodes }) => (
    `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\\n')}`
))"""
ANSWER = (
    "# Like this\n\nUse `range`:\n\n```python\nfor n in range(3):\n    print(n)\n```\n\n| a | b |\n|-|-|\n| 1 | 2 |"
)
CODE = "def twice(n):\n    return 2 * n\n"
BOTH = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


async def findings(page: Page) -> list[str]:
    """Return what axe finds fault with, as it is on the screen now."""
    await page.evaluate(AXE)
    found: list[str] = await page.evaluate(FINDINGS)
    return found


async def keep(house: House) -> str:
    """Keep a snippet with two versions; return its key."""
    snippet = Snippet("", "twice", "python", CODE, LOCAL, workspace=WORKSPACE, tags=("math",), note="Doubles.")
    (kept,) = await house.core.store.snippets.keep([snippet])
    await house.core.commands.snippets.editing.edit(Viewer(LOCAL, WORKSPACE), kept.key, Edit(code=f"{CODE}# more\n"))
    return kept.key


@BOTH
async def test_a_conversation_with_an_answer(browser: Browser, house: House, dark: bool) -> None:
    async with tab(browser, house, dark=dark) as screen:
        assert await findings(screen.page) == []
        house.model.says(ANSWER)
        await screen.asks("How do I count?")
        await screen.sees_the_end()
        await expect(screen.answer.locator(".hljs-keyword").first).to_be_visible()
        assert await findings(screen.page) == []


@BOTH
async def test_snippets(browser: Browser, house: House, dark: bool) -> None:
    key = await keep(house)
    async with tab(browser, house, dark=dark) as screen:
        page, part = screen.page, screen.page.get_by_role("region", name="Snippets")
        await page.evaluate("location.hash = '#snippets'")
        await expect(part.locator("#snippet-list > li")).to_have_count(1)
        await part.get_by_role("button", name="Import and export").click()
        assert await findings(page) == []
        await page.evaluate("key => { location.hash = `#snippets/${key}` }", key)
        await expect(part.get_by_role("heading", name="twice")).to_be_focused()
        for panel in ("Edit", "Share", "History"):
            await part.get_by_role("button", name=panel, exact=True).click()
            await expect(part.locator("[data-part=panel]")).to_be_visible()
            assert await findings(page) == [], panel
        await part.get_by_role("button", name="Changes: version 1 to 2").click()
        await expect(part.get_by_role("table")).to_be_visible()
        assert await findings(page) == []


@BOTH
@pytest.mark.parametrize("name", ["Lessons", "Usage", "Settings"])
async def test_the_other_parts(browser: Browser, house: House, name: str, dark: bool) -> None:
    async with tab(browser, house, dark=dark) as screen:
        await screen.asks("How do I count?")
        await screen.sees_the_end()
        await house.core.commands.run(Call("lessons", "add Use pathlib for paths.", LOCAL, WORKSPACE))
        await screen.page.get_by_role("link", name=name, exact=True).click()
        part = screen.page.get_by_role("region", name=name, exact=True)
        await expect(part.get_by_role("table").first).to_be_visible()
        assert await findings(screen.page) == []


@BOTH
async def test_the_page_on_which_people_sign_in(browser: Browser, tmp_path: Path, dark: bool) -> None:
    async with (
        ModelServer() as model,
        housing(tmp_path, model, **CHAT) as house,
        tab(browser, house, dark=dark, ready=False) as screen,
    ):
        await expect(screen.page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert await findings(screen.page) == []
        await screen.page.goto(f"{house.url}/login#t={await link_for(house, ANA)}")
        await expect(screen.button("Continue")).to_be_visible()
        assert await findings(screen.page) == []
