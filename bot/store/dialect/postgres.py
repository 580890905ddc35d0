"""PostgreSQL, through asyncpg."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, EmulatedDBAPIException
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartError
from bot.store.database import Database

T = TypeVar("T")

_CONNECTIONS = 10
"""For each process; PostgreSQL allows 100 in all unless told otherwise."""
_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 60
_OPTIONS = ("host", "ssl", "sslmode")
_SSL = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class Postgres(Database):
    """One database of a server. A restart of the server costs no answer: the work is begun again."""

    def __init__(self, url: URL) -> None:
        """Raise ``StartError`` where the address holds what can't be used, or the driver is not installed."""
        self.name = url.render_as_string(hide_password=True)
        try:
            self._engine = create_async_engine(
                _for_driver(url),
                connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _ANSWER_SECONDS},
                pool_size=_CONNECTIONS,
                max_overflow=0,
                pool_timeout=_ANSWER_SECONDS,
                hide_parameters=True,
            )
        except ModuleNotFoundError as error:
            raise StartError("PostgreSQL needs its driver: pip install 'code-supporter[postgres]'") from error

    async def close(self) -> None:
        await self._engine.dispose()

    async def _run(self, work: Callable[[Connection], T], *, writing: bool, urgent: bool = False) -> T:
        async with self._engine.connect() as connection:
            try:
                result = await connection.run_sync(work)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                # The server was restarted since this connection was used. Nothing was committed: do it over.
                await connection.rollback()
                result = await connection.run_sync(work)
            await connection.commit()
            return result

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return "the server does not answer"
        if isinstance(error, ConnectionRefusedError):
            return "no server listens there"
        if isinstance(error, OSError):
            return f"the server can't be reached: {error.strerror or error}"
        if isinstance(error, EmulatedDBAPIException):
            error = error.driver_exception
        return str(error)


def _for_driver(url: URL) -> URL:
    """Spell the address as asyncpg wants it, where what everybody else calls ``sslmode`` is ``ssl``."""
    if unknown := sorted(set(url.query) - set(_OPTIONS)):
        raise StartError(f"DATABASE_URL has the option {unknown[0]!r}; use only {', '.join(_OPTIONS)}")
    if not 0 < (url.port or 5432) < 65536:
        raise StartError(f"DATABASE_URL has the port {url.port}; a port is a number from 1 to 65535")
    options = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    if options.get("ssl", "prefer") not in _SSL:
        raise StartError(f"DATABASE_URL has sslmode={options['ssl']}; use one of {', '.join(_SSL)}")
    return url.set(drivername="postgresql+asyncpg", query=options)
