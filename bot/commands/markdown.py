"""Names and code put into Markdown, such that what people typed has no meaning there."""

import re

from bot.text import bare

_MARKS = re.compile(r"[`*_~|<>\[\]\\\s]+")
_TICKS = re.compile("`+")


def mark(text: str) -> str:
    """Return a text of one line as code, which nothing in it can end."""
    return f"`{bare(text)}`"


def plain(text: str) -> str:
    """Return a text of one line without the characters that mean something in Markdown."""
    return _MARKS.sub(" ", text).strip()


def fence(code: str, language: str = "") -> str:
    """Return a block of code, fenced by more backticks than it has in a row itself."""
    longest = max((len(ticks) for ticks in _TICKS.findall(code)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{code}\n{marks}"
