"""What the listeners work with."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.discord.answers import Answers
from adapters.discord.connection import Call, T
from adapters.discord.files import Hosts
from adapters.discord.gateway import Gateway
from adapters.discord.rates import Rates
from adapters.work import Work
from bot.access import Access
from bot.commands import Commands
from bot.deeds import Deeds
from bot.engine import Engine
from bot.learning.learning import Learning
from bot.models import Models
from bot.snippets import SnippetBook
from bot.store import Store
from bot.wishes import Meaning


@dataclass(frozen=True, slots=True)
class Parts:
    """The opened parts of the program, and those of the adapter."""

    engine: Engine
    store: Store
    models: Models
    commands: Commands
    learning: Learning
    snippets: SnippetBook
    deeds: Deeds
    access: Access
    gateway: Gateway
    rates: Rates
    answers: Answers
    work: Work
    hosts: Hosts
    reactions: Mapping[str, Meaning]
    """What reactions mean, by their emoji."""

    async def call(self, make: Call[T], *, urgent: bool = False) -> T:
        """Make a call; see ``Connection.call``."""
        return await self.answers.connection.call(make, urgent=urgent)
