"""Turns: one answer at a time in a conversation, across processes."""

from sqlalchemy import Connection, Executable, bindparam, delete, select, update

from bot.store.database import Database
from bot.store.dialect import Insert, prepared
from bot.store.holders import LIVING, lives
from bot.store.tables import turn

_HERE = turn.c.conversation == bindparam("where")
_MINE = turn.c.holder == bindparam("mine")
_TAKE_OVER = update(turn).where(_HERE).values(stop=False)
_RELEASE = delete(turn).where(_HERE, _MINE)
_NOT_MINE = turn.c.holder != bindparam("mine")
_ASK_STOP = update(turn).where(_HERE, _NOT_MINE, turn.c.holder.in_(LIVING)).values(stop=True)
_ASKED = select(turn.c.conversation).where(_MINE, turn.c.stop).limit(1)
_HEED = update(turn).where(_MINE, turn.c.stop).values(stop=False).returning(turn.c.conversation)


class TurnRows:
    """Who speaks in which conversation. A turn counts for as long as the lease of its holder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, conversation: str, holder: str) -> bool:
        """Take the turn, also from a holder that is dead or from oneself; False where another one lives and has it."""
        return await self._database.write(_take, conversation, holder)

    async def release(self, conversation: str, holder: str) -> None:
        """Give the turn back; nothing happens where ``holder`` has it no longer."""
        await self._database.write(_release, conversation, holder)

    async def ask_stop(self, conversation: str, holder: str) -> bool:
        """Mark the answer that a process other than ``holder`` is writing; False where there is none."""
        return await self._database.write(_ask_stop, conversation, holder)

    async def stops(self, holder: str) -> list[str]:
        """Return the conversations of ``holder`` that were asked to stop; each request is told once."""
        # Asked again and again, and mostly in vain: a look keeps no writer waiting.
        if not await self._database.read(_asked, holder):
            return []
        return await self._database.write(_heed, holder)


@prepared
def _claim(insert: Insert) -> Executable:
    # The empty update locks the row, so that the next process looks at it only after this transaction.
    row = insert(turn)
    row = row.on_conflict_do_update(index_elements=["conversation"], set_={"conversation": row.excluded.conversation})
    return row.returning(turn.c.holder)


def _take(tx: Connection, conversation: str, holder: str) -> bool:
    speaker = tx.execute(_claim(tx), {"conversation": conversation, "holder": holder}).scalar_one()
    if speaker == holder:
        return True
    if lives(tx, speaker):
        return False
    tx.execute(_TAKE_OVER, {"where": conversation, "holder": holder})
    return True


def _release(tx: Connection, conversation: str, holder: str) -> None:
    tx.execute(_RELEASE, {"where": conversation, "mine": holder})


def _ask_stop(tx: Connection, conversation: str, holder: str) -> bool:
    return tx.execute(_ASK_STOP, {"where": conversation, "mine": holder}).rowcount > 0


def _asked(tx: Connection, holder: str) -> bool:
    return tx.scalar(_ASKED, {"mine": holder}) is not None


def _heed(tx: Connection, holder: str) -> list[str]:
    return list(tx.scalars(_HEED, {"mine": holder}))
