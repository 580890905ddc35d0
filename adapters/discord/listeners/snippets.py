"""`/snippets`, as Discord shows it."""

from typing import Any

from discord import app_commands
from discord.app_commands import Range

from adapters.discord.listeners.completing import complete_deleted, complete_own, complete_snippets, completing
from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import run, start
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from bot.snippets import LONGEST_NAME
from bot.store.snippets import Viewer

Words = Range[str, 1, 200]
_COMPLETE = {"show": complete_snippets, "delete": complete_own, "restore": complete_deleted}
"""What is offered for the name, by what is done with it."""


def make_snippets(parts: Parts) -> app_commands.Group:
    """Return the group of commands."""
    group = app_commands.Group(name="snippets", description="Code worth keeping")

    @group.command(name="list", description="What you saved, and others in this channel")
    async def list_all(interaction: Interaction) -> None:
        start(parts, interaction, "snippets list")

    @group.command(name="search", description="Find snippets by words that they hold")
    async def search(interaction: Interaction, words: Words) -> None:
        start(parts, interaction, f"snippets search {words}")

    @group.command(name="save", description="Save the code of the last answer to you here")
    async def save(interaction: Interaction) -> None:
        start(parts, interaction, "snippets save")

    @group.command(name="rename", description="Call a snippet of yours something else")
    @app_commands.autocomplete(name=completing(parts, complete_own))
    @app_commands.describe(name="Its key, such as s-7k2f, or its name", new="What it is called from now on")
    async def rename(interaction: Interaction, name: Words, new: Range[str, 1, LONGEST_NAME]) -> None:
        async def act(origin: Origin) -> None:
            viewer = Viewer(origin.author, origin.guild, origin.scope)
            key = (await parts.snippets.find(viewer, name)).key  # a name may have several words
            await run(parts, origin, f"snippets rename {key} {new}")

        take(parts, interaction, act)

    for verb, description in (
        ("show", "Show the code of a snippet"),
        ("delete", "Delete a snippet of yours; it can be brought back"),
        ("restore", "Bring a deleted snippet of yours back"),
    ):
        group.add_command(_about_one(parts, verb, description))
    return group


def _about_one(parts: Parts, verb: str, description: str) -> app_commands.Command[Any, ..., None]:
    @app_commands.autocomplete(name=completing(parts, _COMPLETE[verb]))
    @app_commands.describe(name="Its key, such as s-7k2f, or its name")
    async def obey(interaction: Interaction, name: Words) -> None:
        start(parts, interaction, f"snippets {verb} {name}")

    return app_commands.Command(name=verb, description=description, callback=obey)
