"""What a benchmark or an evaluation starts beside itself ends with it, however that ends."""

import os
import signal
import sys
from subprocess import PIPE, Popen

import pytest

from benchmarks.measure import ROOT

_PROGRAM = """
import time
from benchmarks.measure import model_server

with model_server(0, 1) as (_, pid):
    print(pid, flush=True)
    time.sleep(600)
"""


def test_a_program_that_is_told_to_end_leaves_no_server_behind() -> None:
    with Popen([sys.executable, "-c", _PROGRAM], cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) as program:
        assert program.stdout is not None
        server = int(program.stdout.readline())
        program.send_signal(signal.SIGTERM)
        _, said = program.communicate(timeout=60)
    assert "KeyboardInterrupt" in said
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
