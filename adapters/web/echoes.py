"""Answers that another process writes, or wrote: followed here as if they were written here, by way of the store."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.web.remarks import recall_remarks
from adapters.web.runs import Run, Runs
from adapters.web.views import done
from adapters.web.whose import whose
from bot.background import Errands
from bot.engine import Engine
from bot.errors import StoreError
from bot.nouns import Exchange
from bot.store import Store
from bot.store.snippets import Viewer
from bot.surface import Epilogue

_log = logging.getLogger(__name__)
EVERY = 1.0
"""Seconds between two looks: what is written elsewhere is noted every two."""


class Echoes:
    """Runs of answers that are not written here."""

    def __init__(self, engine: Engine, store: Store, runs: Runs) -> None:
        self._engine = engine
        self._store = store
        self._runs = runs
        self._errands = Errands()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Follow what is asked for while inside."""
        async with self._errands.open(grace=0):
            yield

    async def find(self, id: str, person: Viewer) -> Run | None:
        """Return the run of an answer that a person may see, whoever writes it; None where there is none."""
        exchange = await look_up(self._store, id, person)
        if not exchange:
            return None
        if run := self._runs.find(id):  # it came up here meanwhile
            return run if run.whose == whose(person) else None
        run = self._runs.begin(id, whose(person))
        self._errands.start(self._follow(run, exchange.id), f"echo {id}")
        return run

    async def _follow(self, run: Run, exchange_id: int) -> None:
        while not run.ended:
            try:
                await self._show(run, exchange_id)
            except StoreError as error:
                _log.warning("exchange %d can't be followed now: %s", exchange_id, error)
            if not run.ended:
                await asyncio.sleep(EVERY)

    async def _show(self, run: Run, exchange_id: int) -> None:
        exchange = await self._store.exchanges.get(exchange_id)
        if exchange_id in self._engine.writing or exchange is None:
            return  # it is drawn here by now, onto this very run
        if text := _shown(exchange):
            await run.show(text)
        if not exchange.state.is_open:
            remarks = await recall_remarks(self._store, [exchange])
            beside = await self._store.beside.one(exchange.id, exchange.message.author)
            epilogue = Epilogue(exchange.id, exchange.state, exchange.model)
            await run.end(done(epilogue, exchange, remarks.get(exchange.id, ()), beside))


async def look_up(store: Store, id: str, person: Viewer) -> Exchange | None:
    """Return the exchange whose answer a run shows, where a person may see that; else None."""
    platform = person.author.platform
    exchange = await store.exchanges.by_ref(platform, id) or await store.exchanges.by_message(platform, id)
    seen = exchange and await store.conversations.find(person, exchange.message.conversation)
    return exchange if seen else None


def _shown(exchange: Exchange) -> str:
    """Return what stands of an answer, as where it is written."""
    if exchange.correction and exchange.answer:
        return f"> **Correction:** {exchange.correction}\n\n{exchange.answer}"
    return exchange.answer
