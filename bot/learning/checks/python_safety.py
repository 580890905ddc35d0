"""Checks of what makes Python fail late: swallowed errors, calls without end, shared state, injected SQL."""

import ast

from bot.learning.checks.check import PYTHON, Check
from bot.learning.checks.python import Python, parameters
from bot.learning.nouns import Facet

_MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MAKERS = frozenset({"list", "dict", "set", "bytearray", "collections.defaultdict", "collections.deque"})
_OPENERS = frozenset({"open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"})
_CLOSERS = frozenset({"contextlib.closing"})


def _no_bare_except(python: Python) -> bool | None:
    handlers = [node for node in python.nodes if isinstance(node, ast.ExceptHandler)]
    return all(each.type for each in handlers) if handlers else None


def _raises(python: Python) -> bool | None:
    if not any(parameters(function) for function in python.functions):
        return None
    raised = [node.exc for node in python.nodes if isinstance(node, ast.Raise) and node.exc]
    names = [python.dotted(exc.func if isinstance(exc, ast.Call) else exc) for exc in raised]
    return any(name != "NotImplementedError" for name in names)


def _no_global(python: Python) -> bool | None:
    if any(isinstance(node, ast.Global) for node in python.nodes):
        return False
    return True if python.functions else None


def _no_mutable_default(python: Python) -> bool | None:
    defaults = [
        default
        for function in python.functions
        for default in [*function.args.defaults, *function.args.kw_defaults]
        if default
    ]
    return not any(_is_mutable(python, default) for default in defaults) if defaults else None


def _is_mutable(python: Python, default: ast.expr) -> bool:
    made = isinstance(default, ast.Call) and python.dotted(default.func) in _MAKERS
    return made or isinstance(default, _MUTABLE)


def _context_manager_files(python: Python) -> bool | None:
    opened = {node for name, node in python.calls if _opens(python, name, node)}
    return opened <= _entered(python) if opened else None


def _opens(python: Python, name: str, call: ast.Call) -> bool:
    if name in _OPENERS:
        return True
    # ``path.open()`` opens a file; ``Image.open()`` and ``webbrowser.open()`` are a module's own affair.
    method = isinstance(call.func, ast.Attribute) and call.func.attr == "open"
    return method and name.partition(".")[0] not in {*python.modules, "self", "cls"}


def _entered(python: Python) -> set[ast.AST]:
    """What a with statement closes, itself or through ``closing`` and ``enter_context``."""
    items = {node.context_expr for node in python.nodes if isinstance(node, ast.withitem)}
    handed = [
        argument
        for name, call in python.calls
        if name in _CLOSERS or name.endswith((".enter_context", ".enter_async_context"))
        for argument in call.args
    ]
    return {*items, *handed}


def _no_eval(python: Python) -> bool:
    return not python.called & {"eval", "exec", "builtins.eval", "builtins.exec"}


_CORRECT = (PYTHON, Facet.CORRECTNESS)
CHECKS = (
    Check("no_bare_except", "every except names what it catches", *_CORRECT, _no_bare_except),
    Check("raises_on_bad_input", "the code raises an exception where its input is bad", *_CORRECT, _raises),
    Check("no_global", "no function changes a variable by a global statement", PYTHON, Facet.STYLE, _no_global),
    Check("no_mutable_default", "no parameter has a list, dict or set as its default", *_CORRECT, _no_mutable_default),
    Check(
        "context_manager_files",
        "every file is opened in a with statement",
        *_CORRECT,
        _context_manager_files,
        topical=True,
    ),
    Check("no_eval", "the code calls neither eval nor exec", PYTHON, Facet.SECURITY, _no_eval),
)
