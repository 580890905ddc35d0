"""The check that a shell script stops at its first error."""

import re

from bot.learning.checks.answer import Answer
from bot.learning.checks.check import Check
from bot.learning.checks.languages import named
from bot.learning.nouns import Facet

_SET = re.compile(r"^[ \t]*set[ \t]+([-+\w \t]{1,60})", re.MULTILINE)
_FLOW = re.compile(r"^[ \t]*(?:if|for|while|case|function)\b|^[ \t]*\w+[ \t]*\(\)", re.MULTILINE)
_FEW = 4
"""So many lines without a branch may be commands to be typed one by one."""


def _set_euo_pipefail(answer: Answer) -> bool | None:
    scripts = [block.code for block in answer.blocks if named(block.language) == "bash" and _is_script(block.code)]
    return all(_is_strict(code) for code in scripts) if scripts else None


def _is_script(code: str) -> bool:
    lines = [line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return code.startswith("#!") or len(lines) > _FEW or bool(_SET.search(code) or _FLOW.search(code))


def _is_strict(code: str) -> bool:
    words = " ".join(_SET.findall(code)).split()
    letters = "".join(word[1:] for word in words if word.startswith("-"))
    return all(letter in letters for letter in "eu") and "pipefail" in words


CHECKS = (
    Check(
        "set_euo_pipefail",
        "a shell script begins with set -euo pipefail",
        ("bash",),
        Facet.CORRECTNESS,
        _set_euo_pipefail,
    ),
)
