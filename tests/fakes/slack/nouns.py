"""What stands in channels: messages, files, ephemerals; and the refusal of a call."""

import copy
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A call is answered with an error; ``code`` is the name that Slack gives it."""

    def __init__(self, code: str, *messages: str) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = messages


@dataclass
class FakeFile:
    """A file, shared by a person or uploaded by the app."""

    id: str
    name: str
    content: bytes
    mimetype: str
    user: str
    snippet_type: str = ""
    title: str = ""
    channel: str = ""
    thread_ts: str = ""
    comment: str = ""
    """What was said beside it."""
    promised: int = 0
    """Bytes that are still to be uploaded."""
    remote: bool = False
    """Comes over Slack Connect: events say ``check_file_info`` only."""

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass
class Ephemeral:
    """What only one person sees, until they look away."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json]
    markdown: str = ""
    thread_ts: str = ""
    deleted: bool = False


@dataclass
class FakeMessage:
    """A message as it stands."""

    ts: str
    channel: str
    user: str
    text: str = ""
    thread_ts: str = ""
    """The ``ts`` of the message that it replies to; empty: it stands in the channel."""
    blocks: list[Json] = field(default_factory=list)
    """Of a stream, those that came when it was stopped."""
    markdown: str = ""
    """What is shown as Markdown: the text of a stream, ``markdown_text``, or all Markdown blocks."""
    streaming: bool = False
    deleted: bool = False
    bot_id: str = ""
    edited: bool = False
    """It carries the mark "(edited)"."""
    edited_ts: str = ""
    """When a person changed it last."""
    files: list[FakeFile] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Users by the name of the reaction."""
    client_msg_id: str = ""
    begun: float = 0.0
    """When it was posted, by the clock of the event loop."""
    mode: str = ""
    """How a stream began: markdown_text or chunks."""
    stopped_by: str = ""
    """Who ended the stream with Slack's own button."""
    drawn: list[tuple[float, str]] = field(default_factory=list)
    """Whatever was shown and since when, by the clock of the event loop: the Markdown, or else the text."""
    replies: int = 0

    @property
    def shown(self) -> str:
        return self.markdown or self.text

    def draw(self, now: float) -> None:
        """Remember what is shown from now on."""
        self.drawn.append((now, self.shown))

    def json(self) -> Json:
        """As history and payloads have it."""
        message: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text or self.markdown}
        if self.blocks:
            message["blocks"] = copy.deepcopy(self.blocks)
        if self.bot_id:
            message |= {"bot_id": self.bot_id, "app_id": "A1" if self.bot_id in ("B1", "B2") else "AOTHER"}
        elif self.client_msg_id:
            message["client_msg_id"] = self.client_msg_id
        if self.thread_ts or self.replies:
            message["thread_ts"] = self.thread_ts or self.ts
        if self.replies:
            message["reply_count"] = self.replies
        if self.edited:
            message["edited"] = {"user": self.user, "ts": self.edited_ts or self.ts}
        if self.reactions:
            counts = self.reactions.items()
            message["reactions"] = [{"name": name, "users": list(who), "count": len(who)} for name, who in counts]
        return message
