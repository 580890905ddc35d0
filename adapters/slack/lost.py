"""A stream whose start got no answer: looked for in its thread, so that it is not posted twice."""

from adapters.slack.errors import SlackRefused
from adapters.slack.place import Place
from adapters.slack.update import UpdateDraft
from adapters.slack.workspaces import Workspace
from bot.errors import Forbidden, Throttled


async def find(workspace: Workspace, place: Place, since: float) -> UpdateDraft | None:
    """Return the message of ours that appeared in the thread after ``since``, in seconds since 1970; None: none did.

    None too where we may not look: a second message is then the lesser evil. Raises ``Flaky``.
    """
    try:
        answer = await workspace.call(
            "conversations.replies", channel=place.channel, ts=place.thread, oldest=f"{since:.6f}", limit=20
        )
    except (Forbidden, Throttled, SlackRefused):
        return None
    messages: list[dict[str, object]] = answer.get("messages", [])
    for message in messages:
        ts = str(message.get("ts", "0"))
        if message.get("user") == workspace.bot_user and ts != place.thread and float(ts) > since:
            return UpdateDraft(workspace, place, ts, stop_first=True)
    return None
