"""The command line's part for tokens. What a command needs is imported when it runs, so that help is instant."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import click

from adapters.tokens.scopes import READ, SCOPES, WRITE

if TYPE_CHECKING:
    from bot.store import Store


@click.group()
def tokens() -> None:
    """Let programs use the API: each token acts as one person of one workspace.

    This works on the database of the settings; the service may run or not.
    """


@tokens.command()
@click.option("--platform", required=True, type=click.Choice(["slack", "discord", "web", "terminal"]))
@click.option("--workspace", default="", metavar="ID", help="The team, the server; of web it is known.")
@click.option("--user", default="", metavar="ID", help="As whom it acts, by the platform's id; of web it is known.")
@click.option("--name", default="", help="What that person is called; else the id.")
@click.option(
    "--scopes", default=f"{READ} {WRITE}", help=f"What it may do, of: {', '.join(SCOPES)}.", show_default=True
)
@click.option("--label", default="", help="What it is for.")
def add(platform: str, workspace: str, user: str, name: str, scopes: str, label: str) -> None:
    """Make a token, and print it, once.

    \b
      code-supporter tokens add --platform slack --workspace T024BE7LH --user U012AB3CD --label "Ann's editor"
      code-supporter tokens add --platform web --scopes snippets:read
    """
    wanted = tuple(dict.fromkeys(scopes.replace(",", " ").split()))
    odd = next((scope for scope in wanted if scope not in SCOPES), "")
    if odd or not wanted:
        raise click.UsageError(f"There is no scope {odd!r}; there is {', '.join(SCOPES)}.")
    if platform == "web":
        from adapters.person_at_page import LOCAL, WORKSPACE

        workspace, user, name = workspace or WORKSPACE, user or LOCAL.id, name or LOCAL.name
    if platform == "terminal":
        workspace = workspace or platform
    if missing := [option for option, said in (("--workspace", workspace), ("--user", user)) if not said]:
        raise click.UsageError(f"Say for whom: {' and '.join(missing)}.")

    async def work(store: "Store") -> str:
        from bot.nouns import Author

        token, secret = await store.tokens.add(Author(platform, user, name or user), workspace, wanted, label)
        click.echo(f"Token {token.id}; nobody can read it here again:", err=True)
        return secret

    _on_store(work)


@tokens.command("list")
def show_list() -> None:
    """List the tokens that there are, as whom each acts, and when it was used last."""

    async def work(store: "Store") -> str:
        found = await store.tokens.all()
        lines = [
            f"{each.id}  {each.author.platform} {each.workspace} {each.author.name} ({each.author.id})"
            f"  {','.join(each.scopes)}  {_when(each.used)}{f'  {each.label}' if each.label else ''}"
            for each in found
        ]
        return "\n".join(lines) or "There are no tokens: code-supporter tokens add"

    _on_store(work)


@tokens.command()
@click.argument("number", type=click.IntRange(min=1))
def revoke(number: int) -> None:
    """Let a token open nothing any more."""

    async def work(store: "Store") -> str:
        from bot.errors import UsageError

        revoked = await store.tokens.revoke(number)
        if not revoked:
            raise UsageError(f"There is no token {number}: code-supporter tokens list")
        return f"Token {number} of {revoked.author.name} opens nothing any more."

    _on_store(work)


def _on_store(work: Callable[["Store"], Awaitable[str]]) -> None:
    """Open the store, and print what is to be said."""
    import asyncio

    from adapters.terminal.visible import make_visible
    from bot.loading import load_settings
    from bot.store import open_store

    async def run() -> str:
        async with open_store(load_settings(here=True).database) as store:
            return await work(store)

    click.echo(make_visible(asyncio.run(run())))


def _when(used: float) -> str:
    from datetime import UTC, datetime

    if not used:
        return "never used"
    return f"used {datetime.fromtimestamp(used, UTC):%Y-%m-%d %H:%M} UTC"
