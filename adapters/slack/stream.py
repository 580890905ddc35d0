"""One message of an answer as a native stream: Slack shows what is appended as it comes.

Slack ends a stream about 306 s after its start (slackapi/python-slack-sdk#1859), takes 100 appends a minute in a
workspace, and refuses whatever else touches the message while the stream is open.
"""

from collections.abc import Awaitable, Callable

from adapters.slack import blocks
from adapters.slack.errors import SlackRefused, Unclear
from adapters.slack.place import Place
from adapters.slack.rates import in_turn, noted, taken
from adapters.slack.safe import safe, shown
from adapters.slack.update import UpdateDraft
from adapters.slack.workspaces import Workspace
from bot.surface import Epilogue

_STOPPED = "stopped_by_user"
_ENDED = "message_not_in_streaming_state"
Stopped = Callable[[], Awaitable[object]]


async def start(
    workspace: Workspace, place: Place, text: str, *, recipient: str, recipient_team: str, stopped: Stopped
) -> "StreamDraft":
    """Start a stream that shows ``text``; takes no turn. ``stopped`` is told when the person presses Slack's Stop."""
    sent = _joinable(shown(text))
    answer = await workspace.call(
        "chat.startStream",
        channel=place.channel,
        thread_ts=place.thread,
        recipient_user_id=recipient,
        recipient_team_id=recipient_team,
        markdown_text=sent or None,
    )
    return StreamDraft(workspace, place, str(answer["ts"]), sent, stopped)


class StreamDraft:
    """A message that grows.

    Where the stream ends before the answer does (its time is up, the person stopped it, a call went astray), the same
    message is updated from then on. ``redraw`` is for whoever holds a turn of ``Rates.append``, or of ``Rates.update``
    once this is no stream any more; ``finish`` and ``retract`` take their own.
    """

    def __init__(self, workspace: Workspace, place: Place, ts: str, sent: str, stopped: Stopped) -> None:
        self.ref = place.ref(ts)
        self._workspace = workspace
        self._rates = workspace.rates
        self._place = place
        self._ts = ts
        self._sent = sent
        self._stopped = stopped
        self._then: UpdateDraft | None = None
        self._lacks_turn = False
        self._rates.streaming.add(self)

    @property
    def is_stream(self) -> bool:
        """False once the message is updated instead."""
        return self._then is None

    async def redraw(self, text: str) -> None:
        then = self._then or await self._append(_joinable(shown(text)))
        if not then:
            return
        if self._lacks_turn:  # the one at hand was for an append
            await in_turn(self._rates.update, lambda: then.redraw(text))
            self._lacks_turn = False
        else:
            await then.redraw(text)

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        if then := self._then or await self._end(safe(text), epilogue):
            await then.finish(text, epilogue)

    async def retract(self) -> None:
        await (self._then or self._leave(stop_first=True)).retract()

    async def _append(self, text: str) -> UpdateDraft | None:
        """Make ``text`` of what stands there; return what goes on with the message if that can't be."""
        if text == self._sent:
            return None
        if not text.startswith(self._sent):
            return self._leave(stop_first=True)
        try:
            await self._call("chat.appendStream", markdown_text=text[len(self._sent) :])
        except SlackRefused as refused:
            return await self._refused(refused)
        except Unclear:
            return self._leave(stop_first=True)  # appending once more might show the same words twice
        self._sent = text
        return None

    async def _end(self, text: str, epilogue: Epilogue | None) -> UpdateDraft | None:
        if not text.startswith(self._sent):
            return self._leave(stop_first=True)
        if not taken(self._rates.stop):  # the buttons have to wait, the words need not
            if then := await in_turn(self._rates.append, lambda: self._append(text)):
                return then
            await self._rates.stop.turn(urgent=True)
        below = blocks.under(epilogue) if epilogue else None
        try:
            await noted(
                self._rates.stop,
                lambda: self._call("chat.stopStream", markdown_text=text[len(self._sent) :] or None, blocks=below),
            )
        except SlackRefused as refused:
            return await self._refused(refused)
        except Unclear:
            self._leave(stop_first=True)
            raise
        self._rates.streaming.discard(self)
        return None

    async def _refused(self, refused: SlackRefused) -> UpdateDraft:
        then = self._leave(stop_first=refused.code != _ENDED)
        if refused.code == _STOPPED:
            await self._stopped()
        return then

    def _leave(self, *, stop_first: bool) -> UpdateDraft:
        """Go on by updates."""
        self._rates.streaming.discard(self)
        self._lacks_turn = True
        self._then = UpdateDraft(self._workspace, self._place, self._ts, stop_first=stop_first)
        return self._then

    async def _call(self, method: str, **arguments: object) -> None:
        await self._workspace.call(method, channel=self._place.channel, ts=self._ts, **arguments)


def _joinable(text: str) -> str:
    """Return as much of ``text`` as may end a chunk: space at the seam of two chunks may vanish, so none stands there.

    Nor is a run of one character parted, such as the marks of a fence.
    """
    for end in range(len(text) - 1, 0, -1):
        before, after = text[end - 1], text[end]
        if before != after and not before.isspace() and not after.isspace():
            return text[:end]
    return ""
