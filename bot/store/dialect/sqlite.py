"""SQLite, through aiosqlite: one transaction writes at a time, a few others read meanwhile.

A transaction goes on to its end, also where its caller is cancelled: the driver runs each step in a thread, which a
cancellation does not reach, and a transaction left between two steps would keep the file locked.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StartError
from bot.store.database import Database

T = TypeVar("T")

_READERS = 4
_PATIENCE = 10
"""Seconds to wait for another process that writes."""
_PAUSE = 0.05
"""Seconds between two tries of what SQLite itself does not wait for."""
_PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON", "mmap_size = 268435456")
"""With a write-ahead log, NORMAL loses nothing when the process is killed; a power cut may cost the last moments."""
_MEANINGS = {
    "database or disk is full": "the disk is full",
    "database is locked": f"another process has kept it locked for {_PATIENCE} seconds",
    "unable to open database file": "the file can't be opened or made: check that the folder may be written to",
    "attempt to write a readonly database": "it may only be read: check who owns the file and its folder",
    "file is not a database": "the file is no SQLite database",
}


class Sqlite(Database):
    """One file. Its folder is made where it is missing, for this user alone."""

    def __init__(self, url: URL) -> None:
        """Raise ``StartError`` where ``url`` names no file or its folder can't be made."""
        self.name = url.database or ""
        if self.name in ("", ":memory:"):
            raise StartError("DATABASE_URL names no file: write sqlite+aiosqlite:///FILE")
        _make_folder(Path(self.name).parent)
        self._make_file()
        self._engine = _open(url, _READERS + 1)
        self._urgent_engine = _open(url, 1).execution_options(writing=True)
        """For what must not wait behind a thousand others; SQLite itself lets it in between two of them."""
        self._writing_engine = self._engine.execution_options(writing=True)
        self._writing = asyncio.Lock()
        """Waiting here is fair and costs nothing; SQLite's own waiting is a loop of naps."""

        self._running: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._engine.dispose()
        await self._urgent_engine.dispose()

    async def _run(self, work: Callable[[Connection], T], *, writing: bool, urgent: bool = False) -> T:
        running = asyncio.create_task(self._transact(work, writing=writing, urgent=urgent))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return await asyncio.shield(running)

    async def _transact(self, work: Callable[[Connection], T], *, writing: bool, urgent: bool) -> T:
        if urgent or not writing:
            async with (self._urgent_engine if urgent else self._engine).begin() as connection:
                return await connection.run_sync(work)
        async with self._writing, self._writing_engine.begin() as connection:
            return await connection.run_sync(work)

    def _make_file(self) -> None:
        """Make the file, or see that it can be used, before any thread of the driver depends on that."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                with closing(sqlite3.connect(self.name, timeout=_PATIENCE)) as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.Error as error:
                # For this one change SQLite does not wait where another process makes it at the same time.
                if "locked" not in str(error) or time.monotonic() > until:
                    raise StartError(f"The database {self.name}: {self._reason(error)}") from error
            time.sleep(_PAUSE)

    def _reason(self, error: BaseException) -> str:
        return _MEANINGS.get(str(error), str(error))


def _open(url: URL, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        connect_args={"timeout": _PATIENCE},
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"The folder {folder} for the database can't be made: {error.strerror}") from error


def _set_up(connection: DBAPIConnection, record: Any) -> None:
    connection.isolation_level = None  # the driver is to begin no transactions of its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Who will write says so at once: a reader that becomes a writer halfway is refused where another one wrote.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
