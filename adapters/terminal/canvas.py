"""What an answer is written on: a screen that is drawn on, or a stream of plain text."""

import os
from io import TextIOWrapper
from typing import Protocol, TextIO

from adapters.terminal.visible import make_visible


class Canvas(Protocol):
    """Gets the whole text so far with each call; raises ``OSError`` where it is gone."""

    def show(self, text: str) -> None: ...

    def end(self, text: str) -> None:
        """Take ``text`` as the last one, with the notes of ours that it may hold."""


def is_screen(file: TextIO) -> bool:
    """True where ``file`` is a terminal on which the cursor can be moved."""
    return file.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")


def open_canvas(file: TextIO) -> Canvas:
    """Return what suits ``file``: colours and live drawing on a screen, else the bare text."""
    if isinstance(file, TextIOWrapper):
        file.reconfigure(errors="replace")  # a character that the locale lacks is no reason to stop
    if not is_screen(file):
        from adapters.terminal.plain import Plain  # it knows what answers say, and so the engine

        return Plain(file, make_visible if file.isatty() else str)
    # rich takes a fifth of a second to import, and a pipe has no use for it.
    from rich.console import Console

    from adapters.terminal.screen import Screen

    return Screen(Console(file=file))
