"""The Python of an answer: its syntax trees, what it defines and calls, and where names come from."""

import ast
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MOST_PARTS = 8
_NOTHING = (ast.Expr, ast.Pass)
_MOST_BRACES = 3_000
"""Python 3.11 takes seconds for an f-string with more."""
_PARSING = threading.Lock()


@dataclass(frozen=True)
class Python:
    """Blocks of Python, read as one program: a name imported in one is known in all."""

    trees: tuple[ast.Module, ...]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return [node for tree in self.trees for node in ast.walk(tree)]

    @cached_property
    def top(self) -> list[ast.stmt]:
        """The statements that stand in no other."""
        return [statement for tree in self.trees for statement in tree.body]

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]

    @cached_property
    def methods(self) -> set[ast.AST]:
        """The functions that stand directly in a class."""
        return {each for node in self.classes for each in node.body}

    @cached_property
    def calls(self) -> list[tuple[str, ast.Call]]:
        """Every call with the dotted name of what is called."""
        return [(self.dotted(node.func), node) for node in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def called(self) -> set[str]:
        return {name for name, _ in self.calls}

    @cached_property
    def names(self) -> set[str]:
        """The dotted names of all that is used or imported."""
        used = {self.dotted(node) for node in self.nodes if isinstance(node, ast.Name | ast.Attribute)}
        return used | {full for full, _ in self.imports}

    @cached_property
    def imports(self) -> list[tuple[str, str]]:
        """What is imported by its full name, with its name in the code; relative imports are left out."""
        return [pair for node in self.nodes for pair in _imported(node)]

    @cached_property
    def modules(self) -> set[str]:
        """The first parts of what is imported."""
        return {full.partition(".")[0] for full, _ in self.imports}

    def uses(self, *prefixes: str) -> bool:
        """Tell whether anything of one of these modules, classes or functions is used or imported."""
        return any(name == prefix or name.startswith(f"{prefix}.") for name in self.names for prefix in prefixes)

    def dotted(self, node: ast.AST) -> str:
        """Return the full name, seen through imports: ``osp.join`` as ``os.path.join``; empty where it is no name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute) and len(parts) < _MOST_PARTS:
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self._origins.get(node.id, node.id), *reversed(parts)])

    @cached_property
    def _origins(self) -> dict[str, str]:
        return {local: full for full, local in self.imports if local}


def parse(code: str, *, sure: bool) -> ast.Module | None:
    """Return the tree, None where it can't be parsed; not ``sure`` also where it may as well be words or a command."""
    if code.count("{") > _MOST_BRACES:
        return None
    try:
        # Python warns of odd escapes in what it parses; those of an answer are none of ours.
        with _PARSING, warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="<answer>")
            tree = ast.parse(code, "<answer>")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if sure or any(not isinstance(each, _NOTHING) for each in tree.body) else None


def parameters(function: Function) -> list[ast.arg]:
    """Return every parameter, also ``*args`` and ``**kwargs``."""
    of = function.args
    return [*of.posonlyargs, *of.args, *filter(None, [of.vararg]), *of.kwonlyargs, *filter(None, [of.kwarg])]


def has_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_guard(node: ast.AST) -> bool:
    """Tell whether it is ``if __name__ == "__main__":``."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare):
        return False
    sides = [node.test.left, *node.test.comparators]
    names = {side.id for side in sides if isinstance(side, ast.Name)}
    return "__name__" in names and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            # ``import a.b`` binds ``a``, and its name says all already.
            yield alias.name, alias.asname or ""
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module, ""
        for alias in node.names:
            yield f"{node.module}.{alias.name}", alias.asname or alias.name
