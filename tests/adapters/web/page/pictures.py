"""The pictures of the page in ``docs``, made anew: ``python -m tests.adapters.web.page.pictures docs``.

A scripted model answers, so that they show the same each time; all else is real.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, expect

from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import Screen, browsing, tab
from tests.bot.learning.school import Pupil
from tests.fakes.openai_server import ModelServer
from tests.fakes.openai_wire import Asked

QUESTION = "Write a Python function that retries a call with exponential backoff"
COMPLAINT = "we always write type hints"
PLAIN = """\
`retry` calls `call` until it succeeds, and waits twice as long after each failure:

```python
import time


def retry(call, times=5, first=0.5):
    for attempt in range(times):
        try:
            return call()
        except OSError:
            if attempt + 1 == times:
                raise
            time.sleep(first * 2**attempt)
```

Only `OSError` is retried: a mistake in the call itself shows at once."""
HINTED = PLAIN.replace("import time", "import time\nfrom collections.abc import Callable").replace(
    "def retry(call, times=5, first=0.5):",
    "def retry[T](call: Callable[[], T], times: int = 5, first: float = 0.5) -> T:",
)
OTHERS = ("How do I read a large CSV file in Go, line by line?", "Explain the regular expression ^(?!.*\\.\\.)[\\w.]+$")


class Teacher(Pupil):
    """Answers with code that is worth a picture."""

    def answer(self, asked: Asked) -> str:
        said = super().answer(asked)
        return said if not said.startswith("Done.") else HINTED if "x: int" in said else PLAIN


async def main(folder: Path) -> None:
    """Draw all of them."""
    teacher = Teacher()
    teacher.rules["type hints"] = {}
    with TemporaryDirectory() as data:
        async with ModelServer() as model, housing(Path(data), model) as house, browsing() as browser:
            model.answer = teacher.answer
            await tell_the_story(browser, house, folder)
            await draw(browser, house, folder / "page-dark.png", width=1200, dark=True)
            await draw(browser, house, folder / "page-narrow.png", width=360, dark=False)


async def tell_the_story(browser: Browser, house: House, folder: Path) -> None:
    async with tab(browser, house, width=1200) as screen:
        for question in OTHERS:
            await screen.asks(question)
            await screen.sees_the_end()
            await screen.button("New conversation").click()
        await screen.asks(QUESTION)
        await screen.sees_the_end()
        last = screen.page.locator(".exchange").last
        await last.get_by_role("button", name="Not what I wanted").click()
        await (
            screen.page.get_by_role("form", name="What should be different?")
            .get_by_label("In your words")
            .fill(COMPLAINT)
        )
        await screen.button("Send").first.click()
        await expect(screen.page.locator(".remarks").last).to_contain_text("Kept as lesson")
        await screen.page.locator(".exchange").last.get_by_role("button", name="Save").click()
        await expect(screen.page.locator(".saved").last).to_contain_text("s-")
        await screen.page.screenshot(path=folder / "page.png")
        await screen.page.get_by_role("link", name="Snippets").click()
        await screen.page.locator("#snippet-list a").first.click()
        await expect(screen.page.locator("#snippet-opened .hljs-keyword").first).to_be_visible()
        await screen.page.screenshot(path=folder / "snippets.png")


async def draw(browser: Browser, house: House, picture: Path, *, width: int, dark: bool) -> None:
    """Draw the conversation as somebody sees it who comes back to it."""
    async with tab(browser, house, width=width, dark=dark) as screen:
        await to_the_conversation(screen, width)
        await screen.page.screenshot(path=picture)


async def to_the_conversation(screen: Screen, width: int) -> None:
    if width < 960:
        await screen.button("Open the sidebar").click()
    await screen.page.get_by_role("navigation", name="Conversations").get_by_role("link", name=QUESTION[:20]).click()
    await expect(screen.page.locator(".remarks").last).to_contain_text("Kept as lesson")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
