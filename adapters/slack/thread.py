"""What people said in a thread before the bot was asked, as context for the question."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.insist import insist
from adapters.slack.payload import Payload, children, word
from adapters.slack.people import People
from adapters.slack.place import Place, ts_of
from adapters.slack.plain import ids, plain
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError
from bot.nouns import Attachment, Exchange

NAME = "the thread so far"
MOST_MESSAGES = 50
MOST_CHARS = 12_000
MOST_FILES = 5
_LEFT_OUT = "(What was said before this is left out.)\n\n"
_UNREADABLE = "(This thread could not be read, so nobody knows here what was said in it. {})"
_PAGE = 200
_LONGEST_REST = 5.0
"""Seconds: some apps may read one page a minute, and nobody wants to wait for that."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread so far."""

    text: Attachment | None = None
    files: tuple[Payload, ...] = ()
    """The last files that people put into it."""


async def read_thread(
    workspace: Workspace, people: People, place: Place, before: str, history: Sequence[Exchange]
) -> Thread:
    """Return what was said before the message ``before``, with who said it; the latest is kept.

    Left out is what ``history``, the exchanges of this thread, holds already.
    """
    try:
        said = await _read(workspace, place, before, _last_seen(history))
    except SurfaceError as problem:
        return Thread(Attachment(NAME, _UNREADABLE.format(problem)))
    lines = [await _tell(workspace, people, place.team, message) for message in said]
    files = [file for message in said for file in children(message, "files")]
    text = _join([line for line in lines if line])
    return Thread(Attachment(NAME, text) if text else None, tuple(files[-MOST_FILES:]))


def _last_seen(history: Sequence[Exchange]) -> str:
    """Return the ``ts`` of the last message here that was a question: what came before it was context then."""
    asked = (ts_of(exchange.message.ref).partition("@")[0] for exchange in history)
    return max((ts for ts in asked if ts.replace(".", "").isdigit()), default="")


async def _read(workspace: Workspace, place: Place, before: str, after: str) -> list[Payload]:
    """Read to the end: pages begin with the oldest, and only the last ones matter."""
    said = deque[Payload](maxlen=MOST_MESSAGES + 1)
    cursor: str | None = None
    while True:
        page = await _fetch(workspace, place, before, after or None, cursor)
        for message in children(page, "messages"):
            # The first message of the thread comes with every page.
            if after < word(message, "ts") < before and not _is_ours(workspace, message):
                said.append(message)
        cursor = word(page, "response_metadata", "next_cursor")
        if not cursor:
            return list(said)


async def _fetch(workspace: Workspace, place: Place, before: str, after: str | None, cursor: str | None) -> object:
    answer = await insist(
        lambda: workspace.call(
            "conversations.replies",
            channel=place.channel,
            ts=place.thread,
            latest=before,
            oldest=after,
            limit=_PAGE,
            cursor=cursor,
        ),
        longest=_LONGEST_REST,
    )
    return answer.data


def _is_ours(workspace: Workspace, message: Payload) -> bool:
    return word(message, "user") == workspace.bot_user or word(message, "bot_id") == workspace.bot_id


async def _tell(workspace: Workspace, people: People, team: str, message: Payload) -> str:
    """Return who says what, as a line or several; empty where nothing is said."""
    text, user = word(message, "text"), word(message, "user")
    names = await people.names(workspace, team, ids(text) | ({user} if user else set()))
    who = names.get(user) or word(message, "username") or word(message, "bot_profile", "name") or "somebody"
    files = [f"[file {word(file, 'name')}]" for file in children(message, "files") if word(file, "name")]
    said = " ".join([part for part in (plain(text, lambda id: names.get(id, id)), *files) if part])
    return f"{who}: {said}" if said else ""


def _join(lines: Sequence[str]) -> str:
    whole = "\n\n".join(lines[-MOST_MESSAGES:])
    kept = whole[-(MOST_CHARS - len(_LEFT_OUT)) :] if len(whole) > MOST_CHARS else whole
    return _LEFT_OUT + kept if len(kept) < len(whole) or len(lines) > MOST_MESSAGES else kept
