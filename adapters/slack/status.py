"""The line that says that an answer is coming, and Slack's own stop button: shown where the workspace has them.

``assistant.threads.setStatus`` vanishes after two minutes, and when the bot posts; ``agents.sessions.setStatus`` stays
until it is set back (docs.slack.dev/ai/agent-sessions).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from math import inf
from weakref import WeakValueDictionary

from adapters.slack.errors import PASSING
from adapters.slack.insist import insist
from adapters.slack.place import Place
from adapters.slack.workspaces import Workspace
from bot.background import Errands, background
from bot.errors import SurfaceError

_log = logging.getLogger(__name__)
_LINE, _SESSION = "assistant.threads.setStatus", "agents.sessions.setStatus"
_THINKING = "is thinking…"
_QUEUED = "is busy, {} ahead of you…"
_WRITING = "is writing… (say “stop” or react with 🛑 to end it)"
_REFRESH = 100.0
"""Seconds; the line is there for 120."""
_GLANCE = 1.0
"""Seconds between two looks at how far the answer is."""
_GRACE = 3.0
"""Seconds for the sessions that are still to be ended when the program ends."""
_NOT_HERE = frozenset(
    {
        "deprecated_endpoint",
        "feature_not_enabled",
        "method_deprecated",
        "missing_scope",
        "not_allowed_token_type",
        "unknown_method",
    }
)
"""Codes with which a workspace declines such a call for good. ``not_authorized`` is none of them: Slack says so of an
app that is no agent, and also of a channel that the app is not in, where it may be invited a moment later.
"""


class Statuses:
    """Which workspaces take which of these calls, and which threads have a session."""

    def __init__(self, *, refresh: float = _REFRESH) -> None:
        """``refresh``: seconds after which the line is set again."""
        self._refresh = refresh
        self._declined: set[tuple[str, str]] = set()
        self._sessions: set[str] = set()
        self._orders: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._errands = Errands()

    @asynccontextmanager
    async def open(self, *, grace: float = _GRACE) -> AsyncIterator[None]:
        """Take away what was shown, beside all else; on leaving, what is left of that has ``grace`` seconds."""
        async with self._errands.open(grace=grace):
            yield

    async def offer(
        self, workspace: Workspace, team: str, method: str, *, longest: float = 30.0, **arguments: object
    ) -> bool:
        """Make a call that nothing depends on; False where Slack declined it, now or for the workspace before.

        Where Slack wants a rest of more than ``longest`` seconds, it is left out.
        """
        if (team, method) in self._declined:
            return False
        try:
            await insist(lambda: workspace.call(method, **arguments), longest=longest)
        except SurfaceError as error:
            _log.debug("%s in workspace %s: %s", method, team, error)
            if error.code in _NOT_HERE:
                self._declined.add((team, method))
                _log.info("workspace %s does not take %s (%s): it is left out there", team, method, error.code)
            return isinstance(error, PASSING)
        return True

    @asynccontextmanager
    async def shown(
        self, workspace: Workspace, place: Place, begun: Callable[[], bool], ahead: Callable[[], int] = lambda: 0
    ) -> AsyncIterator[None]:
        """Show that an answer is coming while inside; ``begun`` tells whether there is something of it to see, and
        ``ahead`` how many others must end before.

        Leaving waits for nothing: ``open`` sees to what is taken away.
        """
        coming, conversation = workspace.rates.coming, place.conversation
        coming[conversation] += 1
        work = [self._keep(workspace, place, lambda: self._line(workspace, place, begun(), ahead()))]
        if coming[conversation] == 1:
            work.append(self._begin(workspace, place))
        try:
            async with background(*work):
                yield
        finally:
            coming[conversation] -= 1
            if not coming[conversation]:
                del coming[conversation]
            self._leave(workspace, place)

    def _leave(self, workspace: Workspace, place: Place) -> None:
        """Take away what one answer was shown by; the stream of it took the session away from those that follow."""
        next_step = self._begin if place.conversation in workspace.rates.coming else self._end
        self._errands.start(next_step(workspace, place), f"what was shown in {place.conversation} is taken away")

    async def _begin(self, workspace: Workspace, place: Place) -> None:
        """Begin a session where there is room for one."""
        if not workspace.rates.session_begins():
            return
        async with self._order(place, _SESSION):
            if place.conversation in workspace.rates.coming:
                self._sessions.add(place.conversation)
                if not await self._set(workspace, place, _SESSION, "processing"):
                    self._sessions.discard(place.conversation)
                workspace.rates.begin_session.ended()

    async def _keep(self, workspace: Workspace, place: Place, say: Callable[[], str]) -> None:
        clock, shown, since = asyncio.get_running_loop().time, "", 0.0
        while line := say():
            if line != shown or clock() - since >= self._refresh:
                shown, since = line, clock()
                async with self._order(place, _LINE):
                    await self._set(workspace, place, _LINE, line)
            await asyncio.sleep(min(_GLANCE, self._refresh))

    def _line(self, workspace: Workspace, place: Place, begun: bool, ahead: int) -> str:
        """Return what the line says now; a stream tells how to stop it where Slack has no button for that."""
        if not begun:
            return _QUEUED.format(ahead) if ahead else _THINKING
        return "" if place.conversation in self._sessions or not workspace.streams else _WRITING

    async def _end(self, workspace: Workspace, place: Place) -> None:
        """Take the line and the session away, unless the next answer of the thread has them by then."""
        coming, conversation = workspace.rates.coming, place.conversation
        async with self._order(place, _LINE):
            if conversation not in coming:
                await self._set(workspace, place, _LINE, "")
        if conversation not in self._sessions:
            return
        await workspace.rates.end_session.turn(urgent=True)
        async with self._order(place, _SESSION):
            if conversation in self._sessions and conversation not in coming:
                self._sessions.discard(conversation)
                await self._set(workspace, place, _SESSION, "active", longest=inf)
                workspace.rates.end_session.ended()

    def _order(self, place: Place, method: str) -> asyncio.Lock:
        """Return what keeps the calls for one thread in order: the older word must not be the last."""
        return self._orders.setdefault((place.conversation, method), asyncio.Lock())

    async def _set(
        self, workspace: Workspace, place: Place, method: str, status: str, *, longest: float = 30.0
    ) -> bool:
        where = {"channel_id": place.channel, "thread_ts": place.thread}
        return await self.offer(workspace, place.team, method, longest=longest, **where, status=status)
