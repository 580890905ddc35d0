"""An interaction: what a person did, how the app acknowledged it, and what it answered."""

import asyncio
from dataclasses import dataclass, field

from tests.fakes.discord.nouns import FakeMessage, Json

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass
class Interaction:
    """What ``server.commands`` and its like return, once it was acknowledged or the time for that was over."""

    id: str
    token: str
    kind: int
    user: str
    channel: str
    at: float
    """By the clock of the event loop."""
    data: Json
    source: FakeMessage | None = None
    """The message whose button was pressed, or for whose modal this is."""
    acknowledged: str = ""
    """How: message, deferred, update, deferred_update, modal or choices; empty: not."""
    is_ephemeral: bool = False
    seconds: float = 0.0
    """How long the acknowledgement took."""
    modal: Json | None = None
    """The modal that it was answered with."""
    choices: list[Json] = field(default_factory=list)
    """What an autocompletion was answered with."""
    original: FakeMessage | None = None
    """Its answer, or the message that its button is on where that is updated."""
    followups: list[FakeMessage] = field(default_factory=list)
    callback: Json = field(default_factory=dict)
    """The body of the acknowledgement."""
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def messages(self) -> list[FakeMessage]:
        """All that it was answered with and is still there."""
        first = [self.original] if self.original and self.original is not self.source else []
        return [message for message in [*first, *self.followups] if not message.deleted]

    def settle(self, how: str, body: Json, now: float) -> None:
        """Note how it was acknowledged."""
        self.acknowledged, self.callback, self.seconds = how, body, now - self.at
        self.done.set()
