"""Checks tell, without a model, whether an answer follows a rule. A spec names one: ``pathlib``, ``max_lines:20``."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from bot.learning.checks import (
    comments,
    http_timeout,
    imports,
    languages,
    param_sql,
    prose,
    python_flow,
    python_libraries,
    python_safety,
    python_style,
    python_tests,
    python_values,
    shell,
)
from bot.learning.checks.answer import Answer
from bot.learning.checks.check import PYTHON, Argument, Check
from bot.learning.checks.finding import find_spec, read_subject
from bot.learning.checks.finding_words import say_words
from bot.learning.checks.languages import spell

__all__ = ["catalogue", "explain", "find", "is_known", "read_subject", "run", "say_words", "spell"]
_FILES = (
    languages,
    python_libraries,
    python_style,
    python_safety,
    python_values,
    python_flow,
    python_tests,
    http_timeout,
    param_sql,
    imports,
    shell,
    comments,
    prose,
)
_ALL: Mapping[str, Check] = MappingProxyType({check.name: check for file in _FILES for check in file.CHECKS})
_LONGEST_WORDS = 100
_LIBRARY = re.compile(r"[A-Za-z_@][\w.@/-]{0,59}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


def catalogue() -> Mapping[str, Check]:
    """Return every check by its name."""
    return _ALL


def is_known(spec: str) -> bool:
    """Tell whether there is such a check, and its argument is one that it takes."""
    return _read(spec) is not None


def run(spec: str, answer: str) -> bool | None:
    """Tell whether a Markdown answer follows ``spec``.

    None where nothing can be said: the check is unknown, the answer has nothing that it could be about, or it is
    longer than ``answer.LONGEST``. Never raises, and runs none of the answer's code.
    """
    known, seen = _read(spec), _see(answer)
    if not known or not seen.judgeable:
        return None
    check, argument = known
    of_python = check.languages == PYTHON
    if of_python and not seen.python.trees:
        return None
    subject = seen.python if of_python else seen
    return check.function(subject, argument) if argument else check.function(subject)


def explain(spec: str) -> str:
    """Return what a check proves, in one sentence without its full stop; empty where it is unknown."""
    known = _read(spec)
    return known[0].says.replace("{}", known[1]) if known else ""


def find(rule: str, languages: Sequence[str] = ()) -> str:
    """Return the spec of the check that verifies a rule written in free English; empty where none does.

    ``languages`` are those of the rule, as fences name them; empty: any, or those that its text names.
    """
    return find_spec(rule, languages, _ALL)


@lru_cache(maxsize=2)
def _see(answer: str) -> Answer:
    """One answer is held against several rules: it is parsed once."""
    return Answer(answer)


def _read(spec: str) -> tuple[Check, str] | None:
    name, colon, argument = spec.partition(":")
    check = _ALL.get(name)
    if not check:
        return None
    argument = argument.strip() if colon else check.default
    return (check, argument) if _takes(check.argument, argument) else None


def _takes(kind: Argument, argument: str) -> bool:
    match kind:
        case Argument.NONE:
            return not argument
        case Argument.NUMBER:
            return _NUMBER.fullmatch(argument) is not None
        case Argument.LANGUAGE:
            return languages.is_language(argument)
        case Argument.LIBRARY:
            return _LIBRARY.fullmatch(argument) is not None
        case Argument.WORDS:
            return 0 < len(argument) <= _LONGEST_WORDS
