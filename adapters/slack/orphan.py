"""An answer whose process is gone: when it is complete, the session that the process left open is ended."""

import logging

from adapters.slack.insist import insist
from adapters.slack.place import Place
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError
from bot.surface import Draft, Epilogue

_log = logging.getLogger(__name__)
_LONGEST = 3.0
"""Seconds for which Slack may let us wait: who asks next in the thread waits, too."""


class OrphanDraft:
    """A message of such an answer, drawn as any other."""

    def __init__(self, draft: Draft, workspace: Workspace, place: Place) -> None:
        self._draft = draft
        self._workspace = workspace
        self._place = place

    @property
    def ref(self) -> str:
        return self._draft.ref

    async def redraw(self, text: str) -> None:
        await self._draft.redraw(text)

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        await self._draft.finish(text, epilogue)
        if epilogue:
            await self._end_session()

    async def retract(self) -> None:
        await self._draft.retract()

    async def _end_session(self) -> None:
        """Take Slack's own Stop away, where the workspace has one and no other answer has it now."""
        where = {"channel_id": self._place.channel, "thread_ts": self._place.thread}
        rates = self._workspace.rates
        await rates.end_session.turn(urgent=True)
        if self._place.conversation in rates.coming:
            return
        try:
            await insist(
                lambda: self._workspace.call("agents.sessions.setStatus", **where, status="active"), longest=_LONGEST
            )
        except SurfaceError as error:
            _log.info("no session to end in %s: %s", self._place.conversation, error)
        rates.end_session.ended()
