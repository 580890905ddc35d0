"""Files go with a question: chosen, pasted, dropped; what can't be sent is said before anything is."""

import pytest
from playwright.async_api import FilePayload, Locator, expect

from tests.adapters.web.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DROP = """(name) => {
    const data = new DataTransfer()
    data.items.add(new File(['dropped = True'], name, { type: 'text/plain' }))
    for (const type of ['dragover', 'drop']) {
        document.querySelector('#chat').dispatchEvent(
            new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
    }
}"""
PASTE = """(area) => {
    const data = new DataTransfer()
    data.items.add(new File(['not really'], 'image.png', { type: 'image/png' }))
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def a_file(name: str, content: bytes = b"x = 1\n") -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def attaches(screen: Screen, *files: FilePayload) -> None:
    await screen.page.locator("#files").set_input_files(list(files))


def chips(screen: Screen) -> Locator:
    return screen.page.get_by_role("list", name="Attached files").get_by_role("listitem")


async def test_a_file_goes_with_the_question(screen: Screen) -> None:
    await attaches(screen, a_file("main.py", b"secret_name = 42\n"), a_file("notes.md"))
    await expect(chips(screen)).to_contain_text(["main.py", "notes.md"])
    await screen.button("Remove notes.md").click()
    await expect(chips(screen)).to_have_count(1)
    await expect(screen.button("Attach files")).to_be_focused()
    await screen.asks("What is this?")
    await screen.sees_the_end()
    await expect(chips(screen)).to_have_count(0)
    assert "secret_name = 42" in screen.house.model.asked[-1].prompt
    shown = screen.page.locator(".question").get_by_role("list", name="Files")
    await expect(shown).to_have_text("main.py")
    await screen.page.reload()
    await expect(shown).to_have_text("main.py")


async def test_files_are_dropped_and_pasted(screen: Screen) -> None:
    await screen.page.evaluate(DROP, "dropped.py")
    await expect(chips(screen)).to_contain_text(["dropped.py"])
    await screen.question.evaluate(PASTE)
    await expect(chips(screen)).to_contain_text(["dropped.py", "image.png"])


async def test_that_a_model_does_not_see_is_said_before_anything_is_sent(screen: Screen) -> None:
    await attaches(screen, a_file("shot.png", b"not really"))
    await expect(chips(screen)).to_have_count(1)
    await expect(screen.page.locator("#notice")).to_contain_text("does not see pictures. Choose one that does")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (a_file("long.txt", b"x" * 200_001), "long.txt has 200 kB; the limit is 200 kB."),
        (a_file("core.bin", b"\x00\x01" * 9), "core.bin is neither text nor a picture (PNG, JPEG, GIF or WebP)."),
    ],
)
async def test_what_can_not_be_sent_is_said_at_once(screen: Screen, file: FilePayload, sentence: str) -> None:
    await attaches(screen, file)
    await expect(screen.page.locator("#notice")).to_have_text(sentence)
    await expect(screen.status).to_have_text(sentence)
    await expect(chips(screen)).to_have_count(0)


async def test_a_sixth_file_is_one_too_many(screen: Screen) -> None:
    await attaches(screen, *(a_file(f"{n}.py") for n in range(6)))
    await expect(chips(screen)).to_have_count(5)
    await expect(screen.page.locator("#notice")).to_contain_text("A question can have 5 files")


async def test_files_need_words(screen: Screen) -> None:
    await attaches(screen, a_file("main.py"))
    await screen.button("Send").click()
    await expect(screen.page.locator("#notice")).to_have_text("Say in words what should be done with the files.")
    await expect(chips(screen)).to_have_count(1)
