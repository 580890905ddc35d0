"""One open socket: what the page says is done, and the runs that it looks at are sent to it.

The page says what stands in ``frames``, and hears JSON objects of these types:

    started {run, epoch}        the run is followed from here on
    restart {run, epoch}        its text begins anew, as after a restart of the server
    delta {run, seq, text}      ``text`` is added; to resume behind it, ``seq`` is what to send as ``after``
    status {run, state}         still ``waiting`` or ``writing``: heard at least every ten seconds
    status {run, state, ahead}  ``queued``: so many answers must end before this one begins; heard when that changes
    done {run, exchange, reason, model, problem, try_again, shown}
                                ``shown`` is the exchange as stored, null where that is not known yet
    refused {run, text}         it can't be asked; the sentence says why
    gone {run}                  nobody here knows the run: the conversation says what became of it
    error {text}                a frame that asks nothing made no sense, or what it wished for failed
"""

import asyncio
import logging
from contextlib import aclosing

from starlette.websockets import WebSocket, WebSocketDisconnect

from adapters.web.answers import Answers
from adapters.web.frames import Again, Ask, Resume, Stop, read_frame, refuse
from adapters.web.people import people_of
from adapters.web.runs import Run
from bot.errors import BotError, StoreError, UsageError
from bot.store.snippets import Viewer

_log = logging.getLogger(__name__)

MOST_FOLLOWED = 32
"""Runs that one socket may follow at once: far more than a conversation has."""
SIGNED_OUT = 4401
"""Closes the socket of somebody who is not signed in."""
_FULL = f"One page can follow {MOST_FOLLOWED} answers at once; wait until one is complete, or open another page."


class _SignedOut(Exception):
    """Nobody is signed in at the other end (any more)."""


class Tab:
    """A browser tab that looks on. Closing it ends nothing but its own looking.

    Who sits there is asked for again at each frame, and from time to time: a session can end while the tab is open.
    """

    def __init__(self, socket: WebSocket, answers: Answers) -> None:
        self._socket = socket
        self._people = people_of(socket)
        self._answers = answers
        self._following: dict[str, asyncio.Task[None]] = {}

    async def watch(self) -> None:
        """Serve the socket until it closes."""
        await self._socket.accept()
        try:
            async with asyncio.TaskGroup() as self._group:
                staying = self._group.create_task(self._stay())
                try:
                    await self._listen()
                finally:
                    for task in (staying, *self._following.values()):
                        task.cancel()
        except* _SignedOut:
            await self._close()

    async def _stay(self) -> None:
        """See from time to time whether somebody is signed in still."""
        while True:
            try:
                await self._person(idle=True)
            except StoreError as error:
                _log.warning("who is at an open page can't be looked up now: %s", error)
            await asyncio.sleep(self._people.recheck)

    async def _person(self, *, idle: bool = False) -> Viewer:
        person = await self._people.at(self._socket, idle=idle)
        if not person:
            raise _SignedOut
        return person

    async def _close(self) -> None:
        try:
            await self._socket.close(SIGNED_OUT)
        except WebSocketDisconnect:
            _log.debug("whoever is not signed in any more has left already")

    async def _listen(self) -> None:
        while True:
            event = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            try:
                await self._hear(event.get("text") or event.get("bytes") or "")
            except WebSocketDisconnect:
                return

    async def _hear(self, raw: str | bytes) -> None:
        try:
            person = await self._person()  # of nobody, nothing is read
            await self._do(read_frame(raw), person)
        except BotError as error:
            await self._socket.send_json(refuse(raw, str(error)))

    async def _do(self, said: Ask | Again | Resume | Stop, person: Viewer) -> None:
        match said:
            case Ask() | Again() if self._is_full(said.client_id):
                raise UsageError(_FULL)
            case Ask():
                await self._follow(self._answers.ask(said, person))
            case Again():
                await self._follow(self._answers.again(said, person))
            case Resume():
                await self._resume(said, person)
            case Stop():
                await self._answers.stop(said, person)

    async def _resume(self, said: Resume, person: Viewer) -> None:
        if self._is_full(said.run):
            raise UsageError(_FULL)
        if run := await self._answers.find(said.run, person):
            await self._follow(run, said.after, said.epoch)
        else:
            await self._socket.send_json({"type": "gone", "run": said.run})

    def _is_full(self, run: str) -> bool:
        return len(self._following.keys() - {run}) >= MOST_FOLLOWED

    async def _follow(self, run: Run, after: int = 0, epoch: str = "") -> None:
        """Send what the run shows from now on; where it was followed already, in place of that."""
        if earlier := self._following.pop(run.id, None):
            earlier.cancel()
        epoch = epoch or run.epoch
        await self._socket.send_json({"type": "started", "run": run.id, "epoch": epoch})
        self._following[run.id] = self._group.create_task(self._send(run, after, epoch))

    async def _send(self, run: Run, after: int, epoch: str) -> None:
        try:
            async with aclosing(run.follow(after, epoch)) as frames:
                async for frame in frames:
                    await self._socket.send_json(frame)
        except WebSocketDisconnect:
            return  # the listener hears of it, too, and ends the rest
        self._following.pop(run.id, None)
