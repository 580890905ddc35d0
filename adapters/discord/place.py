"""Where in Discord something stands: a conversation, named in one string, and a message in it."""

from dataclasses import dataclass

from bot.nouns import Exchange

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

    @property
    def address(self) -> str:
        """Where a browser or the program shows it."""
        return f"https://discord.com/channels/{self.guild or '@me'}/{self.channel}"

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


def address_of(conversation: str) -> str:
    """Return the address of a conversation; empty for one of another platform."""
    return Place.of(conversation).address if conversation.startswith(f"{PLATFORM}:") else ""


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


def drawn_at(exchange: Exchange) -> tuple[Place, str]:
    """Return where an answer stands, and the message that it replies to; empty: none.

    Where no thread could be opened, an answer stands below its question, as those in a chain of replies do.
    """
    said = exchange.message
    place = Place.of(said.conversation)
    channel = exchange.refs[0].partition(":")[0] if exchange.refs else place.channel
    if channel == place.channel and not place.root:
        return place, ""
    root, asked = place.root or place.channel, said_in(said.ref).rpartition(":")[2]
    return Place(place.guild, channel, root), asked if asked.isdecimal() else root


def link_to(exchange: Exchange) -> str:
    """Return the address of an answer's first message, or of the place where it will stand."""
    place, _ = drawn_at(exchange)
    message = f"/{message_of(exchange.refs[0])}" if exchange.refs else ""
    return f"{place.address}{message}"
