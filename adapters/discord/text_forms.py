"""A form into which a person writes a text for a command, such as the new code of a snippet.

The command stands in its ``custom_id``, so that one which was opened before a restart can still be sent. Discord hands
on what was written as it is: https://github.com/discord/discord-api-docs/issues/4480.
"""

import re
from typing import Any

import discord
from discord import ui

from adapters.discord import buttons
from adapters.discord.forms import read_fields
from bot.nouns import Form
from bot.text import measure, shorten

LONGEST = 4000
"""Characters that one field takes."""
_NAME = re.compile(rf"{buttons.MARK}:{buttons.WRITE}:(?P<command>.+)")
_TEXT = "text"
_LONGEST_TITLE = 45
_OPEN_FOR = 900.0
"""Seconds for which the SDK remembers the form; we need it for no longer than it takes to be sent."""


def text_form(form: Form) -> ui.Modal | None:
    """Return the form as Discord shows it; None where it can't hold the text as it is."""
    name = buttons.name(buttons.WRITE, form.command)
    # A field knows one kind of line break, and would give back another one.
    if measure(form.text) > LONGEST or "\r" in form.text or measure(name) > buttons.LONGEST_ID:
        return None
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=_TEXT, style=discord.TextStyle.paragraph, default=form.text, max_length=LONGEST
    )
    modal = ui.Modal(title=shorten(form.title, _LONGEST_TITLE), custom_id=name, timeout=_OPEN_FOR)
    modal.add_item(ui.Label(text=shorten(form.label, _LONGEST_TITLE), component=field))
    return modal


def named_command(interaction: discord.Interaction[Any]) -> str:
    """Return the command that is to have what a sent form says; empty: it is none of these forms."""
    found = _NAME.fullmatch(str(dict(interaction.data or {}).get("custom_id", "")))
    return found["command"] if found else ""


def read_text(interaction: discord.Interaction[Any]) -> str:
    """Return what was written."""
    text = read_fields(interaction).get(_TEXT, {}).get("value")
    return text if isinstance(text, str) else ""
