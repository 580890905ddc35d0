"""Endpoints: addresses of models that people brought, for themselves or for all of their workspace."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.errors import UsageError
from bot.nouns import Author
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.page_tables import endpoint

MOST = 20
"""Endpoints that one person, or a workspace, may keep."""
_FULL = "{} addresses are kept already, which is the most: remove one first."
_TAKEN = "There is an address named {} already: choose another name, or remove that one first."
_REACHED = (
    select(endpoint)
    .where(
        endpoint.c.platform == bindparam("in_platform"),
        endpoint.c.workspace == bindparam("in_workspace"),
        endpoint.c.author_id.in_(("", bindparam("of_author"))),
    )
    .order_by(endpoint.c.author_id == "", endpoint.c.id)
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of models."""

    id: int
    name: str
    """What people put before the names of its models."""
    base_url: str
    key: str = field(repr=False)
    """In the clear: only to be sent there; empty: it wants none."""
    author_id: str
    """Whose it is; empty: all of the workspace may ask there."""
    at: float

    @property
    def is_shared(self) -> bool:
        return not self.author_id

    @property
    def masked(self) -> str:
        """The key as it may be shown; empty: there is none."""
        return f"…{self.key[-4:]}" if len(self.key) >= 12 else "…" * bool(self.key)


class EndpointRows:
    """All endpoints."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, author: Author, workspace: str) -> list[Endpoint]:
        """Return those that a person may ask, their own first."""
        return await self._database.read(_of, author, workspace)

    async def add(self, author: Author, workspace: str, name: str, base_url: str, key: str, shared: bool) -> Endpoint:
        """Keep an address. Raises ``UsageError`` where one of that name can be reached already, or too many are."""
        return await self._database.write(_add, author, workspace, name, base_url, key, shared)

    async def remove(self, id: int) -> None:
        await self._database.write(_remove, id)


def _of(tx: Connection, author: Author, workspace: str) -> list[Endpoint]:
    place = {"in_platform": author.platform, "in_workspace": workspace, "of_author": author.id}
    return [_read(row) for row in tx.execute(_REACHED, place)]


def _add(tx: Connection, author: Author, workspace: str, name: str, base_url: str, key: str, shared: bool) -> Endpoint:
    reached = _of(tx, author, workspace)
    if any(one.name == name for one in reached):
        raise UsageError(_TAKEN.format(name))
    if sum(one.is_shared is shared for one in reached) >= MOST:
        raise UsageError(_FULL.format(MOST))
    values = {
        "platform": author.platform,
        "workspace": workspace,
        "author_id": "" if shared else author.id,
        "name": name,
        "base_url": base_url,
        "key": key,
        "at": now(),
    }
    return _read(tx.execute(insert(endpoint).values(values).returning(endpoint)).one())


def _remove(tx: Connection, id: int) -> None:
    tx.execute(delete(endpoint).where(endpoint.c.id == id))


def _read(row: Any) -> Endpoint:
    return Endpoint(row.id, row.name, row.base_url, row.key, row.author_id, row.at)
