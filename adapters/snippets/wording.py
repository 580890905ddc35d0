"""What the snippets command says, for a terminal: its Markdown as plain text, its buttons as lines to type."""

import re
import shlex
from collections.abc import Iterable, Sequence

from bot.commands.markdown import fence
from bot.fences import fenced
from bot.nouns import Attachment, Button

_COMMAND = re.compile(r"`/(?=snippets\b)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((\S+)\)")
_BEFORE = {"Undo": "To undo", "More": "More"}
"""What is said before what a button runs; the others run what anybody at a terminal would type anyway."""


def in_commands(text: str) -> str:
    """Return a text that names the program's commands where it names those of a chat."""
    return _COMMAND.sub("`code-supporter ", text)


def plain(text: str) -> str:
    """Return Markdown as plain text; code stays as it is, without its fences."""
    said, at = "", 0
    for block in fenced(text):
        said += _bare(text[at : block.start].rstrip("\n").rpartition("\n")[0]) + "\n"
        end = len(text) if block.end is None else block.end
        said += text[block.start : end]
        at = text.find("\n", end) + 1 or len(text)
    return (said + _bare(text[at:])).strip("\n")


def as_markdown(file: Attachment) -> str:
    """Return what a chat gets as a file: code as a fenced block; where it is several files, it is Markdown already."""
    if file.name.endswith(".md") and "```" in file.text:
        return file.text
    return fence(file.text, file.name.rpartition(".")[2])


def to_type(buttons: Iterable[Button], options: Sequence[str]) -> list[str]:
    """Return lines with what buttons run, each with the ``options`` that say whose snippets are meant."""
    return [
        f"{_BEFORE[button.label]}: {shlex.join(['code-supporter', *button.command.split(), *options])}"
        for button in buttons
        if button.label in _BEFORE
    ]


def _bare(markup: str) -> str:
    """Return Markdown without fences as plain text; what stands as code in it may hold anything."""
    parts = markup.split("`")
    parts[::2] = [_LINK.sub(r"\1: \2", part.replace("**", "")) for part in parts[::2]]
    return "".join(parts)
