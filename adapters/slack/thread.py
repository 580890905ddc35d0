"""What people said in a thread before the bot was asked, as context for the question."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.slack.insist import insist
from adapters.slack.payload import Payload, children, word
from adapters.slack.people import People
from adapters.slack.place import Place, ts_of
from adapters.slack.plain import as_typed, ids
from adapters.slack.workspaces import Workspace
from adapters.transcript import MOST_FILES, MOST_MESSAGES, NAME, tell, transcribe
from bot.errors import SurfaceError
from bot.nouns import Attachment, Exchange

_UNREAD = "a note on this thread"
_UNREADABLE = "(This thread could not be read, so nobody knows here what others said in it. {})"
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

    Left out is what models are told anyway: the questions of ``history``, the exchanges of this thread, that have an
    answer, and what was read with them.
    """
    answered = [exchange for exchange in history if exchange.answer]
    try:
        read = await _read(workspace, place, before, _read_until(answered))
    except SurfaceError as problem:
        return Thread(Attachment(_UNREAD, _UNREADABLE.format(problem)))
    asked = {_asked_at(exchange) for exchange in answered}
    said = [message for message in read if word(message, "ts") not in asked]
    named = set[str]().union(*(_names_in(message) for message in said))
    names = await people.names(workspace, place.team, named)
    lines = [_tell(message, names) for message in said]
    files = [file for message in said for file in children(message, "files")]
    return Thread(transcribe(lines), tuple(files[-MOST_FILES:]))


def _read_until(answered: Sequence[Exchange]) -> str:
    """Return the ``ts`` of the last question with which the thread was read."""
    return max(
        (_asked_at(one) for one in answered if any(file.name == NAME for file in one.message.attachments)), default=""
    )


def _asked_at(exchange: Exchange) -> str:
    """Return the ``ts`` of a question; empty where it came in a form."""
    ts = ts_of(exchange.message.ref).partition("@")[0]
    return ts if ts.replace(".", "").isdigit() else ""


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


def _names_in(message: Payload) -> set[str]:
    return (ids(word(message, "text")) | {word(message, "user")}) - {""}


def _tell(message: Payload, names: Mapping[str, str]) -> str:
    """Return who says what, as a line or several; empty where nothing is said."""
    text, user = word(message, "text"), word(message, "user")
    who = names.get(user) or word(message, "username") or word(message, "bot_profile", "name") or "somebody"
    files = [word(file, "name") for file in children(message, "files")]
    return tell(who, as_typed(text, lambda id: names.get(id, id)), files)
