"""What the fake Discord speaks of: ids, refusals, files and messages."""

import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Id = str | int
"""A snowflake; Discord writes it as a string, the SDK as a number."""

EPOCH = 1_420_070_400_000
"""The first millisecond of 2015, from which snowflakes count."""

EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
COMPONENTS_V2 = 1 << 15
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12

PLAIN, REPLY, COMMAND, CONTEXT_MENU = 0, 19, 20, 23
"""Types of messages that have words of their own; all others are Discord's notices."""
RENAMED, THREAD_CREATED, THREAD_STARTER = 4, 18, 21


def snowflake(milliseconds: int, number: int = 0) -> str:
    """Return the id of something made at a time by Unix's clock."""
    return str(((milliseconds - EPOCH) << 22) | number)


class Snowflakes:
    """Ids that only ever increase, and say when they were made."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        self._last = max(self._last + 1, int(snowflake(time.time_ns() // 1_000_000)))
        return str(self._last)


def stamp(id: Id = "") -> str:
    """Return the time at which a snowflake was made, or now, as Discord writes it."""
    seconds = ((int(id) >> 22) + EPOCH) / 1000 if id else time.time()
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1_000_000):06d}+00:00"


@dataclass
class FakeFile:
    """A file that was sent with a message, or is about to be."""

    name: str
    content: bytes
    id: str = ""
    content_type: str = ""
    description: str = ""
    url: str = ""
    size: int = -1
    """What Discord says it is; -1: the truth."""
    delay: float = 0.0
    """Seconds before its download begins."""
    endless: bool = False
    """Its download never ends."""
    status: int = 200
    """Of its download."""

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass
class FakeMessage:
    """A message, or an ephemeral one."""

    id: str
    channel: str
    author: str
    content: str = ""
    kind: int = PLAIN
    """Discord's type of it."""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[FakeFile] = field(default_factory=list)
    flags: int = 0
    nonce: str = ""
    tts: bool = False
    reference: Json | None = None
    snapshots: list[Json] = field(default_factory=list)
    """What a forwarded message said."""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Who reacted, by emoji as is or ``name:id``."""
    bursts: set[tuple[str, str]] = field(default_factory=set)
    """Which of these, by emoji and user, are super reactions."""
    contents: list[tuple[float, str]] = field(default_factory=list)
    """All that it ever said, with the time by the clock of the event loop."""
    mentions: list[str] = field(default_factory=list)
    mention_roles: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: str = ""
    interaction: Json | None = None
    """The ``interaction_metadata`` of what it answers."""
    deleted: bool = False

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        """True as long as it says only that the app is thinking."""
        return bool(self.flags & LOADING)

    @property
    def has_words(self) -> bool:
        """False for Discord's own notices."""
        return self.kind in (PLAIN, REPLY, COMMAND, CONTEXT_MENU)
