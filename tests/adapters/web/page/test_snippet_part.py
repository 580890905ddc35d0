"""A person finds snippets, reads, edits, compares, shares, deletes and carries them, on the page."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from adapters.person_at_page import LOCAL, WORKSPACE
from bot.nouns import Snippet
from bot.snippets.editing import Edit
from bot.store.snippets import Viewer
from tests.adapters.web.house import House
from tests.adapters.web.page.screen import Screen, tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HER = Viewer(LOCAL, WORKSPACE)
RETRY = "def retry(call, times=3):\n    for _ in range(times):\n        return call()\n"
SQL = "SELECT id FROM answer"


async def keep(house: House, code: str = RETRY, name: str = "retry", language: str = "python", *tags: str) -> Snippet:
    snippet = Snippet("", name, language, code, LOCAL, workspace=WORKSPACE, tags=tags)
    (kept,) = await house.core.store.snippets.keep([snippet])
    return kept


async def edit(house: House, key: str, code: str, note: str | None = None) -> None:
    await house.core.commands.snippets.editing.edit(HER, key, Edit(code=code, note=note))


async def read(house: House, key: str) -> Snippet:
    return await house.core.commands.snippets.find(HER, key)


class Shelf:
    """The part for snippets, on a screen."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.part = screen.page.get_by_role("region", name="Snippets")
        self.words = self.part.get_by_label("Search snippets")
        self.rows = self.part.locator("#snippet-list > li")
        self.open_one = self.part.locator("#snippet-opened")
        self.toast = screen.page.locator(".toast")

    async def opens(self, rest: str = "") -> None:
        await self._screen.page.evaluate("hash => { location.hash = hash }", f"#snippets{rest}")
        await expect(self.part).to_be_visible()

    async def opens_one(self, snippet: Snippet) -> None:
        await self.opens(f"/{snippet.key}")
        await expect(self.heading(snippet.name)).to_be_focused()

    def heading(self, name: str) -> Locator:
        return self.open_one.get_by_role("heading", name=name, exact=True)

    async def presses(self, name: str) -> None:
        await self.part.get_by_role("button", name=name, exact=True).click()

    def field(self, name: str) -> Locator:
        return self.open_one.get_by_label(name, exact=True)


@pytest.fixture
def shelf(screen: Screen) -> Shelf:
    return Shelf(screen)


@pytest_asyncio.fixture(loop_scope="session")
async def late(browser: Browser, house: House) -> AsyncIterator[Screen]:
    """A screen on which somebody else was faster, of which Chromium writes into the console."""
    async with tab(browser, house, allowed=["status of 412"]) as screen:
        yield screen


async def test_it_is_found_while_she_types_and_by_what_it_is(screen: Screen, shelf: Shelf) -> None:
    await keep(screen.house, RETRY, "retry", "python", "http")
    await keep(screen.house, SQL, "ids", "sql", "db")
    await shelf.opens()
    await expect(shelf.rows).to_have_count(2)
    await shelf.words.press_sequentially("range(times")
    await expect(shelf.rows).to_have_count(1)
    await expect(shelf.rows).to_contain_text("retry")
    await expect(screen.status.first).to_have_text("1 found.")
    await shelf.words.fill("no such thing")
    await expect(shelf.part).to_contain_text("No snippet holds “no such thing”.")
    await shelf.words.fill("")
    await expect(shelf.rows).to_have_count(2)
    await shelf.part.get_by_label("Language").select_option("sql")
    await expect(shelf.rows).to_have_count(1)
    await expect(shelf.rows).to_contain_text("ids")
    await shelf.part.get_by_label("Language").select_option("")
    await shelf.part.get_by_label("Tag", exact=True).select_option("http")
    await expect(shelf.rows).to_have_count(1)
    await shelf.part.get_by_text("Pinned", exact=True).click()
    await expect(shelf.part).to_contain_text("No snippet is of that kind.")


async def test_an_older_answer_never_takes_the_place_of_a_newer_one(screen: Screen, shelf: Shelf) -> None:
    await keep(screen.house, RETRY, "retry")
    await keep(screen.house, SQL, "ids", "sql")
    await shelf.opens()
    await expect(shelf.rows).to_have_count(2)
    held = asyncio.Event()

    async def hold(route: object) -> None:
        await held.wait()
        await route.abort()  # type: ignore[attr-defined]

    await screen.page.route("**/api/v1/snippets?q=retry*", hold)
    await shelf.words.fill("retry")
    async with screen.page.expect_request("**/api/v1/snippets?q=retry*"):
        pass
    await shelf.words.fill("SELECT")
    await expect(shelf.rows).to_have_count(1)
    held.set()
    await expect(shelf.rows).to_contain_text("ids")


async def test_the_list_is_gone_through_with_keys_and_comes_back_where_she_was(screen: Screen, shelf: Shelf) -> None:
    for at in range(3):
        await keep(screen.house, f"echo {at}", f"script {at}", "bash")
    await shelf.opens()
    await expect(shelf.rows).to_have_count(3)
    await shelf.words.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await screen.page.keyboard.press(key)
    await expect(shelf.heading("script 1")).to_be_focused()
    await screen.page.go_back()
    await expect(shelf.open_one).to_be_hidden()
    await expect(shelf.rows.nth(1).get_by_role("link")).to_be_focused()
    await screen.page.keyboard.press("Home")
    await screen.page.keyboard.press("ArrowUp")
    await expect(shelf.words).to_be_focused()


async def test_code_that_was_saved_leads_back_to_where_it_was_said(screen: Screen, shelf: Shelf) -> None:
    screen.house.model.says(f"Here:\n\n```python\n{RETRY}```\n")
    await screen.asks("How do I retry?")
    await screen.sees_the_end()
    await screen.button("Save").click()
    await expect(screen.button("Undo")).to_be_visible()
    address = screen.page.url
    await shelf.opens()
    await shelf.rows.get_by_role("link").click()
    await expect(shelf.open_one.locator("pre code .hljs-keyword").first).to_be_visible()
    await shelf.open_one.get_by_role("button", name="Copy", exact=True).click()
    await expect(shelf.open_one.get_by_role("button", name="Copied")).to_be_visible()
    assert await screen.page.evaluate("navigator.clipboard.readText()") == RETRY.rstrip("\n")
    await shelf.open_one.get_by_role("link", name="where it comes from").click()
    await screen.sees("Here:")
    assert screen.page.url == address


async def test_she_edits_it_sees_what_changed_and_goes_back(screen: Screen, shelf: Shelf) -> None:
    kept = await keep(screen.house)
    await shelf.opens_one(kept)
    await shelf.presses("Edit")
    await expect(shelf.field("Name")).to_be_focused()
    await shelf.field("Name").fill("retry often")
    await shelf.field("Language").fill("Python")
    await shelf.field("Tags").fill("#HTTP, retry")
    await shelf.field("Note").fill("Three times.")
    await shelf.field("Code").fill(RETRY.replace("times=3", "times=5"))
    await shelf.presses("Save")
    await expect(shelf.heading("retry often")).to_be_focused()
    edited = await read(screen.house, kept.key)
    assert (edited.version, edited.tags, edited.note, edited.language) == (
        2,
        ("http", "retry"),
        "Three times.",
        "python",
    )
    assert edited.code == RETRY.replace("times=3", "times=5")
    await expect(shelf.rows).to_contain_text("retry often")

    await shelf.presses("History")
    await shelf.part.get_by_role("button", name="Changes: version 1 to 2").click()
    table = shelf.part.get_by_role("table", name="Code from version 1 to 2")
    for side, sign, line in (("removed", "−", 3), ("added", "+", 5)):
        await expect(table.locator(f"tr.{side} .sign")).to_have_text(f"{sign} {side}")
        await expect(table.locator(f"tr.{side} .text")).to_have_text(f"def retry(call, times={line}):")
    await shelf.presses("Go back to version 1")
    await expect(shelf.heading("retry")).to_be_focused()
    back = await read(screen.house, kept.key)
    assert (back.version, back.code, back.tags) == (3, RETRY, ())
    await shelf.presses("Edit")
    await shelf.presses("Save")
    await expect(shelf.part.get_by_role("button", name="Edit", exact=True)).to_be_focused()
    assert (await read(screen.house, kept.key)).version == 3


async def test_what_somebody_else_wrote_meanwhile_is_shown_and_nothing_is_lost(late: Screen) -> None:
    shelf, house = Shelf(late), late.house
    kept = await keep(house)
    await shelf.opens_one(kept)
    await shelf.presses("Edit")
    await shelf.field("Code").fill("mine = 1")
    await edit(house, kept.key, code="theirs = 2", note="Theirs.")
    await shelf.presses("Save")
    box = shelf.open_one.get_by_role("group", name="Changed meanwhile")
    await expect(box).to_be_focused()
    await expect(box).to_contain_text("version 2")
    await expect(box.locator("pre code")).to_have_text("theirs = 2")
    await expect(shelf.field("Code")).to_have_value("mine = 1")
    await shelf.presses("Save mine as the next version")
    await expect(shelf.open_one.locator("pre code")).to_have_text("mine = 1")
    now = await read(house, kept.key)
    assert (now.version, now.code, now.note) == (3, "mine = 1", "Theirs.")

    await shelf.presses("Edit")
    await shelf.field("Code").fill("mine = 3")
    await edit(house, kept.key, code="theirs = 4")
    await shelf.presses("Save")
    await shelf.presses("Keep theirs")
    await expect(shelf.open_one.locator("pre code")).to_have_text("theirs = 4")
    await shelf.toast.get_by_role("button", name="Undo").click()
    await expect(shelf.field("Code")).to_have_value("mine = 3")


async def test_what_she_types_outlives_a_reload_and_a_change_of_mind(screen: Screen, shelf: Shelf) -> None:
    kept = await keep(screen.house)
    await shelf.opens_one(kept)
    await shelf.presses("Edit")
    await shelf.field("Note").fill("Half a sent")
    await screen.page.reload()
    await expect(shelf.field("Note")).to_have_value("Half a sent")
    await shelf.presses("Cancel")
    await expect(shelf.field("Note")).to_have_count(0)
    await shelf.toast.get_by_role("button", name="Undo").click()
    await expect(shelf.field("Note")).to_have_value("Half a sent")
    await shelf.presses("Cancel")
    assert (await read(screen.house, kept.key)).version == 1


async def test_lines_that_end_as_on_windows_end_so_when_code_is_changed(screen: Screen, shelf: Shelf) -> None:
    kept = await keep(screen.house, RETRY.replace("\n", "\r\n"))
    await shelf.opens_one(kept)
    await shelf.presses("Edit")
    await shelf.field("Note").fill("Same code.")
    await shelf.presses("Save")
    await expect(shelf.heading("retry")).to_be_focused()
    assert (await read(screen.house, kept.key)).code == kept.code
    await shelf.presses("Edit")
    await shelf.field("Code").fill(f"{RETRY}# end\n")
    await shelf.presses("Save")
    await expect(shelf.open_one.locator("pre code")).to_contain_text("# end")
    assert (await read(screen.house, kept.key)).code == f"{RETRY}# end\n".replace("\n", "\r\n")


async def test_a_snippet_of_her_own_is_written_by_hand(screen: Screen, shelf: Shelf) -> None:
    await shelf.opens()
    await shelf.part.get_by_role("link", name="New snippet").click()
    await expect(shelf.field("Name")).to_be_focused()
    await shelf.field("Tags").fill("no/tag")
    await shelf.presses("Save")
    await expect(shelf.open_one).to_contain_text("A snippet without code can not be kept.")
    await shelf.field("Code").fill("x = 1")
    await shelf.presses("Save")
    await expect(shelf.open_one).to_contain_text("not “no/tag”")
    await shelf.field("Tags").fill("")
    await shelf.field("Name").fill("<b>one</b>")
    await shelf.presses("Save")
    await expect(shelf.heading("<b>one</b>")).to_be_focused()
    await expect(shelf.rows).to_contain_text("<b>one</b>")
    assert (await read(screen.house, "<b>one</b>")).code == "x = 1"


async def test_it_is_pinned_deleted_brought_back_and_found_in_the_bin(screen: Screen, shelf: Shelf) -> None:
    kept = await keep(screen.house)
    await shelf.opens_one(kept)
    await shelf.presses("Pin")
    await expect(shelf.part.get_by_role("button", name="Unpin")).to_be_focused()
    assert (await read(screen.house, kept.key)).pinned
    await shelf.presses("Delete")
    undo = shelf.toast.get_by_role("button", name="Undo")
    await expect(undo).to_be_focused()
    await expect(shelf.rows).to_have_count(0)
    await screen.page.keyboard.press("Enter")
    await expect(shelf.heading("retry")).to_be_focused()

    await shelf.presses("Delete")
    await expect(shelf.rows).to_have_count(0)
    await screen.page.keyboard.press("Escape")
    await expect(shelf.toast).to_have_count(0)
    await expect(shelf.words).to_be_focused()
    await shelf.part.get_by_text("Bin", exact=True).click()
    await expect(shelf.rows).to_have_count(1)
    await shelf.presses("Restore retry")
    await expect(shelf.part).to_contain_text("The bin is empty.")
    await expect(shelf.words).to_be_focused()
    assert (await read(screen.house, kept.key)).key == kept.key


async def test_she_shares_it_with_the_workspace_and_by_a_link_that_ends(screen: Screen, shelf: Shelf) -> None:
    kept = await keep(screen.house)
    await shelf.opens_one(kept)
    await shelf.presses("Share")
    await shelf.presses("Share with the workspace")
    await expect(shelf.part.get_by_role("button", name="Take back")).to_be_focused()
    assert (await read(screen.house, kept.key)).is_open
    await shelf.part.get_by_label("Anybody who has the link").select_option("an hour")
    await shelf.presses("Make a link")
    link = await shelf.part.get_by_label("The link", exact=True).input_value()
    response = await screen.page.request.get(link)
    assert (response.status, await response.text()) == (200, RETRY)
    await shelf.presses("Revoke")
    await expect(shelf.part.get_by_role("button", name="Revoke")).to_have_count(0)
    assert (await screen.page.request.get(link)).status == 404
    await shelf.presses("Take back")
    await expect(shelf.part.get_by_role("button", name="Share with the workspace")).to_be_focused()
    assert not (await read(screen.house, kept.key)).is_open


async def test_snippets_are_taken_along_and_brought_in_after_a_look(screen: Screen, shelf: Shelf) -> None:
    kept = await keep(screen.house)
    await shelf.opens()
    await shelf.presses("Import and export")
    async with screen.page.expect_download() as expected:
        await shelf.part.get_by_role("link", name="JSON").click()
    data = await asyncio.to_thread((await (await expected.value).path()).read_bytes)
    assert json.loads(data)
    await screen.house.core.commands.snippets.editing.delete(HER, kept.key)
    chooser = shelf.part.get_by_label("Bring in what was exported here")
    await chooser.set_input_files({"name": "snippets.json", "mimeType": "application/json", "buffer": data})
    await expect(shelf.part).to_contain_text("To come back from the bin: 1 (retry).")
    await expect(shelf.part.get_by_role("button", name="Bring them in")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await expect(shelf.part).to_contain_text("Back from the bin: 1 (retry).")
    await expect(shelf.rows).to_have_count(1)
    await chooser.set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": data})
    await expect(shelf.part).to_contain_text("Kept already: 1 (retry).")
    await expect(shelf.part.get_by_role("button", name="Bring them in")).to_have_count(0)


async def test_where_the_server_is_away_the_form_keeps_what_was_typed(browser: Browser, house: House) -> None:
    kept = await keep(house)
    async with tab(browser, house, allowed=["ERR_FAILED"]) as screen:
        shelf = Shelf(screen)
        await shelf.opens_one(kept)
        await shelf.presses("Edit")
        await shelf.field("Code").fill("y = 2")
        await screen.page.route(f"**/api/v1/snippets/{kept.key}", lambda route: route.abort())
        await shelf.presses("Save")
        await expect(shelf.open_one.get_by_text("The server can not be reached.")).to_be_focused()
        await screen.page.unroute(f"**/api/v1/snippets/{kept.key}")
        await shelf.presses("Save")
        await expect(shelf.open_one.locator("pre code")).to_have_text("y = 2")


@pytest.mark.parametrize("dark", [False, True])
async def test_a_phone_shows_all_of_a_snippet(browser: Browser, house: House, dark: bool) -> None:
    kept = await keep(house, "x" * 300, "W" * 60, "python", "t" * 30)
    await edit(house, kept.key, code="y" * 300)
    async with tab(browser, house, width=360, dark=dark) as screen:
        shelf = Shelf(screen)
        await shelf.opens()
        await expect(shelf.rows).to_have_count(1)
        assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360
        await shelf.opens_one(kept)
        for panel in ("Edit", "Share", "History"):
            await shelf.presses(panel)
            assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360, panel
        await shelf.part.get_by_role("button", name="Changes: version 1 to 2").click()
        await expect(shelf.part.get_by_role("table")).to_be_visible()
        assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360
