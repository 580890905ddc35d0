"""A stream whose start got no answer: looked for in its thread, so that it is not posted twice."""

import asyncio
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from adapters.slack.errors import SlackRefused
from adapters.slack.payload import children, word
from adapters.slack.place import Place
from adapters.slack.update import UpdateDraft
from adapters.slack.workspaces import Workspace
from bot.errors import Forbidden, Throttled


@dataclass(frozen=True, slots=True)
class Start:
    """A call that began a stream."""

    after: str
    """The ``ts`` of a message that stood there before."""
    at: float
    """When it was made, by the clock of the event loop."""


async def find(workspace: Workspace, place: Place, start: Start) -> UpdateDraft | None:
    """Return the message of ours that appeared in the thread since ``start``; None: none did.

    None too where we may not look: a second message is then the lesser evil. Raises ``Flaky``.
    """
    try:
        oldest = max(start.after, await _stamp(workspace, start.at))
        answer = await workspace.call(
            "conversations.replies", channel=place.channel, ts=place.thread, oldest=oldest, limit=15
        )
    except (Forbidden, Throttled, SlackRefused, ValueError):
        return None
    for message in reversed(children(answer.data, "messages")):
        if word(message, "user") == workspace.bot_user and (ts := word(message, "ts")) > oldest:
            return UpdateDraft(workspace, place, ts, stop_first=True)
    return None


async def _stamp(workspace: Workspace, at: float) -> str:
    """Return the ``ts`` of a moment of our clock, or of up to a second before: only Slack knows what time it has."""
    said = (await workspace.call("auth.test")).headers.get("Date", "")
    date = parsedate_to_datetime(said)  # a ValueError for what is no date
    return f"{date.timestamp() - (asyncio.get_running_loop().time() - at):.6f}"
