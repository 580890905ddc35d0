"""`/snippets`, as Discord shows it: what there is. What changes it and what carries it stand beside."""

from typing import Any

from discord import app_commands
from discord.app_commands import Range

from adapters.discord.listeners import snippet_changes, snippet_files
from adapters.discord.listeners.completing import completing
from adapters.discord.listeners.running import start
from adapters.discord.listeners.snippet_choices import (
    complete_deleted,
    complete_own,
    complete_pinned,
    complete_shared,
    complete_snippets,
    complete_unpinned,
    complete_versions,
)
from adapters.discord.listeners.snippet_naming import WHICH, Name, Number, start_about
from adapters.discord.origin import Interaction
from adapters.discord.parts import Parts

Words = Range[str, 1, 200]
_QUERY = "Words or parts of code, #tag, lang:python, mine, pinned"
_DEEDS = {
    "history": ("The versions of a snippet", complete_snippets),
    "pin": ("Have a snippet of yours stand before the others", complete_unpinned),
    "unpin": ("Let a snippet of yours stand where it stood", complete_pinned),
    "unshare": ("Let nobody but you see a snippet of yours", complete_shared),
    "delete": ("Delete a snippet of yours; it can be brought back", complete_own),
    "restore": ("Bring a deleted snippet of yours back", complete_deleted),
}
"""What is done with one snippet, and which ones are offered for it."""


def make_snippets(parts: Parts) -> app_commands.Group:
    """Return the group of commands. Discord takes 25 in one."""
    group = app_commands.Group(name="snippets", description="Code worth keeping")
    _add_lists(group, parts)
    _add_looks(group, parts)
    for verb in _DEEDS:
        group.add_command(_about_one(parts, verb))
    snippet_changes.add(group, parts)
    snippet_files.add(group, parts)
    return group


def _add_lists(group: app_commands.Group, parts: Parts) -> None:
    @group.command(name="list", description="What you saved, and what others let you see here")
    @app_commands.describe(query=_QUERY)
    async def list_all(interaction: Interaction, query: Words = "") -> None:
        start(parts, interaction, f"snippets list {query}")

    @group.command(name="search", description="Find snippets by what they hold")
    @app_commands.describe(words=_QUERY)
    async def search(interaction: Interaction, words: Words) -> None:
        start(parts, interaction, f"snippets search {words}")

    @group.command(name="bin", description="What you deleted within the last 30 days")
    @app_commands.describe(words="Words that it holds")
    async def bin(interaction: Interaction, words: Words = "") -> None:
        start(parts, interaction, f"snippets bin {words}")


def _add_looks(group: app_commands.Group, parts: Parts) -> None:
    named, numbered = completing(parts, complete_snippets), completing(parts, complete_versions)

    @group.command(name="show", description="Show the code of a snippet")
    @app_commands.autocomplete(name=named, version=numbered)
    @app_commands.describe(name=WHICH, version="As it was then; else as it is")
    async def show(interaction: Interaction, name: Name, version: Number | None = None) -> None:
        start(parts, interaction, f"snippets show {name}" + (f" --version {version}" if version else ""))

    @group.command(name="diff", description="What changed between two versions of a snippet: the last two")
    @app_commands.rename(first="from", last="to")
    @app_commands.autocomplete(name=named, first=numbered, last=numbered)
    @app_commands.describe(name=WHICH, first="The version before", last="The version after")
    async def diff(
        interaction: Interaction, name: Name, first: Number | None = None, last: Number | None = None
    ) -> None:
        if last and not first:
            first = max(1, last - 1)
        numbers = " ".join(str(number) for number in (first, last) if number)
        start_about(parts, interaction, "diff", name, numbers)


def _about_one(parts: Parts, verb: str) -> app_commands.Command[Any, ..., None]:
    description, complete = _DEEDS[verb]

    @app_commands.autocomplete(name=completing(parts, complete))
    @app_commands.describe(name=WHICH)
    async def obey(interaction: Interaction, name: Name) -> None:
        start(parts, interaction, f"snippets {verb} {name}")

    return app_commands.Command(name=verb, description=description, callback=obey)
