"""SQLite: one thread writes, a few others read.

A transaction runs in its thread from beginning to end, so that it costs the event loop one hop instead of one for each
call of the driver, and so that a cancelled caller leaves no half-done transaction behind.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.errors import StartError
from bot.store.database import Database

T = TypeVar("T")

_READERS = 4
_PATIENCE = 10
"""Seconds to wait for another process that writes."""
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")
"""With WAL, NORMAL loses nothing when the process is killed; a power cut may cost the last moments, never the file."""
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
        self._engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            connect_args={"timeout": _PATIENCE},
            pool_size=_READERS + 1,
            max_overflow=0,
            hide_parameters=True,
        )
        event.listen(self._engine, "connect", _set_up)
        event.listen(self._engine, "begin", _begin)
        self._writing_engine = self._engine.execution_options(writing=True)
        self._writer = ThreadPoolExecutor(1, "sqlite-writer")
        self._readers = ThreadPoolExecutor(_READERS, "sqlite-reader")

    async def close(self) -> None:
        for threads in (self._readers, self._writer):
            await asyncio.to_thread(threads.shutdown)
        self._engine.dispose()

    async def _run(self, work: Callable[[Connection], T], *, writing: bool) -> T:
        engine, threads = (self._writing_engine, self._writer) if writing else (self._engine, self._readers)

        def run() -> T:
            with engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(threads, run)

    def _reason(self, error: BaseException) -> str:
        return _MEANINGS.get(str(error), str(error))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"The folder {folder} for the database can't be made: {error.strerror}") from error


def _set_up(connection: DBAPIConnection, record: Any) -> None:
    connection.isolation_level = None  # the driver is to begin no transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # Who will write says so at once: a reader that becomes a writer halfway is refused where another one wrote.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
