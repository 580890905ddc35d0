"""How an answer is drawn in a thread of Slack: streamed where that can be, else posted and updated."""

import asyncio
import logging
from time import time
from uuid import uuid4

from adapters.slack import lost, outdated
from adapters.slack.errors import SlackRefused, Unclear
from adapters.slack.files import upload
from adapters.slack.orphan import OrphanDraft
from adapters.slack.place import Place, ts_of
from adapters.slack.rates import in_turn, noted
from adapters.slack.stream import Stopped, StreamDraft, start
from adapters.slack.update import UpdateDraft, post
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import Throttled
from bot.nouns import Attachment
from bot.pace import Pace
from bot.surface import Draft, Limits

MAX_CHARS = 10_000
"""Longest message: Slack takes 12,000, and what makes text safe adds a sixth at most."""
_TURN_AFTER = 4
"""Minutes for which a stream is written to; Slack ends it after five."""
_STREAMS_END = 6
"""Minutes after which no stream is open any more, whoever started it."""

_log = logging.getLogger(__name__)


async def _nothing() -> None:
    """What Slack's Stop does where nobody asked to be told."""


class SlackSurface:
    """A thread in which one answer is drawn."""

    def __init__(
        self,
        workspaces: Workspaces,
        place: Place,
        recipient: str,
        *,
        recipient_team: str = "",
        stop: Stopped | None = None,
        orphaned: bool = False,
    ) -> None:
        """``recipient`` is the user who asked, of ``recipient_team`` where that is not the thread's own (a shared
        channel); ``stop`` is called when a person stops the stream in Slack's own way. ``orphaned``: the process that
        began the answer is gone, so that nobody else ends the session which it left open.
        """
        self._workspaces = workspaces
        self._rates = workspaces.rates(place.team)
        self._place = place
        self._recipient = recipient
        self._recipient_team = recipient_team or place.team
        self._stop = stop or _nothing
        self._orphaned = orphaned
        self._free = Pace.free()  # drafts take the turns to open and to finish by themselves: only they know which
        self._draft: StreamDraft | UpdateDraft | None = None
        self._streams = True
        self._once = ""
        self._lost: lost.Start | None = None
        self._reopened = ""
        self.ahead = 0
        """How many answers must end before this one begins."""

    @property
    def limits(self) -> Limits:
        """The limits of the message in hand."""
        streams = self._draft is not None and self._draft.is_stream
        return Limits(
            MAX_CHARS,
            append_only=True,
            opening=self._free,
            redrawing=self._rates.append if streams else self._rates.update,
            finishing=self._free,
            max_seconds=_TURN_AFTER * self._rates.minute if streams else 0.0,
            attach=self.attach,
            queued=self._queue,
        )

    async def open(self, text: str) -> Draft:
        workspace = await self._workspace()
        self._draft = (
            await self._found(workspace, text)
            or await self._streamed(workspace, text)
            or await self._posted(workspace, text)
        )
        self._rates.newest = max(self._rates.newest, ts_of(self._draft.ref))
        return self._adopted(workspace, self._draft)

    async def reopen(self, ref: str) -> Draft:
        workspace = await self._workspace()
        ts = ts_of(ref)
        young = time() - float(ts) < _STREAMS_END * self._rates.minute
        self._draft = UpdateDraft(workspace, self._place, ts, stop_first=workspace.streams and young)
        self._reopened = max(self._reopened, ts)
        return self._adopted(workspace, self._draft)

    async def attach(self, attachment: Attachment) -> None:
        """Put a file into the thread; where the answer is written again, in place of those that stood there."""
        workspace = await self._workspace()
        old = await outdated.find(workspace, self._place, self._reopened) if self._reopened else []
        await in_turn(self._rates.upload, lambda: upload(workspace, self._place, attachment))
        self._reopened = ""
        await outdated.remove(workspace, self._place, old)

    async def _queue(self, ahead: int) -> None:
        self.ahead = ahead

    async def _workspace(self) -> Workspace:
        return await self._workspaces.get(self._place.team, self._place.enterprise)

    def _adopted(self, workspace: Workspace, draft: Draft) -> Draft:
        return OrphanDraft(draft, workspace, self._place) if self._orphaned else draft

    async def _found(self, workspace: Workspace, text: str) -> UpdateDraft | None:
        """Return the message that an earlier call of ``open`` left behind without learning so."""
        if not self._lost:
            return None
        draft = await lost.find(workspace, self._place, self._lost)
        if draft:
            await in_turn(self._rates.update, lambda: draft.redraw(text))
        self._lost = None
        return draft

    async def _streamed(self, workspace: Workspace, text: str) -> StreamDraft | None:
        """Start a stream; None where that is not to be had here, or not now."""
        if self._once or not (workspace.streams and self._streams and self._rates.begin_stream()):
            return None
        begun = lost.Start(max(self._place.thread, self._rates.newest), asyncio.get_running_loop().time())
        try:
            return await noted(self._rates.start, lambda: self._start(workspace, text))
        except Throttled:
            return None
        except SlackRefused as refused:
            _log.info("%s takes no stream: %s", self._place.conversation, refused)
            self._streams = False
            return None
        except Unclear:
            self._lost = begun
            raise

    async def _start(self, workspace: Workspace, text: str) -> StreamDraft:
        return await start(
            workspace,
            self._place,
            text,
            recipient=self._recipient,
            recipient_team=self._recipient_team,
            stopped=self._stop,
        )

    async def _posted(self, workspace: Workspace, text: str) -> UpdateDraft:
        self._once = self._once or str(uuid4())
        pace = self._rates.post(self._place.channel)
        draft = await in_turn(pace, lambda: post(workspace, self._place, text, self._once))
        self._once = ""
        return draft
