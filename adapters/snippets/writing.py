"""What puts code into the database: save and edit."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.snippets.group import on_desk, read_pipe, snippets

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk

_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@snippets.command()
@click.option("--file", "path", type=_FILE, metavar="PATH", help="Save this file's text.")
@click.option("--name", default="", metavar="NAME", help="What to call it.")
@click.option("--language", default="", metavar="NAME", help="The language, as python or c++.")
@on_desk
async def save(desk: "Desk", path: Path | None, name: str, language: str) -> str:
    """Save the code of your last answer, or what comes through a pipe.

    \b
      code-supporter snippets save
      code-supporter snippets save --file retry.py
      pbpaste | code-supporter snippets save --name "sort by key" --language python
    """
    from adapters.snippets.texts import keep_file, keep_text, read

    if path and str(path) != "-":
        return await keep_file(desk, path, read(path), name, language)
    if piped := read_pipe().strip("\n"):
        return await keep_text(desk, piped, name, language)
    if name or language or path:
        raise click.UsageError("Say what to save: --file PATH, or a text through the pipe.")
    return await desk.does("save")


@snippets.command()
@click.argument("name")
@click.option("--file", "path", type=_FILE, metavar="PATH", help="Take the new code from this file.")
@on_desk
async def edit(desk: "Desk", name: str, path: Path | None) -> str:
    """Write a new version of a snippet, in your $EDITOR, or from a pipe.

    Where somebody else changes the snippet meanwhile, nothing is written over, and your text stays in a file.
    """
    from adapters.snippets.texts import ask_editor, edit_to, read

    snippet = await desk.find(name)
    if path and str(path) != "-":
        return await edit_to(desk, snippet, read(path))
    if piped := read_pipe():
        return await edit_to(desk, snippet, piped)
    if path:
        raise click.UsageError("The pipe brings nothing: it was to bring the new code.")
    written = ask_editor(snippet)
    if written is None:
        return "Nothing was changed."
    return await edit_to(desk, snippet, written)
