"""One open socket: what the page says is done, and the runs that it looks at are sent to it.

The page says what stands in ``frames``, and hears JSON objects of these types:

    started {run, epoch}        the run is followed from here on
    restart {run, epoch}        its text begins anew, as after a restart of the server
    delta {run, seq, text}      ``text`` is added; to resume behind it, ``seq`` is what to send as ``after``
    status {run, state}         still ``waiting`` or ``writing``: heard at least every ten seconds
    done {run, exchange, reason, model, problem, try_again, shown}
                                ``shown`` is the exchange as stored, null where that is not known yet
    refused {run, text}         it can't be asked; the sentence says why
    gone {run}                  nobody here knows the run: the conversation says what became of it
    error {text}                a frame made no sense, or what it wished for failed
"""

import asyncio
from contextlib import aclosing

from starlette.websockets import WebSocket, WebSocketDisconnect

from adapters.web.answers import Answers, name_conversation
from adapters.web.frames import Again, Ask, Resume, Stop, read_frame
from adapters.web.people import People
from adapters.web.runs import Run, Runs
from bot.engine import Engine
from bot.errors import BotError, UsageError

MOST_FOLLOWED = 32
"""Runs that one socket may follow at once: far more than a conversation has."""
SIGNED_OUT = 4401
"""Closes the socket of somebody who is not signed in."""
_FULL = f"One page can follow {MOST_FOLLOWED} answers at once; wait until one is complete, or open another page."


class Viewer:
    """A browser tab that looks on. Closing it ends nothing but its own looking."""

    def __init__(self, socket: WebSocket, engine: Engine, answers: Answers, runs: Runs) -> None:
        self._socket = socket
        self._engine = engine
        self._answers = answers
        self._runs = runs
        self._following: dict[str, asyncio.Task[None]] = {}

    async def watch(self) -> None:
        """Serve the socket until it closes."""
        people: People = self._socket.app.state.people
        person = await people.at(self._socket)
        await self._socket.accept()
        if not person:
            await self._socket.close(SIGNED_OUT)
            return
        self._person = person
        async with asyncio.TaskGroup() as self._group:
            try:
                await self._listen()
            except WebSocketDisconnect:
                return
            finally:
                for task in self._following.values():
                    task.cancel()

    async def _listen(self) -> None:
        while True:
            event = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            try:
                await self._do(read_frame(event.get("text") or event.get("bytes") or ""))
            except BotError as error:
                await self._socket.send_json({"type": "error", "text": str(error)})

    async def _do(self, said: Ask | Again | Resume | Stop) -> None:
        match said:
            case Ask() | Again() if self._is_full(said.client_id):
                await self._socket.send_json({"type": "refused", "run": said.client_id, "text": _FULL})
            case Ask():
                await self._follow(self._answers.ask(said, self._person))
            case Again():
                await self._follow(self._answers.again(said, self._person))
            case Resume():
                await self._resume(said)
            case Stop():
                await self._engine.stop(name_conversation(said.conversation))

    async def _resume(self, said: Resume) -> None:
        if self._is_full(said.run):
            raise UsageError(_FULL)
        if run := self._runs.find(said.run):
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
