"""Ending when we are told to, whatever we are doing: by a signal, or because our parent is gone."""

import os
import signal
from threading import Thread
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def put_on(with_parent: bool) -> None:
    """From now on SIGTERM and SIGINT raise ``SystemExit(0)`` in the main thread, so that everything is left through
    its own ``finally``. ``with_parent``: the end of our stdin does the same."""
    for number in SIGNALS:
        signal.signal(number, _let_go)
    if with_parent:
        Thread(target=_await_end_of_stdin, daemon=True).start()


def _let_go(number: int, frame: FrameType | None) -> None:
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # a dying parent may send one and close the pipe: clear up undisturbed
    raise SystemExit(0)


def _await_end_of_stdin() -> None:
    while os.read(0, 4096):
        continue
    os.kill(os.getpid(), signal.SIGTERM)
