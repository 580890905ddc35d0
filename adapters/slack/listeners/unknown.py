"""What nothing else here knows: buttons, forms and events that an older version sent, or a newer manifest names."""

import logging
import re

from slack_bolt.async_app import AsyncApp

from adapters.slack.interactions import Press, Shortcut, Submission, read_press, read_shortcut, read_submission
from adapters.slack.listeners.net import caught
from adapters.slack.parts import Parts
from adapters.slack.payload import word
from bot.errors import UsageError

_log = logging.getLogger(__name__)
_ANY = re.compile("")
_OLD = "This {} comes from another version of Code Supporter and does nothing any more."


def attach(app: AsyncApp, slack: Parts) -> None:
    """Call it last: the first listener that fits is the one that hears."""
    app.action(_ANY)(caught(slack, read_press, _refuse_press))
    app.view(_ANY)(caught(slack, read_submission, _refuse_form))
    app.shortcut(_ANY)(caught(slack, read_shortcut, _refuse_shortcut))
    app.event(_ANY)(caught(slack, lambda body, where: word(body, "event", "type"), _pass_over, waits=False))


async def _refuse_press(slack: Parts, press: Press) -> None:
    _log.warning("there is no button %r", press.action)
    raise UsageError(_OLD.format("button"))


async def _refuse_form(slack: Parts, said: Submission) -> None:
    _log.warning("there is no form for the view %s", said.view)
    raise UsageError(_OLD.format("form"))


async def _refuse_shortcut(slack: Parts, chosen: Shortcut) -> None:
    _log.warning("a shortcut on %s is not known", chosen.ref)
    raise UsageError(_OLD.format("shortcut"))


async def _pass_over(slack: Parts, kind: str) -> None:
    _log.debug("the event %s means nothing to us", kind)
