"""The page in a real browser, as a person uses it: what she does, what she sees, and what the console must not say."""

import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright, expect

from tests.adapters.web.house import House

SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
FINISHED = "Answer finished."
UNFINISHED = "The answer was not finished."
PATIENCE = 10_000


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """Start Chromium; skip where this machine has none, unless everything is required."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path and os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail("Chromium is missing: install the package chromium")
    if not path:
        pytest.skip("Chromium is missing: install the package chromium to run the tests of the page")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        await browser.close()


@dataclass
class Screen:
    """One tab."""

    page: Page
    house: House
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def question(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def answer(self) -> Locator:
        """The newest answer, without what stands around it."""
        return self.page.locator(".exchange").last.locator(".prose")

    @property
    def problem(self) -> Locator:
        return self.page.locator(".exchange").last.locator(".problem")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def asks(self, text: str) -> None:
        await self.question.fill(text)
        await self.question.press("Enter")

    async def sees_the_end(self, status: str = FINISHED) -> None:
        await expect(self.status).to_have_text(status, timeout=PATIENCE)

    async def sees(self, words: str) -> None:
        """Wait until the newest answer has these words in it."""
        await expect(self.answer).to_contain_text(words, timeout=PATIENCE)

    async def is_ready(self) -> None:
        await expect(self.page.locator("#model option").first).to_contain_text("(default)", timeout=PATIENCE)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:")):
            self.foreign.append(request.url)

    def listen(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._watch)
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))


@asynccontextmanager
async def tab(
    browser: Browser,
    house: House,
    *,
    width: int = 1100,
    dark: bool = False,
    allowed: Sequence[str] = (),
    ready: bool = True,
) -> AsyncIterator[Screen]:
    """Open the page and wait until it is ``ready``; at the end its console may say nothing but ``allowed`` words."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    screen = Screen(await context.new_page(), house)
    screen.listen()
    await screen.page.goto(house.url)
    if ready:
        await screen.is_ready()
    yield screen
    await context.close()
    assert screen.foreign == []
    assert [text for text in screen.complaints if not any(word in text for word in allowed)] == []
