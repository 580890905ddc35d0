"""Links whose label shows one address and which lead to another: found, and parted from their targets.

Whether a link is parted hangs on what stands before its closing bracket and a bounded way behind it, never on more.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

_TLDS = "com|org|net|edu|gov|mil|io|ai|app|dev|co|info|biz|xyz|us|uk|eu|de|fr|ru|cn|jp"
"""Not all there are: a label like ``os.path`` or ``main.py`` is no address."""
_HOST = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{1,20}}://|www\.)(?P<plain>[\w.-]+)|(?<![\w.-])(?P<bare>(?:[\w-]+\.)+(?:{_TLDS}))(?![\w-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\\*_~`\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""What a label has between its letters without showing it."""
_LONGEST_TARGET = 300
_TARGET = rf"\(\s{{0,8}}+<?+(?P<target>[^\s)>]{{0,{_LONGEST_TARGET}}}+)"
_LINK = re.compile(rf"\](?=\[|:|{_TARGET}[\s\S])")
_MAY_LINK = re.compile(rf"\](?=(?:{_TARGET})?\Z)")
_LONGEST_LINK = 400
_AUTHORITY = re.compile(
    r"(?:(?:https?:)?//(?:[^/?#\\]*@)?|mailto:[^/?#\\]*@)(?P<host>[\w.-]+)(?::\d*)?(?=[/?#]|\Z)", re.IGNORECASE
)
_BEFORE_DEFINITION = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[\s>]+)*")
_MARK = re.compile(
    r"(?P<blank>\n[ \t]*(?=\n))|(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]+)*+`{3,})"
    r"|(?P<escape>\\?)(?P<ticks>`+)|\\[\[\]\\]|(?P<bracket>[\[\]])",
    re.MULTILINE,
)


class _Open(NamedTuple):
    """A bracket that is open."""

    place: int
    outer: "_Open | None"


def part(text: str, mark: str, until: int | None = None) -> str:
    """Put ``mark`` between the label and the target of each link that shows the address of another place.

    ``until``: return no more than so many characters of ``text``.
    """
    if not _LINK.search(text):
        return text[:until]
    hosts, parts, done = _Hosts(text), [], 0
    for end, start in _labels(text):
        if end == until:
            break
        link = _LINK.match(text, end)
        if link and (shown := hosts.between(start, end)) and _leads_elsewhere(link, start, shown):
            parts.append(text[done : end + 1])
            done = end + 1
    return mark.join([*parts, text[done:until]])


def open_link(text: str) -> int:
    """Return where a label closes of which more text must tell; the length of ``text`` where there is none."""
    if not _MAY_LINK.search(text, max(0, len(text) - _LONGEST_LINK)):
        return len(text)
    hosts = _Hosts(text)
    for end, start in _labels(text):
        if end >= len(text) - _LONGEST_LINK and _MAY_LINK.match(text, end) and hosts.between(start, end):
            return end
    return len(text)


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each label closes, and where it opens. What is in code is no label once the code has ended."""
    opened: _Open | None = None
    code: dict[int, _Open | None] = {}
    for mark in _MARK.finditer(text):
        if mark["blank"]:  # nothing goes on beyond a paragraph
            opened = None
            code.clear()
        elif mark["fence"]:
            code.clear()
        elif mark["ticks"]:
            opened = _tick(mark, code, opened)
        elif mark["bracket"] == "[":
            opened = _Open(mark.start(), opened)
        elif mark["bracket"] and opened:
            yield mark.start(), opened.place
            opened = opened.outer


def _tick(mark: re.Match[str], code: dict[int, _Open | None], opened: _Open | None) -> _Open | None:
    """Begin code, or end it; return which bracket is open then. ``code``: what was open, by the ticks that end it."""
    ticks = len(mark["ticks"])
    if ticks in code:
        opened = code[ticks]
        for inner in list(code)[list(code).index(ticks) :]:
            del code[inner]
    elif begins := ticks - len(mark["escape"]):
        code.setdefault(begins, opened)
    return opened


def _leads_elsewhere(link: re.Match[str], start: int, shown: Sequence[str]) -> bool:
    target = link["target"] or ""
    if len(target) == _LONGEST_TARGET:
        target += "@"  # so much may be a user's name, with the host behind it
    if authority := _AUTHORITY.match(unescape(target)):
        there = _UNSEEN.sub("", authority["host"].lower())
        return not all(there == host or there.endswith(f".{host}") for host in shown)
    return not _is_code(link.string, start, link.start())


def _is_code(text: str, start: int, end: int) -> bool:
    """True for an index, as in ``grid[pos.us][0]``, a quoted key, and a colon that ends no link's definition."""
    if text[end + 1] == ":" and not _BEFORE_DEFINITION.fullmatch(text, text.rfind("\n", 0, start) + 1, start):
        return True
    return text[start + 1] in "\"'" or (start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_])"))


class _Hosts:
    """The addresses that a text shows, by where they stand."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._hosts: list[str] = []
        for piece in re.finditer(r"[^\[\]]+", text):  # no address goes on beyond a bracket
            for match in _HOST.finditer(_UNSEEN.sub("", unescape(piece[0]))):
                self._places.append(piece.start())
                self._hosts.append((match["plain"] or match["bare"]).lower().removeprefix("www.").rstrip("."))

    def between(self, start: int, end: int) -> list[str]:
        return self._hosts[bisect(self._places, start) : bisect(self._places, end)]
