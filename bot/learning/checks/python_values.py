"""Checks of the right kind of value in Python: money, moments, named choices; and of async code."""

import ast
import re
from collections import defaultdict

from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Python
from bot.learning.nouns import Facet

_MONEY = re.compile(
    r"price|money|amount|balance|salary|invoice|payment|currency|discount|revenue|budget|(?:^|_)(?:cost|tax|vat|fee)s?(?:_|$)",
    re.IGNORECASE,
)
_NAIVE = ("datetime.utcnow", "datetime.utcfromtimestamp", "datetime.today")
_CLOCKS = {"datetime.now": 0, "datetime.fromtimestamp": 1}
"""What is naive without a time zone, and where it takes one among its positional arguments."""
_ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})
_FEWEST = 2
_BLOCKING = ("time.sleep", "requests", "urllib.request.urlopen")


def _decimal_money(python: Python) -> bool | None:
    exact = python.uses("decimal") or "Decimal" in python.called
    if not exact and not any(_MONEY.search(name) for name in _own_names(python)):
        return None
    return exact and "float" not in python.names and not _counts_in_floats(python)


def _own_names(python: Python) -> set[str]:
    stored = {node.id for node in python.nodes if isinstance(node, ast.Name)}
    return (
        stored
        | {node.arg for node in python.nodes if isinstance(node, ast.arg)}
        | {each.name for each in python.functions}
    )


def _counts_in_floats(python: Python) -> bool:
    sums = [side for node in python.nodes if isinstance(node, ast.BinOp) for side in (node.left, node.right)]
    made = [arg for name, call in python.calls if name.endswith("Decimal") for arg in call.args]
    return any(isinstance(each, ast.Constant) and isinstance(each.value, float) for each in [*sums, *made])


def _tz_aware(python: Python) -> bool | None:
    aware = []
    for name, call in python.calls:
        short = ".".join(name.split(".")[-2:])
        if short in _NAIVE:
            return False
        if short in _CLOCKS:
            given = [*call.args[_CLOCKS[short] :], *(each.value for each in call.keywords if each.arg in ("tz", None))]
            aware.append(any(not (isinstance(each, ast.Constant) and each.value is None) for each in given))
    return all(aware) if aware else None


def _enum(python: Python) -> bool | None:
    bases = {python.dotted(base).rpartition(".")[2] for node in python.classes for base in node.bases}
    if bases & _ENUMS:
        return True
    return False if _chooses_by_text(python) else None


def _chooses_by_text(python: Python) -> bool:
    """Tell whether one name is compared with several texts, or a ``Literal`` lists them."""
    compared: dict[str, set[object]] = defaultdict(set)
    for node in python.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            right = node.comparators[0]
            if isinstance(right, ast.Constant) and isinstance(right.value, str):
                compared[python.dotted(node.left)].add(right.value)
        elif isinstance(node, ast.Subscript) and python.dotted(node.value).rpartition(".")[2] == "Literal":
            return isinstance(node.slice, ast.Tuple)
    return any(name and name != "__name__" and len(texts) >= _FEWEST for name, texts in compared.items())


def _async_code(python: Python) -> bool | None:
    if not python.functions:
        return None
    return any(isinstance(each, ast.AsyncFunctionDef) for each in python.functions) and not python.uses(*_BLOCKING)


CHECKS = (
    Check(
        "decimal_money",
        "money is counted in Decimal, never in float",
        PYTHON,
        Facet.CORRECTNESS,
        _decimal_money,
        topical=True,
    ),
    Check("tz_aware", "every datetime that is now has a time zone", PYTHON, Facet.CORRECTNESS, _tz_aware, topical=True),
    Check("enum", "choices are members of an Enum, not plain texts", PYTHON, Facet.STYLE, _enum, topical=True),
    Check(
        "async_code",
        "the code is async, and nothing in it blocks",
        PYTHON,
        Facet.PERFORMANCE,
        _async_code,
        topical=True,
    ),
)
