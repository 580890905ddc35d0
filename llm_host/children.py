"""A child process that ends with the block that started it, and with this process however it ends."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1
GRACE = 1.5
"""Seconds between asking a child to end and ending it."""


@contextmanager
def start(command: Sequence[str], extra_env: Mapping[str, str], output: IO[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run ``command`` with both its outputs in ``output``; leaving ends it, and all that it started.

    Should we be killed outright, Linux sends it SIGTERM; elsewhere it must see for itself that its stdin ended, a pipe
    that only we hold. It is a process group of its own, so that Ctrl-C in a terminal reaches it through us alone.
    """
    process = subprocess.Popen(
        command,
        env=os.environ | extra_env,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        process_group=0,
        preexec_fn=_die_with_parent,
    )
    with process:
        try:
            yield process
        finally:
            _end(process)


def _die_with_parent() -> None:
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        os.killpg(process.pid, signal.SIGKILL)  # what it started may outlive it: a worker of vLLM's holds its GPU
    except ProcessLookupError:
        return  # the child and all of its own are gone
