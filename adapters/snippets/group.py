"""What all commands for snippets share: whose snippets are meant, and a desk to work at. Nothing else is imported."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk

P = ParamSpec("P")
Q = ParamSpec("Q")
LARGEST_PIPE = 4_000_000
"""Bytes; a snippet holds less, but an endless pipe would fill the memory before that is asked."""

NO_TEXT = "no text in UTF-8, and a snippet holds nothing else."


@click.group()
def snippets() -> None:
    """Find and keep code.

    This works on the database of the settings; the service may run or not. The snippets are yours, those of who runs
    the program, unless --platform, --workspace and --user say whose; with --platform, the .env of this folder counts,
    as it does for `serve`. NAME is the key (s-7k2f) or the name.
    """


def says_whose(command: Callable[Q, None]) -> Callable[Q, None]:
    """Let a command be told whose things are meant."""
    platform = click.option("--platform", default="", metavar="NAME", help="slack, discord, web or terminal.")
    workspace = click.option("--workspace", default="", metavar="ID", help="The team, the server.")
    user = click.option("--user", default="", metavar="ID", help="The person, as the platform names them.")
    return platform(workspace(user(command)))


def on_desk(work: Callable[Concatenate["Desk", P], Awaitable[str]]) -> Callable[..., None]:
    """Let a command be given a person's desk, and print what it returns."""

    @says_whose
    @wraps(work)
    def run(platform: str, workspace: str, user: str, *args: P.args, **named: P.kwargs) -> None:
        import asyncio

        from adapters.snippets.desk import open_desk
        from adapters.snippets.whose import Whose
        from adapters.snippets.wording import in_commands, plain
        from adapters.terminal.visible import make_visible
        from bot.errors import UsageError
        from bot.loading import load_settings

        whose = Whose(platform, workspace, user)

        async def run_on_desk() -> str:
            async with open_desk(load_settings(here=whose.is_elsewhere), whose) as desk:
                return await work(desk, *args, **named)

        working: Coroutine[Any, Any, str] = run_on_desk()
        try:
            said = asyncio.run(working)
        except UsageError as error:
            raise type(error)(make_visible(plain(in_commands(str(error))))) from error
        if said:
            click.echo(make_visible(said))

    return run


def read_pipe() -> str:
    """Return what another program or a file sends; empty at a terminal."""
    import sys

    if sys.stdin is None or sys.stdin.isatty():
        return ""
    piped = sys.stdin.buffer.read(LARGEST_PIPE + 1)
    if len(piped) > LARGEST_PIPE:
        raise click.UsageError(f"The pipe brings more than {LARGEST_PIPE:,} bytes, and a snippet holds far less.")
    try:
        return piped.decode()
    except UnicodeDecodeError:
        from bot.errors import UsageError

        raise UsageError(f"What comes through the pipe is {NO_TEXT}") from None


def as_query(words: Iterable[str]) -> str:
    """Return arguments as a query: what a shell kept together is looked for as it stands."""
    return " ".join(f'"{word}"' if any(map(str.isspace, word)) and '"' not in word else word for word in words)
