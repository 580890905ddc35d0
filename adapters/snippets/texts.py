"""Texts of a person's own on their way into a snippet; none is lost where that fails."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.snippets.group import LARGEST_PIPE, NO_TEXT
from bot.blocks import Block
from bot.commands.snippet_text import called, changed, list_lines
from bot.errors import BotError, UsageError
from bot.languages import extension
from bot.nouns import Snippet
from bot.snippets import limits
from bot.snippets.editing import Edit
from bot.snippets.making import make

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk


def read(path: Path) -> str:
    """Return a file's text. Raises ``UsageError`` where it is none, or far too long."""
    if path.stat().st_size > LARGEST_PIPE:
        raise UsageError(f"{path} has more than {LARGEST_PIPE:,} bytes, and a snippet holds far less.")
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise UsageError(f"{path} is {NO_TEXT}") from None


async def keep_file(desk: "Desk", path: Path, text: str, name: str, language: str) -> str:
    """Keep a file as one snippet, to its last byte, whatever its text looks like."""
    language = limits.check_language(language or path.suffix.removeprefix("."))
    kept, _ = await desk.book.keep_as(make(Block(language, text), desk.viewer, "", name=name or path.name))
    return _tell(desk, [kept])


async def keep_text(desk: "Desk", text: str, name: str, language: str) -> str:
    """Keep the code blocks of a text, or all of it where it has none."""
    kept = await desk.book.keep_code(text, desk.viewer, language=limits.check_language(language), name=name)
    return _tell(desk, kept)


def ask_editor(snippet: Snippet) -> str | None:
    """Let the person edit the code; None where they left it as it is."""
    if not sys.stdin.isatty():
        raise click.UsageError("The pipe brings nothing: it was to bring the new code.")
    return click.edit(snippet.code, extension=f".{extension(snippet.language)}")


async def edit_to(desk: "Desk", snippet: Snippet, text: str) -> str:
    """Write ``text`` as the next version of ``snippet`` as it was read; where that fails, it stays in a file."""
    if not snippet.code.endswith("\n"):
        text = text.removesuffix("\n").removesuffix("\r")  # editors end the last line, whether it was ended or not
    try:
        before, now = await desk.book.editing.edit(desk.viewer, snippet.key, Edit(code=text), snippet.version)
    except BotError as error:
        raise type(error)(f"{error} Your text stays in {_put_aside(snippet, text)}") from error
    if before.version == now.version:
        return "Nothing was changed."
    said = f"{called(now)} is at version {now.version} now.\n\n{changed(before, now)}"
    return desk.say(said, f"revert {now.key} {before.version} --version {now.version}")


def _tell(desk: "Desk", kept: Sequence[Snippet]) -> str:
    return desk.say("\n".join(["**Saved**", *list_lines(kept, desk.call("save"))]))


def _put_aside(snippet: Snippet, text: str) -> Path:
    """Write a text that could not be kept into a file that only its person reads."""
    with tempfile.NamedTemporaryFile(
        "w", prefix=f"{snippet.key}-", suffix=f".{extension(snippet.language)}", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return Path(file.name)
