"""The command line's part for snippets: one function a command."""

from typing import TYPE_CHECKING

import click

import adapters.snippets.carrying
import adapters.snippets.looking
import adapters.snippets.writing  # noqa: F401  # why: each adds its commands to the group
from adapters.snippets.group import on_desk, snippets

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk

__all__ = ["snippets"]
_VERSION = click.IntRange(min=1)
_WHOM = click.argument("whom", type=click.Choice(["everyone"]), required=False, metavar="[everyone]")


@snippets.command(context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("new", nargs=-1, required=True)
@on_desk
async def rename(desk: "Desk", name: str, new: tuple[str, ...]) -> str:
    """Call a snippet something else."""
    return await desk.does_to("rename", name, *new)


@snippets.command(context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("tags", nargs=-1, required=True)
@on_desk
async def tag(desk: "Desk", name: str, tags: tuple[str, ...]) -> str:
    """Add tags, and take off those with a minus: tag s-7k2f retry -http.

    Shells take a word that begins with # for a comment, so it may be left out.
    """
    return await desk.does_to("tag", name, *map(_with_mark, tags))


@snippets.command()
@click.argument("name")
@click.argument("text", nargs=-1)
@on_desk
async def note(desk: "Desk", name: str, text: tuple[str, ...]) -> str:
    """Write a note to a snippet; without TEXT, take it away."""
    return await desk.does_to("note", name, *(text or ("-",)))


@snippets.command()
@click.argument("name")
@click.argument("language")
@on_desk
async def language(desk: "Desk", name: str, language: str) -> str:
    """Say in which language a snippet is."""
    return await desk.does_to("language", name, language)


@snippets.command()
@click.argument("name")
@click.argument("version", type=_VERSION)
@click.option("--version", "last", type=_VERSION, metavar="NUMBER", help="Only if this is the last one.")
@on_desk
async def revert(desk: "Desk", name: str, version: int, last: int | None) -> str:
    """Make a snippet again what it was in a version of before."""
    return await desk.does_to("revert", name, str(version), *([f"--version {last}"] if last else []))


@snippets.command()
@click.argument("name")
@on_desk
async def pin(desk: "Desk", name: str) -> str:
    """Let a snippet stand before the others."""
    return await desk.does_to("pin", name)


@snippets.command()
@click.argument("name")
@on_desk
async def unpin(desk: "Desk", name: str) -> str:
    """Let a snippet stand among the others."""
    return await desk.does_to("unpin", name)


@snippets.command()
@click.argument("name")
@_WHOM
@on_desk
async def share(desk: "Desk", name: str, whom: str | None) -> str:
    """Let everybody in the workspace see a snippet; a terminal stands in no channel."""
    return await desk.does_to("share", name, "everyone")


@snippets.command()
@click.argument("name")
@_WHOM
@on_desk
async def unshare(desk: "Desk", name: str, whom: str | None) -> str:
    """Let nobody see a snippet but who saved it; with "everyone", the people of its channel still do."""
    return await desk.does_to("unshare", name, *([whom] if whom else []))


@snippets.command()
@click.argument("name")
@on_desk
async def delete(desk: "Desk", name: str) -> str:
    """Throw a snippet into the bin, where it lies for 30 days."""
    return await desk.does_to("delete", name)


@snippets.command()
@click.argument("name")
@on_desk
async def restore(desk: "Desk", name: str) -> str:
    """Bring a snippet back out of the bin."""
    return await desk.does("restore", name)


def _with_mark(tag: str) -> str:
    """Return a tag as the chats write it: ``#retry``, or ``-#http`` where it is to be taken off."""
    minus = "-" if tag.startswith("-") else ""
    return f"{minus}#{tag.removeprefix('-').removeprefix('#')}"
