"""Running a runtime: start it, say once where it answers, end with it or when we are told to."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any, NoReturn

from llm_host import children
from llm_host.errors import HostError
from llm_host.progress import say
from llm_host.runtimes import KEY, Runtime

POLL = 0.1
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TELL_EVERY = 30.0
"""Seconds between two signs that it is still loading: vLLM reads weights and records graphs for minutes."""
RESTARTS = 3
"""How often a program that had answered is started again; one that never did stays down."""
STEADY = 600.0
"""Seconds of serving after which what went wrong before is forgotten."""


def supervise(runtime: Runtime, restarts: int = 0) -> NoReturn:
    """Serve until the runtime has ended once more than it may, which raises ``HostError``, or a signal comes.

    Prints one line on stdout each time that the model answers: ``READY http://HOST:PORT/v1 NAME CONTEXT_TOKENS``.
    """
    if runtime.host not in LOOPBACK and not os.environ.get(KEY):
        say(f"whoever can reach port {runtime.port} of this machine can use the model: {KEY} sets a key")
    left = restarts
    while True:
        code, served = _run(runtime)
        left = restarts if served > STEADY else left
        if served == 0 or left == 0:
            instead = f"; {runtime.instead}" if served == 0 and runtime.instead else ""
            raise HostError(f"{runtime.program} {_describe(code)}; what it said stands above{instead}")
        say(f"{runtime.program} {_describe(code)}; it is started again (of {restarts} times {left} are left)")
        time.sleep(2 ** (restarts - left))
        left -= 1


def _run(runtime: Runtime) -> tuple[int, float]:
    """Run it to its end; return its exit status, and for how many seconds it answered."""
    say(f"{runtime.name}: loading into {runtime.program}")
    with children.start(runtime.command, runtime.env, sys.stderr) as process:
        entry = _await_answer(runtime, process)
        begun = time.monotonic()
        if entry is not None:
            print(f"READY http://{_dial(runtime.host)}:{runtime.port}/v1 {runtime.name} {_context(entry)}", flush=True)
        code = process.wait()
        return code, time.monotonic() - begun if entry is not None else 0.0


def _await_answer(runtime: Runtime, process: "subprocess.Popen[bytes]") -> dict[str, Any] | None:
    """Wait until the server names its model; None where it ended before."""
    begun = told = time.monotonic()
    while (entry := _ask(runtime)) is None and process.poll() is None:
        now = time.monotonic()
        if now > told + TELL_EVERY:
            told = now
            say(f"{runtime.name}: {runtime.program} has been loading for {now - begun:.0f} s")
        time.sleep(POLL)
    return entry


def _describe(code: int) -> str:
    if code == -signal.SIGKILL:
        return "was killed: most likely memory ran out, so a smaller model or fewer --slots would do"
    return f"ended by itself (exit status {code})"


def _ask(runtime: Runtime) -> dict[str, Any] | None:
    """Return what the server says about its model; None while it does not answer."""
    connection = http.client.HTTPConnection(_dial(runtime.host), runtime.port, timeout=5)
    key = os.environ.get(KEY)
    try:
        connection.request("GET", "/v1/models", headers={"Authorization": f"Bearer {key}"} if key else {})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            return None
        entries: list[dict[str, Any]] = json.load(answer)["data"]
        return next((entry for entry in entries if entry["id"] == runtime.name), None)
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def _dial(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host


def _context(entry: dict[str, Any]) -> int:
    # vLLM says it in one place, llama.cpp (for one slot) in another.
    return int(entry.get("max_model_len") or entry["meta"]["n_ctx"])
