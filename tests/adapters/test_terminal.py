"""What a person at a terminal sees of an answer while it is written, and what stays in the scrollback."""

import asyncio
import os
import re
import time
from collections.abc import Iterable
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from adapters.terminal.canvas import Canvas
from adapters.terminal.plain import Plain
from adapters.terminal.screen import Screen
from adapters.terminal.surface import TerminalAdapter, TerminalSurface
from adapters.terminal.waiting import Waiting
from bot.errors import Gone
from bot.live import LiveMessage
from bot.nouns import Author, Exchange, Message, State
from tests.fakes.terminal import Terminal
from tests.until import until

ANSWER = """\
# Retry with *back-off*

Use **bold** words, `inline code`, a [link](https://example.org/x) and a List<String> of <b>tags</b>.
This line belongs to the same paragraph.

1. First **step**:

   ```python
   def retry(f, n=3):
       \"\"\"Try it.

       More than once.\"\"\"
       for i in range(n):  # loop
           return f"{i}"
   ```

   The first step goes on here.
2. Second step
   - nested one
   - nested two
3. Third step

| name | default |
|------|--------:|
| retries | 3 |
| a_name_that_is_longer_than_the_column_can_be | `x` |

```js
/**
 * A comment
 */
const f = (x) => `t ${x}`;
```
> A quote.

中文字符 are wide, 👍 too.
"""


class Shown:
    """A screen, and the terminal that it draws on."""

    def __init__(self, width: int = 60, height: int = 20, environ: dict[str, str] | None = None) -> None:
        self.out = StringIO()
        self.terminal = Terminal(width, height)
        self.screen = Screen(
            Console(
                file=self.out,
                width=width,
                height=height,
                force_terminal=True,
                color_system="standard",
                _environ=environ or {},
            )
        )
        self._seen = 0

    def show(self, text: str) -> str:
        """Draw ``text`` so far; return what was written for it."""
        self.screen.show(text)
        return self._look()

    def end(self, text: str) -> Terminal:
        self.screen.end(text)
        self._look()
        return self.terminal

    def _look(self) -> str:
        new = self.out.getvalue()[self._seen :]
        self._seen += len(new)
        self.terminal.feed(new)
        return new


def stream(text: str, width: int = 60, height: int = 20, sizes: Iterable[int] = ()) -> Terminal:
    """Let ``text`` come in pieces of these sizes, then of four characters."""
    shown, end, steps = Shown(width, height), 0, iter(sizes)
    while end < len(text):
        end += next(steps, 4)
        shown.show(text[:end])
    return shown.end(text)


def code_of(lines: int) -> str:
    return "\n".join(f"value_{number} = compute({number})  # step" for number in range(lines))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_an_answer_is_laid_out_as_markdown() -> None:
    seen = stream(ANSWER).text

    assert "Retry with back-off" in seen
    assert "Use bold words, inline code, a link" in seen
    assert "https://example.org/x" in seen
    assert "List<String> of <b>tags</b>" in " ".join(seen.split())
    assert " 2 Second step\n    • nested one\n    • nested two\n 3 Third step" in seen
    assert "── python ──" in seen
    assert "\nThe first step goes on here.\n" in seen
    assert re.search(r"name +default *\n *─+\n *retries +3", seen)
    assert "▌ A quote." in seen
    assert "中文字符 are wide, 👍 too." in seen
    assert "```" not in seen
    assert "**bold" not in seen


def test_code_can_be_copied_as_it_was_written() -> None:
    seen = stream(ANSWER).text

    assert 'def retry(f, n=3):\n    """Try it.\n\n    More than once."""\n    for i in range(n):  # loop\n' in seen
    assert "/**\n * A comment\n */\nconst f = (x) => `t ${x}`;\n" in seen


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("height", [6, 20])
def test_it_looks_the_same_in_whatever_pieces_it_came(width: int, height: int) -> None:
    whole = Shown(width, height).end(ANSWER).text

    for size in (1, 7, 50):
        assert stream(ANSWER, width, height, [size] * len(ANSWER)).text == whole


@given(st.lists(st.integers(1, 80), max_size=40))
@settings(max_examples=15, deadline=None)
def test_it_looks_the_same_in_odd_pieces(sizes: list[int]) -> None:
    assert stream(ANSWER, sizes=sizes).text == Shown().end(ANSWER).text


def test_words_appear_as_they_come() -> None:
    shown = Shown()

    shown.show("The answer is for")
    assert shown.terminal.text == "The answer is for"
    shown.show("The answer is forty-two.\n\n```python\nx = 4")
    assert shown.terminal.text.endswith("x = 4")


def test_what_is_finished_is_not_drawn_again() -> None:
    shown = Shown()
    shown.show("A finished paragraph.\n\n- first\n- second\n- th")

    assert "finished" not in (more := shown.show("A finished paragraph.\n\n- first\n- second\n- third"))
    assert "first" not in more
    assert "third" in more


@pytest.mark.parametrize(
    "text",
    [
        f"```python\n{code_of(90)}\n```\n",
        f"1. In a list:\n\n    ```python\n{code_of(90)}\n    ```\n",
        "A paragraph that never ends. " * 90,
        "| a | b |\n|---|---|\n" + "".join(f"| row {number} | x |\n" for number in range(90)),
        "".join(f"- item {number}\n" for number in range(90)),
        "- one item\n" + "".join(f"  - item {number}\n" for number in range(90)),
        "> quote\n" * 90,
        f"```\n{'wide ' * 400}\n```",
    ],
    ids=["code", "code in a list", "paragraph", "table", "list", "nested list", "quote", "long line"],
)
def test_an_answer_taller_than_the_screen_is_whole_in_the_scrollback(text: str) -> None:
    terminal = stream(text, width=40, height=10, sizes=[33] * 500)

    assert words(terminal.text) == words(text)
    assert terminal.text == Shown(40, 10_000).end(text).text
    assert len(terminal.rows) > 10
    assert terminal.tallest_redraw < 10


def test_a_long_block_of_code_is_printed_line_by_line() -> None:
    code = code_of(90)
    terminal = stream(f"```python\n{code}\n```", width=60, height=10)

    assert code in terminal.text
    assert terminal.tallest_redraw <= 1


@pytest.mark.parametrize(
    "evil",
    [
        "\x1b[2J\x1b[H",
        "\x1b]0;title\x07",
        "\x1b]52;c;aGk=\x1b\\",
        "\x9b2J",
        "\x9d0;title\x9c",
        "\x90q\x9c",
        "\b\b\b",
        "\x00\x7f\x0b\x0c\x0e",
        "over\rwritten",
        "\x1b",
    ],
)
@pytest.mark.parametrize(
    "place", ["{}", "a {} b", "# {}", "`{}`", "```python\nx{}\n```", "```{}\nx\n```", "| {} |\n|--|"]
)
def test_no_control_character_of_an_answer_reaches_the_terminal(evil: str, place: str) -> None:
    terminal = stream("before\n\n" + place.format(evil) + "\n\nafter")

    assert terminal.strange == []
    assert terminal.text.startswith("before")
    assert terminal.text.endswith("after")


def test_text_that_reads_backwards_is_shown_for_what_it_is() -> None:
    text = stream("```python\nif admin:\u202e # \u2066 return\n```\nשלום\u200f").text

    assert "<U+202E>" in text
    assert "<U+2066>" in text
    assert "שלום\u200f" in text


def test_a_fence_inside_of_code_is_code() -> None:
    code = 'def f():\n    """Docs:\n\n    ```\n    f()\n    ```\n    """'

    assert code in stream(f"```python\n{code}\n```\nafter").text


def test_a_list_goes_on_below_code_in_it() -> None:
    seen = stream("1. One\n    - a\n      ```sh\n      ls\n      ```\n      after\n    - b\n2. Two\n   - c\n").text

    assert "\nls\n" in seen
    assert seen.endswith("after\n\n • b\n\n 2 Two\n    • c")


def test_windows_line_ends_are_line_ends() -> None:
    assert stream(ANSWER.replace("\n", "\r\n")).text == stream(ANSWER).text


@given(st.text(alphabet="ab12 *_#>-+.=~\n\t()<>&;!\\`", max_size=120))
@settings(max_examples=150, deadline=None)
def test_no_letter_is_lost(text: str) -> None:
    if "```" in text or "~~~" in text:
        return

    seen = stream(text, sizes=[3] * 60).text

    assert re.sub("[^ab]", "", seen) == re.sub("[^ab]", "", text)


@pytest.mark.parametrize("text", ["`" * 50_000, ">" * 5_000, "- " * 2_000, "*" * 5_000, "[" * 5_000, "x" * 20_000])
def test_odd_answers_do_no_harm(text: str) -> None:
    begun = time.process_time()
    terminal = stream(text, sizes=[len(text) // 8] * 8)

    assert terminal.strange == []
    assert time.process_time() - begun < 10


def test_without_colours_where_the_person_wants_none() -> None:
    shown = Shown(environ={"NO_COLOR": "1"})
    shown.end(ANSWER)

    assert not re.search(r"\x1b\[[0-9;]*\b(3[0-7]|9[0-7])[0-9;]*m", shown.out.getvalue())


def test_code_is_coloured_and_a_comment_that_is_still_open_is_a_comment() -> None:
    shown = Shown()
    shown.show("```js\n")
    comment = shown.show("```js\n/**\n * const a comment\n")
    code = shown.show("```js\n/**\n * const a comment\n */\nconst x = 1;\n")

    assert "\x1b[35mconst" not in comment
    assert "\x1b[35mconst" in code


async def test_forty_kilobytes_in_small_pieces_take_little_time() -> None:
    text = (ANSWER + f"```python\n{code_of(100)}\n```\n\n") * 11
    assert len(text) > 40_000
    shown, begun = Shown(80, 24), time.process_time()

    await live(shown.screen, [text[at : at + 4] for at in range(0, len(text), 4)])

    assert time.process_time() - begun < 5
    shown.terminal.feed(shown.out.getvalue())
    assert shown.terminal.text == Shown(80, 24).end(text).text


def test_a_thousand_drawings_of_a_long_answer_take_little_time() -> None:
    text = (ANSWER + f"```python\n{code_of(100)}\n```\n\n") * 11
    shown, begun = Shown(80, 24), time.process_time()

    for end in range(0, len(text), 40):
        shown.screen.show(text[:end])

    assert time.process_time() - begun < 5


async def live(canvas: Canvas, deltas: Iterable[str], *, note: str = "") -> TerminalSurface:
    """Write ``deltas`` as the engine does."""

    async def opened(ref: str, position: int) -> None: ...

    async def dropped(ref: str) -> None: ...

    surface = TerminalSurface(canvas)
    async with LiveMessage(surface, opened=opened, dropped=dropped) as answer:
        for delta in deltas:
            answer.write(delta)
            await asyncio.sleep(0)
        if note:
            answer.note(note)
    return surface


async def test_a_pipe_gets_the_words_of_the_model_and_nothing_else() -> None:
    out = StringIO()
    plain = Plain(out)
    await live(plain, ["Use ", "**this**:\n```py", "\nx = 1"], note="⚠️ The answer was cut.")

    assert plain.conclude("Use **this**:\n```py\nx = 1") == ""
    assert out.getvalue() == "Use **this**:\n```py\nx = 1\n"


async def test_a_pipe_gets_each_piece_at_once() -> None:
    out = StringIO()
    draft = await TerminalSurface(Plain(out)).open("one")

    assert out.getvalue() == "one"
    await draft.redraw("one two")
    assert out.getvalue() == "one two"


async def test_a_note_alone_is_no_answer() -> None:
    out = StringIO()
    plain = Plain(out)
    await live(plain, [], note="⚠️ The key was refused.")

    assert plain.conclude("") == "⚠️ The key was refused."
    assert out.getvalue() == ""


async def test_a_reader_who_left_ends_the_answer() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as out:
        surface = TerminalSurface(Plain(out))
        with pytest.raises(Gone, match="Broken pipe"):
            await surface.open("one")
        assert isinstance(surface.fault, BrokenPipeError)
        os.dup2(nowhere := os.open(os.devnull, os.O_WRONLY), writing)
        os.close(nowhere)


def test_an_answer_of_a_process_that_is_gone_has_no_place_any_more() -> None:
    said = Message("1", "terminal:1", Author("terminal", "ann", "ann"), "Why?")

    assert TerminalAdapter().surface(Exchange(1, said, State.WRITING)) is None


async def test_waiting_shows_a_sign_of_life_and_leaves_no_trace() -> None:
    out = StringIO()
    waiting = Waiting(out, visible=True)
    turning = asyncio.create_task(waiting.turn())
    await asyncio.sleep(0)
    assert "waiting for the model" in out.getvalue()
    await waiting.queue(2)
    await until(lambda: "2 ahead of you" in out.getvalue())
    waiting.stop()
    async with asyncio.timeout(5):
        await turning
    terminal = Terminal()
    terminal.feed(out.getvalue())

    assert terminal.text == ""
