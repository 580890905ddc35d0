"""Events: what a platform delivers twice is acted on once."""

from sqlalchemy import Connection, Executable, bindparam, delete

from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.tables import event, holder

MEMORY = 24 * 60 * 60.0
"""Seconds for which a key is known."""
_OLD = event.c.at <= now() - MEMORY
_THIS = delete(event).where(event.c.key == bindparam("this"))
_PRUNE = delete(event).where(_OLD)
_LONG_DEAD = delete(holder).where(holder.c.until <= now() - MEMORY)


class Events:
    """The keys of events that came in the last 24 hours."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first(self, key: str) -> bool:
        """True where ``key`` was not seen in the last 24 hours, by no process; true for one caller only."""
        return await self._database.write(first, key)

    async def forget(self, key: str) -> None:
        """Let ``key`` be seen for the first time once more."""
        await self._database.write(_forget, key)

    async def prune(self) -> int:
        """Forget what is older than 24 hours, leases that ran out then too; return how many keys that were."""
        return await self._database.write(_prune)


@prepared
def _note(insert: Insert) -> Executable:
    row = insert(event).on_conflict_do_update(index_elements=["key"], set_={"at": now()}, where=_OLD)
    return row.returning(event.c.key)


def first(tx: Connection, key: str) -> bool:
    """Note a key; False where it was seen in the last 24 hours."""
    return tx.scalar(_note(tx), {"key": key}) is not None


def _forget(tx: Connection, key: str) -> None:
    tx.execute(_THIS, {"this": key})


def _prune(tx: Connection) -> int:
    tx.execute(_LONG_DEAD)
    return tx.execute(_PRUNE).rowcount
