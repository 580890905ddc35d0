"""A database as the queries see it: a place that runs a piece of work as one transaction."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")


class Database(ABC):
    """Runs work, a plain function of a connection; all of it is kept, or none where it raises.

    What the driver raises leaves as a ``StoreError`` that is one sentence and holds no password and no one's text.
    """

    name: str
    """How the database is called in messages: its file, or its address without the password."""

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``work`` finds. It never waits for a writer."""
        with self._plainly():
            return await self._run(lambda connection: work(connection, *args, **kwargs), writing=False)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let ``work`` change things, and return what it returns once that is safely written."""
        with self._plainly():
            return await self._run(lambda connection: work(connection, *args, **kwargs), writing=True)

    async def write_at_once(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the same, before all others that wait to write."""
        with self._plainly():
            return await self._run(lambda connection: work(connection, *args, **kwargs), writing=True, urgent=True)

    @abstractmethod
    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""

    @abstractmethod
    async def _run(self, work: Callable[[Connection], T], *, writing: bool, urgent: bool = False) -> T:
        """Run ``work`` in one transaction, before all others that wait where it is ``urgent``."""

    @abstractmethod
    def _reason(self, error: BaseException) -> str:
        """Say in words what an error of the driver means."""

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"The database {self.name}: {self._reason(error.orig or error)}") from error
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database {self.name}: {self._reason(error)}") from error
