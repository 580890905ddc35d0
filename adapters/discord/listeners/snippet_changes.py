"""`/snippets` that change something of a snippet and need to be told what: its name, tags, note, language, readers."""

from discord import app_commands
from discord.app_commands import Range

from adapters.discord.listeners.completing import completing
from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import run
from adapters.discord.listeners.snippet_choices import (
    complete_languages,
    complete_own,
    complete_tags,
    complete_versions,
)
from adapters.discord.listeners.snippet_naming import WHICH, Name, Number, find_key, start_about
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from bot.snippets.limits import LONGEST_LANGUAGE, LONGEST_NAME, LONGEST_NOTE

_Tags = Range[str, 1, 400]


def add(group: app_commands.Group, parts: Parts) -> None:
    """Add these commands."""
    _add_words(group, parts)
    _add_marks(group, parts)
    _add_sharing(group, parts)


def _add_words(group: app_commands.Group, parts: Parts) -> None:
    own = completing(parts, complete_own)

    @group.command(name="rename", description="Call a snippet of yours something else")
    @app_commands.autocomplete(name=own)
    @app_commands.describe(name=WHICH, new="What it is called from now on")
    async def rename(interaction: Interaction, name: Name, new: Range[str, 1, LONGEST_NAME]) -> None:
        start_about(parts, interaction, "rename", name, new)

    @group.command(name="note", description="Say what is to be known of a snippet of yours; nothing takes it away")
    @app_commands.autocomplete(name=own)
    @app_commands.describe(name=WHICH, text="What is shown above its code")
    async def note(interaction: Interaction, name: Name, text: Range[str, 0, LONGEST_NOTE] = "") -> None:
        start_about(parts, interaction, "note", name, text.strip() or "-")


def _add_marks(group: app_commands.Group, parts: Parts) -> None:
    own = completing(parts, complete_own)

    @group.command(name="tag", description="Give a snippet of yours tags, or take some off")
    @app_commands.autocomplete(name=own, tags=completing(parts, complete_tags))
    @app_commands.describe(name=WHICH, tags="#retry #http gives it these; -#http takes one off")
    async def tag(interaction: Interaction, name: Name, tags: _Tags) -> None:
        start_about(parts, interaction, "tag", name, tags)

    @group.command(name="language", description="Say in which language a snippet of yours is")
    @app_commands.autocomplete(name=own, language=completing(parts, complete_languages))
    @app_commands.describe(name=WHICH, language="As after a code fence: python, c++")
    async def language(interaction: Interaction, name: Name, language: Range[str, 1, LONGEST_LANGUAGE]) -> None:
        start_about(parts, interaction, "language", name, language)

    @group.command(name="revert", description="Make a snippet of yours what it was; that is a new version")
    @app_commands.autocomplete(name=own, version=completing(parts, complete_versions))
    @app_commands.describe(name=WHICH, version="Which it should be again")
    async def revert(interaction: Interaction, name: Name, version: Number) -> None:
        start_about(parts, interaction, "revert", name, str(version))


def _add_sharing(group: app_commands.Group, parts: Parts) -> None:
    @group.command(name="share", description="Let the people of this channel see a snippet of yours")
    @app_commands.autocomplete(name=completing(parts, complete_own))
    @app_commands.describe(name=WHICH, everyone="All of this server")
    async def share(interaction: Interaction, name: Name, everyone: bool = False) -> None:
        async def act(origin: Origin) -> None:
            line = f"snippets share {await find_key(parts, origin, name)}"
            # The people of a private thread alone are no channel: who shares it there should know whom they tell.
            apart = origin.is_thread and origin.is_private and not everyone
            note = f"That is <#{origin.parent}>, to which this thread belongs." if apart else ""
            await run(parts, origin, f"{line} everyone" if everyone else line, note=note)

        take(parts, interaction, act)
