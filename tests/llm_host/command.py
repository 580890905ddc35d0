"""Typing ``python -m llm_host …`` as a person or the service does, with only what the test gives to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

NOBODY = "http://127.0.0.1:9"
"""An address at which nothing listens."""
SOON = 4
"""Seconds: twice what is promised, for a machine that is busy with other things."""


def environment(models: Path, hub: str = NOBODY, **more: str) -> dict[str, str]:
    """Return variables with which the hub is ``hub`` and the package index is empty."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "PIP_", "LLM_", "LOCAL_"))}
    own = {"MODEL_DIR": str(models), "HF_ENDPOINT": hub, "HF_HOME": str(models / "hf"), "PIP_NO_INDEX": "1"}
    return kept | own | more


def run(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end, at most a minute."""
    command = [sys.executable, "-m", "llm_host", *arguments]
    return subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def running(*arguments: str, env: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Start one command with pipes at both ends; it is killed if the block leaves it running."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "llm_host", *arguments]
    with subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait(condition: Callable[[], object], seconds: float = 15) -> None:
    """Wait until ``condition`` holds; the test fails after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def is_open(url: str) -> bool:
    """Tell whether somebody listens there."""
    address = urlsplit(url)
    with socket.socket() as client:
        return client.connect_ex((address.hostname, address.port)) == 0
