"""What the listeners work with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from adapters.slack.answers import Answers
from adapters.slack.origin import Origin, Where
from adapters.slack.people import People
from adapters.slack.plain import as_typed, ids
from adapters.slack.status import Statuses
from adapters.slack.workspaces import Workspace, Workspaces
from bot.commands import Commands
from bot.engine import Engine
from bot.models import Models
from bot.nouns import Author
from bot.snippets import SnippetBook
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """The opened parts of the program, and those of the adapter."""

    engine: Engine
    store: Store
    models: Models
    commands: Commands
    snippets: SnippetBook
    workspaces: Workspaces
    answers: Answers
    uninstalled: Callable[[Where, float], Awaitable[None]]
    """Forgets the tokens of an installation that was removed, unless it is younger: seconds since 1970."""
    reactions: Mapping[str, str] = field(default_factory=dict)
    """What reactions mean, by name, where it is not the usual: up, down, again, save, stop or nothing."""
    statuses: Statuses = field(default_factory=Statuses)
    people: People = field(default_factory=People)

    async def workspace(self, origin: Origin) -> Workspace:
        """Return the workspace where something happened. Raises ``Forbidden`` where the app is not installed."""
        return await self.workspaces.get(origin.where.team, origin.where.enterprise)

    async def author(self, origin: Origin) -> Author:
        """Return who did something. Raises ``Forbidden`` where the app is not installed."""
        return await self.people.author(await self.workspace(origin), origin.where.team, origin.user)

    async def read(self, origin: Origin, text: str) -> str:
        """Return what was written as plain text, without mentions of the bot. Raises as ``workspace``."""
        workspace = await self.workspace(origin)
        names = await self.people.names(workspace, origin.where.team, ids(text) - {workspace.bot_user})
        return as_typed(text, lambda id: names.get(id, id), me=workspace.bot_user)
