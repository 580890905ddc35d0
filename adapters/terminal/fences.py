"""A fenced code block that is still being written: where it begins and ends, and which of its lines are new."""

import re

from rich.cells import chop_cells
from rich.segment import Segment
from rich.style import Style

from adapters.terminal.colours import Colours, Row

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
_FENCE_BEGUN = re.compile(r"[ \t]*(`+|~+|(`{3,}|~{3,})[^`]*)$")
_RULE = Style(dim=True)
_RULE_CELLS = 60


def begins_fence(line: str) -> bool:
    """True where an unfinished line may yet turn out to open or close a fence."""
    return bool(_FENCE_BEGUN.match(line))


def dedent(line: str, indent: int) -> str:
    """Return ``line`` without its first ``indent`` blanks, as far as it has them."""
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, indent) :]


class Code:
    """One code block, from the line that opens it."""

    def __init__(self, indent: str, marks: str, info: str) -> None:
        self.indent = len(indent.expandtabs(4))
        self._marks = marks
        self._language = (info.split() or [""])[0].strip("{.}")[:20]
        self._colours = Colours(self._language)
        self._fresh: list[str] = []

    @classmethod
    def opened_by(cls, line: str) -> "Code | None":
        """Return the block that ``line`` opens, if it does."""
        fence = _FENCE.match(line)
        return cls(fence["indent"], fence["marks"], fence["info"]) if fence else None

    def closed_by(self, line: str) -> bool:
        """True where ``line`` ends the block; one that is indented deeper (CommonMark: by four) is code."""
        marks = line.strip()
        shallow = len(line) - len(line.lstrip(" ")) < self.indent + 4
        return shallow and marks.startswith(self._marks) and not marks.strip(self._marks[0])

    def add(self, line: str) -> None:
        """Take in a finished line."""
        self._fresh.append(dedent(line, self.indent))

    def finished(self) -> list[Row]:
        """Return the lines that were added since this was last asked."""
        lines, self._fresh = self._fresh, []
        return self._colours.colour(lines) if lines else []

    def growing(self, line: str, width: int) -> list[Row]:
        """Return the line that is being written, in rows of at most ``width`` cells."""
        if begins_fence(line):
            return []
        rows = chop_cells(dedent(line, self.indent).expandtabs(8), width)
        return [self._colours.colour_growing(row) for row in rows]

    def rule(self, width: int, *, opening: bool) -> Row:
        """Return the line above or below the block; above, it names the language."""
        label = f"── {self._language} " if opening and self._language else ""
        return [Segment(label.ljust(_RULE_CELLS, "─")[:width], _RULE)]
