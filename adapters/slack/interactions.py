"""What people press, type as commands and send in modals, in our words: read from the raw payloads, without any call.

Somebody waits for these, so a payload that lacks what is needed raises ``UsageError``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.origin import Origin, Spot, Where
from adapters.slack.payload import Payload, child, children, word
from bot.errors import UsageError


@dataclass(frozen=True, slots=True)
class Press(Spot):
    """A button was pressed, or something was chosen in a menu; its ``ts`` is empty where that stands in a view."""

    action: str
    value: str
    view: str = ""
    at_home: bool = False
    moment: str = ""
    """When, as Slack says it: names this one press."""


@dataclass(frozen=True, slots=True)
class Slash:
    """A command was typed: ``/name text``."""

    origin: Origin
    name: str
    text: str
    """As Slack escapes it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A modal was sent."""

    origin: Origin
    view: str
    note: str
    """What we wrote on the modal when it was opened (``private_metadata``)."""
    fields: Mapping[str, tuple[str, ...]]
    """What was chosen or typed, by the ``action_id`` of the field."""
    files: tuple[Payload, ...] = ()
    """What was put into fields for files."""

    def field(self, name: str) -> str:
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """Return what was typed, with all its blanks: Slack escapes nothing of it."""
        return next(iter(self.fields.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Shortcut(Spot):
    """An entry of a message's menu was chosen."""

    text: str
    """What the message says, as Slack escapes it."""
    files: tuple[Payload, ...] = ()


def read_press(body: Payload, where: Where) -> Press:
    action = next(iter(children(body, "actions")), {})
    container, message = child(body, "container"), child(body, "message")
    ts = word(message, "ts") or word(container, "message_ts")
    # No thread hangs on what one person alone sees.
    root = "" if container.get("is_ephemeral") is True else ts
    thread = word(message, "thread_ts") or word(container, "thread_ts") or root
    channel = word(body, "channel", "id") or word(container, "channel_id")
    name = word(action, "action_id")
    origin = _origin(body, where, channel, thread)
    if not name or not origin.user:
        raise UsageError("Slack did not say which button that was. Press it once more.")
    return Press(
        origin,
        ts,
        name,
        word(action, "value") or word(action, "selected_option", "value"),
        word(body, "view", "id"),
        word(body, "view", "type") == "home",
        word(action, "action_ts") or origin.trigger,
    )


def read_slash(body: Payload, where: Where) -> Slash:
    origin = Origin(
        where,
        word(body, "user_id"),
        word(body, "channel_id"),
        user_team=word(body, "team_id"),
        response_url=word(body, "response_url"),
        trigger=word(body, "trigger_id"),
        channel_name=word(body, "channel_name"),
    )
    if not (origin.user and origin.channel):
        raise UsageError("Slack did not say who asked, or where. Send the command once more.")
    return Slash(origin, word(body, "command").removeprefix("/"), word(body, "text"))


def read_submission(body: Payload, where: Where) -> Submission:
    origin, view = _origin(body, where), word(body, "view", "id")
    if not (origin.user and view):
        raise UsageError("Slack did not say which form that was. Open it once more.")
    elements = [
        (name, element)
        for block in child(body, "view", "state", "values").values()
        for name, element in child({"block": block}, "block").items()
    ]
    fields = {name: _chosen(element) for name, element in elements}
    files = tuple(file for _, element in elements for file in children(element, "files"))
    return Submission(origin, view, word(body, "view", "private_metadata"), fields, files)


def read_shortcut(body: Payload, where: Where) -> Shortcut:
    message = child(body, "message")
    ts, channel = word(message, "ts") or word(body, "message_ts"), word(body, "channel", "id")
    origin = _origin(body, where, channel, word(message, "thread_ts") or ts)
    if not (origin.user and channel and ts):
        raise UsageError("Slack did not say which message that was. Choose it once more.")
    return Shortcut(origin, ts, word(message, "text"), tuple(children(message, "files")))


def read_who(body: Payload, where: Where) -> Origin:
    """Read who waits and where, of any interaction."""
    return _origin(body, where, word(body, "channel", "id"), word(body, "container", "thread_ts"))


def _origin(body: Payload, where: Where, channel: str = "", thread: str = "") -> Origin:
    return Origin(
        where,
        word(body, "user", "id") or word(body, "user_id"),
        channel,
        thread,
        word(body, "user", "team_id"),
        word(body, "response_url"),
        word(body, "trigger_id"),
        word(body, "channel", "name"),
    )


def _chosen(element: object) -> tuple[str, ...]:
    several = tuple(word(option, "value") for option in children(element, "selected_options"))
    one = word(element, "value") or word(element, "selected_option", "value")
    return several or ((one,) if one else ())
