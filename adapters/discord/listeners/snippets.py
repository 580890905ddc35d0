"""`/snippets`, as Discord shows it."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Range

from adapters.discord.listeners.completing import complete_snippets, completing
from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import run, start
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from bot.commands import Call

Interaction = discord.Interaction[Any]
Words = Range[str, 1, 200]


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
    @app_commands.autocomplete(name=completing(parts, complete_snippets))
    @app_commands.describe(name="Its key, such as s-7k2f, or its name", new="What it is called from now on")
    async def rename(interaction: Interaction, name: Words, new: Range[str, 1, 80]) -> None:
        async def act(origin: Origin) -> None:
            viewer = Call("", "", origin.author, origin.guild, origin.scope).viewer
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
    @app_commands.autocomplete(name=completing(parts, complete_snippets))
    @app_commands.describe(name="Its key, such as s-7k2f, or its name")
    async def obey(interaction: Interaction, name: Words) -> None:
        start(parts, interaction, f"snippets {verb} {name}")

    return app_commands.Command(name=verb, description=description, callback=obey)
