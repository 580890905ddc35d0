"""The real thing: the real model in real llama.cpp answers, and ends when it is told to."""

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.llm_host.command import SOON, is_open, running, wait
from tests.real_model import MARKS, MODEL, pull_real_model, start_real_model, start_real_process

pytestmark = MARKS


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with start_real_model(key="sesame") as url:
        yield url


def request(url: str, body: dict[str, Any] | None = None, key: str = "sesame") -> urllib.request.Request:
    data = json.dumps(body).encode() if body else None
    return urllib.request.Request(url, data, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})


def test_it_streams_code(base_url: str) -> None:
    question = [{"role": "user", "content": "Write a Python function that adds two numbers. Only code."}]
    body = {"model": MODEL, "messages": question, "stream": True, "max_tokens": 60, "temperature": 0}
    with urllib.request.urlopen(request(f"{base_url}/chat/completions", body), timeout=60) as answer:
        events = [line[6:].strip() for line in answer if line.startswith(b"data: ")]
    assert events[-1] == b"[DONE]"
    deltas = [json.loads(event)["choices"][0]["delta"].get("content") or "" for event in events[:-1]]
    assert len([delta for delta in deltas if delta]) > 5
    assert "def " in "".join(deltas)
    assert "<|im_end|>" not in "".join(deltas)


def test_it_goes_by_the_name_that_was_asked_for_and_has_four_slots(base_url: str) -> None:
    with urllib.request.urlopen(request(f"{base_url}/models"), timeout=10) as answer:
        assert [entry["id"] for entry in json.load(answer)["data"]] == [MODEL]
    with urllib.request.urlopen(request(f"{base_url.removesuffix('v1')}slots"), timeout=10) as answer:
        assert [slot["n_ctx"] for slot in json.load(answer)] == [4096] * 4
    with urllib.request.urlopen(request(f"{base_url.removesuffix('v1')}metrics"), timeout=10) as answer:
        assert b"llamacpp:" in answer.read()


def test_a_wrong_key_is_refused(base_url: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(request(f"{base_url}/models", key="wrong"), timeout=10)
    refused.value.close()


def test_it_says_ready_once_and_ends_at_sigterm() -> None:
    with start_real_process("--context", "1024", "--slots", "2", env={}) as (process, ready):
        word, url, name, context = ready.split()
        assert (word, name, context) == ("READY", MODEL, "1024")
        with urllib.request.urlopen(request(f"{url}/models"), timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""
    assert not is_open(url)


def test_it_ends_when_its_parent_is_gone() -> None:
    with start_real_process(env={}) as (process, ready):
        assert ready.startswith("READY")
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(SOON) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_while_it_is_still_loading(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "of-this-test.gguf"
    path.symlink_to(pull_real_model())
    with running("serve", str(path), "--port", "0", env=dict(os.environ)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while "loading into llama.cpp" not in process.stderr.readline():
            continue
        process.send_signal(number)
        assert process.wait(SOON) == 0
        assert process.stdout.read() == ""
    wait(lambda: str(path) not in list_commands())


def list_commands() -> str:
    """Return the command lines of all processes; empty where the system has no /proc."""
    commands = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(process.read_text("utf-8", "replace"))
        except (FileNotFoundError, ProcessLookupError):  # it ended just now
            continue
    return "\n".join(commands)


def test_nothing_is_left_when_it_is_killed() -> None:
    with start_real_process(env={}) as (process, ready):
        url = ready.split()[1]
        assert is_open(url)
        process.kill()
        process.wait(SOON)
        wait(lambda: not is_open(url))
