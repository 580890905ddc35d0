"""A scripted model that does whatever the lessons in its prompt say, and nothing of that without them.

It shows that what is taught reaches a prompt, and that nothing else does; of real models it says nothing.
"""

import json
from collections.abc import Mapping

from evals.humaneval import Problem
from evals.tasks import read_cases
from tests.fakes.openai_wire import Asked

PLAIN = "def f(x):\n    return x\n\n\nprint(f(1))\n"
DOES: Mapping[str, str] = {
    "annotations": "def f(x: int) -> int:\n    return x\n",
    "main_guard": "def main():\n    print(1)\n\n\nif __name__ == '__main__':\n    main()\n",
}
"""The code that follows a lesson and no other one."""
CASES = tuple(case for case in read_cases() if case.id in DOES)
PROBLEM = Problem("Test/0", "def one():\n", "one", "def check(f):\n    assert f() == 1\n", "    return 1\n")


class Obedient:
    """Refines and distils a complaint into its lesson's own rule, and answers by the lessons it sees."""

    def __init__(self) -> None:
        self.answers = 0
        """How many questions it has answered."""

    def answer(self, asked: Asked) -> str:
        begin = asked.messages[0]["content"]
        if begin.startswith("Somebody complains"):
            return next(case.rule for case in CASES if case.complaint in asked.text)
        if begin.startswith("A person gave feedback"):
            return _distil(asked.text)
        self.answers += 1
        if "def one()" in asked.text:
            return "```python\ndef one():\n    return 1\n```"
        followed = [case.id for case in CASES if case.rule in asked.text]
        code = "\n\n".join(DOES[name] for name in followed)
        if "annotations" in followed:
            code = code.replace("def main():", "def main() -> None:")
        return f"```python\n{code or PLAIN}```"


def _distil(asked: str) -> str:
    (case,) = [case for case in CASES if case.complaint in asked]
    rule = {"rule": case.rule, "when": "", "languages": ["python"], "facet": "style", "avoid": False}
    return json.dumps(rule | {"reach": "always"})
