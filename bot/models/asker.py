"""Who asks, and where: it decides which models there are."""

from dataclasses import dataclass

from bot.nouns import Author, Message


@dataclass(frozen=True, slots=True)
class Asker:
    """A person at a place."""

    author: Author
    workspace: str = ""
    channel: str = ""
    """Empty in direct messages."""
    conversation: str = ""
    """Empty where it is not known, or has yet to begin."""

    @classmethod
    def of(cls, message: Message) -> "Asker":
        return cls(message.author, message.workspace, message.channel, message.conversation)
