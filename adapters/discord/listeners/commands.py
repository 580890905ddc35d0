"""The commands that people type, as Discord shows them."""

from functools import partial
from typing import Any, Literal

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from adapters.discord.listeners import asking
from adapters.discord.listeners.completing import complete_models, completing
from adapters.discord.listeners.lessons import make_lessons
from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import start
from adapters.discord.listeners.snippets import make_snippets
from adapters.discord.origin import Interaction
from adapters.discord.parts import Parts
from bot.commands import parse_code
from bot.commands.parse import SETTINGS, URL

_TYPED = ("web", "web logout")
"""What is a command of its own here, and is typed behind `/code` elsewhere, so that people do so here, too."""
_MODES = [
    Choice(name="a new problem", value="query"),
    Choice(name="a change to the last answer to me", value="feedback"),
]
_WHERE = [
    Choice(name="me", value="me"),
    Choice(name="all in this thread", value="here"),
    Choice(name="all in this channel", value="channel"),
    Choice(name="all on this server", value="workspace"),
]


def plant(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    """Add the commands to ``tree``."""
    _plant_code(tree, parts)
    _plant_small(tree, parts)
    tree.add_command(make_snippets(parts))
    tree.add_command(make_lessons(parts))


def _plant_code(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    @tree.command(name="code", description="Ask a coding question; it is answered in a thread")
    @app_commands.describe(
        prompt="What should the code do? Code and error messages can stand here as they are",
        model="Which model answers",
        mode="A new problem, or what to change in the last answer to you",
        file="A file that belongs to the question",
    )
    @app_commands.choices(mode=_MODES)
    @app_commands.autocomplete(model=completing(parts, complete_models))
    async def code(
        interaction: Interaction,
        prompt: Range[str, 1, 6000],
        model: str = "",
        mode: str = "query",
        file: discord.Attachment | None = None,
    ) -> None:
        model = "" if model == "default" else model
        attached = [file] if file else []
        if parse_code(prompt) in _TYPED and not (model or file):
            start(parts, interaction, f"code {parse_code(prompt)}")
        elif mode == "feedback":
            act = partial(asking.mend, parts, words=prompt, model=model, attached=attached)
            take(parts, interaction, act, waits=False, free=True)  # words that are refused are given back
        else:
            act = partial(asking.ask, parts, text=prompt, model=model, attached=attached)
            take(parts, interaction, act, waits=False, free=True)


def _plant_small(tree: app_commands.CommandTree[Any], parts: Parts) -> None:
    @tree.command(name="model", description="Show the models, or choose which one answers")
    @app_commands.describe(name="The model that answers from now on", where="Whom it answers; you, if nothing is said")
    @app_commands.choices(where=_WHERE)
    @app_commands.autocomplete(name=completing(parts, complete_models))
    async def model(interaction: Interaction, name: str = "", where: str = "") -> None:
        start(parts, interaction, f"code model {name}{f' --{where}' if name and where else ''}")

    @tree.command(name="url", description="Your own model servers, which only you can ask")
    @app_commands.describe(action="What to do; list them, if nothing is said", name="What it is called", url="Its URL")
    @app_commands.choices(action=[Choice(name=verb, value=verb) for verb in URL])
    async def url(interaction: Interaction, action: str = "list", name: str = "", url: str = "") -> None:
        start(parts, interaction, f"code url {action} {name} {url}".strip())

    @tree.command(name="settings", description="Your settings and those of this channel")
    @app_commands.describe(setting="What to change for this channel", value="Whether it is on")
    @app_commands.choices(setting=[Choice(name=name, value=name) for name in SETTINGS])
    async def settings(interaction: Interaction, setting: str = "", value: Literal["on", "off"] | None = None) -> None:
        start(parts, interaction, f"code settings {setting} {value or ''}".strip())

    @tree.command(name="web", description="The way to the web page, where you are who you are here")
    @app_commands.describe(action="What to do instead of opening it")
    @app_commands.choices(action=[Choice(name="sign out everywhere", value="logout")])
    async def web(interaction: Interaction, action: str = "") -> None:
        start(parts, interaction, f"code web {action}".strip())

    for name, description in (
        ("usage", "The tokens that you and this server used"),
        ("stop", "Stop the answers that are being written for you here"),
        ("help", "What there is to type"),
    ):
        tree.add_command(_plain(parts, name, description))


def _plain(parts: Parts, name: str, description: str) -> app_commands.Command[Any, ..., None]:
    async def obey(interaction: Interaction) -> None:
        start(parts, interaction, f"code {name}")

    return app_commands.Command(name=name, description=description, callback=obey)
