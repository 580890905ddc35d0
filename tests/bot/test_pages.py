"""Markdown cut into pages: nothing lost, nothing too long, every fence whole, and stable while the text grows."""

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.fences import close_fence, open_fence
from bot.pages import Pages, paginate

LIMIT = 300
LINES = st.sampled_from(
    [
        "",
        "A sentence of a few words, as answers have them.",
        "```python",
        "```",
        "~~~",
        "````md",
        "````",
        "    return value  # indented",
        "  - a nested item",
        "> quoted",
        "> ```js",
        "> ```",
        "1. Step",
        "   ```",
        "x" * 500,
        "né 👩‍👩‍👧 e\u0301" * 30,
        "`" * 400,
        "```a-very-long-info-string " + "i" * 200,
    ]
)
TEXTS = st.lists(LINES, max_size=60).map("\n".join) | st.text(max_size=3000)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_page_is_too_long_and_every_fence_is_whole(text: str) -> None:
    for page in paginate(text, LIMIT):
        assert len(page) <= LIMIT
        assert open_fence(page) is None


@given(st.lists(LINES | st.just("🧵👍🏽 " * 60) | st.just("🧵" * 400), max_size=40).map("\n".join), st.integers(1, 40))
@example("```python\n" + "🧵" * 400, 1)
@settings(max_examples=200, deadline=None)
def test_where_utf16_counts_no_page_has_more_units_however_the_text_came(text: str, size: int) -> None:
    whole, growing = paginate(text, LIMIT, utf16=True), Pages(LIMIT, utf16=True)
    for page in whole:
        assert len(page.encode("utf-16-le")) // 2 <= LIMIT
        assert open_fence(page) is None
    for at in range(0, len(text), size):
        growing.write(text[at : at + size])
    assert [*growing.full, close_fence(growing.tail)] == whole
    assert _holds(whole, text, "")


@given(TEXTS, st.lists(st.integers(1, 40), min_size=1))
@settings(max_examples=300, deadline=None)
def test_growing_text_gives_the_pages_of_the_whole_and_never_takes_back_what_was_settled(
    text: str, sizes: list[int]
) -> None:
    pages, at, turn = Pages(LIMIT), 0, 0
    page, shown = 0, ""
    while at < len(text):
        size = sizes[turn % len(sizes)]
        pages.write(text[at : at + size])
        at, turn = at + size, turn + 1
        while page < len(pages.full):
            assert pages.full[page].startswith(shown)
            page, shown = page + 1, ""
        assert pages.settled.startswith(shown)
        shown = pages.settled
    assert pages.tail.startswith(shown)
    assert [*pages.full, close_fence(pages.tail)] == paginate(text, LIMIT)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_pages_hold_the_whole_text_and_nothing_but_fences_besides(text: str) -> None:
    assert _holds(paginate(text, LIMIT), text, "")


def _holds(pages: list[str], text: str, opening: str) -> bool:
    """Whether ``pages`` are ``text`` in order, each closing the fence that is open and the next one reopening it."""
    if not pages:
        return not text
    if not pages[0].startswith(opening):
        return False
    body = pages[0][len(opening) :]
    fence = open_fence(opening + body.rpartition("\n")[0])
    for added in ("", fence.closing, f"\n{fence.closing}") if fence else ("",):
        piece = body.removesuffix(added) if added else body
        if len(piece) + len(added) == len(body) and text.startswith(piece):
            still_open = open_fence(opening + piece)
            if _holds(pages[1:], text[len(piece) :], still_open.opening if still_open else ""):
                return True
    return False


def test_code_over_several_pages_is_reopened_with_its_language() -> None:
    code = "".join(f"    line_{number} = {number}\n" for number in range(60))
    pages = paginate(f"Here:\n\n```python title=x.py\ndef f():\n{code}```\nDone.", LIMIT)
    assert len(pages) > 3
    assert all(page.startswith("```python\n") for page in pages[1:-1])
    assert all(page.rstrip().endswith("```") for page in pages[:-1])
    found = re.findall(r"line_(\d+) = \1", "".join(pages))
    assert found == [str(number) for number in range(60)]


def test_a_fence_that_opens_at_the_end_of_a_page_moves_to_the_next() -> None:
    words = "word " * 50
    pages = paginate(f"{words}\n```python\n" + "print(1)\n" * 40 + "```", LIMIT)
    assert "```" not in pages[0]
    assert pages[1].startswith("```python\nprint(1)")


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("```python\nx", "```python\n"),
        ("~~~\nx\n```", "~~~\n"),
        ("````\nx\n```\ny", "````\n"),
        ("```\nx\n``` not a close", "```\n"),
        ("1. Step\n    ```sh\n    ls", "```sh\n"),
        ("> ```js\n> x", "> ```js\n"),
        ("```" + "i" * 50 + "\nx", "```" + "i" * 20 + "\n"),
    ],
)
def test_open_fences_are_seen(text: str, opening: str) -> None:
    fence = open_fence(text)
    assert fence
    assert fence.opening == opening


@pytest.mark.parametrize("text", ["", "`code`", "```\nx\n```", "``` inline ``` text", "> ```\n> x\nafter the quote"])
def test_closed_fences_are_closed(text: str) -> None:
    assert open_fence(text) is None
    assert close_fence(text) == text


def test_a_note_stands_outside_of_the_code_that_was_cut() -> None:
    pages = Pages(LIMIT)
    pages.write("```python\nprint(")
    pages.paragraph("Stopped.")
    assert pages.tail == "```python\nprint(\n```\n\nStopped."


@given(TEXTS, st.lists(st.integers(1, 40), min_size=1))
@settings(max_examples=200, deadline=None)
def test_a_file_holds_what_pages_leave_out_however_the_text_comes(text: str, sizes: list[int]) -> None:
    at_once, growing = Pages(LIMIT, code_pages=1), Pages(LIMIT, code_pages=1)
    at_once.write(text)
    at = turn = 0
    while at < len(text):
        growing.write(text[at : (at := at + sizes[turn % len(sizes)])])
        turn += 1
    for pages in (at_once, growing):
        pages.end()
    assert (growing.full, growing.tail) == (at_once.full, at_once.tail)
    assert [one.file for one in growing.files] == [one.file for one in at_once.files]


def test_a_page_that_ends_early_leaves_no_empty_code_behind() -> None:
    pages = Pages(LIMIT)
    pages.write("```python\nx = 1\n")
    pages.turn(12)
    assert pages.full == []  # the next line may be the last
    pages.write("```\nmore")
    pages.turn(5)
    assert (pages.full, pages.tail) == (["```python\nx = 1\n```\n"], "more")


@given(TEXTS, st.lists(st.tuples(st.integers(1, 80), st.booleans()), min_size=1))
@settings(max_examples=300, deadline=None)
def test_a_page_that_ends_early_takes_back_nothing_and_loses_nothing(text: str, steps: list[tuple[int, bool]]) -> None:
    pages, at, turn = Pages(LIMIT), 0, 0
    while at < len(text):
        size, ends = steps[turn % len(steps)]
        pages.write(text[at : at + size])
        at, turn = at + size, turn + 1
        shown, count = pages.settled, len(pages.full)
        if ends:
            pages.turn(len(shown), anyway=turn % 2 == 0)
        if len(pages.full) > count:
            assert pages.full[count].startswith(shown)
    whole = [*pages.full, close_fence(pages.tail)]
    assert all(len(page) <= LIMIT and open_fence(page) is None for page in whole)
    assert not _letters(text) - _letters("".join(whole))


def _letters(text: str) -> Counter[str]:
    """Count what is no mark of a fence and no space: cuts may double the one and drop the other."""
    return Counter(letter for letter in text if letter not in "`~>" and not letter.isspace())
