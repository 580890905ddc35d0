"""Code fences in Markdown: where they are, which one is open, and how it is closed and opened anew."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"(?P<quote>(?:[ \t]*>)*)(?P<indent>[ \t]*)(?P<marks>`{3,12}|~{3,12})(?P<info>[^`\n]*)$")
LONGEST_CLOSING = 1 + 12 + 4
"""Room for the newline, quote and marks that close the longest fence."""
_LANGUAGE = re.compile(r"\w[\w+#.-]{0,19}")


@dataclass(frozen=True, slots=True)
class Fence:
    """The line that begins a code block."""

    quote: str
    indent: str
    """What stands before the marks, behind the quote."""
    marks: str
    language: str
    """As it names it, at most 20 characters; empty where it names none."""

    @property
    def opening(self) -> str:
        """The line that opens it anew, with its newline."""
        return f"{self.closing}{self.language}\n"

    @property
    def closing(self) -> str:
        return f"{self.quote} {self.marks}" if self.quote else self.marks


@dataclass(frozen=True, slots=True)
class Fenced:
    """A code block: from ``start``, its first line, up to ``end``, the line that closes it."""

    fence: Fence
    start: int
    end: int | None
    """None where it is open at the end of the text."""


def fenced(text: str) -> Iterator[Fenced]:
    """Yield the code blocks of a Markdown text; a fence of more than 12 marks is none."""
    fence: Fence | None = None
    at = start = 0
    for line in text.split("\n"):
        begins, at = at, at + len(line) + 1
        if fence and fence.quote and not line.lstrip().startswith(">"):
            yield Fenced(fence, start, begins)
            fence = None  # a quoted fence ends with its quote
        if "```" not in line and "~~~" not in line:
            continue
        match = _FENCE.match(line.rstrip())
        if not match:
            continue
        if not fence:
            fence, start = _fence(match), at
        elif match["marks"].startswith(fence.marks) and not match["info"].strip():
            yield Fenced(fence, start, begins)
            fence = None
    if fence:
        yield Fenced(fence, start, None)


def reword(text: str, change: Callable[[str], str]) -> str:
    """Return a Markdown text with what stands outside of its code blocks changed."""
    at, said = 0, list[str]()
    for block in fenced(text):
        end = len(text) if block.end is None else block.end
        said += [change(text[at : block.start]), text[block.start : end]]
        at = end
    return "".join([*said, change(text[at:])])


def open_fence(text: str) -> Fence | None:
    """Return the fence that is still open at the end of ``text``."""
    last = _last_open(text)
    return last.fence if last else None


def start_of_open_fence(text: str) -> int:
    """Return where the first line in the open fence begins; what is returned where none is open means nothing."""
    last = _last_open(text)
    return last.start if last else 0


def close_fence(page: str) -> str:
    """Return ``page`` with a code fence that is open at its end closed."""
    return close(page, open_fence(page))


def close(page: str, fence: Fence | None) -> str:
    """Return ``page`` with ``fence`` closed, which is open at its end."""
    if not fence:
        return page
    return page + ("" if page.endswith("\n") else "\n") + fence.closing


def _last_open(text: str) -> Fenced | None:
    return next((block for block in fenced(text) if block.end is None), None)


def _fence(match: re.Match[str]) -> Fence:
    language = _LANGUAGE.search(match["info"])
    return Fence(match["quote"].strip(), match["indent"], match["marks"], language[0] if language else "")
