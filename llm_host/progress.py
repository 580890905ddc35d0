"""What a person sees while they wait: plain lines on stderr, and a bar where that is a terminal."""

import sys
import time
from types import TracebackType
from typing import Any, TextIO

LINE_EVERY = 3.0
"""Seconds between two lines where no bar can be drawn."""


def say(text: str) -> None:
    """Tell the person, or the program that started us, one thing."""
    print(text, file=sys.stderr, flush=True)


def megabytes(count: int) -> str:
    """Write a number of bytes in the unit that download pages use."""
    return f"{count / 1e6:,.0f} MB"


class Progress:
    """How much of one file is here; leave it as a context manager."""

    def __init__(
        self, name: str, total: int, done: int = 0, out: TextIO | None = None, line_every: float = LINE_EVERY
    ) -> None:
        self._name, self._total, self._done = name, total, done
        self._out = out or sys.stderr
        self._start, self._began = done, time.monotonic()
        self._line_every, self._line_at = line_every, self._began
        self._bar = _draw_bar(name, total, done, self._out) if self._out.isatty() else None

    def reach(self, done: int) -> None:
        """Show that ``done`` bytes are here; a smaller figure than before is not shown."""
        done = min(max(done, self._done), self._total)
        if self._bar is not None:
            self._bar.update(done - self._done)
        self._done = done
        now = time.monotonic()
        if self._bar is None and now >= self._line_at + self._line_every:
            self._line_at = now
            self._write(now)

    def _write(self, now: float) -> None:
        rate = (self._done - self._start) / max(now - self._began, 1e-3) / 1e6
        share = self._done * 100 // self._total
        text = f"{self._name}: {megabytes(self._done)} of {megabytes(self._total)} ({share} %), {rate:.1f} MB/s"
        print(text, file=self._out, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()


def _draw_bar(name: str, total: int, done: int, out: TextIO) -> Any:
    from tqdm import tqdm  # type: ignore[import-untyped]  # comes with the extra `local`; `list` works without

    return tqdm(desc=name, total=total, initial=done, unit="B", unit_scale=True, file=out, dynamic_ncols=True)
