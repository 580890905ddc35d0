"""What models are told: one Markdown file a prompt, filled in by Jinja2.

A file may hold several chat turns, each under a line such as ``<!-- user -->``. The file is split into turns before
anything is filled in, and what is filled in is never read as a template: people's text is data and stays in its place.
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

_TURN = re.compile(r"^<!-- (system|user|assistant) -->\n", re.MULTILINE)
_LONGEST_RUN = re.compile(r"`+")
_FOLDER = Path(__file__).parent


def text(name: str, **values: object) -> str:
    """Return the prompt ``name`` filled in; an undefined name is a ``jinja2.UndefinedError``."""
    ((_, template),) = _turns(name)
    return template.render(**values)


def turns(name: str, **values: object) -> list[dict[str, str]]:
    """Return the prompt ``name`` as chat messages, filled in."""
    return [{"role": role, "content": template.render(**values)} for role, template in _turns(name)]


@cache
def _turns(name: str) -> list[tuple[str, Template]]:
    source = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    _, *parts = _TURN.split(source) if _TURN.match(source) else ("", "", source)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [(role, _environment().from_string(body.strip())) for role, body in pairs]


@cache
def _environment() -> Environment:
    environment = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True)
    environment.filters["fenced"] = fenced
    environment.filters["line"] = line
    return environment


def fenced(content: str, language: str = "") -> str:
    """Return ``content`` in a code fence longer than any run of backticks in it, so that it can't close it."""
    longest = max((len(run) for run in _LONGEST_RUN.findall(content)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{content}\n{marks}"


def line(content: str) -> str:
    """Return ``content`` on a single line."""
    return " ".join(content.split())
