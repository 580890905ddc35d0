"""A real model behind a real server, for any test that wants one: llama.cpp with Qwen2.5-Coder 0.5B.

The file (478 MB) is fetched once into the user's cache. Where it can't be had the test is skipped with the reason,
and fails with ``REQUIRE_ALL=1``. Mark such tests with ``pytestmark = MARKS``: the first may wait for the download.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import IO

import pytest

MODEL = "qwen2.5-coder-0.5b"
MARKS = [pytest.mark.slow, pytest.mark.real_model, pytest.mark.timeout(1200)]
COMMAND = [sys.executable, "-m", "llm_host"]


@contextmanager
def start_real_model(*options: str, key: str = "") -> Iterator[str]:
    """Serve the model as long as the block lasts; yields its base URL, ``http://127.0.0.1:PORT/v1``."""
    with start_real_process(*options, env={"LLM_API_KEY": key}) as (_, ready):
        yield ready.split()[1]


@contextmanager
def start_real_process(*options: str, env: Mapping[str, str]) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Serve the model; yields the process and the line with which it said that it answers."""
    pull_real_model()
    command = [*COMMAND, "serve", MODEL, "--engine", "llama.cpp", "--port", "0", "--exit-with-parent", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=os.environ | env, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process, _pipe(process.stdout).readline()
        finally:
            _pipe(process.stdin).close()
            process.wait(10)


@cache
def pull_real_model() -> str:
    """Return the path of the model's file, fetched where it is not here; skips or fails where it can't be had."""
    done = subprocess.run(
        [*COMMAND, "pull", MODEL], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode == 0:
        return done.stdout.strip()
    reason = f"the model can't be had: {done.stderr.strip().splitlines()[-1]}"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
