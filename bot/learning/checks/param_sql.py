"""The check that SQL in Python is not put together from values."""

import ast
import re

from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Python
from bot.learning.nouns import Facet

_EXECUTORS = ("execute", "executemany", "executescript", "fetch", "fetchrow", "fetchval", "read_sql", "read_sql_query")
_SQL = re.compile(r"\s*(?:select|insert|update|delete|create|drop|alter|replace|with|merge|pragma)\s", re.IGNORECASE)
_DEEPEST = 50


def _param_sql(python: Python) -> bool | None:
    if not any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value)
        for node in python.nodes
    ):
        return None
    calls = [call for _, call in python.calls if isinstance(call.func, ast.Attribute) and call.func.attr in _EXECUTORS]
    statements = [call.args[0] for call in calls if call.args]
    built = _built_names(python)
    return not any(_is_built(python, each, built) for each in statements) if statements else None


def _built_names(python: Python) -> set[str]:
    """The names that hold text put together from values, or that are added to."""
    names = set()
    for node in python.nodes:
        if isinstance(node, ast.Assign) and _is_built(python, node.value, set()):
            names |= {python.dotted(target) for target in node.targets}
        elif isinstance(node, ast.AugAssign) and not _is_text(node.value):
            names.add(python.dotted(node.target))
    return names - {""}


def _is_built(python: Python, node: ast.expr, built: set[str]) -> bool:
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return True
        # SQLAlchemy's ``text`` takes the statement as it is.
        wrapped = node.args[0] if node.args and python.dotted(node.func).rpartition(".")[2] == "text" else None
        return wrapped is not None and not isinstance(wrapped, ast.Call) and _is_built(python, wrapped, built)
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod) or not _is_text(node)
    return python.dotted(node) in built


def _is_text(node: ast.expr) -> bool:
    """Tell whether it is literal text, or the sum of such."""
    for _ in range(_DEEPEST):
        if not isinstance(node, ast.BinOp):
            return isinstance(node, ast.Constant)
        if not isinstance(node.right, ast.Constant):
            return False
        node = node.left
    return False


CHECKS = (
    Check(
        "param_sql",
        "SQL gets its values as parameters, never by an f-string, +, % or .format",
        PYTHON,
        Facet.SECURITY,
        _param_sql,
        topical=True,
    ),
)
