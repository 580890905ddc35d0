"""What others said before a question, as a text: who said what, and how much of it is kept."""

import pytest

from adapters.transcript import MOST_CHARS, MOST_MESSAGES, NAME, tell, transcribe
from bot.nouns import Attachment

LEFT_OUT = "(What was said before this is left out.)\n\n"


@pytest.mark.parametrize(
    ("text", "files", "said"),
    [
        ("why?", (), "Ana: why?"),
        ("see", ("a.py", "", "b.py"), "Ana: see [file a.py] [file b.py]"),
        ("", ("a.py",), "Ana: [file a.py]"),
        ("", (), ""),
        ("", ("",), ""),
    ],
)
def test_it_is_told_who_says_what(text: str, files: tuple[str, ...], said: str) -> None:
    assert tell("Ana", text, files) == said


def test_what_was_said_is_a_text_of_one_name() -> None:
    assert transcribe(["Ana: a", "", "Ben: b"]) == Attachment(NAME, "Ana: a\n\nBen: b")
    assert transcribe(["", ""]) is None


def test_of_many_messages_the_last_ones_are_kept() -> None:
    lines = [f"Ana: {number}" for number in range(MOST_MESSAGES + 1)]
    all_of_them, most = transcribe(lines[1:]), transcribe(lines)
    assert all_of_them
    assert most
    assert most.text == LEFT_OUT + all_of_them.text
    assert all_of_them.text.startswith("Ana: 1\n\n")


@pytest.mark.parametrize("more", [0, 1])
def test_of_a_long_text_the_end_is_kept(more: int) -> None:
    kept = transcribe(["x" * (MOST_CHARS - 10) + "y" * 10 + "z" * more])
    assert kept
    assert len(kept.text) == MOST_CHARS
    assert kept.text.startswith(LEFT_OUT) is bool(more)
    assert kept.text.endswith("y" * 10 + "z" * more)
