"""An answer as plain text, for a file or another program: the model's words as they come, and nothing else."""

from collections.abc import Callable
from typing import TextIO

from bot.answering import NO_CHANGE, STOPPED

_NOTES = ("⚠️", STOPPED, NO_CHANGE)
"""How a text may begin that is no answer but a note of ours."""


class Plain:
    """Writes each new piece at once. All calls raise ``OSError`` where nobody reads any more."""

    def __init__(self, file: TextIO, tame: Callable[[str], str] = str) -> None:
        """``tame`` is applied to each piece before it is written."""
        self._file = file
        self._tame = tame
        self._written = 0
        self._text = ""

    def show(self, text: str) -> None:
        """Write what is new in ``text``; one that looks like a note waits for what comes next."""
        if self._text or not text.startswith(_NOTES):
            self._write(text)
        self._text = text

    def end(self, text: str) -> None:
        """Take the last text, which may hold notes of ours around the model's words."""
        self._text = text

    def conclude(self, answer: str) -> str:
        """Write what is left of ``answer``, and a newline; return the text where there was no answer, only a note."""
        if not answer.strip():
            return self._text
        self._write(self._text[: max(self._text.find(answer), 0) + len(answer)])
        self._write_piece("" if answer.endswith("\n") else "\n")
        return ""

    def _write(self, text: str) -> None:
        piece, self._written = text[self._written :], max(self._written, len(text))
        self._write_piece(piece)

    def _write_piece(self, piece: str) -> None:
        self._file.write(self._tame(piece))
        self._file.flush()
