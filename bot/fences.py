"""Code fences in Markdown: which one is open, and how it is closed and opened anew."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"(?P<quote>(?:[ \t]*>)*)[ \t]*(?P<marks>`{3,12}|~{3,12})(?P<info>[^`\n]*)$")
LONGEST_CLOSING = 1 + 12 + 4
"""Room for the newline, quote and marks that close the longest fence."""
_INFO = 20
"""Longest language name that is repeated when a fence is reopened."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A code fence that is still open."""

    quote: str
    marks: str
    info: str

    @property
    def opening(self) -> str:
        """The line that opens it anew, with its newline."""
        return f"{self.closing}{self.info}\n"

    @property
    def closing(self) -> str:
        return f"{self.quote} {self.marks}" if self.quote else self.marks


def open_fence(text: str) -> Fence | None:
    """Return the fence that is still open at the end of ``text``."""
    return _find_open(text)[0]


def start_of_open_fence(text: str) -> int:
    """Return where the first line in the open fence begins; what is returned where none is open means nothing."""
    return _find_open(text)[1]


def _find_open(text: str) -> tuple[Fence | None, int]:
    fence: Fence | None = None
    at = start = 0
    for line in text.split("\n"):
        at += len(line) + 1
        if fence and fence.quote and not line.lstrip().startswith(">"):
            fence = None  # a quoted fence ends with its quote
        if "```" not in line and "~~~" not in line:
            continue
        match = _FENCE.match(line.rstrip())
        if not match:
            continue
        if not fence:
            words = match["info"].split()
            fence = Fence(match["quote"].strip(), match["marks"], words[0][:_INFO] if words else "")
            start = at
        elif match["marks"].startswith(fence.marks) and not match["info"].strip():
            fence = None
    return fence, start


def close_fence(page: str) -> str:
    """Return ``page`` with a code fence that is open at its end closed."""
    return close(page, open_fence(page))


def close(page: str, fence: Fence | None) -> str:
    """Return ``page`` with ``fence`` closed, which is open at its end."""
    if not fence:
        return page
    return page + ("" if page.endswith("\n") else "\n") + fence.closing
