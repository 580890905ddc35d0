"""What the listeners work with."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.slack.address import find_address
from adapters.slack.answers import Answers
from adapters.slack.origin import Origin, Where
from adapters.slack.people import People
from adapters.slack.place import PLATFORM
from adapters.slack.plain import as_typed, ids
from adapters.slack.privacy import Privacy
from adapters.slack.status import Statuses
from adapters.slack.workspaces import Workspace, Workspaces
from adapters.work import Work
from bot.commands import Commands
from bot.deeds import Deeds
from bot.engine import Engine
from bot.learning.learning import Learning
from bot.models import Models
from bot.nouns import Author, Exchange
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
    workspaces: Workspaces
    answers: Answers
    work: Work
    uninstalled: Callable[[Where, float], Awaitable[None]]
    """Forgets the tokens of an installation that was removed, unless it is younger: seconds since 1970."""
    reactions: Mapping[str, Meaning] = field(default_factory=dict)
    """What reactions mean, by name, where it is not the usual."""
    statuses: Statuses = field(default_factory=Statuses)
    people: People = field(default_factory=People)
    privacy: Privacy = field(default_factory=Privacy)

    async def workspace(self, origin: Origin) -> Workspace:
        """Return the workspace where something happened. Raises ``Forbidden`` where the app is not installed."""
        return await self.workspaces.get(origin.where.team, origin.where.enterprise)

    async def author(self, origin: Origin) -> Author:
        """Return who did something. Raises ``Forbidden`` where the app is not installed."""
        return await self.people.author(await self.workspace(origin), origin.where.team, origin.user)

    async def is_private(self, origin: Origin) -> bool:
        """Tell whether what is kept here is its person's alone until they share it. Raises as ``workspace``."""
        return await self.privacy.is_private(await self.workspace(origin), origin)

    async def seen_in(self, origin: Origin) -> str:
        """Return the channel whose people see what is kept here; empty where that is nobody. Raises as above."""
        return "" if await self.is_private(origin) else origin.scope

    async def address(self, origin: Origin, refs: Sequence[str]) -> str:
        """Return the address of the first of these messages; empty: nobody knows it. Raises as ``workspace``."""
        return await find_address(await self.workspace(origin), refs[0]) if refs else ""

    async def exchange(self, origin: Origin, number: str) -> Exchange:
        """Return the exchange of this workspace that a button or a form names. Raises ``UsageError``."""
        return await self.deeds.find(PLATFORM, origin.where.team, number)

    async def read(self, origin: Origin, text: str) -> str:
        """Return what was written as plain text, without mentions of the bot. Raises as ``workspace``."""
        workspace = await self.workspace(origin)
        names = await self.people.names(workspace, origin.where.team, ids(text) - {workspace.bot_user})
        return as_typed(text, lambda id: names.get(id, id), me=workspace.bot_user)
