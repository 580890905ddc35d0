"""Answers in Slack: each drawn in the thread of its message, with Slack's loading line until it begins."""

from collections.abc import Awaitable, Callable, Sequence

from adapters.slack.place import Place
from adapters.slack.status import Statuses
from adapters.slack.surface import SlackSurface
from adapters.slack.workspaces import Workspaces
from adapters.watched import Watched
from bot.engine import Engine
from bot.nouns import Exchange, Message
from bot.preparing import Gather


class Answers:
    """Lets the engine answer, and draws that in the thread of the message."""

    def __init__(self, engine: Engine, workspaces: Workspaces, statuses: Statuses) -> None:
        self._engine = engine
        self._workspaces = workspaces
        self._statuses = statuses

    async def ask(
        self, message: Message, recipient: str, team: str = "", *, gather: Gather | None = None
    ) -> Exchange | None:
        """Answer a message in its thread; ``recipient`` of the workspace ``team`` is the person who waits.

        ``gather`` fetches what belongs to it, once it is written down. Raises ``UsageError`` for what can't be asked or
        shown, and ``Forbidden`` where the app is not installed.
        """
        place = Place.of(message.conversation)
        surface = self._surface(place, recipient, team)
        return await self._write(place, surface, lambda watched: self._engine.answer(message, watched, gather=gather))

    async def again(
        self, exchange: Exchange, recipient: str, team: str = "", *, event: str, refs: Sequence[str] = ()
    ) -> Exchange | None:
        """Answer the message of an exchange once more, drawn on the messages ``refs``, and below. Raises as ``ask``."""
        place = Place.of(exchange.message.conversation)
        surface = self._surface(place, recipient, team)
        return await self._write(
            place, surface, lambda watched: self._engine.regenerate(exchange.id, watched, event=event, refs=refs)
        )

    def _surface(self, place: Place, recipient: str, team: str) -> SlackSurface:
        async def stop() -> None:
            await self._engine.stop(place.conversation)

        return SlackSurface(self._workspaces, place, recipient, recipient_team=team, stop=stop)

    async def _write(
        self, place: Place, surface: SlackSurface, answering: Callable[[Watched], Awaitable[Exchange | None]]
    ) -> Exchange | None:
        watched = Watched(surface)
        workspace = await self._workspaces.get(place.team, place.enterprise)
        async with self._statuses.shown(workspace, place, lambda: watched.begun, lambda: surface.ahead):
            exchange = await answering(watched)
        watched.check(exchange)
        return exchange
