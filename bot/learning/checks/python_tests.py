"""Checks of tests in Python, and of calls that show how the code is used."""

import ast
import re

from bot.learning.checks.answer import Answer
from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Python, is_guard
from bot.learning.nouns import Facet

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_TYPED = re.compile(r"^[ \t>]*>>> (.{0,300})", re.MULTILINE)
_CALL = re.compile(r"\b(\w{1,80})\(")


def _is_tested(python: Python) -> bool:
    return any(each.name.startswith("test") for each in python.functions)


def _has_test_case(python: Python) -> bool:
    bases = [python.dotted(base) for node in python.classes for base in node.bases]
    return any(base.endswith("TestCase") for base in bases) or python.uses("unittest.main", "unittest.TestCase")


def _pytest_style(python: Python) -> bool | None:
    if not _is_tested(python) and not _has_test_case(python):
        return None
    asserts = any(isinstance(node, ast.Assert) for node in python.nodes) or "pytest.raises" in python.called
    return asserts and not _has_test_case(python) and not any(name.startswith("self.assert") for name in python.called)


def _tests(python: Python) -> bool:
    return _is_tested(python) or _has_test_case(python)


def _example_call(answer: Answer) -> bool | None:
    """Tell by the whole answer: what is typed at the prompt of Python's shell doesn't parse."""
    python = answer.python
    defined = {each.name for each in [*python.functions, *python.classes]}
    if not defined:
        return None
    outside = [each for each in python.top if not isinstance(each, _DEFINITIONS)]
    main = [each for each in python.functions if each.name == "main" and any(map(is_guard, python.top))]
    calls = [node for each in [*outside, *main] for node in ast.walk(each) if isinstance(node, ast.Call)]
    called = {python.dotted(call.func).rpartition(".")[2] for call in calls} - {"main"}
    return bool(defined & (called | set(_CALL.findall("\n".join(_TYPED.findall(answer.text))))))


_TESTING = (PYTHON, Facet.TESTING)
CHECKS = (
    Check(
        "pytest_style",
        "tests are functions with plain assert, without unittest.TestCase",
        *_TESTING,
        _pytest_style,
        topical=True,
    ),
    Check("tests", "the answer has tests", *_TESTING, _tests),
)
EXAMPLE = Check("example_call", "the answer shows a call of what it defines", (), Facet.FORMAT, _example_call)
