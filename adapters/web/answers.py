"""Answers being written for the page: each in a task and a run of its own, however many look at it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from adapters.web.asking import check_place, make_message
from adapters.web.echoes import Echoes
from adapters.web.frames import Again, Ask, Stop
from adapters.web.remarks import read_remarks
from adapters.web.runs import Frame, Run, Runs
from adapters.web.surface import WebSurface
from adapters.web.views import done
from adapters.web.whose import PREFIX, check_conversation, is_held_here, whose, whose_message
from bot.access import Access, Spot
from bot.engine import Engine
from bot.errors import BotError, Missing, UsageError
from bot.nouns import Exchange, State
from bot.store import Store
from bot.store.snippets import Viewer
from bot.surface import Epilogue

_log = logging.getLogger(__name__)


def name_conversation(id: str) -> str:
    """Return the name under which the store knows a conversation of the page."""
    return f"{PREFIX}{id}"


class Answers:
    """Start answers, and own them until they are complete; nothing that a viewer does ends one."""

    def __init__(self, engine: Engine, store: Store, runs: Runs, access: Access) -> None:
        """``access`` bounds how much one person asks."""
        self._engine = engine
        self._access = access
        self._store = store
        self._runs = runs
        self._echoes = Echoes(engine, store, runs)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Take questions; on leaving, answers still being written are cut: the engine sees to what becomes of them."""
        async with self._echoes.open(), asyncio.TaskGroup() as self._group:
            self._running: set[asyncio.Task[None]] = set()
            try:
                yield
            finally:
                for task in self._running:
                    task.cancel()

    def ask(self, ask: Ask, person: Viewer) -> Run:
        """Return the run that shows the answer; the same question, sent again, has the same one."""
        if run := self._find(ask.client_id, person):
            return run
        surface = WebSurface(self._runs.begin(ask.client_id, whose(person)))
        self._start(surface, self._answer(ask, surface, person))
        return surface.run

    def again(self, again: Again, person: Viewer) -> Run:
        """Return the run that shows the new answer; the same request, sent again, has the same one."""
        if run := self._find(again.client_id, person):
            return run
        surface = WebSurface(self._runs.begin(again.client_id, whose(person)))
        self._start(surface, self._regenerate(again, surface, person), again.exchange)
        return surface.run

    async def stop(self, stop: Stop, person: Viewer) -> None:
        """Stop what is being answered in a conversation. Raises ``Missing`` where that is somebody else's."""
        conversation = name_conversation(stop.conversation)
        await check_conversation(self._store, conversation, person)
        await self._engine.stop(conversation)

    async def find(self, id: str, person: Viewer) -> Run | None:
        """Return a run of a person's, also where another process writes the answer; None: there is none."""
        if run := self._runs.find(id):
            return run if run.whose == whose(person) else None
        return await self._echoes.find(id, person)

    def _find(self, id: str, person: Viewer) -> Run | None:
        run = self._runs.find(id)
        if run and run.whose != whose(person):
            raise Missing("This id is taken; choose another one at random.")
        return run

    async def _answer(self, ask: Ask, surface: WebSurface, person: Viewer) -> Exchange | None:
        await check_conversation(self._store, name_conversation(ask.conversation), person)
        message, gather = make_message(ask, person)
        await check_place(self._store, message)
        self._access.admit(person.author, Spot())
        return await self._engine.answer(message, surface, gather=gather)

    async def _regenerate(self, again: Again, surface: WebSurface, person: Viewer) -> Exchange | None:
        exchange = await self._store.exchanges.get(again.exchange)
        said = exchange.message if exchange else None
        if not (exchange and said and is_held_here(said.conversation) and whose_message(said) == whose(person)):
            raise Missing(f"There is no answer {again.exchange} here to write again; reload the page.")
        self._access.admit(person.author, Spot())
        return await self._engine.regenerate(exchange.id, surface, event=again.client_id, model=again.model)

    def _start(self, surface: WebSurface, answering: Awaitable[Exchange | None], replaced: int = 0) -> None:
        task = self._group.create_task(self._write(surface, answering, replaced), name=f"answer {surface.run.id}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _write(self, surface: WebSurface, answering: Awaitable[Exchange | None], replaced: int) -> None:
        run = surface.run
        try:
            exchange = await answering
        except UsageError as refusal:
            self._runs.forget(run)  # there is nothing to follow, however often somebody asks
            await run.end({"type": "refused", "text": str(refusal)})
        except BotError as error:
            _log.warning("%s failed: %s", _name(surface, replaced), error)
            await run.end(_failed(surface, f"The answer could not be finished: {error}"))
        except Exception:  # noqa: BLE001 - the adapter's one net: others are being answered beside this one
            _log.exception("%s failed", _name(surface, replaced))
            await run.end(_failed(surface, "The answer could not be finished: a fault of ours, noted in the log."))
        else:
            await self._conclude(surface, exchange)

    async def _conclude(self, surface: WebSurface, exchange: Exchange | None) -> None:
        if exchange is None or exchange.state.is_open:
            # Seen before, or left for the next start: whoever writes it makes a run of its own, or the store has it.
            self._runs.forget(surface.run)
            await surface.run.end({"type": "gone"})
        else:
            epilogue = surface.epilogue or Epilogue(exchange.id, exchange.state, exchange.model)
            remarks = read_remarks(surface.run.text, exchange.answer, epilogue.offers)
            beside = await self._store.beside.one(exchange.id, exchange.message.author)
            await surface.run.end(done(epilogue, exchange, remarks, beside))


def _name(surface: WebSurface, replaced: int) -> str:
    """Return what a log calls an answer: its exchange is known once it was drawn, or where it replaces another's."""
    exchange = surface.epilogue.exchange if surface.epilogue else replaced
    return f"run {surface.run.id}, exchange {exchange or 'not known'},"


def _failed(surface: WebSurface, problem: str) -> Frame:
    exchange = surface.epilogue.exchange if surface.epilogue else 0
    return done(Epilogue(exchange, State.FAILED)) | {"problem": problem}
