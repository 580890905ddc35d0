"""`/lessons`, as Discord shows it."""

from typing import Any

from discord import app_commands
from discord.app_commands import Range

from adapters.discord.listeners.completing import completing
from adapters.discord.listeners.lesson_choices import (
    complete_deleted_lessons,
    complete_lessons,
    complete_lessons_in_force,
    complete_own_lessons,
    complete_pinned_lessons,
    complete_resting_lessons,
)
from adapters.discord.listeners.running import start
from adapters.discord.origin import Interaction
from adapters.discord.parts import Parts
from bot.learning.nouns import LONGEST_RULE

_Lesson = Range[str, 1, 100]
_Rule = Range[str, 1, LONGEST_RULE]
_WHICH = "Its number, as in #12"
_RULE = "What is to be done, in a sentence: Use pathlib for paths."
_DEEDS = {
    "show": ("Where a lesson comes from, who is for it, and how it changed", complete_lessons),
    "support": ("Be for a lesson: from two people on it holds for their channel", complete_lessons),
    "not": ("Keep a lesson away from your answers", complete_lessons_in_force),
    "pause": ("Let a lesson rest, for everybody", complete_own_lessons),
    "resume": ("Let a lesson that rests go on", complete_resting_lessons),
    "delete": ("Delete a lesson; it can be brought back", complete_own_lessons),
    "restore": ("Bring a deleted lesson back", complete_deleted_lessons),
    "pin": ("For admins: hold a lesson in force for everybody", complete_lessons_in_force),
    "unpin": ("For admins: hold a lesson no longer", complete_pinned_lessons),
}
"""What is done with one lesson, and which ones are offered for it."""


def make_lessons(parts: Parts) -> app_commands.Group:
    """Return the group of commands."""
    group = app_commands.Group(name="lessons", description="What I learnt from feedback")

    @group.command(name="list", description="The lessons that concern you here")
    @app_commands.describe(words="Words that the lessons hold")
    async def list_all(interaction: Interaction, words: Range[str, 1, 100] = "") -> None:
        start(parts, interaction, f"lessons list {words}")

    @group.command(name="add", description="Teach a lesson in your own words")
    @app_commands.describe(rule=_RULE)
    async def add(interaction: Interaction, rule: _Rule) -> None:
        start(parts, interaction, f"lessons add {rule}")

    @group.command(name="edit", description="Let a lesson say something else")
    @app_commands.autocomplete(lesson=completing(parts, complete_own_lessons))
    @app_commands.describe(lesson=_WHICH, rule=_RULE)
    async def edit(interaction: Interaction, lesson: _Lesson, rule: _Rule) -> None:
        start(parts, interaction, f"lessons edit {_one_word(lesson)} {rule}")

    @group.command(name="export", description="A section for your project's AGENTS.md")
    async def export(interaction: Interaction) -> None:
        start(parts, interaction, "lessons export")

    @group.command(name="forget", description="Take back all that I learnt from you here, once you confirm it")
    async def forget(interaction: Interaction) -> None:
        start(parts, interaction, "lessons forget me")

    for verb in _DEEDS:
        group.add_command(_about_one(parts, verb))
    return group


def _about_one(parts: Parts, verb: str) -> app_commands.Command[Any, ..., None]:
    description, complete = _DEEDS[verb]

    @app_commands.autocomplete(lesson=completing(parts, complete))
    @app_commands.describe(lesson=_WHICH)
    async def obey(interaction: Interaction, lesson: _Lesson) -> None:
        start(parts, interaction, f"lessons {verb} {_one_word(lesson)}")

    return app_commands.Command(name=verb, description=description, callback=obey)


def _one_word(typed: str) -> str:
    """Return what was typed for a number as one word, so that none of it is taken for a rule."""
    return "-".join(typed.split())
