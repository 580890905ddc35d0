"""What happens in Slack, in our words: read from the raw payloads of the Events API, without any call.

Each reader returns None where the payload is not what it reads, or lacks what is needed.
"""

from dataclasses import dataclass

from adapters.slack.origin import Origin, Spot, Where
from adapters.slack.payload import Payload, child, children, word

_SAID = ("", "file_share", "thread_broadcast")
"""The subtypes of a message that a person posted; all others tell of something else."""


@dataclass(frozen=True, slots=True)
class Post(Spot):
    """A message that a person posted. ``origin.thread`` is its thread, or the one that would hang on it."""

    text: str
    """As Slack escapes it."""
    files: tuple[Payload, ...] = ()

    @property
    def in_thread(self) -> bool:
        return self.origin.thread != self.ts


@dataclass(frozen=True, slots=True)
class Edit(Spot):
    """A person changed the text of a message."""

    text: str
    moment: str
    """When, as Slack says it: with ``ts`` it names this one change."""
    files: tuple[Payload, ...] = ()


@dataclass(frozen=True, slots=True)
class Deletion(Spot):
    """A message was deleted."""


@dataclass(frozen=True, slots=True)
class Reaction(Spot):
    """A person added an emoji to a message, or took it away."""

    name: str
    """Without skin tone."""
    added: bool
    moment: str


@dataclass(frozen=True, slots=True)
class SessionStop:
    """A person pressed Slack's own Stop, which stands in a thread while an answer is written there."""

    origin: Origin
    streams: tuple[str, ...]
    """The ``ts`` of the streams that it ended."""
    moment: str


def read_post(body: Payload, where: Where) -> Post | None:
    event = child(body, "event")
    user, channel, ts = word(event, "user"), word(event, "channel"), word(event, "ts")
    by_program = bool(event.get("bot_id")) or bool(event.get("hidden"))
    if by_program or not (user and channel and ts) or (event.get("subtype") or "") not in _SAID:
        return None
    thread = word(event, "thread_ts") or ts
    team = word(event, "user_team") or word(event, "source_team") or word(event, "team")
    origin = Origin(where, user, channel, thread, team)
    return Post(origin, ts, word(event, "text"), tuple(children(event, "files")))


def read_edit(body: Payload, where: Where) -> Edit | None:
    event = child(body, "event")
    message, before = child(event, "message"), child(event, "previous_message")
    user, channel, ts = word(message, "user"), word(event, "channel"), word(message, "ts")
    if event.get("subtype") != "message_changed" or message.get("bot_id") or not (user and channel and ts):
        return None
    text = word(message, "text")
    # Slack sends the same event when it unfurls a link.
    if text == word(before, "text") or message.get("subtype") == "tombstone":
        return None
    team = word(message, "user_team") or word(message, "source_team") or word(message, "team")
    origin = Origin(where, user, channel, word(message, "thread_ts") or ts, team)
    moment = word(message, "edited", "ts") or word(event, "event_ts")
    return Edit(origin, ts, text, moment, tuple(children(message, "files")))


def read_deletion(body: Payload, where: Where) -> Deletion | None:
    """A deleted message that has replies is not gone: a "tombstone" takes its place."""
    event = child(body, "event")
    buried = event.get("subtype") == "message_changed" and child(event, "message").get("subtype") == "tombstone"
    if not buried and event.get("subtype") != "message_deleted":
        return None
    before = child(event, "previous_message")
    channel = word(event, "channel")
    ts = word(event, "deleted_ts") or word(before, "ts") or word(event, "message", "ts")
    thread = word(before, "thread_ts") or ts
    return Deletion(Origin(where, word(before, "user"), channel, thread), ts) if channel and ts else None


def read_reaction(body: Payload, where: Where) -> Reaction | None:
    event, item = child(body, "event"), child(body, "event", "item")
    user, channel, ts = word(event, "user"), word(item, "channel"), word(item, "ts")
    name = word(event, "reaction").partition("::")[0]
    if item.get("type") != "message" or not (user and channel and ts and name):
        return None
    origin = Origin(where, user, channel)
    return Reaction(origin, ts, name, event.get("type") == "reaction_added", word(event, "event_ts"))


def read_session_stop(body: Payload, where: Where) -> SessionStop | None:
    event = child(body, "event")
    channel, thread, named = word(event, "channel"), word(event, "thread_ts"), event.get("streaming_message_ts")
    streams = tuple(ts for ts in named if isinstance(ts, str)) if isinstance(named, list) else ()
    origin = Origin(where, word(event, "user"), channel, thread)
    return SessionStop(origin, streams, word(event, "event_ts")) if channel and thread else None
