"""What can be ticked where somebody says what should change in an answer, and what that says in words."""

from collections.abc import Iterable, Mapping

from bot.errors import UsageError

TITLE, CHIPS_LABEL, WORDS_LABEL = "What should I change?", "What is it about?", "In your words"
HINT = "In C++, please; and without recursion."
CHIPS: Mapping[str, tuple[str, str]] = {
    "wrong": ("It is wrong", "It is wrong."),
    "language": ("Another language", "Use another programming language."),
    "library": ("Another library", "Use another library."),
    "style": ("Another style", "Write it in another style."),
    "long": ("Too long", "Make it shorter."),
    "other": ("Something else", ""),
}
"""What stands beside a chip, and what it says when there are no words of the person's own."""
_TELLING = ("wrong", "long")
"""What says enough on its own."""


def say(chips: Iterable[str], words: str) -> str:
    """Return in words what is wrong. Raises ``UsageError`` where nothing is said that could be acted on."""
    known = [chip for chip in chips if chip in CHIPS]
    if not words and not any(chip in _TELLING for chip in known):
        raise UsageError("Say in a few words what should be different, for example: in C++, please.")
    hints = [CHIPS[chip][1] for chip in known if CHIPS[chip][1]]
    return " ".join([*hints, words]).strip()
