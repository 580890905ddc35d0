"""Buttons: those under an answer, and those that only one person sees."""

import logging
import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from adapters.slack.blocks import DOWN, OFFER, OPEN, RATE, REGENERATE, SAVE, STOP, UP
from adapters.slack.interactions import Press, read_press
from adapters.slack.listeners.answered import (
    CHANGE,
    UNSAVE,
    ask_what_to_change,
    keep,
    write_again,
)
from adapters.slack.listeners.calling import run
from adapters.slack.listeners.changes import ANSWER_EDITED, answer_edited
from adapters.slack.listeners.forms import answer
from adapters.slack.listeners.net import caught
from adapters.slack.listeners.telling import tell
from adapters.slack.listeners.windows import open_window
from adapters.slack.modals import change_form
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM
from adapters.slack.replies import RUN
from bot.commands import Reply
from bot.errors import UsageError
from bot.nouns import Exchange

_log = logging.getLogger(__name__)
_LOST = "This answer is not known here any more, so what you think of it could not be kept."


def attach(app: AsyncApp, slack: Parts) -> None:
    acts: dict[str, Callable[[Parts, Press], Awaitable[None]]] = {
        STOP: _stop,
        RATE: _rate,
        REGENERATE: _regenerate,
        SAVE: _save,
        UNSAVE: _unsave,
        CHANGE: _change,
        ANSWER_EDITED: answer_edited,
    }
    for name, act in acts.items():
        app.action(name)(caught(slack, read_press, act))
    for name, act in {RUN: _run, OFFER: _offer, OPEN: _pass_over}.items():
        app.action(re.compile(rf"{name}(:\d+)?$"))(caught(slack, read_press, act))


async def _stop(slack: Parts, press: Press) -> None:
    exchange = await slack.store.exchanges.by_ref(PLATFORM, press.ref)
    stopping = slack.engine.stop_answer(exchange.id) if exchange else slack.engine.stop(press.origin.place.conversation)
    if not await stopping:
        await tell(slack, press.origin, "Nothing is being written here any more.")


async def _rate(slack: Parts, press: Press) -> None:
    verdict, _, number = press.value.partition(":")
    if verdict not in (UP, DOWN):
        raise UsageError("Slack did not say which thumb that was. Press it once more.")
    if verdict == UP:
        await _store(slack, press, +1)
        await tell(slack, press.origin, "Thanks, noted. 👍")
        return
    exchange = await slack.exchange(press.origin, number)
    await _open_change_form(slack, press, exchange)
    await _store(slack, press, -1)


async def _store(slack: Parts, press: Press, verdict: int) -> None:
    if not await slack.engine.rate(PLATFORM, press.ref, await slack.author(press.origin), verdict):
        raise UsageError(_LOST)


async def _change(slack: Parts, press: Press) -> None:
    await _open_change_form(slack, press, await slack.exchange(press.origin, press.value))


async def _open_change_form(slack: Parts, press: Press, exchange: Exchange) -> None:
    """Open the form, before anything that may take long: Slack lets it be opened for 3 s."""
    if not await open_window(slack, press.origin, change_form(exchange.id)):
        await ask_what_to_change(slack, press.origin, exchange.id)


async def _regenerate(slack: Parts, press: Press) -> None:
    exchange = await slack.exchange(press.origin, press.value)
    await write_again(slack, press.origin, exchange, f"slack:again:{press.ref}:{press.origin.user}:{press.moment}")


async def _save(slack: Parts, press: Press) -> None:
    exchange = await slack.exchange(press.origin, press.value)
    await keep(slack, press.origin, exchange, await slack.author(press.origin))


async def _unsave(slack: Parts, press: Press) -> None:
    author = await slack.author(press.origin)
    said = await slack.deeds.unkeep(author, press.origin.where.team, press.value)
    await tell(slack, press.origin, said, replace=True)


async def _run(slack: Parts, press: Press) -> None:
    """Run the command that a button carries, and show what comes of it in the button's place."""
    window = "" if press.at_home else press.view
    await answer(slack, press.origin, await _obey(slack, press), window=window, replace=True)


async def _offer(slack: Parts, press: Press) -> None:
    """Run the command that a button under an answer carries, for whoever pressed it; the answer stays as it is."""
    await answer(slack, press.origin, await _obey(slack, press))


async def _pass_over(slack: Parts, press: Press) -> None:
    """The person is on a web page now; Slack tells us so as well."""
    _log.debug("%s opened a web page", press.origin.user)


async def _obey(slack: Parts, press: Press) -> Reply:
    try:
        return await run(slack, press.origin, press.value)
    except UsageError as refusal:
        return Reply(str(refusal))
