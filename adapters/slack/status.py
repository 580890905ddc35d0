"""The line that says that an answer is coming, and Slack's own stop button: shown where the workspace has them.

``assistant.threads.setStatus`` vanishes after two minutes, and when the bot posts; ``agents.sessions.setStatus`` stays
until it is set back (docs.slack.dev/ai/agent-sessions).
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.slack.codes import code_of
from adapters.slack.insist import insist
from adapters.slack.place import Place
from adapters.slack.rates import taken
from adapters.slack.workspaces import Workspace
from bot.background import background
from bot.errors import SurfaceError
from bot.pace import Pace

_log = logging.getLogger(__name__)
_LINE, _SESSION = "assistant.threads.setStatus", "agents.sessions.setStatus"
_HALF = 25
"""Calls a minute: half of what Slack's tier 3 takes, as each session is set twice."""
_REFRESH = 100.0
"""Seconds; the line is there for 120."""
_NOT_HERE = frozenset(
    {
        "deprecated_endpoint",
        "feature_not_enabled",
        "method_deprecated",
        "missing_scope",
        "not_allowed_token_type",
        "not_authorized",
        "unknown_method",
    }
)
"""Codes with which a workspace, or an app that is no agent, declines such a call for good."""


class Statuses:
    """Which workspaces take which of these calls, and which threads have an answer coming."""

    def __init__(self, *, refresh: float = _REFRESH) -> None:
        """``refresh``: seconds after which the line is set again."""
        self._refresh = refresh
        self._declined: set[tuple[str, str]] = set()
        self._coming = Counter[str]()
        self._sessions: set[str] = set()
        self._paces: dict[str, tuple[Pace, Pace]] = {}

    async def offer(self, workspace: Workspace, team: str, method: str, **arguments: object) -> None:
        """Make a call that nothing depends on, unless the workspace has declined it before."""
        if (team, method) in self._declined:
            return
        try:
            await insist(lambda: workspace.call(method, **arguments))
        except SurfaceError as error:
            _log.debug("%s in workspace %s: %s", method, team, error)
            if code_of(error) in _NOT_HERE:
                self._declined.add((team, method))
                _log.info("workspace %s does not take %s (%s): it is left out there", team, method, code_of(error))

    @asynccontextmanager
    async def shown(self, workspace: Workspace, place: Place, begun: Callable[[], bool]) -> AsyncIterator[None]:
        """Show that an answer is coming while inside; ``begun`` tells whether there is something of it to see."""
        self._coming[place.conversation] += 1
        try:
            async with background(self._keep(workspace, place, begun)):
                yield
        finally:
            self._coming[place.conversation] -= 1
            if not self._coming[place.conversation]:
                del self._coming[place.conversation]
                await self._end(workspace, place)

    async def _keep(self, workspace: Workspace, place: Place, begun: Callable[[], bool]) -> None:
        begins, _ = self._pace(workspace, place)
        if place.conversation not in self._sessions and taken(begins):
            self._sessions.add(place.conversation)
            await self._set(workspace, place, _SESSION, "processing")
        while not begun():
            await self._set(workspace, place, _LINE, "is thinking…")
            await asyncio.sleep(self._refresh)

    async def _end(self, workspace: Workspace, place: Place) -> None:
        await self._set(workspace, place, _LINE, "")
        if place.conversation in self._sessions:
            self._sessions.discard(place.conversation)
            await self._pace(workspace, place)[1].turn()
            await self._set(workspace, place, _SESSION, "active")

    async def _set(self, workspace: Workspace, place: Place, method: str, status: str) -> None:
        where = {"channel_id": place.channel, "thread_ts": place.thread}
        await self.offer(workspace, place.team, method, **where, status=status)

    def _pace(self, workspace: Workspace, place: Place) -> tuple[Pace, Pace]:
        """The buckets for beginning sessions, where there is a turn free, and for ending them, which has to be."""
        minute = workspace.rates.minute
        return self._paces.setdefault(place.team, (Pace(_HALF, minute), Pace(_HALF, minute)))
