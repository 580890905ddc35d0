"""The form that people fill in to say what should change: built as Discord's components, and read from what comes back.

It is read from the raw payload, so that one which was opened before a restart can still be sent.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from adapters.discord import buttons
from bot import complaint

_NAME = re.compile(rf"{buttons.MARK}:{buttons.CHANGE}:(?P<exchange>\d{{1,15}})")
_CHIPS, _WORDS = "chips", "words"
_OPEN_FOR = 900.0
"""Seconds for which the SDK remembers the form; we need it for no longer than it takes to be sent."""
_LONGEST = 3000


def change_form(exchange: int) -> ui.Modal:
    """Return the form for what was wrong with an answer."""
    form = ui.Modal(title=complaint.TITLE, custom_id=buttons.name(buttons.CHANGE, str(exchange)), timeout=_OPEN_FOR)
    chips = [discord.CheckboxGroupOption(label=label, value=chip) for chip, (label, _) in complaint.CHIPS.items()]
    ticked: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
        custom_id=_CHIPS, options=chips, required=False, min_values=0, max_values=len(chips)
    )
    words: ui.TextInput[Any] = ui.TextInput(
        custom_id=_WORDS,
        style=discord.TextStyle.paragraph,
        required=False,
        placeholder=complaint.HINT,
        max_length=_LONGEST,
    )
    form.add_item(ui.Label(text=complaint.CHIPS_LABEL, component=ticked))
    form.add_item(ui.Label(text=complaint.WORDS_LABEL, component=words))
    return form


def named_exchange(interaction: discord.Interaction[Any]) -> str:
    """Return the number of the exchange that a sent form is about; empty: it is none of these forms."""
    found = _NAME.fullmatch(str(dict(interaction.data or {}).get("custom_id", "")))
    return found["exchange"] if found else ""


def read_change(interaction: discord.Interaction[Any]) -> str:
    """Return in words what should change. Raises ``UsageError`` where nothing is said that could be acted on."""
    fields = read_fields(interaction)
    chips = fields.get(_CHIPS, {}).get("values")
    words = fields.get(_WORDS, {}).get("value")
    ticked = [chip for chip in chips if isinstance(chip, str)] if isinstance(chips, list) else []
    return complaint.say(ticked, words.strip() if isinstance(words, str) else "")


def read_fields(interaction: discord.Interaction[Any]) -> dict[str, Mapping[str, Any]]:
    """Return what a sent form says, field by field."""
    return {str(field.get("custom_id")): field for field in _fields(dict(interaction.data or {}))}


def _fields(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield all that has an id of its own, however deep it stands."""
    inner = node.get("components")
    for each in (*(inner if isinstance(inner, list) else ()), node.get("component")):
        if isinstance(each, Mapping):
            if each.get("custom_id"):
                yield each
            yield from _fields(each)
