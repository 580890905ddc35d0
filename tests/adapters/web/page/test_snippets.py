"""A person saves code out of an answer, and runs commands where she asks: shown in this tab, and nowhere else."""

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
CODE = "def twice(n: int) -> int:\n    return 2 * n  # doubled"
OTHER = "fn main() {}"
ANSWER = f"Like this:\n\n```python\n{CODE}\n```\n\nOr:\n\n```rust\n{OTHER}\n```\n\nThen call it."
LATER = "() => { const wait = window.setTimeout; window.setTimeout = (act, ms) => wait(act, ms === 10_000 ? 50 : ms) }"
"""Ten seconds pass in a moment."""


async def kept(house: House, *, deleted: bool = False) -> list[Snippet]:
    found, _ = await house.core.store.snippets.own(HER, "", deleted=deleted, limit=50)
    return found


def block(screen: Screen, language: str) -> Locator:
    return screen.answer.locator("figure.code").filter(has=screen.page.get_by_text(language, exact=True))


def note(screen: Screen) -> Locator:
    """The newest reply to a command."""
    return screen.page.locator(".note").last.locator(".reply")


async def press(within: Locator, name: str) -> None:
    await within.get_by_role("button", name=name, exact=True).click()


@pytest_asyncio.fixture(loop_scope="session")
async def refused(browser: Browser, house: House) -> AsyncIterator[Screen]:
    """A screen on which something is refused, of which Chromium writes into the console."""
    async with tab(browser, house, allowed=["status of 400"]) as screen:
        yield screen


@pytest_asyncio.fixture(loop_scope="session")
async def wary(browser: Browser, house: House) -> AsyncIterator[Screen]:
    """A screen on which something is refused, of which Chromium writes into its console."""
    async with tab(browser, house, allowed=["400 (Bad Request)"]) as screen:
        yield screen


async def save_both(screen: Screen) -> None:
    screen.house.model.says(ANSWER)
    await screen.asks("How do I double?")
    await screen.sees_the_end()


async def test_she_saves_a_block_and_takes_it_back(screen: Screen) -> None:
    await save_both(screen)
    python = block(screen, "python")
    await press(python, "Save")
    undo = python.get_by_role("button", name="Undo")
    await expect(undo).to_be_focused()
    (snippet,) = await kept(screen.house)
    assert (snippet.code, snippet.language, snippet.name) == (CODE, "python", "twice")
    assert snippet.exchange
    assert (snippet.channel, snippet.is_open) == ("", False)
    await expect(python).to_contain_text(snippet.key)
    await expect(screen.status).to_have_text(f"Saved as {snippet.key}.")
    await undo.click()
    await expect(python.get_by_role("button", name="Save")).to_be_focused()
    await expect(python).not_to_contain_text(snippet.key)
    assert await kept(screen.house) == []
    assert [each.key for each in await kept(screen.house, deleted=True)] == [snippet.key]


async def test_undo_is_offered_for_a_while_and_not_for_what_she_had_before(screen: Screen) -> None:
    await screen.page.evaluate(LATER)
    await save_both(screen)
    rust = block(screen, "rust")
    await press(rust, "Save")
    await expect(rust.get_by_role("button", name="Saved")).to_be_focused()
    await press(rust, "Saved")
    await screen.page.reload()
    await screen.sees("Then call it.")
    await press(rust, "Save")
    (snippet,) = await kept(screen.house)
    await expect(rust).to_contain_text(f"{snippet.key}, as before")
    await expect(rust.get_by_role("button", name="Undo")).to_have_count(0)


async def test_what_can_not_be_saved_is_said_beside_it(browser: Browser, house: House) -> None:
    async with tab(browser, house, allowed=["ERR_FAILED"]) as screen:
        await save_both(screen)
        await screen.page.route("**/api/v1/snippets", lambda route: route.abort())
        await press(block(screen, "python"), "Save")
        await expect(block(screen, "python")).to_contain_text("The server can not be reached.")
        await screen.page.unroute("**/api/v1/snippets")
        await press(block(screen, "python"), "Save")
        await expect(block(screen, "python").get_by_role("button", name="Undo")).to_be_visible()


async def test_an_answer_that_is_still_written_offers_nothing_to_save(screen: Screen) -> None:
    screen.house.model.says(ANSWER)
    screen.house.model.hold(after=12)
    await screen.asks("Go.")
    await screen.sees("Like this")
    await expect(screen.button("Save")).to_have_count(0)
    screen.house.model.release()
    await screen.sees_the_end()
    await expect(screen.button("Save")).to_have_count(2)


async def test_commands_are_answered_in_the_conversation_and_in_this_tab_alone(screen: Screen) -> None:
    await screen.asks("/snippets")
    await expect(note(screen)).to_contain_text("No snippets are saved here yet")
    await expect(screen.page.locator("#empty")).to_be_hidden()
    await save_both(screen)
    await screen.asks("/snippets save")
    await expect(note(screen)).to_contain_text("Saved")
    await screen.asks("/snippets list lang:rust")
    await expect(screen.page.locator(".note")).to_have_count(3)
    (key,) = [each.key for each in await kept(screen.house) if each.language == "rust"]
    await press(note(screen), f"Show {key}")
    await expect(note(screen).locator("pre code")).to_have_text(OTHER)
    await press(note(screen), "Delete")
    await expect(note(screen)).to_contain_text("Deleted")
    await press(note(screen), "Undo")
    await expect(note(screen)).to_contain_text("is back")
    await expect(screen.page.locator(".note")).to_have_count(3)
    assert len(screen.house.model.asked) == 1
    await screen.page.reload()
    await screen.sees("Then call it.")
    await expect(screen.page.locator(".note")).to_have_count(0)


async def test_a_command_is_told_from_a_question(wary: Screen) -> None:
    screen = wary
    await screen.asks("/snipets list")
    await expect(screen.page.locator("#notice")).to_contain_text(
        "Did you mean /snippets?".replace("/snippets", "`/snippets`")
    )
    await expect(screen.question).to_have_value("/snipets list")
    await expect(screen.page.locator("#empty")).to_be_visible()
    for typed, asked in (("/code how do I sort?", "how do I sort?"), ("/explain ^a+$", "/explain ^a+$")):
        await screen.question.fill("")
        await screen.asks(typed)
        await screen.sees(f"You asked: {asked}")
        await screen.sees_the_end()
    await expect(screen.page.locator("#notice")).to_be_hidden()
    await expect(screen.page.locator(".note")).to_have_count(0)


async def test_code_is_edited_in_place_and_nothing_typed_is_lost(wary: Screen) -> None:
    screen = wary
    await save_both(screen)
    await press(block(screen, "python"), "Save")
    await expect(block(screen, "python").get_by_role("button", name="Undo")).to_be_visible()
    (snippet,) = await kept(screen.house)
    await screen.asks(f"/snippets edit {snippet.key}")
    editor = note(screen).get_by_role("form", name=f"Edit {snippet.key}").get_by_label("twice")
    await expect(editor).to_be_focused()
    await expect(editor).to_have_value(CODE)
    await editor.fill("x" * 270_000)
    await press(note(screen), "Save")
    await expect(note(screen)).to_contain_text("256 KB at most")
    await expect(editor).to_be_focused()
    better = f"```python\n{CODE}\n```\n\n# <b>bold</b>  \n\n"
    await editor.fill(better)
    await press(note(screen), "Save")
    await expect(note(screen)).to_contain_text(snippet.key)
    await expect(editor).to_have_count(0)
    (edited,) = await kept(screen.house)
    assert (edited.code, edited.version) == (better, 2)
    await screen.asks(f"/snippets edit {snippet.key}")
    await press(note(screen), "Cancel")
    await expect(note(screen)).to_contain_text("To edit")
    assert (await kept(screen.house))[0].version == 2


async def test_code_whose_lines_end_as_on_windows_is_edited_as_a_file(screen: Screen) -> None:
    await save_both(screen)
    await press(block(screen, "python"), "Save")
    await expect(block(screen, "python").get_by_role("button", name="Undo")).to_be_visible()
    (snippet,) = await kept(screen.house)
    windows = f"{CODE}\n".replace("\n", "\r\n")
    await screen.house.core.commands.snippets.editing.edit(HER, snippet.key, Edit(code=windows))
    await screen.asks(f"/snippets edit {snippet.key}")
    await expect(note(screen)).to_contain_text("Its lines end as those of Windows do")
    chooser = note(screen).get_by_label("twice")
    await expect(chooser).to_be_focused()
    changed = f"{windows}# more \r\n\r\n"
    await chooser.set_input_files({"name": "twice.py", "mimeType": "text/plain", "buffer": changed.encode()})
    await expect(note(screen)).to_contain_text("is at version 3 now")
    assert [each.code for each in await kept(screen.house)] == [changed]


async def test_snippets_are_taken_along_and_brought_back(wary: Screen) -> None:
    screen = wary
    await save_both(screen)
    await screen.asks("/snippets save")
    await expect(note(screen)).to_contain_text("Saved")
    await screen.asks("/snippets export")
    link = note(screen).get_by_role("link", name="Download snippets.json")
    async with screen.page.expect_download() as downloading:
        await link.click()
    path = await (await downloading.value).path()
    exported = json.loads(path.read_text())
    assert CODE in json.dumps(exported).encode().decode("unicode_escape")
    for snippet in await kept(screen.house):
        await screen.house.core.store.snippets.delete(HER, snippet.key)
        await screen.house.core.store.snippets.remove(HER, snippet.key)
    await screen.asks("/snippets import")
    chooser = note(screen).get_by_label("Choose a file")
    await expect(chooser).to_be_focused()
    await chooser.set_input_files({"name": "odd.json", "mimeType": "application/json", "buffer": b"{"})
    await expect(note(screen)).to_have_class("reply prose failed")
    await screen.asks("/snippets import")
    await note(screen).get_by_label("Choose a file").set_input_files(path)
    await expect(note(screen)).to_contain_text("Nothing is changed yet")
    await press(note(screen), "Import 2")
    await expect(note(screen)).to_contain_text("Imported 2 snippets")
    assert sorted(each.code for each in await kept(screen.house)) == sorted([CODE, OTHER])


async def test_all_of_it_is_done_with_the_keyboard(screen: Screen) -> None:
    await save_both(screen)
    await screen.asks("/snippets save")
    await expect(note(screen)).to_contain_text("Saved")
    await expect(screen.question).to_be_focused()
    key = (await kept(screen.house))[0].key
    show = note(screen).get_by_role("button", name=f"Show {key}")
    for _ in range(12):
        await screen.page.keyboard.press("Shift+Tab")
        if await show.evaluate("node => node === document.activeElement"):
            break
    await screen.page.keyboard.press("Enter")
    await expect(note(screen).locator("pre code")).to_be_visible()
    await expect(note(screen).get_by_role("button").nth(1)).to_be_focused()


@pytest.mark.parametrize("dark", [False, True])
async def test_on_a_narrow_screen_nothing_stands_out(browser: Browser, house: House, dark: bool) -> None:
    async with tab(browser, house, width=360, dark=dark) as screen:
        await save_both(screen)
        await press(block(screen, "python"), "Save")
        await expect(block(screen, "python").get_by_role("button", name="Undo")).to_be_visible()
        key = (await kept(house))[0].key
        for command in (
            "/snippets",
            f"/snippets show {key}",
            f"/snippets edit {key}",
            "/snippets import",
            "/snippets export",
        ):
            await screen.asks(command)
            await expect(screen.page.locator(".note").last).to_contain_text(command)
            assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360, command
