"""Files beside an answer that is written again: found before the new ones stand there, taken away afterwards."""

import logging
from collections.abc import Iterable
from functools import partial
from itertools import takewhile

from adapters.slack.payload import Payload, children, word
from adapters.slack.place import Place
from adapters.slack.rates import in_turn
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError

_log = logging.getLogger(__name__)


async def find(workspace: Workspace, place: Place, after: str) -> list[str]:
    """Return the messages, by ``ts``, whose files of ours come right after the message ``after`` in a thread.

    What follows anything else may belong to another answer. None are found where we may not look.
    """
    try:
        answer = await workspace.call(
            "conversations.replies", channel=place.channel, ts=place.thread, oldest=after, limit=15
        )
    except SurfaceError as error:
        _log.info("older files in %s are not looked for: %s", place.conversation, error)
        return []

    def is_ours(message: Payload) -> bool:
        return word(message, "user") == workspace.bot_user and bool(children(message, "files"))

    replies = (message for message in children(answer.data, "messages") if word(message, "ts") > after)
    return [word(message, "ts") for message in takewhile(is_ours, replies)]


async def remove(workspace: Workspace, place: Place, messages: Iterable[str]) -> None:
    """Delete messages; what can't be deleted stays."""
    for ts in messages:
        delete = partial(workspace.call, "chat.delete", channel=place.channel, ts=ts)
        try:
            await in_turn(workspace.rates.delete, delete)
        except SurfaceError as error:
            _log.info("an older file stays at %s: %s", place.ref(ts), error)
