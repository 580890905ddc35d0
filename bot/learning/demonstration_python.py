"""A program in Python made up to follow rules of style in each of its functions."""

from collections.abc import Sequence, Set
from textwrap import indent

from bot.learning.demonstration_parts import Function

STYLES = frozenset(
    {
        "type_hints",
        "modern_types",
        "docstrings",
        "google_docstrings",
        "raises_on_bad_input",
        "f_strings",
        "logging",
        "complexity_comment",
        "main_guard",
    }
)
"""The checks of what any function can show."""
_TYPED = frozenset({"type_hints", "modern_types"})
_TOLD = frozenset({"docstrings", "google_docstrings"})


def program(function: Function, names: Set[str], headers: Sequence[str], is_bare: bool) -> tuple[str, str]:
    """Return what was asked for, and an answer that follows the checks in ``names`` and begins with ``headers``."""
    is_whole = bool(function.shown)
    parts = [_start(function, names, headers), _define(function, names)]
    if "main_guard" in names and is_whole:
        parts += [_main(function, names)]
    code = "\n\n\n".join(part for part in parts if part)
    said = "" if is_bare else f"{function.why}\n\n"
    return f"Write a function that {function.does}.", f"{said}```python\n{code}\n```"


def _start(function: Function, names: Set[str], headers: Sequence[str]) -> str:
    comments = "\n".join(header if header.startswith("#") else f"# {header}" for header in headers)
    logger = "logger = logging.getLogger(__name__)" if "logging" in names else ""
    imports = [*(["import logging"] if logger else []), *(line for line in [function.imports] if line)]
    brought = "\n".join(sorted(imports, key=_by_form))
    return "\n\n".join(part for part in (comments, brought, logger) if part)


def _by_form(line: str) -> tuple[bool, str]:
    return line.startswith("from"), line


def _define(function: Function, names: Set[str]) -> str:
    inside = [_say(function, names), *_refuse(function, names)]
    if "logging" in names:
        inside += [f'logger.info("{function.name} is called")']
    body = indent("\n".join([*filter(None, inside), function.body]), "    ")
    order = f"# {function.order}\n" if "complexity_comment" in names else ""
    return f"{_kind(function, names)}{order}{_head(function, names)}\n{body}"


def _kind(function: Function, names: Set[str]) -> str:
    if not function.kind:
        return ""
    says = f'"""{function.kind.says}"""\n\n' if names & _TOLD else ""
    return f"{function.kind.head}\n{indent(says + function.kind.body, '    ')}\n\n\n"


def _head(function: Function, names: Set[str]) -> str:
    if not names & _TYPED:
        return f"def {function.name}({', '.join(name for name, _, _ in function.takes)}):"
    takes = ", ".join(f"{name}: {kind}" for name, kind, _ in function.takes)
    return f"def {function.name}({takes}) -> {function.gives[0]}:"


def _say(function: Function, names: Set[str]) -> str:
    said = f'"""Return {function.gives[1]}.'
    if "google_docstrings" in names and function.takes:
        takes = "\n".join(f"    {name}: {what}." for name, _, what in function.takes)
        return f'{said}\n\nArgs:\n{takes}\n\nReturns:\n    {function.gives[1]}.\n"""'
    return f'{said}"""' if names & _TOLD else ""


def _refuse(function: Function, names: Set[str]) -> list[str]:
    condition, said = function.refuses
    if not condition or "raises_on_bad_input" not in names:
        return []
    told = f'f"{said}, not {{people}}"' if "f_strings" in names else f'"{said}"'
    return [f"if {condition}:\n    raise ValueError({told})"]


def _main(function: Function, names: Set[str]) -> str:
    show = f'logger.info("%s", {function.shown})' if "logging" in names else f"print({function.shown})"
    head = "def main() -> None:" if names & _TYPED else "def main():"
    says = ['    """Show a share."""'] if names & _TOLD else []
    return "\n".join([head, *says, f"    {show}", "", "", 'if __name__ == "__main__":', "    main()"])
