"""Checks of how Python is written: hints, docstrings, names, and the shape of functions."""

import ast
import re
from collections import Counter

from bot.learning.checks.check import PYTHON, Argument, Check
from bot.learning.checks.python import Python, has_text, is_guard, parameters
from bot.learning.nouns import Facet

_SNAKE = re.compile(r"_*[a-z][a-z0-9_]*$|_*[A-Z][A-Z0-9_]*$|_+$")
_THEIRS = frozenset({"setUp", "tearDown", "setUpClass", "tearDownClass", "setUpModule", "tearDownModule", "runTest"})
_THEIR_PREFIXES = ("visit_", "do_", "depart_")
_OLD_TYPES = tuple(
    f"typing.{name}" for name in ("List", "Dict", "Set", "FrozenSet", "Tuple", "Type", "Optional", "Union")
)
_SCRIPT = (ast.For, ast.While, ast.With, ast.Try)
_GOOGLE = re.compile(r"^[ \t]*(?:Args|Arguments|Returns|Yields|Raises):[ \t]*$", re.MULTILINE)


def _hints(python: Python) -> bool | None:
    if not python.functions:
        return None
    for function in python.functions:
        given = parameters(function)
        if function in python.methods and given and given[0].arg in ("self", "cls", "mcs"):
            given = given[1:]
        if any(not each.annotation for each in given) or not (function.returns or function.name == "__init__"):
            return False
    return True


def _modern_types(python: Python) -> bool | None:
    if python.uses(*_OLD_TYPES):
        return False
    return True if _hints_anything(python) else None


def _hints_anything(python: Python) -> bool:
    hinted = any(
        function.returns or any(each.annotation for each in parameters(function)) for function in python.functions
    )
    return hinted or any(isinstance(node, ast.AnnAssign) for node in python.nodes)


def _public(python: Python) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """What others may use: tests, and functions within functions, are not."""
    outer = [each for each in python.top if isinstance(each, ast.ClassDef)]
    bodies = [python.top, *(each.body for each in outer if not each.name.startswith("_"))]
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    found = [each for body in bodies for each in body if isinstance(each, kinds)]
    return [each for each in found if not each.name.startswith(("_", "test_"))]


def _docstrings(python: Python) -> bool | None:
    public = _public(python)
    return all(ast.get_docstring(each, clean=False) for each in public) if public else None


def _google_docstrings(python: Python) -> bool | None:
    public = [each for each in _public(python) if not isinstance(each, ast.ClassDef) and parameters(each)]
    texts = [ast.get_docstring(each, clean=False) or "" for each in public]
    return all(_GOOGLE.search(text) for text in texts) if texts else None


def _f_strings(python: Python) -> bool | None:
    for node in python.nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and has_text(node.left):
            return False
        if isinstance(node, ast.Attribute) and node.attr == "format" and has_text(node.value):
            return False
    return True if any(isinstance(node, ast.FormattedValue) for node in python.nodes) else None


def _snake_case(python: Python) -> bool | None:
    names = {each.name for each in python.functions} | {
        arg.arg for each in python.functions for arg in parameters(each)
    }
    stored = {node.id for node in python.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    # A name like ``Point`` may be a type's.
    names |= {name for name in stored if not name.lstrip("_")[:1].isupper()}
    ours = [name for name in names if name not in _THEIRS and not name.startswith(_THEIR_PREFIXES)]
    return all(_SNAKE.match(name) for name in ours) if ours else None


def _constants_upper(python: Python) -> bool | None:
    stored = [node.id for node in python.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    once = {name for name, times in Counter(stored).items() if times == 1}
    plain = [each for each in python.top if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)]
    targets = [target for each in plain for target in each.targets if isinstance(target, ast.Name)]
    names = [target.id for target in targets if target.id in once and not target.id.startswith("__")]
    return all(name == name.upper() for name in names) if names else None


def _max_function_lines(python: Python, most: str) -> bool | None:
    lengths = [(each.end_lineno or each.lineno) - each.lineno + 1 for each in python.functions]
    return max(lengths) <= int(most) if lengths else None


def _comprehension_only(python: Python) -> bool | None:
    if any(isinstance(node, ast.For | ast.AsyncFor) for node in python.nodes):
        return False
    return True if any(isinstance(node, ast.comprehension) for node in python.nodes) else None


def _main_guard(python: Python) -> bool | None:
    if any(is_guard(each) for each in python.top):
        return True
    runs = any(isinstance(each, _SCRIPT) or _is_call(each) for each in python.top)
    return False if runs or any(each.name == "main" for each in python.functions) else None


def _is_call(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call | ast.Await)


_HINTS = "every function hints the types of its parameters and of what it returns"
_STYLE = (PYTHON, Facet.STYLE)
CHECKS = (
    Check("type_hints", _HINTS, *_STYLE, _hints),
    Check(
        "modern_types",
        "types are written as list[int] and X | None, not by typing.List and Optional",
        *_STYLE,
        _modern_types,
    ),
    Check("docstrings", "every public function and class has a docstring", *_STYLE, _docstrings),
    Check(
        "google_docstrings",
        "docstrings have Google's sections, such as Args: and Returns:",
        *_STYLE,
        _google_docstrings,
    ),
    Check("f_strings", "text is formatted by f-strings, not by % or .format", *_STYLE, _f_strings),
    Check("snake_case", "functions, parameters and variables are named in snake_case", *_STYLE, _snake_case),
    Check("constants_upper", "constants of a module are named in UPPER_CASE", *_STYLE, _constants_upper),
    Check(
        "max_function_lines",
        "no function has more than {} lines",
        *_STYLE,
        _max_function_lines,
        argument=Argument.NUMBER,
    ),
    Check("comprehension_only", "the code has comprehensions and no for statement", *_STYLE, _comprehension_only),
    Check("main_guard", 'what runs as a script stands behind if __name__ == "__main__"', *_STYLE, _main_guard),
)
