"""The net under all that comes in: acknowledged at once, done in a task of its own; what goes wrong is logged and told.

Slack wants its acknowledgement within 3 s, whatever the model does.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Protocol, TypeVar

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from adapters.attempt import FAULT, Doing, attempt
from adapters.slack.errors import PASSING
from adapters.slack.interactions import read_who
from adapters.slack.listeners.telling import tell
from adapters.slack.origin import Origin, Where, where_of
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload, child, word

_log = logging.getLogger(__name__)
AWAY = "Slack, or our own database, did not answer just now, so nothing was done. Try it once more in a moment."
T = TypeVar("T")
Listener = Callable[..., Awaitable[None]]
Reader = Callable[[Payload, Where], T | None]
Act = Callable[[Parts, T], Awaitable[None]]


class Ack(Protocol):
    def __call__(self, **answer: Any) -> Awaitable[object]: ...


def caught(slack: Parts, read: Reader[T], act: Act[T], *, waits: bool = True) -> Listener:
    """Return a listener that lets ``act`` deal with what ``read`` makes of a payload, unless that is nothing.

    ``waits``: somebody did this on purpose and is told what goes wrong; of all else there is a line in the log.
    """

    async def take(body: Payload, where: Where) -> None:
        if happened := read(body, where):
            await act(slack, happened)

    async def listen(ack: Ack, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        where, about = where_of(context), _describe(body)
        work = partial(take, body, where)
        slack.work.start(attend(slack, read_who(body, where), about, work) if waits else _log_only(about, work), about)

    return listen


async def attend(slack: Parts, origin: Origin, about: str, work: Doing) -> None:
    """Do ``work``, which is ``about`` something; tell the person where it goes wrong. Never raises."""
    if sentence := await attempt(about, work):
        await attempt(f"telling of {about}", partial(tell, slack, origin, sentence))


def attach(app: AsyncApp, slack: Parts) -> None:
    """Let what fails before any listener end here.

    What makes no sense is acknowledged, since the same would only come again. What met a passing fault is to come
    again: Slack redelivers events, and leaves forms open. For all else the person is told.
    """

    @app.error
    async def note(error: Exception, body: Payload, context: AsyncBoltContext, response: Any) -> BoltResponse | None:
        about, origin = _describe(body), read_who(body, where_of(context))
        passes = isinstance(error, PASSING)
        if passes:
            _log.warning("%s could not be taken now: %s", about, error)
        else:
            _log.error("Slack sent what makes no sense (%s): %s: %s", about, type(error).__name__, error)
            _log.debug("what it failed at", exc_info=error)
        if origin.response_url:
            told = partial(tell, slack, origin, AWAY if passes else FAULT)
            slack.work.start(attend(slack, origin, about, told), about)
        if response is None:
            return None
        return BoltResponse(status=503 if passes and not origin.response_url else 200)


async def _log_only(about: str, work: Doing) -> None:
    await attempt(about, work)


def _describe(body: object) -> str:
    """Return what a log calls a payload; the value of a button names the exchange."""
    event = child(body, "event")
    actions = body.get("actions") if isinstance(body, Mapping) else None
    action = actions[0] if isinstance(actions, list) and actions else {}
    words = (
        word(event, "type") or word(body, "command") or word(body, "type") or "a payload",
        word(event, "subtype"),
        word(action, "action_id"),
        word(action, "value")[:80],
        word(body, "callback_id") or word(body, "view", "callback_id"),
        word(event, "ts") or word(event, "item", "ts") or word(body, "message", "ts"),
        word(body, "event_id"),
    )
    return " ".join(each for each in words if each)
