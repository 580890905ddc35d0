"""From exec to the first 200 of /readyz, and memory at rest, beside Python importing the same three libraries.

``serve`` runs with a model server set by OPENAI_BASE_URL, so no model is started. ``new`` has an empty data folder, so
that it makes its database; ``again`` finds the one of before. ``imports`` is ``import openai, fastapi, sqlalchemy`` and
nothing more: the least that a bot on these libraries takes. Memory is the resident set, of the service one second after
it was ready, of the imports at their end. All files are in the cache of the operating system: each command has run once
before it is measured.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil

from benchmarks.measure import ROOT, Table, model_server, progress, publish, read_options

AIM = 2.0
"""Seconds from exec to ready."""
PATIENCE = 60.0
_RESTING = 1.0
_IMPORTS = "import openai, fastapi, sqlalchemy, resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def serve(folder: Path, model_url: str) -> tuple[float, float]:
    """Start the service and end it; return the seconds until it was ready, and its MiB at rest."""
    port = _find_port()
    settings = {"DATA_DIR": str(folder / "data"), "WEB_PORT": str(port), "OPENAI_BASE_URL": model_url}
    began = time.perf_counter()
    with _run("-m", "adapters.cli", "serve", folder=folder, **settings) as process:
        try:
            _wait_until_ready(port, process)
            seconds = time.perf_counter() - began
            time.sleep(_RESTING)
            return seconds, psutil.Process(process.pid).memory_info().rss / 2**20
        finally:
            process.terminate()


def help_me(folder: Path) -> tuple[float, float]:
    """Ask for help; return the seconds."""
    return _time_to_end("-m", "adapters.cli", "--help", folder=folder)[0], 0.0


def import_three(folder: Path) -> tuple[float, float]:
    """Import what the service is built on; return the seconds and the MiB."""
    seconds, printed = _time_to_end("-c", _IMPORTS, folder=folder)
    return seconds, int(printed) / 2**10


def _time_to_end(*arguments: str, folder: Path) -> tuple[float, str]:
    began = time.perf_counter()
    with _run(*arguments, folder=folder) as process:
        printed, _ = process.communicate(timeout=PATIENCE)
    return time.perf_counter() - began, printed


def _run(*arguments: str, folder: Path, **settings: str) -> subprocess.Popen[str]:
    """Run Python with nothing of this machine's settings but where programs are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _wait_until_ready(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except ConnectionError:
            time.sleep(0.005)  # it does not listen yet
        finally:
            connection.close()
    raise SystemExit("The service did not get ready.")


def _find_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def compare(rounds: int) -> Table:
    """Measure each so many times, in turn."""
    with tempfile.TemporaryDirectory() as name, model_server(0, 1) as (url, _):
        folder = Path(name)

        def serve_anew() -> tuple[float, float]:
            with tempfile.TemporaryDirectory() as new:
                return serve(Path(new), url)

        commands: dict[str, Callable[[], tuple[float, float]]] = {
            "serve, new": serve_anew,
            "serve, again": lambda: serve(folder, url),
            "imports": lambda: import_three(folder),
            "--help": lambda: help_me(folder),
        }
        taken: dict[str, list[tuple[float, float]]] = {command: [] for command in commands}
        for number in range(rounds + 1):
            progress(f"round {number} of {rounds}" if number else "once to warm up")
            for command, measure in commands.items():
                taken[command].append(measure())
    table = Table("Seconds from exec to ready (or to the end), and memory at rest")
    for command, (_, *figures) in taken.items():
        seconds, size = [seconds for seconds, _ in figures], median(size for _, size in figures)
        table.add(command=command, best_s=min(seconds), median_s=median(seconds), MiB=size or "")
    table.notes.append(f"Aim: serve is ready within {AIM:g} s.")
    return table


if __name__ == "__main__":
    options = read_options(__doc__)
    publish(options, compare(1 if options.quick else 5))
