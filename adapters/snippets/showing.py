"""A snippet's code, in colour on a screen, or as it is for whatever reads it."""

import sys
from typing import TYPE_CHECKING

import click

from adapters.snippets.wording import as_markdown, in_commands
from adapters.terminal.canvas import is_screen, open_canvas
from bot.commands.call import Reply
from bot.errors import Missing
from bot.nouns import Snippet
from bot.snippets.editing import pick

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk


def is_shown() -> bool:
    """True where a person looks at what is printed, on a terminal that knows colours."""
    return is_screen(sys.stdout)


async def pick_version(desk: "Desk", name: str, version: int | None) -> Snippet:
    """Return a snippet as it is, or as it was in ``version``. Raises ``Missing``."""
    snippet = await desk.find(name)
    return pick(await desk.book.editing.versions(desk.viewer, snippet.key), version) if version else snippet


def pick_file(snippet: Snippet, name: str) -> str:
    """Return the text of one of a snippet's files; empty: its code. Raises ``Missing``."""
    if not name:
        return snippet.code
    text = next((file.text for file in snippet.files if file.name == name), None)
    if text is None:
        named = ", ".join(file.name for file in snippet.files) or "none beside its code"
        raise Missing(f"`{snippet.key}` has no file {name!r}; its files: {named}.")
    return text


def write_raw(code: str) -> None:
    """Write code and nothing else, in UTF-8 whatever the terminal's own encoding; a last newline where it lacks one."""
    click.echo(code.encode(), nl=not code.endswith("\n"))


def show_on_screen(reply: Reply) -> None:
    """Draw a reply, with its code in colour; what a chat gets as a file is drawn like the rest."""
    text = in_commands(reply.text)
    if reply.file:
        about, gap, _ = text.rpartition("\n\n")  # behind that it says that there is a file
        text = about + gap + as_markdown(reply.file)
    open_canvas(sys.stdout).end(text)
    click.echo()
