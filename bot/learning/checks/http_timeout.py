"""The check that no HTTP call in Python can wait for ever."""

import ast
from collections.abc import Iterator

from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Python
from bot.learning.nouns import Facet

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send")
_CALLS = frozenset({f"{library}.{verb}" for library in ("requests", "httpx") for verb in _VERBS})
_URLOPEN = "urllib.request.urlopen"
_CLIENTS = frozenset(
    {"requests.Session", "requests.session", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession"}
)
_PLACE = 2
"""Where ``urlopen`` takes its time-out among its positional arguments."""


def _http_timeout(python: Python) -> bool | None:
    clients = dict(_clients(python))
    carried = [
        _has_timeout(call) or (name == _URLOPEN and len(call.args) > _PLACE)
        for name, call in python.calls
        if name in _CALLS or name == _URLOPEN
    ]
    for name, call in python.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in _VERBS and name not in _CALLS:
            made = _client(python, call.func.value, clients)
            if made is not None:
                carried.append(made or _has_timeout(call))
    return all(carried) if carried else None


def _clients(python: Python) -> Iterator[tuple[str, bool]]:
    """Yield the names that hold a client, and whether it was made with a time-out."""
    for node in python.nodes:
        held: ast.expr | None = None
        if isinstance(node, ast.withitem):
            value, held = node.context_expr, node.optional_vars
        elif isinstance(node, ast.Assign):
            value, held = node.value, node.targets[0]
        elif isinstance(node, ast.AnnAssign) and node.value:
            value, held = node.value, node.target
        if held and isinstance(value, ast.Call) and python.dotted(value.func) in _CLIENTS:
            yield python.dotted(held), _has_timeout(value)


def _client(python: Python, node: ast.expr, clients: dict[str, bool]) -> bool | None:
    """Tell whether the client that is called has a time-out of its own, None where it is no client."""
    if isinstance(node, ast.Call) and python.dotted(node.func) in _CLIENTS:
        return _has_timeout(node)
    return clients.get(python.dotted(node) or "-")


def _has_timeout(call: ast.Call) -> bool:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "timeout"]
    return any(not (isinstance(value, ast.Constant) and value.value is None) for value in given)


CHECKS = (
    Check(
        "http_timeout",
        "every HTTP call, or the client that makes it, is given a timeout",
        PYTHON,
        Facet.CORRECTNESS,
        _http_timeout,
        topical=True,
    ),
)
