"""Where in Discord something stands: a conversation, named in one string, and a message in it."""

from dataclasses import dataclass

PLATFORM = "discord"


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: a thread, direct messages, or a chain of replies in a channel. Ids are Discord's, as text."""

    guild: str
    """Empty in direct messages."""
    channel: str
    """Where the messages are: a thread is a channel of its own."""
    root: str = ""
    """In a chain of replies the message that it began with; else empty."""

    @property
    def conversation(self) -> str:
        return ":".join((PLATFORM, self.guild, self.channel, self.root))

    @classmethod
    def of(cls, conversation: str) -> "Place":
        """Return the place that a conversation of ours names. Raises ``ValueError`` for any other string."""
        platform, guild, channel, root = conversation.split(":")
        if platform != PLATFORM:
            raise ValueError(f"{conversation!r} is no conversation in Discord")
        return cls(guild, channel, root)

    def ref(self, message: int | str) -> str:
        """Return our name for a message there."""
        return name_message(self.channel, message)


def name_message(channel: int | str, message: int | str) -> str:
    """Return our name for a message: its id is unique, but only with its channel can it be reached."""
    return f"{channel}:{message}"


def name_explained(ref: str, person: str) -> str:
    """Return our name for the wish of a person to have a message explained."""
    return f"{ref}@explain.{person}"


def said_in(ref: str) -> str:
    """Return the message that one of these names is about."""
    return ref.partition("@")[0]


def message_of(ref: str) -> int:
    """Return the id of a message that ``name_message`` named."""
    return int(ref.rpartition(":")[2])
