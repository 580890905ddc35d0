"""One message of an answer, posted once and then updated: what works in every workspace.

Slack marks an update that has blocks with no "(edited)", and takes 50 a minute in a workspace.
"""

import logging
from uuid import uuid4

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import blocks
from adapters.slack.blocks import Block
from adapters.slack.errors import SlackRefused
from adapters.slack.place import Place
from adapters.slack.rates import in_turn
from adapters.slack.safe import safe
from adapters.slack.workspaces import Workspace
from bot.fences import close_fence
from bot.surface import Epilogue

_log = logging.getLogger(__name__)
_SUMMARY = 700
"""Characters of the plain text for notifications: escaped at most 3,500, of the 4,000 that Slack takes."""
_TOO_LONG = ("msg_blocks_too_long", "msg_too_long")


async def post(workspace: Workspace, place: Place, text: str, once: str) -> "UpdateDraft":
    """Post ``text`` as a new message; two calls with the same ``once`` (a UUID) make one message. Takes no turn."""
    content, bare = _content(text, blocks.writing(place.conversation)), False
    where = {"channel": place.channel, "thread_ts": place.thread, "client_msg_id": once}
    try:
        answer = await workspace.call("chat.postMessage", **where, **_body(content, bare))
    except SlackRefused as refused:
        if refused.code not in _TOO_LONG:
            raise
        bare = True
        answer = await workspace.call("chat.postMessage", **where, **_body(content, bare))
    return UpdateDraft(workspace, place, str(answer["ts"]), bare=bare)


class UpdateDraft:
    """A message that is there; all of its text is sent anew each time.

    ``redraw`` is for whoever holds a turn of ``Rates.update``; ``finish`` and ``retract`` take their own.
    """

    is_stream = False

    def __init__(
        self, workspace: Workspace, place: Place, ts: str, *, stop_first: bool = False, bare: bool = False
    ) -> None:
        """``stop_first``: the message may still be a stream, which nothing but a stop may touch; ``bare``: its text is
        too long to stand in a block.
        """
        self.ref = place.ref(ts)
        self._workspace = workspace
        self._rates = workspace.rates
        self._place = place
        self._ts = ts
        self._stop_first = stop_first
        self._bare = bare
        self._once = str(uuid4())
        self._rates.updating.add(self)

    async def redraw(self, text: str) -> None:
        await self._update(_content(text, blocks.writing(self._place.conversation)))

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        below = blocks.under(epilogue) if epilogue else []
        content = _content(text, below)
        await in_turn(self._rates.update, lambda: self._update(content))
        if self._bare and below:
            await in_turn(self._rates.post(self._place.channel), lambda: self._post_below(below))

    async def retract(self) -> None:
        await self._stop_stream()
        try:
            await self._delete()
        except SlackRefused as refused:
            if refused.code != "cant_delete_message":
                raise
            self._stop_first = True
            await self._stop_stream()
            await self._delete()

    async def _update(self, content: list[Block]) -> None:
        await self._stop_stream()
        try:
            await self._change(content)
        except SlackRefused as refused:
            if refused.code == "streaming_state_conflict":
                self._stop_first = True
            elif refused.code in _TOO_LONG and not self._bare:
                self._bare = True
            else:
                raise
            await self._stop_stream()
            await in_turn(self._rates.update, lambda: self._change(content))

    async def _change(self, content: list[Block]) -> None:
        body = _body(content, self._bare)
        await self._workspace.call("chat.update", channel=self._place.channel, ts=self._ts, **body)

    async def _post_below(self, below: list[Block]) -> None:
        """Put what can be pressed into a message of its own."""
        said = "For the answer above:"
        await self._workspace.call(
            "chat.postMessage",
            channel=self._place.channel,
            thread_ts=self._place.thread,
            client_msg_id=self._once,
            text=said,
            blocks=[blocks.section(said), *below],
        )

    async def _stop_stream(self) -> None:
        if not self._stop_first:
            return
        try:
            await in_turn(self._rates.stop, lambda: self._call("chat.stopStream"))
        except SlackRefused as refused:  # it ended by itself; if not, Slack refuses what comes next
            _log.info("no stream to stop at %s: %s", self.ref, refused)
        self._stop_first = False

    async def _delete(self) -> None:
        await in_turn(self._rates.delete, lambda: self._call("chat.delete"))

    async def _call(self, method: str) -> AsyncSlackResponse:
        return await self._workspace.call(method, channel=self._place.channel, ts=self._ts)


def _content(text: str, below: list[Block]) -> list[Block]:
    return [blocks.markdown(close_fence(safe(text))), *below]


def _body(content: list[Block], bare: bool) -> dict[str, object]:
    """Return the arguments that carry a message; ``bare``: its text alone, of which Slack takes more than of blocks."""
    text = content[0]["text"]
    if bare:
        return {"markdown_text": text}
    return {"blocks": content, "text": blocks.escape(blocks.cut(text, _SUMMARY))}
