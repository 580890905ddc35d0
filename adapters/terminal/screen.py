"""A growing Markdown text on a terminal: what is settled is printed once, only the end of it is drawn anew."""

import re

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment, Segments

from adapters.terminal.fences import Code
from adapters.terminal.prose import STYLES, Blocks, Prose
from adapters.terminal.visible import make_visible

_STYLING = re.compile(r"\x1b\[[0-9;]*m")
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Terminals that know synchronized output show at once what stands between these; others ignore them."""


class Screen:
    """Draws one answer below what the terminal shows already.

    What was printed for good is never touched again, so an answer of any length stays whole in the scrollback; what
    is drawn anew is never taller than the screen. ``show`` and ``end`` raise ``OSError`` where the terminal is gone.
    """

    def __init__(self, console: Console) -> None:
        console.push_theme(STYLES)
        self._console = console
        self._taken = 0
        """Characters of the text that were taken in, up to the end of a line."""
        self._prose = Prose()
        self._code: Code | None = None
        self._printed: list[str] = []
        """Lines that were settled since the last drawing."""
        self._gap = False
        """True where a blank line belongs before whatever comes next."""
        self._tail = [""]
        """The lines that are drawn anew; the cursor stands behind the last."""

    def show(self, text: str) -> None:
        """Draw ``text``, which begins with all that was shown before."""
        self._take_in(text)
        line = make_visible(text[self._taken :].removesuffix("\r"))
        if self._code:
            self._draw([self._line(row) for row in self._code.growing(line, self._console.width)])
        else:
            self._draw(self._spaced(self._lines(self._prose.growing(line))))

    def end(self, text: str) -> None:
        """Draw ``text`` a last time and leave the cursor below it."""
        self._take_in(text if text.endswith("\n") else f"{text}\n")
        if self._code:
            self._leave_code(self._code)
        self._print(self._lines(self._prose.rest()))
        self._draw([])

    def _take_in(self, text: str) -> None:
        end = text.rfind("\n") + 1
        if end <= self._taken:
            return
        for line in make_visible(text[self._taken : end]).split("\n")[:-1]:
            self._take_line(line)
        self._taken = end
        if self._code:
            self._print_code(self._code)
            return
        settled, in_list = self._prose.settle()
        self._print(self._lines(settled))
        self._gap = self._gap and not in_list

    def _take_line(self, line: str) -> None:
        if self._code and self._code.closed_by(line):
            self._leave_code(self._code)
        elif self._code:
            self._code.add(line)
        elif code := Code.opened_by(line):
            self._print(self._lines(self._prose.rest()))
            self._print([self._line(code.rule(self._console.width, opening=True))])
            self._code = code
        else:
            self._prose.add(line)

    def _leave_code(self, code: Code) -> None:
        self._print_code(code)
        self._printed.append(self._line(code.rule(self._console.width, opening=False)))
        self._code, self._prose = None, Prose(code.indent)

    def _print_code(self, code: Code) -> None:
        self._printed.extend(self._line(row) for row in code.finished())

    def _print(self, lines: list[str]) -> None:
        self._printed.extend(self._spaced(lines))
        self._gap = self._gap or bool(lines)

    def _spaced(self, lines: list[str]) -> list[str]:
        return ["", *lines] if lines and self._gap else lines

    def _lines(self, markup: str) -> list[str]:
        """Return ``markup`` as it looks: one blank line between blocks, none around them."""
        lines: list[str] = []
        for line in self._render(Blocks(markup)).split("\n") if markup.strip() else []:
            if _bare(line).strip():
                lines.append(line.rstrip(" "))
            elif lines and lines[-1]:
                lines.append("")
        return lines[:-1] if lines and not lines[-1] else lines

    def _line(self, row: list[Segment]) -> str:
        return self._render(Segments(row), whole=True)

    def _render(self, renderable: RenderableType, *, whole: bool = False) -> str:
        with self._console.capture() as capture:
            self._console.print(renderable, crop=False, soft_wrap=whole, end="")
        return capture.get()

    def _draw(self, tail: list[str]) -> None:
        old, new = self._tail, [*self._printed, *(self._crop(tail) or [""])]
        self._tail = new[len(self._printed) :]
        self._printed = []
        kept = _common(old, new)
        if kept < len(old):
            kept = min(kept, len(new) - 1)
            up = sum(map(self._rows, old[kept:])) - 1
            self._write("\r" + (f"\x1b[{up}A" if up else "") + "\x1b[J" + "\n".join(new[kept:]))
        elif kept < len(new):
            self._write("\n" + "\n".join(new[kept:]))

    def _write(self, text: str) -> None:
        self._console.file.write(f"{_BEGIN}{text}{_END}")
        self._console.file.flush()

    def _crop(self, tail: list[str]) -> list[str]:
        """Return as many of the last lines as the screen holds."""
        room = self._console.height - 1
        first = len(tail)
        while first and (room := room - self._rows(tail[first - 1])) >= 0:
            first -= 1
        return tail[first:]

    def _rows(self, line: str) -> int:
        """Return how many rows a line takes, now: the window may have become narrower since it was drawn."""
        return max(1, -(-cell_len(_bare(line)) // self._console.width))


def _bare(line: str) -> str:
    return _STYLING.sub("", line)


def _common(old: list[str], new: list[str]) -> int:
    """Return how many lines both begin with."""
    pairs = zip(old, new, strict=False)
    return next((number for number, (was, now) in enumerate(pairs) if was != now), min(len(old), len(new)))
