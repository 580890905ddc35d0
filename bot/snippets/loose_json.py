"""JSON as people write it, with comments and commas before a bracket; what is too much is refused before it is built.

A file of a few megabytes can hold values that take a hundred times as much memory: their number is bounded, too.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from bot.errors import UsageError
from bot.text import bare

_DEEPEST = 50
_MOST_VALUES = 500_000
"""Enough for the most snippets that are carried at once, with versions; what is made of them takes about 100 MB."""
_MOST_CUTS = 200_000
_PART = re.compile(
    r"""(?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+")
    |(?P<comma>,)|(?P<open>[\[{])|(?P<close>[\]}])
    |(?P<comment>//[^\n]*+|/\*.*?\*/)
    |(?P<blank>[ \t\r\n]++)
    |(?P<rest>[^"/,\[\]{}]++)""",
    re.DOTALL | re.VERBOSE,
)


def parse(text: str) -> Any:
    """Return what a JSON text says. Raises ``UsageError``, also for a name that stands twice in one object."""
    strict = _strict(text)
    try:
        return json.loads(strict, object_pairs_hook=_object, parse_constant=_refuse_constant, strict=False)
    except json.JSONDecodeError as error:
        raise UsageError(f"Its JSON is broken in line {error.lineno:,}: {error.msg}.") from error
    except ValueError as error:
        raise UsageError("Its JSON holds a number that is too long.") from error


def _strict(text: str) -> str:
    """Return the text without what JSON itself does not allow; the lines stay, since errors count them."""
    parts, at = list[str](), 0
    for start, end in sorted(_cuts(text)):
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*parts, text[at:]])


def _cuts(text: str) -> list[tuple[int, int]]:
    """Return where comments stand, and commas that nothing follows."""
    cuts, comma = list[tuple[int, int]](), -1
    for part in _parts(text):
        kind = part.lastgroup
        if kind == "comment":
            cuts.append(part.span())
        elif kind == "close" and comma >= 0:
            cuts.append((comma, comma + 1))
        if kind not in ("blank", "comment"):
            comma = part.start() if kind == "comma" else -1
        if len(cuts) > _MOST_CUTS:
            raise UsageError(f"Its JSON has more than {_MOST_CUTS:,} comments, which is too many.")
    return cuts


def _parts(text: str) -> Iterator[re.Match[str]]:
    at = values = depth = 0
    while part := _PART.match(text, at):
        yield part
        at, kind = part.end(), part.lastgroup
        values += kind == "comma" or kind == "open"
        depth += (kind == "open") - (kind == "close")
        if depth > _DEEPEST:
            raise UsageError(f"Its JSON is nested more than {_DEEPEST} deep.")
        if values > _MOST_VALUES:
            raise UsageError("Its JSON holds too much at once: take it apart into several files.")
    if at < len(text):
        raise UsageError(f"Its JSON is broken in line {text.count(chr(10), 0, at) + 1:,}.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in made if names.count(name) > 1)
        raise UsageError(f"Its JSON has `{bare(twice)[:80]}` twice in one place.")
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise UsageError(f"Its JSON holds {name}, which is no value of JSON.")
