"""The pulse of one process: its lease renewed, stops heeded, the answers of dead processes taken up."""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from uuid import uuid4

from bot.engine import Engine
from bot.errors import BotError, StoreError
from bot.nouns import Exchange
from bot.store import Store
from bot.surface import Adapter

_log = logging.getLogger(__name__)
_BEATS_PER_LEASE = 5
_OURS: set[str] = set()


def name_of_this_process() -> str:
    """Return a holder name that no other process has, and that tells its machine and process id."""
    name = f"{_machine()}/{os.getpid()}/{uuid4().hex[:8]}"
    _OURS.add(name)
    return name


class Watch:
    """Keep this process's lease, and look after those of others that ran out."""

    def __init__(
        self,
        engine: Engine,
        store: Store,
        adapters: Mapping[str, Adapter],
        *,
        holder: str,
        lease_seconds: float,
        recover_seconds: float,
    ) -> None:
        """``recover_seconds``: an unfinished answer older than this is not written again but marked."""
        self._engine = engine
        self._store = store
        self._adapters = adapters
        self._holder = holder
        self._lease_seconds = lease_seconds
        self._renewed = time.monotonic()
        self._recover_seconds = recover_seconds

    async def begin(self) -> None:
        """Take the lease, and end those of processes that died on this machine: they need not run out first."""
        await self._renew()
        for holder in await self._store.holders.names():
            if holder not in _OURS and _is_dead(holder):
                await self._store.holders.release(holder)

    async def keep(self) -> None:
        """Beat until cancelled. The lease has a beat of its own: it must not wait for what else there is to do."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._repeat(self._renew))
            await self._repeat(lambda: self._look_after_others(tasks))

    async def _repeat(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except StoreError as error:
                _log.error("the store does not answer: %s", error)
            await asyncio.sleep(self._lease_seconds / _BEATS_PER_LEASE)

    async def _renew(self) -> None:
        if time.monotonic() - self._renewed > self._lease_seconds:
            self._engine.lose_turns()
        await self._store.holders.renew(self._holder, self._lease_seconds)
        self._renewed = time.monotonic()

    async def _look_after_others(self, tasks: asyncio.TaskGroup) -> None:
        await self._engine.heed_stops()
        await self._store.events.prune()
        for exchange in await self._store.exchanges.orphans(self._holder, self._lease_seconds):
            adapter = self._adapters.get(exchange.message.home or exchange.message.author.platform)
            ours = exchange.id in self._engine.writing or self._engine.closing
            if adapter and not ours and await self._store.exchanges.adopt(exchange.id, self._holder):
                tasks.create_task(self._take_up(exchange, adapter))

    async def _take_up(self, exchange: Exchange, adapter: Adapter) -> None:
        surface = adapter.surface(exchange)
        try:
            if surface and time.time() - exchange.at < self._recover_seconds:
                _log.info("exchange %d is written again after a restart", exchange.id)
                await self._engine.resume(exchange, surface)
            else:
                await self._engine.give_up(exchange, surface)
        except BotError as error:
            _log.error("exchange %d could not be taken up: %s", exchange.id, error)


def _machine() -> str:
    """Return what two processes share that can see each other: the host's name, and the namespace of process ids."""
    namespace = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()}:{namespace.readlink() if namespace.is_symlink() else ''}"


def _is_dead(holder: str) -> bool:
    """True where ``holder`` surely is a process that died; False also where it can't be known from here."""
    host, _, rest = holder.partition("/")
    process = rest.partition("/")[0]
    if host != _machine() or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return True  # the same number, another name: a predecessor, as in a container that was restarted
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
