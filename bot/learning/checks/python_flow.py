"""Checks of the way through Python functions: they leave early, and don't call themselves."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Function, Python
from bot.learning.nouns import Facet

_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_DEEPEST = 2
"""How many conditions may stand one within the other."""


def _no_recursion(python: Python) -> bool | None:
    if not python.functions:
        return None
    owners = {method: owner.name for owner in python.classes for method in owner.body}
    names = {_name(function, owners) for function in python.functions}
    graph: TopologicalSorter[str] = TopologicalSorter()
    for function in python.functions:
        graph.add(_name(function, owners), *(name for name in _callees(function, owners) if name in names))
    try:
        graph.prepare()
    except CycleError:
        return False
    return True


def _name(function: Function, owners: dict[ast.stmt, str]) -> str:
    return f"{owners[function]}.{function.name}" if function in owners else function.name


def _callees(function: Function, owners: dict[ast.stmt, str]) -> Iterator[str]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and function in owners:
            holder = node.func.value.id
            yield f"{owners[function] if holder in ('self', 'cls') else holder}.{node.func.attr}"


def _early_return(python: Python) -> bool | None:
    inside = {node for function in python.functions for node in ast.walk(function)}
    conditions = [node for node in inside if isinstance(node, ast.If)]
    if not conditions:
        return None
    return not any(_goes_on_after_leaving(each) for each in conditions) and not _nests_deeply(conditions)


def _goes_on_after_leaving(condition: ast.If) -> bool:
    """Tell whether there is an ``else`` that nothing needs, or one that would be better first."""
    if not condition.orelse:
        return False
    refused = len(condition.orelse) == 1 and isinstance(condition.orelse[0], ast.Return | ast.Raise)
    return isinstance(condition.body[-1], _LEAVING) or (refused and len(condition.body) > 1)


def _nests_deeply(conditions: list[ast.If]) -> bool:
    depth = dict.fromkeys(conditions, 1)
    # Line by line: an outer condition begins before, or left of, those within it.
    for outer in sorted(conditions, key=lambda each: (each.lineno, each.col_offset)):
        for inner in outer.body:
            if isinstance(inner, ast.If):
                depth[inner] = depth[outer] + 1
    return max(depth.values()) > _DEEPEST


CHECKS = (
    Check("no_recursion", "no function calls itself, directly or by way of others", PYTHON, Facet.STYLE, _no_recursion),
    Check(
        "early_return",
        "functions leave early, without else after a return and without deep nesting",
        PYTHON,
        Facet.STYLE,
        _early_return,
    ),
)
