"""Answers made up to follow several rules at once: small models copy code, and lose a list of rules.

Of a list of seven to ten rules Qwen2.5-Coder 0.5B followed the wanted one in none of 15 answers; with one answer before
the request that follows them all, in 11 (`evals/RESULTS.md`). A rule about a subject, such as a library, gets an answer
of its own: in a longer one it is lost again.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.learning.checks.check import PYTHON
from bot.learning.demonstration_functions import SHARE, functions_for
from bot.learning.demonstration_python import STYLES, program
from bot.learning.demonstration_scripts import query, script
from bot.learning.nouns import Rule

LEAST = 2
"""Rules to be shown at once: of a single one the line of code behind it says as much."""
_BEGIN = re.compile(
    r"^Begin (?:the code|every\b.{0,40}?|each\b.{0,40}?) with (?:the|a|this) (?:comment|line)\b", re.IGNORECASE
)
_END = re.compile(
    r"^End (?:the code|every\b.{0,40}?|each\b.{0,40}?) with (?:the|a|this) (?:words|clause)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[A-Z][A-Z_]+(?: [A-Z0-9_]+)*")
_STRICT = "set_euo_pipefail"


class Demonstration(NamedTuple):
    """What is shown as if it had been said."""

    question: str
    answer: str


def demonstrate(rules: Sequence[Rule]) -> list[Demonstration]:
    """Return answers that follow those of ``rules`` that code can show, the most relevant last.

    None where these are too few, or of no language that is shown.
    """
    is_bare = any(rule.check.partition(":")[0] == "code_only" for rule in rules)
    headers = [_words(rule) for rule in rules if _says(rule, _BEGIN)]
    if any(rule.languages == PYTHON for rule in rules):
        return _in_python(rules, headers, is_bare)
    if any(rule.check == _STRICT for rule in rules):
        return [Demonstration(*script(headers, is_bare))] if headers else []
    ends = [_words(rule) for rule in rules if "sql" in rule.languages and _says(rule, _END)]
    clauses = [words for words in ends if _CLAUSE.fullmatch(words)]
    return [Demonstration(*query(headers, clauses[-1], is_bare))] if headers and clauses else []


def _in_python(rules: Sequence[Rule], headers: Sequence[str], is_bare: bool) -> list[Demonstration]:
    shown = [rule for rule in rules if rule.languages in (PYTHON, ())]
    names = {rule.check for rule in shown} & STYLES
    if "raises_on_bad_input" not in names:
        names -= {"f_strings"}  # nothing else says a text
    subjects = functions_for([rule.check for rule in shown if rule.topical])
    if len(names) + len(headers) + len(subjects) < LEAST:
        return []
    firsts = [SHARE] if names or headers else []
    return [Demonstration(*program(each, names, headers, is_bare)) for each in [*firsts, *subjects.values()]]


def _says(rule: Rule, pattern: re.Pattern[str]) -> bool:
    return rule.check.startswith("contains:") and bool(pattern.search(rule.text))


def _words(rule: Rule) -> str:
    return rule.check.partition(":")[2]
