"""The command line: one function a command. What a command needs is imported when it runs, so that help is instant."""

import sys
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import click

from adapters.discord.cli import discord
from adapters.failures import told_in_one_line
from adapters.lessons.cli import lessons
from adapters.mcp.cli import mcp
from adapters.models.cli import models
from adapters.slack.cli import slack
from adapters.snippets.cli import snippets
from adapters.tokens.cli import tokens
from adapters.usage.cli import usage

T = TypeVar("T")
_NAME = "code-supporter"
_LARGEST_PIPE = 1_000_000
"""Bytes; the engine has a lower limit on questions, but an endless pipe would fill the memory before it is asked."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=lambda *args: _show_version(*args))
def commands() -> None:
    """A team's coding helper that learns from feedback."""


@commands.command()
def serve() -> None:
    """Run the bot and its page until stopped.

    Settings come from the environment and from a .env file.
    """
    from adapters import start
    from bot.loading import load_settings

    sys.exit(_run(start.serve(load_settings(here=True))))


@commands.command()
@click.argument("question", nargs=-1)
@click.option("--model", default="", metavar="NAME", help="Ask this model instead of the default one.")
@click.option(
    "--mode",
    type=click.Choice(["query", "feedback"]),
    default="query",
    help="feedback: a complaint about your last answer, which is then written anew.",
)
@click.option("--continue", "continues", is_flag=True, help="Go on with your last conversation.")
@click.option("--again", is_flag=True, help="Have your last question answered once more.")
def ask(question: tuple[str, ...], model: str, mode: str, continues: bool, again: bool) -> None:
    """Ask a question and read the answer as it is written.

    \b
      code-supporter ask "how do I flatten a list in Python?"
      cat slow.py | code-supporter ask "why is this slow?"
      code-supporter ask --continue "and without recursion?"
      code-supporter ask --mode feedback "use a generator"

    A piped text is a file that belongs to the question, or the question itself. Ctrl-C stops the answer and keeps
    what was written. Exit codes: 0 answered, 1 failed, 2 wrong usage, 130 stopped.
    """
    text = " ".join(question)
    if again and text:
        raise click.UsageError("--again takes no question: it has the last one answered once more.")
    piped = "" if again else _read_pipe()
    if not (again or text.strip() or piped.strip()):
        raise click.UsageError(f'Nothing was asked: {_NAME} ask "your question"')
    from bot.loading import load_settings

    settings = load_settings()
    from adapters.terminal import ask as terminal  # takes a second, which a wrong setting need not wait for
    from adapters.terminal.wish import Wish

    wish = Wish(text, piped, model, feedback=mode == "feedback", continues=continues, again=again)
    sys.exit(_run(terminal.ask(settings, wish)))


@commands.command()
def migrate() -> None:
    """Bring the database to this program's version, as every start does."""
    from bot.loading import load_settings
    from bot.store import open_store
    from bot.store.migrate import HEAD

    async def run() -> None:
        async with open_store(load_settings(here=True).database):
            click.echo(f"The database is at version {HEAD}.")

    _run(run())


@commands.command()
def key() -> None:
    """Print a new key for ENCRYPTION_KEY.

    To change keys, put the new one first, a comma behind it, start once, and take the old one away.
    """
    from base64 import urlsafe_b64encode
    from secrets import token_bytes

    click.echo(urlsafe_b64encode(token_bytes(32)).decode())


commands.add_command(lessons)
commands.add_command(snippets)
commands.add_command(mcp)
commands.add_command(tokens)
commands.add_command(models)
commands.add_command(usage)
commands.add_command(slack)
commands.add_command(discord)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end with its exit code; without ``arguments`` those of the process."""
    with told_in_one_line(_NAME):
        sys.exit(commands.main(arguments, prog_name=_NAME, standalone_mode=False))


def _run(work: Coroutine[Any, Any, T]) -> T:
    import asyncio

    return asyncio.run(work)


def _read_pipe() -> str:
    """Return what another program or a file sends; empty at a terminal."""
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    piped = sys.stdin.buffer.read(_LARGEST_PIPE + 1)
    if len(piped) > _LARGEST_PIPE:
        raise click.UsageError(f"The pipe brings more than {_LARGEST_PIPE:,} bytes: send the part that matters.")
    return piped.decode(errors="replace")


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from importlib import metadata

    try:
        version = metadata.version(_NAME)
    except metadata.PackageNotFoundError:
        version = "(not installed)"
    click.echo(f"{_NAME} {version}")
    context.exit()


if __name__ == "__main__":
    main()
