"""Keys that are struck while an answer is drawn: they would stand in the middle of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unechoed_keys() -> Iterator[None]:
    """Don't let the terminal show what is typed while inside; it stays for the shell. Ctrl-C works as ever."""
    if not sys.stdin or not sys.stdin.isatty():
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    local_modes = 3
    now = [*before]
    now[local_modes] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
