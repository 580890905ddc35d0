"""Checks of which part of Python's library, or which package, does a job."""

import ast
import sys

from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Python, has_text
from bot.learning.nouns import Facet

_FILE_CALLS = frozenset({"open", "io.open", "glob.glob", "glob.iglob"}) | {
    f"os.{name}"
    for name in (
        "listdir",
        "walk",
        "scandir",
        "makedirs",
        "mkdir",
        "remove",
        "unlink",
        "rename",
        "rmdir",
        "stat",
        "getcwd",
    )
}
_LOGGERS = ("logging", "loguru", "structlog")
_HTTP = ("requests", "urllib.request", "urllib3", "http.client", "aiohttp")
_CLI = ("sys.argv", "click", "typer", "getopt", "optparse", "docopt", "fire")
_THE_ANSWERS_OWN = frozenset(
    {"your_module", "my_module", "yourmodule", "mymodule", "main", "solution", "module", "app", "conftest"}
)
"""What examples and tests call the code that the answer itself has."""


def _pathlib(python: Python) -> bool | None:
    paths = python.uses("pathlib") or "Path" in python.called
    other = python.uses("os.path")
    if not paths and not other and not python.called & _FILE_CALLS and not python.uses("shutil"):
        return None
    return paths and not other


def _no_print(python: Python) -> bool:
    return "print" not in python.called


def _logging(python: Python) -> bool | None:
    logs = python.uses(*_LOGGERS)
    return logs and _no_print(python) if logs or "print" in python.called else None


def _httpx(python: Python) -> bool | None:
    ours, other = python.uses("httpx"), python.uses(*_HTTP)
    return ours and not other if ours or other else None


def _no_third_party(python: Python) -> bool:
    return python.modules <= sys.stdlib_module_names | _THE_ANSWERS_OWN


def _argparse(python: Python) -> bool | None:
    ours, other = "argparse.ArgumentParser" in python.called, python.uses(*_CLI)
    return ours and not other if ours or other else None


def _csv_dictreader(python: Python) -> bool | None:
    ours = "csv.DictReader" in python.called
    other = bool(python.called & {"csv.reader", "pandas.read_csv", "polars.read_csv"})
    if ours or other:
        return ours and not other
    return False if _splits_at_commas(python) and _names_csv(python) else None


def _splits_at_commas(python: Python) -> bool:
    split = [call for _, call in python.calls if isinstance(call.func, ast.Attribute) and call.func.attr == "split"]
    return any(isinstance(arg, ast.Constant) and arg.value == "," for call in split for arg in call.args)


def _names_csv(python: Python) -> bool:
    texts = [node.value for node in python.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return any("csv" in word.lower() for word in [*texts, *python.names, *(each.name for each in python.functions)])


def _dataclass(python: Python) -> bool | None:
    decorators = [each for node in python.classes for each in node.decorator_list]
    names = [python.dotted(each.func if isinstance(each, ast.Call) else each) for each in decorators]
    if any(name.rpartition(".")[2] == "dataclass" for name in names):
        return True
    return False if _keeps_data_otherwise(python) else None


def _keeps_data_otherwise(python: Python) -> bool:
    """By a class with its own ``__init__``, a named tuple, a typed dict, or a dict or tuple that is returned."""
    bases = {python.dotted(base).rpartition(".")[2] for node in python.classes for base in node.bases}
    if any(each.name == "__init__" for each in python.functions) or bases & {"NamedTuple", "TypedDict"}:
        return True
    returned = [node.value for node in python.nodes if isinstance(node, ast.Return)]
    tables = any(isinstance(each, ast.Dict) and any(map(has_text, each.keys)) for each in returned)
    return tables or any(isinstance(each, ast.Tuple) for each in returned) or "collections.namedtuple" in python.called


_LIBRARY = (PYTHON, Facet.LIBRARY)
CHECKS = (
    Check("pathlib", "the code uses pathlib and not os.path", *_LIBRARY, _pathlib, topical=True),
    Check("logging", "the code logs, and prints nothing", *_LIBRARY, _logging),
    Check("no_print", "the code calls print nowhere", PYTHON, Facet.STYLE, _no_print),
    Check("httpx", "HTTP calls are made by httpx, not by requests or urllib", *_LIBRARY, _httpx, topical=True),
    Check("no_third_party", "the code imports only Python's standard library", *_LIBRARY, _no_third_party),
    Check("argparse", "the command line is read by argparse", *_LIBRARY, _argparse, topical=True),
    Check("csv_dictreader", "CSV is read by csv.DictReader", *_LIBRARY, _csv_dictreader, topical=True),
    Check("dataclass", "data is kept in a dataclass", *_LIBRARY, _dataclass, topical=True),
)
