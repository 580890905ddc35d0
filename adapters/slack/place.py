"""Where in Slack something stands: a thread, named in one string, and a message in it."""

from dataclasses import dataclass

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Place:
    """A thread, which is a conversation."""

    team: str
    """The workspace; the organisation, where the app was installed for all of it."""
    channel: str
    thread: str
    """The ``ts`` of the message that the thread hangs on."""
    enterprise: str = ""
    """The organisation too, where the app was installed for all of it; else empty."""

    @property
    def conversation(self) -> str:
        return ":".join((PLATFORM, self.enterprise, self.team, self.channel, self.thread))

    @property
    def address(self) -> str:
        """Where a browser shows the thread; Slack's page offers to open the program."""
        return f"https://app.slack.com/client/{self.team}/{self.channel}/thread/{self.channel}-{self.thread}"

    @classmethod
    def of(cls, conversation: str) -> "Place":
        """Return the place that a conversation of ours names. Raises ``ValueError`` for any other string."""
        platform, enterprise, team, channel, thread = conversation.split(":")
        if platform != PLATFORM:
            raise ValueError(f"{conversation!r} is no conversation in Slack")
        return cls(team, channel, thread, enterprise)

    def ref(self, ts: str) -> str:
        """Return the name of a message in the channel of this thread."""
        return name_message(self.team, self.channel, ts)


def address_of(conversation: str) -> str:
    """Return the address of a thread; empty for a conversation of another platform."""
    return Place.of(conversation).address if conversation.startswith(f"{PLATFORM}:") else ""


def name_message(team: str, channel: str, ts: str) -> str:
    """Return our name for a message: a ``ts`` is unique in its channel only."""
    return f"{team}:{channel}:{ts}"


def channel_of(ref: str) -> str:
    """Return the channel of a message that ``name_message`` named."""
    return ref.split(":")[-2]


def ts_of(ref: str) -> str:
    """Return the ``ts`` of a message that ``name_message`` named."""
    return ref.rpartition(":")[2]
