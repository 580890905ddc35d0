"""What can be pressed: built as Discord's components, with all that is needed to act on a press in its ``custom_id``.

Nothing about a button is kept in the process, so that those of messages from before a restart work like new ones.
"""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.nouns import Button, State
from bot.surface import Epilogue
from bot.text import measure, shorten

STOP, UP, DOWN, AGAIN, SAVE, UNDO, RUN, CHANGE = "stop", "up", "down", "again", "save", "undo", "run", "change"
WRITE = "write"
BY = "by"
"""The act of a button that can't be pressed."""
_RATED = (State.DONE, State.STOPPED)
MARK = "cs"
"""What the names of all that we built begin with."""
LONGEST_ID = 100
_LONGEST_LABEL, _MOST, _IN_A_ROW = 80, 25, 5
_NAME = re.compile(rf"{MARK}:(?P<act>[a-z]+):(?P<value>.*)", re.DOTALL)


class Pressed(ui.DynamicItem[ui.Button[Any]], template=_NAME):
    """A button of ours; its client, a ``Client``, knows who takes presses."""

    def __init__(self, button: ui.Button[Any], act: str, value: str) -> None:
        super().__init__(button)
        self._act = act
        self._value = value

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]) -> Self:
        assert isinstance(item, ui.Button)
        return cls(item, match["act"], match["value"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.listener.pressed(interaction, self._act, self._value)


def is_ours(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether what was pressed is a button that we know, and not one of another version."""
    return bool(_NAME.fullmatch(str(dict(interaction.data or {}).get("custom_id", ""))))


def writing() -> ui.View:
    """Return what stands under an answer that is still being written."""
    return _row([_button("Stop", STOP, "", discord.ButtonStyle.secondary)])


def is_written(message: discord.Message) -> bool:
    """Tell whether a message of ours is still being written, or was when its process died."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return any(
        str(getattr(each, "custom_id", "")).startswith(f"{MARK}:{STOP}:") for row in rows for each in row.children
    )


def under(epilogue: Epilogue) -> ui.View:
    """Return what stands under a finished answer; values carry the number of the exchange."""
    exchange, grey = str(epilogue.exchange), discord.ButtonStyle.secondary
    again = _button("Try again" if epilogue.try_again else "Regenerate", AGAIN, exchange, grey)
    thumbs = [_button("", act, exchange, grey, emoji) for act, emoji in ((UP, "👍"), (DOWN, "👎"))]
    usual = [*thumbs, again, _button("Save code", SAVE, exchange, grey)]
    who = _name_model(epilogue)
    offers = _commands(epilogue.offers)[: _MOST - _IN_A_ROW]
    for at, offer in enumerate(offers):
        offer.row = 1 + at // _IN_A_ROW
    return _row([*(usual if epilogue.state in _RATED else [again]), *who, *offers])


def _name_model(epilogue: Epilogue) -> list[ui.Button[Any]]:
    """Return what says which model wrote an answer: a button that can't be pressed, as the text may have no room."""
    if not epilogue.model:
        return []
    label = shorten(epilogue.model, _LONGEST_LABEL)
    return [ui.Button(label=label, custom_id=name(BY, str(epilogue.exchange)), disabled=True, row=0)]


def name(act: str, value: str) -> str:
    """Return the ``custom_id`` of what does something when it is pressed or sent."""
    return f"{MARK}:{act}:{value}"


def one(label: str, act: str, value: str) -> ui.View:
    """Return a single button below words of ours."""
    return _row([_button(label, act, value, discord.ButtonStyle.secondary)])


def say_what_to_change(exchange: str) -> ui.View:
    """Return what opens the form for what was wrong with an answer."""
    return one("Say what to change", CHANGE, exchange)


def run_buttons(buttons: Sequence[Button]) -> ui.View | None:
    """Return the buttons below what a command says; None where there is none that Discord can carry."""
    made = [*_links(buttons), *_commands(buttons)]
    return _row(made[:_MOST]) if made else None


def _links(buttons: Sequence[Button]) -> list[ui.Button[Any]]:
    return [ui.Button(label=shorten(each.label, _LONGEST_LABEL), url=each.url) for each in buttons if each.url]


def _commands(buttons: Sequence[Button]) -> list[ui.Button[Any]]:
    """Return the buttons whose commands Discord can carry."""
    return [
        _button(each.label, RUN, each.command, _style(each))
        for each in buttons
        if each.command and measure(name(RUN, each.command)) <= LONGEST_ID
    ]


def _style(button: Button) -> discord.ButtonStyle:
    return discord.ButtonStyle.danger if button.danger else discord.ButtonStyle.secondary


def _button(label: str, act: str, value: str, style: discord.ButtonStyle, emoji: str | None = None) -> ui.Button[Any]:
    label = shorten(label, _LONGEST_LABEL)
    return ui.Button(label=label or None, custom_id=name(act, value), style=style, emoji=emoji)


def _row(buttons: Sequence[ui.Button[Any]]) -> ui.View:
    view = ui.View(timeout=None)
    for button in buttons:
        if button.url:
            view.add_item(button)
            continue
        match = _NAME.fullmatch(button.custom_id or "")
        assert match
        view.add_item(Pressed(button, match["act"], match["value"]))
    return view
