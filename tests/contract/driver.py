"""What a platform's driver must be able to do, so that the contract suite can be run on its adapter.

To put a platform under the contract, write a driver and add it to ``DRIVERS`` in conftest.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot.nouns import Attachment
from bot.pages import paginate


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said on the platform."""

    ref: str
    conversation: str
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command showed, to who gave it and nobody else."""

    text: str
    buttons: Mapping[str, str] = field(default_factory=dict)
    """What can be pressed below it: how each is labelled, and how the driver finds it again."""
    file: Attachment | None = None


AT_ONCE = 3
"""Answers that the model writes at once in this suite."""


class Driver(ABC):
    """A person on one platform: says, sees, stops. Waiting is bounded by the test's time limit."""

    lacks: ClassVar[Mapping[str, str]] = {}
    """Tests that make no sense on this platform, by the name of what it lacks, with the reason."""
    max_chars = 0
    """Longest message of the platform; 0: there is no limit."""

    @abstractmethod
    async def says(self, text: str, *, conversation: str = "first", by_bot: bool = False) -> Said:
        """Let a person (or another bot) say something; return at once."""

    @abstractmethod
    async def complains(self, words: str, *, conversation: str = "first") -> Said:
        """Let the person give the last answer of a conversation a thumb down, if there are any, and say why."""

    @abstractmethod
    async def ended(self, said: Said) -> None:
        """Wait until what was said has been answered, or left alone."""

    @abstractmethod
    async def shown(self, conversation: str = "first") -> list[str]:
        """The texts of the bot's messages that stand in the conversation now, in order."""

    async def awaits(self, conversation: str) -> str:
        """What a person sees of an answer of a conversation that is still to come."""
        raise AssertionError("not lacked, yet not written")

    async def redelivers(self, said: Said) -> None:
        """Let the platform deliver the same message once more; return when it was dealt with."""
        raise AssertionError("not lacked, yet not written")

    async def commands(self, line: str, *, file: Attachment | None = None) -> Seen:
        """Let the person give a command, such as ``snippets list``, with a file where one is named."""
        raise AssertionError("not lacked, yet not written")

    async def edits(self, key: str, code: str) -> Seen:
        """Let the person write a new version of a snippet, as they would here."""
        raise AssertionError("not lacked, yet not written")

    async def presses(self, seen: Seen, label: str) -> Seen:
        """Let the person press what a command showed."""
        raise AssertionError("not lacked, yet not written")

    async def stops(self, conversation: str = "first") -> None:
        """Let the person stop the running answer."""
        raise AssertionError("not lacked, yet not written")

    async def shuts_down(self) -> None:
        """End the service in good order, with a grace period of a second."""
        raise AssertionError("not lacked, yet not written")

    def refuses(self) -> None:
        """Let the platform refuse the next calls, in the ways it may."""
        raise AssertionError("not lacked, yet not written")

    def overdrawn(self) -> int:
        """How many calls the platform refused because a bucket was empty."""
        raise AssertionError("not lacked, yet not written")

    def pages(self, text: str) -> list[str]:
        """The messages in which ``text`` should stand."""
        return paginate(text, self.max_chars) if self.max_chars else [text]
