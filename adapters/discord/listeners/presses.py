"""Buttons: those under an answer, and those that only one person sees; and the forms that some of them open."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from adapters.attempt import giving_back
from adapters.discord import buttons
from adapters.discord.forms import change_form, named_exchange, read_change
from adapters.discord.listeners.answered import keep, write_again
from adapters.discord.listeners.asking import complain
from adapters.discord.listeners.net import take
from adapters.discord.listeners.running import run
from adapters.discord.listeners.undoing import undo
from adapters.discord.origin import Interaction, Origin
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, name_message
from adapters.discord.telling import acknowledge, tell
from adapters.discord.text_forms import named_command, read_text
from bot.errors import SurfaceError, UsageError
from bot.nouns import Attachment, Exchange

_log = logging.getLogger(__name__)
Act = Callable[[Parts, Origin, str], Awaitable[None]]
_NOTHING = "Nothing is being written here any more."
_TAKEN_BACK = "Taken back."
_UNKNOWN = "This comes from another version of me, and is not known any more. Ask the question once more."


def press(parts: Parts, interaction: Interaction, name: str, value: str) -> None:
    """Do what a button says."""
    act = _ACTS.get(name, _refuse)
    take(parts, interaction, lambda origin: act(parts, origin, value), waits=False, free=name in _FREE)


def send(parts: Parts, interaction: Interaction) -> None:
    """Take what was written into a form."""
    if command := named_command(interaction):
        text = read_text(interaction)
        take(parts, interaction, partial(_write, parts, command=command, text=text), words=text)
        return
    number = named_exchange(interaction)
    act = _mend if number else _refuse
    take(parts, interaction, lambda origin: act(parts, origin, number), waits=False, free=True)  # words are given back


async def _refuse(parts: Parts, origin: Origin, value: str) -> None:
    raise UsageError(_UNKNOWN)


async def _stop(parts: Parts, origin: Origin, value: str) -> None:
    exchange = await parts.store.exchanges.by_ref(PLATFORM, name_message(origin.channel, origin.message))
    if not exchange or not await parts.engine.stop_answer(exchange.id):
        raise UsageError(_NOTHING)
    await _nod(parts, origin)


async def _up(parts: Parts, origin: Origin, value: str) -> None:
    await acknowledge(parts, origin.asked)
    if await _revoke(parts, origin, value, +1):
        await tell(parts, origin, _TAKEN_BACK)
        return
    parts.access.check(origin.spot)
    await _rate(parts, origin, value, +1)
    await tell(parts, origin, "Thanks, noted. 👍 (Press it again to take it back.)")


async def _down(parts: Parts, origin: Origin, value: str) -> None:
    if await _revoke(parts, origin, value, -1):
        await tell(parts, origin, _TAKEN_BACK, buttons.say_what_to_change(value))
        return
    parts.access.check(origin.spot)
    try:  # Discord lets a form be opened for three seconds, and as the first word only
        await _change(parts, origin, value)
    except SurfaceError as problem:
        _log.warning("the form of exchange %s did not open: %s", value, problem)
        await tell(parts, origin, "What should I change?", buttons.say_what_to_change(value))
    await _rate(parts, origin, value, -1)


async def _revoke(parts: Parts, origin: Origin, value: str, verdict: int) -> bool:
    """Take back a verdict that is given a second time; False where it is the first."""
    exchange = await _find(parts, origin, value)
    ref = exchange.refs[0] if exchange.refs else ""
    return await parts.engine.revoke(PLATFORM, ref, origin.author, verdict) is not None


async def _rate(parts: Parts, origin: Origin, value: str, verdict: int) -> None:
    exchange = await _find(parts, origin, value)
    ref = exchange.refs[0] if exchange.refs else ""
    if not await parts.engine.rate(PLATFORM, ref, origin.author, verdict):
        raise UsageError("This answer is not known here any more, so what you think of it could not be kept.")


async def _change(parts: Parts, origin: Origin, value: str) -> None:
    exchange = await _find(parts, origin, value)
    await parts.call(lambda _: origin.asked.response.send_modal(change_form(exchange.id)), urgent=True)


async def _again(parts: Parts, origin: Origin, value: str) -> None:
    await _nod(parts, origin)
    await write_again(parts, origin, await _find(parts, origin, value), f"discord:press:{origin.asked.id}")


async def _save(parts: Parts, origin: Origin, value: str) -> None:
    await acknowledge(parts, origin.asked)
    await keep(parts, origin, await _find(parts, origin, value))


async def _run(parts: Parts, origin: Origin, line: str) -> None:
    """Run the command that a button carries, and show what comes of it in the button's place."""
    try:
        await run(parts, origin, line, instead=True)
    except UsageError as refusal:
        await tell(parts, origin, str(refusal), instead=True)


async def _write(parts: Parts, origin: Origin, command: str, text: str) -> None:
    # As a file, so that the command reads nothing out of it: what is written there is the code as it stands.
    await run(parts, origin, command, files=(Attachment("text.txt", text),))


async def _mend(parts: Parts, origin: Origin, number: str) -> None:
    """Keep what was wrong with an answer, and mend it."""
    try:
        words = read_change(origin.asked)
    except UsageError as refusal:
        await tell(parts, origin, str(refusal), buttons.say_what_to_change(number))
        return
    with giving_back(words):
        exchange = await _find(parts, origin, number)
        parts.access.admit(origin.author, origin.spot)
        await _nod(parts, origin)
        await complain(parts, origin, f"i{origin.asked.id}", exchange, words)


async def _find(parts: Parts, origin: Origin, number: str) -> Exchange:
    return await parts.deeds.find(PLATFORM, origin.guild, number)


async def _nod(parts: Parts, origin: Origin) -> None:
    """Tell Discord that the press was heard; nothing is shown."""
    await parts.call(lambda _: origin.asked.response.defer(), urgent=True)


_FREE = (buttons.STOP, buttons.UNDO, buttons.UP, buttons.DOWN)
"""What those who may not ask may do: whoever sees an answer may stop it, and take back what is theirs, a thumb too."""
_ACTS: dict[str, Act] = {
    buttons.STOP: _stop,
    buttons.UP: _up,
    buttons.DOWN: _down,
    buttons.CHANGE: _change,
    buttons.AGAIN: _again,
    buttons.SAVE: _save,
    buttons.UNDO: undo,
    buttons.RUN: _run,
}
