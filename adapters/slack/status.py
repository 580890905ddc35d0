"""The line that says that an answer is coming, and Slack's own stop button: shown where the workspace has them.

``assistant.threads.setStatus`` vanishes after two minutes, and when the bot posts; ``agents.sessions.setStatus`` stays
until it is set back (docs.slack.dev/ai/agent-sessions).
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.slack.insist import insist
from adapters.slack.place import Place
from adapters.slack.rates import taken
from adapters.slack.workspaces import Workspace
from bot.background import background
from bot.errors import SurfaceError

_log = logging.getLogger(__name__)
_LINE, _SESSION = "assistant.threads.setStatus", "agents.sessions.setStatus"
_THINKING = "is thinking…"
_WRITING = "is writing… (say “stop” or react with 🛑 to end it)"
_REFRESH = 100.0
"""Seconds; the line is there for 120."""
_GLANCE = 1.0
"""Seconds between two looks at how far the answer is."""
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

    async def offer(self, workspace: Workspace, team: str, method: str, **arguments: object) -> None:
        """Make a call that nothing depends on, unless the workspace has declined it before."""
        if (team, method) in self._declined:
            return
        try:
            await insist(lambda: workspace.call(method, **arguments))
        except SurfaceError as error:
            _log.debug("%s in workspace %s: %s", method, team, error)
            if error.code in _NOT_HERE:
                self._declined.add((team, method))
                _log.info("workspace %s does not take %s (%s): it is left out there", team, method, error.code)

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
        if place.conversation not in self._sessions and taken(workspace.rates.begin_session):
            self._sessions.add(place.conversation)
            await self._set(workspace, place, _SESSION, "processing")
        clock, shown, since = asyncio.get_running_loop().time, "", 0.0
        while line := self._line(workspace, place, begun()):
            if line != shown or clock() - since >= self._refresh:
                shown, since = line, clock()
                await self._set(workspace, place, _LINE, line)
            await asyncio.sleep(min(_GLANCE, self._refresh))

    def _line(self, workspace: Workspace, place: Place, begun: bool) -> str:
        """Return what the line says now; a stream tells how to stop it where Slack has no button for that."""
        if not begun:
            return _THINKING
        has_stop = place.conversation in self._sessions and (place.team, _SESSION) not in self._declined
        return "" if has_stop or not workspace.streams else _WRITING

    async def _end(self, workspace: Workspace, place: Place) -> None:
        await self._set(workspace, place, _LINE, "")
        if place.conversation in self._sessions:
            self._sessions.discard(place.conversation)
            await workspace.rates.end_session.turn()
            await self._set(workspace, place, _SESSION, "active")

    async def _set(self, workspace: Workspace, place: Place, method: str, status: str) -> None:
        where = {"channel_id": place.channel, "thread_ts": place.thread}
        await self.offer(workspace, place.team, method, **where, status=status)
