"""Lessons that have nothing to do with a case: they show what any text in the place of lessons would do."""

import random
from collections.abc import Sequence

from bot.learning.nouns import Facet
from evals.tasks import Case

_KINDRED = (
    {"code_only", "complexity_comment", "contains", "docstrings", "example_call", "lacks", "max_words", "no_comments"},
    {"code_only", "example_call", "max_function_lines", "max_lines", "max_words", "one_block"},
    {"httpx", "http_timeout"},
    {"avoids", "httpx", "no_third_party", "uses"},
    {"dataclass", "enum", "type_hints"},
    {"context_manager_files", "csv_dictreader", "pathlib"},
    {"comprehension_only", "no_recursion"},
    {"no_bare_except", "pytest_style", "raises_on_bad_input"},
    {"argparse", "main_guard"},
    {"contains", "param_sql"},
)
"""Checks that an answer may pass for the sake of another one's rule, such as a docstring that tells the O(n)."""


def placebo(case: Case, cases: Sequence[Case], count: int = 1, seed: int = 0) -> tuple[Case, ...]:
    """Choose ``count`` other cases whose rules don't touch the case's check; the same ones for the same seed."""
    others = sorted((other for other in cases if not _touches(other, case)), key=lambda other: other.id)
    if count > len(others):
        raise ValueError(f"only {len(others)} lessons have nothing to do with {case.id}")
    return tuple(random.Random(f"{seed} {case.id}").sample(others, count))


def _touches(other: Case, case: Case) -> bool:
    """A rule about the language is never a placebo: it may take an answer out of reach of any check."""
    names = {_name(other), _name(case)}
    return len(names) == 1 or other.facet is Facet.LANGUAGE or any(names <= kin for kin in _KINDRED)


def _name(case: Case) -> str:
    return case.check.partition(":")[0]
