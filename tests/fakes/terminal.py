"""A terminal as a person sees it: what a program writes becomes rows of text on a screen, with what scrolled off it.

Knows what a program may use to draw: newline, return, cursor up, erase below, erase line, colours. Anything else that
begins with an escape is kept in ``strange``, so that a test can say that none came.
"""

import re

from rich.cells import cell_len

_PIECE = re.compile(r"\x1b\[(?P<args>[0-9;?]*)(?P<command>[A-Za-z])|(?P<char>.)", re.DOTALL)
_IGNORED = {"m", "h", "l"}


class Terminal:
    """Rows of cells; a row that is full goes on in the next, as terminals do."""

    def __init__(self, width: int = 80, height: int = 24) -> None:
        self.width, self.height = width, height
        self.rows = [""]
        """Everything that was drawn, from the oldest row in the scrollback."""
        self.strange: list[str] = []
        self.tallest_redraw = 0
        self._row, self._column = 0, 0
        self._kept = ""

    @property
    def text(self) -> str:
        """All rows, without blanks at their ends."""
        return "\n".join(row.rstrip() for row in self.rows).rstrip("\n")

    @property
    def screen(self) -> str:
        """What can be seen without scrolling."""
        return "\n".join(row.rstrip() for row in self.rows[-self.height :])

    def feed(self, written: str) -> None:
        """Take in what a program wrote; an escape sequence may be cut anywhere."""
        written, self._kept = self._kept + written, ""
        if cut := re.search(r"\x1b(\[[0-9;?]*)?$", written):
            written, self._kept = written[: cut.start()], cut[0]
        for piece in _PIECE.finditer(written):
            if piece["char"]:
                self._put(piece["char"])
            else:
                self._obey(piece["command"], piece["args"])

    def _obey(self, command: str, args: str) -> None:
        if command == "A":
            up = int(args or 1)
            self.tallest_redraw = max(self.tallest_redraw, up + 1)
            self._row = max(self._row - up, len(self.rows) - self.height, 0)
        elif command == "J" and not args:
            del self.rows[self._row + 1 :]
            self.rows[self._row] = self.rows[self._row][: self._column]
        elif command == "K":
            self.rows[self._row] = self.rows[self._row][: self._column]
        elif command not in _IGNORED:
            self.strange.append(f"{args}{command}")

    def _put(self, char: str) -> None:
        if char == "\n":
            self._next_row()
        elif char == "\r":
            self._column = 0
        elif char == "\t":
            self._column = min(self.width - 1, self._column // 8 * 8 + 8)
        elif char < " " or "\x7f" <= char <= "\x9f":
            self.strange.append(char)
        else:
            self._type(char)

    def _type(self, char: str) -> None:
        if cell_len(self.rows[self._row][: self._column] + char) > self.width:
            self._next_row()
            self._column = 0
        row = self.rows[self._row].ljust(self._column)
        self.rows[self._row] = row[: self._column] + char + row[self._column + 1 :]
        self._column += 1

    def _next_row(self) -> None:
        self._row += 1
        self._column = 0
        if self._row == len(self.rows):
            self.rows.append("")
