"""`/snippets` to which code comes, or from which it goes: saved, edited in a form or by a file, exported, imported."""

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from adapters.discord import files
from adapters.discord.listeners.completing import completing
from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import run, run_for_form, start
from adapters.discord.listeners.snippet_choices import complete_own
from adapters.discord.listeners.snippet_naming import WHICH, Name
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from bot.nouns import Attachment
from bot.snippets.carried import LARGEST_FILE
from bot.snippets.limits import LARGEST

_FORMS = [
    Choice(name="JSON, with all that they were", value="json"),
    Choice(name="ZIP: files of code, and the JSON", value="zip"),
    Choice(name="snippets for VS Code", value="vscode"),
]
_Query = Range[str, 1, 200]


def add(group: app_commands.Group, parts: Parts) -> None:
    """Add these commands."""
    _add_coming(group, parts)
    _add_carrying(group, parts)


def _add_coming(group: app_commands.Group, parts: Parts) -> None:
    @group.command(name="save", description="Save the code of the last answer to you here, or a file")
    @app_commands.describe(file="Save this in place of it")
    async def save(interaction: Interaction, file: discord.Attachment | None = None) -> None:
        if file:
            _start_with_text(parts, interaction, "snippets save", file)
        else:
            start(parts, interaction, "snippets save")

    @group.command(name="edit", description="Write a new version of a snippet of yours, in a form or as a file")
    @app_commands.autocomplete(name=completing(parts, complete_own))
    @app_commands.describe(name=WHICH, file="Its new code; without it, a form opens")
    async def edit(interaction: Interaction, name: Name, file: discord.Attachment | None = None) -> None:
        line = f"snippets edit {name}"
        if file:
            _start_with_text(parts, interaction, line, file)
        else:
            take(parts, interaction, lambda origin: run_for_form(parts, origin, line), waits=False)


def _add_carrying(group: app_commands.Group, parts: Parts) -> None:
    @group.command(name="export", description="Take your snippets along as a file")
    @app_commands.choices(format=_FORMS)
    @app_commands.describe(
        format="As what", query="Which ones: words, #tag, lang:python", everybody="Those of others that you see, too"
    )
    async def export(
        interaction: Interaction, format: str = "json", query: _Query = "", everybody: bool = False
    ) -> None:
        start(parts, interaction, f"snippets export {format} {'all ' if everybody else ''}{query}")

    @group.command(name="import", description="Bring snippets from a file; first you see what that would do")
    @app_commands.describe(file="An export, a ZIP with files of code, snippets of VS Code, or a gist as JSON")
    async def bring(interaction: Interaction, file: discord.Attachment) -> None:
        async def act(origin: Origin) -> None:
            data = await files.fetch(parts.hosts, file, LARGEST_FILE)
            await run(parts, origin, "snippets import", files=[Attachment(file.filename, data=data)])

        take(parts, interaction, act)


def _start_with_text(parts: Parts, interaction: Interaction, line: str, file: discord.Attachment) -> None:
    """Run a command that gets the text of a file."""

    async def act(origin: Origin) -> None:
        await run(parts, origin, line, files=[await files.fetch_text(parts.hosts, file, LARGEST)])

    take(parts, interaction, act)
