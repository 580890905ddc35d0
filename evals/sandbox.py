"""Runs Python that a model wrote: in a process of its own, with limits, and without a network where that is possible.

Where Linux grants namespaces the code sees every file system read-only, no network, and no process but its own. Where
it doesn't (see ``isolated``), the limits remain, and what deletes, kills and starts is taken from the code: a fence
against a model's slips, not against an attacker.
"""

import contextlib
import functools
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CPU_SECONDS = 6
WALL_SECONDS = 10.0
MEMORY = 1 << 30
_INSIDE = Path(__file__).with_name("inside.py")
_UNSHARE = ("unshare", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the code fared."""

    passed: bool
    why: str = ""
    """What went wrong, in one line; empty where it passed."""


@functools.cache
def isolated() -> bool:
    """Whether this machine can take the network and the writing of files from the code."""
    if not shutil.which("unshare"):
        return False
    return not subprocess.run([*_UNSHARE, "true"], capture_output=True, timeout=10).returncode


def run(parts: Sequence[str], *, wall_seconds: float = WALL_SECONDS, cpu_seconds: int = CPU_SECONDS) -> Outcome:
    """Run the parts one after another in one namespace; they pass if all of them reach their end."""
    token = secrets.token_hex(16)
    order = json.dumps({"parts": list(parts), "token": token, "cpu": cpu_seconds, "memory": MEMORY})
    with tempfile.TemporaryDirectory(prefix="code-supporter-") as folder:
        process = subprocess.Popen(
            [*(_UNSHARE if isolated() else ()), sys.executable, "-I", str(_INSIDE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.defpath, "HOME": folder, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            text=True,
            errors="replace",
        )
        try:
            told, _ = process.communicate(order, timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            return Outcome(False, f"took longer than {wall_seconds:g} s")
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
    if told == token:
        return Outcome(True)
    return Outcome(False, told.strip() or f"ended early, with status {process.returncode}")
