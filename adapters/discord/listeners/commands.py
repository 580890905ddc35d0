"""The commands that people type, as Discord shows them."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, Literal

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from adapters.discord.listeners import asking
from adapters.discord.listeners.completing import complete_models, complete_snippets
from adapters.discord.listeners.net import take
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.telling import show
from bot.commands import Call

Interaction = discord.Interaction[Any]
Words = Range[str, 1, 200]
_MODES = [
    Choice(name="a new problem", value="query"),
    Choice(name="a change to the last answer to me", value="feedback"),
]
_Complete = Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]


def plant(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    """Add the commands to ``tree``."""
    _plant_code(tree, parts)
    _plant_small(tree, parts)
    tree.add_command(_snippets(parts))


async def run(parts: Parts, origin: Origin, line: str, *, instead: bool = False) -> None:
    """Run a command such as ``snippets show s-7k2f``, and show what it says. Raises ``UsageError``."""
    parts.access.check(origin.spot)
    name, _, text = line.partition(" ")
    conversation = origin.place.conversation if origin.is_thread or origin.is_direct else ""
    call = Call(name, text.strip(), origin.author, origin.guild, origin.scope, conversation)
    await show(parts, origin, await parts.commands.run(call), instead=instead)


def _run(parts: Parts, interaction: Interaction, line: str) -> None:
    take(parts, interaction, lambda origin: run(parts, origin, line))


def _completing(parts: Parts, complete: Callable[[Parts, Interaction, str], Awaitable[list[Choice[str]]]]) -> _Complete:
    async def offer(interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await complete(parts, interaction, typed)

    return offer


def _plant_code(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    @tree.command(name="code", description="Ask a coding question; it is answered in a thread")
    @app_commands.describe(
        prompt="What should the code do? Code and error messages can stand here as they are",
        model="Which model answers",
        mode="A new problem, or what to change in the last answer to you",
        file="A file that belongs to the question",
    )
    @app_commands.choices(mode=_MODES)
    @app_commands.autocomplete(model=_completing(parts, complete_models))
    async def code(
        interaction: Interaction,
        prompt: Range[str, 1, 6000],
        model: str = "",
        mode: str = "query",
        file: discord.Attachment | None = None,
    ) -> None:
        model = "" if model == "default" else model
        attached = [file] if file else []
        if mode == "feedback":
            act = partial(asking.mend, parts, words=prompt, model=model, attached=attached)
        else:
            act = partial(asking.ask, parts, text=prompt, model=model, attached=attached)
        take(parts, interaction, act, waits=False)


def _plant_small(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    @tree.command(name="model", description="Show the models, or choose which one answers you")
    @app_commands.describe(name="The model that answers you from now on")
    @app_commands.autocomplete(name=_completing(parts, complete_models))
    async def model(interaction: Interaction, name: str = "") -> None:
        _run(parts, interaction, f"code model {name}")

    @tree.command(name="settings", description="Your settings and those of this channel")
    @app_commands.describe(setting="What to change for this channel", value="Whether it is on")
    async def settings(
        interaction: Interaction,
        setting: Literal["mention", "inplace"] | None = None,
        value: Literal["on", "off"] | None = None,
    ) -> None:
        _run(parts, interaction, f"code settings {setting or ''} {value or ''}".strip())

    for name, description in (
        ("usage", "The tokens that you and this server used"),
        ("stop", "Stop the answers that are being written for you here"),
        ("web", "The address of the web page"),
        ("help", "What there is to type"),
    ):
        tree.add_command(_plain(parts, name, description))


def _plain(parts: Parts, name: str, description: str) -> app_commands.Command[Any, ..., None]:
    async def obey(interaction: Interaction) -> None:
        _run(parts, interaction, f"code {name}")

    return app_commands.Command(name=name, description=description, callback=obey)


def _snippets(parts: Parts) -> app_commands.Group:
    group = app_commands.Group(name="snippets", description="Code worth keeping")

    @group.command(name="list", description="What you saved, and others in this channel")
    async def list_all(interaction: Interaction) -> None:
        _run(parts, interaction, "snippets list")

    @group.command(name="search", description="Find snippets by words that they hold")
    async def search(interaction: Interaction, words: Words) -> None:
        _run(parts, interaction, f"snippets search {words}")

    @group.command(name="save", description="Save the code of the last answer to you here")
    async def save(interaction: Interaction) -> None:
        _run(parts, interaction, "snippets save")

    @group.command(name="rename", description="Call a snippet of yours something else")
    @app_commands.autocomplete(name=_completing(parts, complete_snippets))
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
    @app_commands.autocomplete(name=_completing(parts, complete_snippets))
    @app_commands.describe(name="Its key, such as s-7k2f, or its name")
    async def obey(interaction: Interaction, name: Words) -> None:
        _run(parts, interaction, f"snippets {verb} {name}")

    return app_commands.Command(name=verb, description=description, callback=obey)
