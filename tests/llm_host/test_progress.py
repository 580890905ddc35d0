"""What a person sees while they wait."""

import io
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

from llm_host.progress import Progress
from tests.llm_host.command import environment
from tests.llm_host.hub_server import HubServer


def test_on_a_terminal_there_is_a_bar_over_all_bytes(hub: HubServer, tmp_path: Path) -> None:
    hub.files["acme/coder-GGUF"] = {"coder.gguf": b"GGUF" + bytes(2_500_000)}
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "llm_host", "pull", "acme/coder-GGUF:coder.gguf"]
    env = environment(tmp_path, hub.url)
    with open(ours, "rb", buffering=0) as screen:
        subprocess.run(command, env=env, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs, check=True, timeout=30)
        shown = screen.read(65536).decode()
    os.close(theirs)
    assert "coder: 100%|" in shown
    assert "2.50M/2.50M" in shown


def test_elsewhere_there_are_plain_lines_and_few_of_them() -> None:
    out = io.StringIO()
    with Progress("tiny", 10_000_000, done=1_000_000, out=out, line_every=0) as progress:
        progress.reach(2_000_000)
        progress.reach(1_500_000)
    assert [line.split(",")[0] for line in out.getvalue().splitlines()] == ["tiny: 2 MB of 10 MB (20 %)"] * 2
    out.truncate(0)
    with Progress("tiny", 10_000_000, out=out) as progress:
        for megabyte in range(10):
            progress.reach(megabyte * 1_000_000)
    assert out.getvalue() == ""
