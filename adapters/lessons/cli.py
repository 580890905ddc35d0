"""The command line's part for lessons. What a command needs is imported when it runs, so that help is instant."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

if TYPE_CHECKING:
    from adapters.lessons.book import Book

P = ParamSpec("P")
_NUMBER = click.IntRange(min=1)


@click.group()
def lessons() -> None:
    """Look after what was learnt from feedback.

    This works on the database of the settings; the service may run or not. Where lessons of several workspaces are
    kept, --platform and --workspace say of which one.
    """


def _on_book(work: Callable[Concatenate["Book", P], Awaitable[str]]) -> Callable[..., None]:
    """Let a command be given a workspace's book, and print what it returns."""

    @click.option("--platform", default="", metavar="NAME", help="slack, discord, web or terminal.")
    @click.option("--workspace", default="", metavar="ID", help="The team, the server; of web and terminal their name.")
    @wraps(work)
    def run(platform: str, workspace: str, *args: P.args, **named: P.kwargs) -> None:
        import asyncio

        from adapters.lessons.book import open_book
        from adapters.terminal.visible import make_visible
        from bot.loading import load_settings

        async def run_on_book() -> str:
            async with open_book(load_settings(here=True), platform, workspace) as book:
                return await work(book, *args, **named)

        work_on_it: Coroutine[Any, Any, str] = run_on_book()
        click.echo(make_visible(asyncio.run(work_on_it)))

    return run


@lessons.command("list")
@click.argument("words", nargs=-1)
@_on_book
async def show_list(book: "Book", words: tuple[str, ...]) -> str:
    """List the lessons, newest first; WORDS: those that say all of them."""
    return await book.list(words)


@lessons.command()
@click.argument("number", type=_NUMBER)
@_on_book
async def show(book: "Book", number: int) -> str:
    """Tell where a lesson comes from, who is for it, and how it changed."""
    return await book.show(number)


@lessons.command()
@click.argument("rule", nargs=-1, required=True)
@_on_book
async def add(book: "Book", rule: tuple[str, ...]) -> str:
    """Teach a lesson to everybody in the workspace, and pin it."""
    return await book.add(" ".join(rule))


@lessons.command()
@click.argument("number", type=_NUMBER)
@click.argument("rule", nargs=-1, required=True)
@_on_book
async def edit(book: "Book", number: int, rule: tuple[str, ...]) -> str:
    """Let a lesson say something else."""
    return await book.edit(number, " ".join(rule))


@lessons.command()
@click.argument("number", type=_NUMBER)
@_on_book
async def delete(book: "Book", number: int) -> str:
    """Delete a lesson; `restore` brings it back."""
    return await book.delete(number)


@lessons.command()
@click.argument("number", type=_NUMBER)
@_on_book
async def restore(book: "Book", number: int) -> str:
    """Bring a deleted lesson back."""
    return await book.restore(number)


@lessons.command()
@click.option("--personal", is_flag=True, help="Also what holds for single people.")
@_on_book
async def export(book: "Book", personal: bool) -> str:
    """Print the lessons as a section for a project's AGENTS.md."""
    return await book.export(personal=personal)


@lessons.command()
@_on_book
async def effect(book: "Book") -> str:
    """Compare answers with each lesson and with it withheld by chance: thumbs, and what checks say.

    Behind each share stands of how many it is, and where it is with 95 of 100 chances.
    """
    return await book.effect()
