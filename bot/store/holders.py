"""Holders: the running processes, each with one lease that covers all of its turns and exchanges."""

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.tables import holder, turn

LIVING = select(holder.c.id).where(holder.c.until > now())
"""Those whose lease has not run out."""
_LIVES = LIVING.where(holder.c.id == bindparam("id"))
_NAMES = select(holder.c.id).order_by(holder.c.id)
_END_TURNS = delete(turn).where(turn.c.holder == bindparam("id"))
_END_LEASE = delete(holder).where(holder.c.id == bindparam("id"))


class Holders:
    """The leases. What a process holds is free for others from the moment that its lease runs out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, holder: str, seconds: float) -> None:
        """Let the lease of ``holder`` end in ``seconds`` from now, whether it had one or not."""
        await self._database.write_at_once(_renew, holder, seconds)

    async def release(self, holder: str) -> None:
        """End the lease of ``holder`` and its turns at once."""
        await self._database.write(_release, holder)

    async def names(self) -> list[str]:
        """Name all who took a lease and did not release it, those whose lease ran out too."""
        return await self._database.read(_names)


def lives(tx: Connection, holder: str) -> bool:
    """Tell whether the lease of ``holder`` holds at this moment."""
    return tx.scalar(_LIVES, {"id": holder}) is not None


@prepared
def _lease(insert: Insert) -> Executable:
    until = now() + bindparam("seconds")
    return insert(holder).values(until=until).on_conflict_do_update(index_elements=["id"], set_={"until": until})


def _renew(tx: Connection, holder: str, seconds: float) -> None:
    tx.execute(_lease(tx), {"id": holder, "seconds": seconds})


def _release(tx: Connection, holder: str) -> None:
    tx.execute(_END_TURNS, {"id": holder})
    tx.execute(_END_LEASE, {"id": holder})


def _names(tx: Connection) -> list[str]:
    return list(tx.scalars(_NAMES))
