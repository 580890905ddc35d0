"""Markdown cut into pages, each of which stands alone as one platform message.

Cutting is stable: as the text grows, every page but the last stays as it was, so a message once full is never
edited again. A code fence that is open where a page ends is closed there and reopened on the next.
"""

import re
import unicodedata
from dataclasses import dataclass

_FENCE = re.compile(r"(?P<quote>(?:[ \t]*>)*)[ \t]*(?P<marks>`{3,12}|~{3,12})(?P<info>[^`\n]*)$")
_QUOTE = re.compile(r"(?:[ \t]*>)*")
_CLOSING = 1 + 12 + 4
"""Room for the newline, quote and marks that close the longest fence."""
_AHEAD = 16
"""Characters read beyond a cut, to see whether the next line closes the fence."""
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


class Pages:
    """A growing text as pages of at most ``limit`` characters (at least 200)."""

    def __init__(self, limit: int) -> None:
        self.full: list[str] = []
        self._limit = limit
        self._opening = ""
        self._tail = ""

    @property
    def tail(self) -> str:
        """The page that still grows; it may end inside a fence."""
        return self._opening + self._tail

    @property
    def grows(self) -> bool:
        """True where something stands on the last page."""
        return bool(self._tail.strip())

    @property
    def settled(self) -> str:
        """As much of ``tail`` as no later cut can take back: what an append-only surface may show."""
        room = self._room
        if len(self._tail) <= room // 2:
            return self.tail
        seen = self._tail[: _boundary(self._tail, room, growing=True)]
        return self._opening + seen[: _before_opening_fence(self._opening, seen, room // 2)]

    def write(self, text: str) -> None:
        """Let the text grow."""
        self._tail += text
        while len(self._tail) > self._room + _AHEAD:
            cut = _cut(self._opening, self._tail, self._room)
            page = self._opening + self._tail[:cut]
            fence = open_fence(page)
            self.full.append(_close(page, fence))
            self._opening = fence.opening if fence else ""
            self._tail = self._tail[cut:]

    def paragraph(self, text: str) -> None:
        """Add a paragraph of its own, outside of any open fence."""
        before = self.tail
        self.write(close_fence(before)[len(before) :])
        self.write(("\n\n" if before.strip() or self.full else "") + text)

    @property
    def _room(self) -> int:
        return self._limit - _CLOSING - _AHEAD - len(self._opening)


def paginate(text: str, limit: int) -> list[str]:
    """Return ``text`` as pages of at most ``limit`` characters, all fences closed."""
    pages = Pages(limit)
    pages.write(text)
    return [*pages.full, close_fence(pages.tail)]


def close_fence(page: str) -> str:
    """Return ``page`` with a code fence that is open at its end closed."""
    return _close(page, open_fence(page))


def open_fence(text: str) -> Fence | None:
    """Return the fence that is still open at the end of ``text``."""
    fence: Fence | None = None
    for line in text.split("\n"):
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
        elif match["marks"].startswith(fence.marks) and not match["info"].strip():
            fence = None
    return fence


def _close(page: str, fence: Fence | None) -> str:
    if not fence:
        return page
    return page + ("" if page.endswith("\n") else "\n") + fence.closing


def _cut(opening: str, text: str, room: int) -> int:
    """Return where the page ends: at a boundary near ``room``, never between a fence and its first line."""
    end = _boundary(text, room)
    end = _before_opening_fence(opening, text[:end], room // 2)
    if fence := open_fence(opening + text[:end]):
        line, newline, _ = text[end : end + _AHEAD].partition("\n")
        if newline and open_fence(f"{fence.opening}{line}") is None:
            return end + len(line) + 1  # the line that closes a fence stays with its code
    return end


def _before_opening_fence(opening: str, text: str, earliest: int) -> int:
    """Return the length of ``text`` without a last line that opens a fence, if that begins at ``earliest`` or later."""
    start = text.rfind("\n", 0, max(0, len(text) - 1)) + 1
    opens = start >= earliest and open_fence(text[start:]) and not open_fence(opening + text[:start])
    return start if opens else len(text)


def _boundary(text: str, room: int, *, growing: bool = False) -> int:
    """Return where a cut does least harm, at most ``room``; ``growing``: where it can't come before."""
    for mark, earliest in (("\n\n", room * 4 // 5), ("\n", room // 2), (" ", room // 2)):
        end = text.rfind(mark, earliest, room)
        if end >= 0:
            return end + len(mark)
        if growing and mark == "\n":
            return room // 2
    while room > 1 and (unicodedata.combining(text[room]) or text[room] in "\u200d\ufe0f"):
        room -= 1
    return room
