"""What changes nothing: list, search, show, history, diff, and what lies in the bin."""

from typing import TYPE_CHECKING

import click

from adapters.snippets.group import as_query, on_desk, snippets

if TYPE_CHECKING:
    from adapters.snippets.desk import Desk

_NUMBER = click.IntRange(min=1)
_JSON = click.option("--json", "as_json", is_flag=True, help="For other programs.")


@snippets.command("list")
@click.argument("words", nargs=-1)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only those with this tag.")
@click.option("--page", type=_NUMBER, default=1, metavar="NUMBER", help="There are ten on each.")
@_JSON
@on_desk
async def show_list(desk: "Desk", words: tuple[str, ...], tags: tuple[str, ...], page: int, as_json: bool) -> str:
    """List the snippets; WORDS: those that hold all of them, what stands in quotes as it stands.

    lang:py takes those of a language, mine those that you saved, pinned those that stand before the others.
    """
    query = as_query([*words, *(f"#{tag.removeprefix('#')}" for tag in tags)])
    if not as_json:
        return await desk.does("list", query, f"--page {page}")
    from adapters.snippets.as_json import list_as_json

    return list_as_json(await desk.book.search(desk.viewer, query, page))


@snippets.command()
@click.argument("words", nargs=-1, required=True)
@on_desk
async def search(desk: "Desk", words: tuple[str, ...]) -> str:
    """Find the snippets that hold all WORDS, parts of words and punctuation included."""
    return await desk.does("search", as_query(words))


@snippets.command()
@click.argument("name")
@click.option("--version", type=_NUMBER, metavar="NUMBER", help="As it was then.")
@click.option("--file", default="", metavar="NAME", help="This one of its files.")
@click.option("--raw", is_flag=True, help="The code alone, as in a pipe.")
@_JSON
@on_desk
async def show(desk: "Desk", name: str, version: int | None, file: str, raw: bool, as_json: bool) -> str:
    """Show a snippet; in a pipe, its code alone."""
    from adapters.snippets.showing import is_shown, pick_file, pick_version, show_on_screen, write_raw

    snippet = await pick_version(desk, name, version)
    if as_json:
        from adapters.snippets.as_json import as_json as in_json

        return in_json(snippet)
    if raw or file or not is_shown():
        write_raw(pick_file(snippet, file))
    else:
        show_on_screen(await desk.run(f"show {snippet.key}{f' --version {version}' if version else ''}"))
    return ""


@snippets.command()
@click.argument("name")
@click.argument("versions", type=_NUMBER, nargs=-1, metavar="[FROM [TO]]")
@on_desk
async def diff(desk: "Desk", name: str, versions: tuple[int, ...]) -> str:
    """Show what changed in the last edit, or between two versions."""
    if len(versions) > 2:
        raise click.UsageError("Two versions can be compared: diff NAME FROM TO")
    from adapters.snippets.showing import is_shown, show_on_screen

    reply = await desk.run(" ".join(["diff", (await desk.find(name)).key, *map(str, versions)]))
    if not is_shown():
        return desk.tell(reply)
    show_on_screen(reply)
    return ""


@snippets.command()
@click.argument("name")
@on_desk
async def history(desk: "Desk", name: str) -> str:
    """List the versions of a snippet, newest first."""
    return await desk.does_to("history", name)


@snippets.command("bin")
@click.argument("words", nargs=-1)
@on_desk
async def show_bin(desk: "Desk", words: tuple[str, ...]) -> str:
    """List what was deleted within the last 30 days."""
    return await desk.does("bin", *words)
