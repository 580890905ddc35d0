"""An answer in Python made up to follow several rules at once: small models copy code, and lose a list of rules.

Of a list of seven to ten rules Qwen2.5-Coder 0.5B followed the wanted one in none of 15 answers; with one answer before
the request that follows them all, in 11 (`evals/RESULTS.md`).
"""

import re
from collections.abc import Sequence, Set

from bot.learning.checks.check import PYTHON
from bot.learning.nouns import Rule

LEAST = 2
"""Rules to be shown at once: of a single one the line of code behind it says as much."""
QUESTION = "Write a function that shares amounts equally among people."
_HEADER = re.compile(
    r"^Begin (?:the code|every\b.{0,40}?|each\b.{0,40}?) with (?:the|a|this) (?:comment|line)\b", re.IGNORECASE
)
_SHOWN = frozenset(
    {
        "type_hints",
        "modern_types",
        "docstrings",
        "google_docstrings",
        "raises_on_bad_input",
        "f_strings",
        "logging",
        "complexity_comment",
        "main_guard",
    }
)
_DOCSTRING = '    """Return what each person gets of each amount."""'
_EXPLANATION = """\
Each amount is divided by the number of people, so that everybody gets the same. The shares come back in the order of
the amounts.

"""
_SECTIONS = """\
    \"\"\"Return what each person gets of each amount.

    Args:
        amounts: what is shared.
        people: how many they are.

    Returns:
        one share of each amount.
    \"\"\""""


def demonstrate(rules: Sequence[Rule]) -> str:
    """Return an answer to ``QUESTION`` that follows those of ``rules`` that its code can show.

    Empty where they are too few, or none of them says that Python is wanted.
    """
    names = {rule.check for rule in rules if rule.languages in (PYTHON, ())} & _SHOWN
    if "raises_on_bad_input" not in names:
        names -= {"f_strings"}  # nothing else says a text
    headers = [rule.check.partition(":")[2] for rule in rules if _is_header(rule)]
    is_python = any(rule.languages == PYTHON for rule in rules)
    if not is_python or len(names) + len(headers) < LEAST:
        return ""
    code = "\n".join([*_open(names, headers), *_function(names), *_close(names)])
    is_bare = any(rule.check.partition(":")[0] == "code_only" for rule in rules)
    return f"{'' if is_bare else _EXPLANATION}```python\n{code}\n```"


def _is_header(rule: Rule) -> bool:
    return rule.check.startswith("contains:") and bool(_HEADER.search(rule.text))


def _open(names: Set[str], headers: Sequence[str]) -> list[str]:
    lines = [header if header.startswith("#") else f"# {header}" for header in headers]
    if headers:
        lines += [""]
    if "logging" in names:
        lines += ["import logging", "", "logger = logging.getLogger(__name__)", "", ""]
    return lines


def _function(names: Set[str]) -> list[str]:
    is_typed = not names.isdisjoint({"type_hints", "modern_types"})
    lines = ["# O(n)"] if "complexity_comment" in names else []
    lines += [
        "def share(amounts: list[int], people: int) -> list[float]:" if is_typed else "def share(amounts, people):"
    ]
    if "google_docstrings" in names:
        lines += [_SECTIONS]
    elif "docstrings" in names:
        lines += [_DOCSTRING]
    if "raises_on_bad_input" in names:
        said = 'f"people must be at least 1, not {people}"' if "f_strings" in names else '"people must be at least 1"'
        lines += ["    if people < 1:", f"        raise ValueError({said})"]
    if "logging" in names:
        lines += ['    logger.info("sharing %d amounts", len(amounts))']
    return [*lines, "    return [amount / people for amount in amounts]"]


def _close(names: Set[str]) -> list[str]:
    if "main_guard" not in names:
        return []
    show = 'logger.info("%s", share([10, 20], 4))' if "logging" in names else "print(share([10, 20], 4))"
    hint = " -> None" if not names.isdisjoint({"type_hints", "modern_types"}) else ""
    doc = ['    """Show a share."""'] if not names.isdisjoint({"docstrings", "google_docstrings"}) else []
    return ["", "", f"def main(){hint}:", *doc, f"    {show}", "", "", 'if __name__ == "__main__":', "    main()"]
