"""Markdown cut into pages, each of which stands alone as one platform message.

Cutting is stable: as the text grows, every page but the last stays as it was, so a message once full is never
edited again. A code fence that is open where a page ends is closed there and reopened on the next.
"""

import unicodedata

from bot.fences import LONGEST_CLOSING, Fence, close, close_fence, open_fence, start_of_open_fence
from bot.overlong import Overlong
from bot.text import measure

_AHEAD = 16
"""Characters read beyond a cut, to see whether the next line closes the fence."""


class Pages:
    """A growing text as pages of at most ``limit`` characters (at least 200)."""

    def __init__(self, limit: int, code_pages: int = 0, *, utf16: bool = False) -> None:
        """``code_pages``: what a code block has beyond so many full pages goes into a file; 0: nothing does.
        ``utf16``: a character beyond U+FFFF counts as two.
        """
        self.full: list[str] = []
        self.files: list[Overlong] = []
        """Code blocks that are too long to be shown whole."""
        self._limit = limit
        self._utf16 = utf16
        self._code_pages = code_pages
        self._opening = ""
        self._tail = ""
        self._code: list[str] = []
        self._overlong: Overlong | None = None

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
        after = self._overlong.take(text) if self._overlong else text
        if after is None:
            return
        if self._overlong:
            self._overlong, after = None, f"\n\n{after}"
        self._tail += after
        while len(self._tail) > self._room + _AHEAD:
            self._turn(_cut(self._opening, self._tail, self._room))

    def paragraph(self, text: str) -> None:
        """Add a paragraph of its own, outside of any open fence."""
        self.end()
        before = self.tail
        self.write(close_fence(before)[len(before) :])
        self.write(("\n\n" if before.strip() or self.full else "") + text)

    def turn(self, at: int, *, anyway: bool = False) -> None:
        """End the page at a line break at or after its ``at``-th character, where there is one or ``anyway``."""
        at = max(0, at - len(self._opening))
        cut = self._tail.find("\n", at) + 1 or (at if anyway else 0)
        if cut and _ends_with_opening(self._opening + self._tail[:cut]):
            cut = self._tail.find("\n", cut) + 1 or cut
        cut = _before_opening_fence(self._opening, self._tail[:cut], at)
        known = anyway or "\n" in self._tail[cut:] or not open_fence(self._opening + self._tail[:cut])
        if self._tail[:cut].strip() and known:  # else the next line may be the one that closes the fence
            self._turn(_with_closing_line(self._opening, self._tail, cut))

    def end(self) -> None:
        """Take note that no more code comes."""
        if self._overlong:
            self._overlong.end()
            self._overlong = None

    def give_back(self, overlong: Overlong, why: str) -> None:
        """Show what only a file would have shown; ``why`` says what became of that."""
        self.files.remove(overlong)
        self._code_pages = 0
        self.paragraph(f"⚠️ The file `{overlong.name}` could not be added ({why}). The rest of it:\n\n{overlong.rest}")

    def _turn(self, cut: int) -> None:
        page = self._opening + self._tail[:cut]
        fence = open_fence(page)
        self.full.append(close(page, fence))
        self._gather(page, cut, fence)
        self._opening, rest = fence.opening if fence else "", self._tail[cut:]
        if fence and not fence.quote and len(self._code) == self._code_pages:
            self._overlong = Overlong(fence, "".join(self._code), len(self.files) + 1)
            self.files.append(self._overlong)
            self._opening, self._tail = "", self._overlong.pointer
            self.write(rest)
        else:
            self._tail = rest

    def _gather(self, page: str, cut: int, fence: Fence | None) -> None:
        """Keep what full pages show of the code block that is open, a piece a page."""
        start = start_of_open_fence(page) - len(self._opening)
        if start > 0 or not fence:
            self._code = []
        if fence:
            self._code.append(self._tail[max(0, start) : cut])

    @property
    def _room(self) -> int:
        if not self._utf16:
            return self._limit - LONGEST_CLOSING - _AHEAD - len(self._opening)
        # Each of the characters that are read ahead may count as two.
        return _fit_utf16(self._tail, self._limit - LONGEST_CLOSING - 2 * _AHEAD - measure(self._opening))


def paginate(text: str, limit: int, *, utf16: bool = False) -> list[str]:
    """Return ``text`` as pages of at most ``limit`` characters, all fences closed."""
    pages = Pages(limit, utf16=utf16)
    pages.write(text)
    return [*pages.full, close_fence(pages.tail)]


def _fit_utf16(text: str, units: int) -> int:
    """Return how many characters at the beginning of ``text`` fit into so many units of UTF-16.

    Where all do, as if those to come were of one unit each.
    """
    if text.isascii():
        return units
    fitting = len(text[:units].encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
    wide = sum(char > "\uffff" for char in text)
    return fitting if len(text) + wide > units else units - wide


def _cut(opening: str, text: str, room: int) -> int:
    """Return where the page ends: at a boundary near ``room``, never between a fence and its first line."""
    end = _boundary(text, room)
    end = _before_opening_fence(opening, text[:end], room // 2)
    return _with_closing_line(opening, text, end)


def _ends_with_opening(page: str) -> bool:
    """Tell whether the last line of ``page`` opens a fence."""
    return open_fence(page) is not None and start_of_open_fence(page) == len(page)


def _with_closing_line(opening: str, text: str, end: int) -> int:
    """Return ``end``, or the end of the next line where that closes the fence: it stays with its code."""
    if fence := open_fence(opening + text[:end]):
        line, newline, _ = text[end : end + _AHEAD].partition("\n")
        if newline and open_fence(f"{fence.opening}{line}") is None:
            return end + len(line) + 1
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
    if growing:
        return room // 2
    while room > 1 and (unicodedata.combining(text[room]) or text[room] in "\u200d\ufe0f"):
        room -= 1
    return room
