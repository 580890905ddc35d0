"""The API's answers: asked for with one request, followed with another, as a stream of events that can be resumed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from adapters.web.answers import Answers
from adapters.web.echoes import look_up
from adapters.web.frames import UUID, Ask
from adapters.web.runs import Frame, Run
from adapters.web.v1.callers import Asker
from adapters.web.v1.problems import problems
from adapters.web.whereabouts import name_id
from bot.engine import Engine
from bot.errors import Missing, UsageError
from bot.nouns import Exchange, Mode, State
from bot.store import Store
from bot.store.snippets import Viewer

_PAUSE, _PAUSES = 0.02, 250
"""Seconds between two looks whether a question was begun, and how many there are."""
_TOLD = {
    "restart": (),
    "delta": ("text",),
    "status": ("state", "ahead"),
    "done": ("exchange", "reason", "model", "problem"),
    "refused": ("text",),
    "gone": (),
}
"""What events say, of what the page is told."""
_Id = Annotated[str, Field(pattern=UUID)]


@dataclass(frozen=True, slots=True)
class Asking:
    """What answers are started, followed and stopped with."""

    engine: Engine
    answers: Answers


class Question(BaseModel):
    """What is asked."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, description="How long it may be is a setting of the server.")
    conversation: _Id | None = Field(None, description="The conversation that it belongs to; without one, a new one.")
    mode: Mode = Field(Mode.QUERY, description="`feedback`: the text is a complaint about what it follows.")
    model: str = Field("", max_length=200, description="One of those that are offered; empty: the default.")
    follows: int | None = Field(
        None,
        ge=0,
        le=2**63 - 1,
        strict=True,
        description="The exchange that it is said after, 0: none. Without one: all that was said before.",
    )


class Begun(BaseModel):
    """An answer that is being written."""

    run: str = Field(description="Its id, a UUID.")
    conversation: str


class RunView(Begun):
    """An answer, as far as it has come."""

    exchange: int
    state: State = Field(description="It is complete unless that is `waiting` or `writing`.")
    model: str
    text: str = Field(description="Markdown. While it is written this is up to two seconds old.")
    problem: str = Field(description="Why it could not be finished.")


async def _find(request: Request, caller: Asker, run: str) -> Run:
    asking: Asking = request.app.state.writing
    found = await asking.answers.find(run, caller)
    if not found:
        raise _missing(run)
    return found


def offer_runs(store: Store) -> APIRouter:
    """Routes for answers; ``app.state.writing`` is their ``Asking``."""
    routes = APIRouter(prefix="/runs", tags=["runs"])

    @routes.post("", status_code=202, responses=problems(403, 413))
    async def begin_run(caller: Asker, question: Question, request: Request, response: Response) -> Begun:
        """Ask. The answer is written whether anybody follows it or not."""
        asking: Asking = request.app.state.writing
        conversation = question.conversation or str(uuid4())
        wish = Ask(str(uuid4()), conversation, question.text, question.mode, question.model, follows=question.follows)
        run = asking.answers.ask(wish, caller)
        await _begin(store, run, caller)
        response.headers["location"] = f"{request.url.path.rstrip('/')}/{run.id}"
        return Begun(run=run.id, conversation=conversation)

    @routes.get("/{run}", responses=problems(403, 404))
    async def show_run(caller: Asker, run: str) -> RunView:
        """Tell how far it has come."""
        return _show(run, await _exchange(store, run, caller))

    @routes.get("/{run}/events", responses=problems(403, 404), response_class=EventSourceResponse)
    async def follow_run(
        run: Annotated[Run, Depends(_find)], last_event_id: Annotated[str, Header(max_length=100)] = ""
    ) -> AsyncIterator[ServerSentEvent]:
        """Follow it: `delta` adds text, `restart` begins it anew, `status` says that it lives, and `done` ends it.

        Each `delta` has an id; sent as `Last-Event-ID`, the stream goes on behind it. After `gone` somebody else
        writes it: follow it anew.
        """
        epoch, _, after = last_event_id.rpartition("-")
        async for frame in run.follow(int(after) if after.isascii() and after.isdecimal() else 0, epoch):
            yield _tell(frame, run)

    @routes.delete("/{run}", status_code=204, responses=problems(403, 404))
    async def stop_run(caller: Asker, run: str, request: Request) -> Response:
        """Stop it; what is written is kept. Nothing happens where it has ended."""
        asking: Asking = request.app.state.writing
        await asking.engine.stop_answer((await _exchange(store, run, caller)).id)
        return Response(status_code=204)

    return routes


async def _begin(store: Store, run: Run, caller: Viewer) -> None:
    """Wait until a question is written down, so that its run can be looked up and stopped from then on.

    Raises ``UsageError`` where it can't be asked.
    """
    for _ in range(_PAUSES):
        if run.last and run.last["type"] == "refused":
            raise UsageError(run.last["text"])
        if run.ended or await look_up(store, run.id, caller):
            return
        await asyncio.sleep(_PAUSE)


async def _exchange(store: Store, run: str, caller: Viewer) -> Exchange:
    exchange = await look_up(store, run, caller)
    if not exchange:
        raise _missing(run)
    return exchange


def _missing(run: str) -> Missing:
    return Missing(f"There is no run {run[:40]} here.")


def _show(run: str, exchange: Exchange) -> RunView:
    return RunView(
        run=run,
        conversation=name_id(exchange.message.conversation),
        exchange=exchange.id,
        state=exchange.state,
        model=exchange.model,
        text=exchange.answer,
        problem=exchange.problem,
    )


def _tell(frame: Frame, run: Run) -> ServerSentEvent:
    kind = frame["type"]
    data: dict[str, Any] = {name: frame[name] for name in _TOLD[kind] if name in frame}
    id = f"{run.epoch}-{frame['seq']}" if "seq" in frame else None
    return ServerSentEvent(event=kind, id=id, data=data)
