"""Exchanges: each message with its answer, from the question to the last word."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, select, update

from bot.errors import StoreError, TakenOver
from bot.nouns import Exchange, Message, State, Usage
from bot.store.asking import attach, begin, begin_for, cleaned
from bot.store.columns import Words
from bot.store.dialect import now
from bot.store.drafts import drop_draft, open_draft
from bot.store.events import first
from bot.store.holders import lives
from bot.store.reading import OPEN, recall
from bot.store.recall import BY_ID, Recall
from bot.store.tables import exchange
from bot.store.usage import UNNAMED, Source, record

_THIS = exchange.c.id == bindparam("this")
_MESSAGE = select(exchange.c.message_id).where(_THIS)
# Without a name, whoever has it may change it.
_STILL_MINE = func.coalesce(bindparam("mine", type_=Words), exchange.c.holder) == exchange.c.holder
_CHANGE = update(exchange).where(_THIS, _STILL_MINE)
_END = _CHANGE.values(ended=now())
_SO_FAR = _CHANGE.where(exchange.c.state.in_(OPEN)).values(answer=bindparam("answer", type_=Words))
# The lock lets two processes look one after the other, so that the second sees the name of the first.
_OWNER = select(exchange.c.holder).where(_THIS, exchange.c.state.in_(OPEN)).with_for_update()


class Exchanges(Recall):
    """The exchanges of all conversations. To change one that does not exist raises ``StoreError``."""

    async def begin(self, message: Message, holder: str) -> Exchange | None:
        """Write down a message that ``holder`` will answer; None where it was begun before, by whatever process."""
        return await self._database.write(begin, cleaned(message), holder)

    async def repeat(self, exchange_id: int, holder: str, *, model: str = "", event: str = "") -> Exchange | None:
        """Begin another exchange for the message of an earlier one; ``model`` is the one wished for now.

        None where ``event``, the name of the wish, was seen before.
        """
        return await self._database.write(_repeat, exchange_id, holder, model, event)

    async def attach(self, message: Message) -> None:
        """Write down the attachments of a message that was begun without them."""
        await self._database.write(attach, cleaned(message))

    async def writing(self, id: int, model: str, correction: str = "", *, holder: str | None = None) -> None:
        """Note that ``model`` begins to answer, and what a complaint was refined into.

        Raises ``TakenOver`` where ``holder`` is given and has it no longer.
        """
        values = {"state": State.WRITING, "model": model, "correction": correction}
        await self._database.write(_change, id, values, holder)

    async def opened(self, id: int, ref: str, position: int) -> None:
        """Note that the bot's message ``ref`` shows page ``position`` of this answer, and no other one any more."""
        await self._database.write(_open, id, ref, position)

    async def dropped(self, id: int, ref: str) -> None:
        """Note that the bot's message ``ref`` was taken away."""
        await self._database.write(drop_draft, id, ref)

    async def so_far(self, id: int, answer: str, holder: str) -> None:
        """Note what stands of an answer that ``holder`` is writing; where it has ended, or has others, nothing."""
        await self._database.write(_so_far, id, answer, holder)

    async def finish(
        self,
        id: int,
        *,
        state: State,
        answer: str,
        problem: str = "",
        usage: Usage | None = None,
        of: Source = UNNAMED,
        holder: str | None = None,
    ) -> None:
        """Note how the answer ended and what it took ``of`` which model. A blank answer is stored as none.

        Raises ``TakenOver`` where ``holder`` is given and has it no longer.
        """
        values = {"state": state, "answer": answer if answer.strip() else "", "problem": problem}
        await self._database.write(_finish, id, values, usage, of, holder)

    async def adopt(self, id: int, holder: str) -> bool:
        """Take over an orphan. True for one process alone, whose lease must hold; False where it is no orphan.

        What ``holder`` has already, it gets again.
        """
        return await self._database.write(_adopt, id, holder)


def _repeat(tx: Connection, id: int, holder: str, model: str, event: str) -> Exchange | None:
    if event and not first(tx, event):
        return None
    message_id = tx.scalar(_MESSAGE, {"this": id})
    if message_id is None:
        raise _unknown(id)
    new, _ = begin_for(tx, message_id, holder, model)
    return recall(tx, BY_ID, id=new)[0]


def _change(tx: Connection, id: int, values: Mapping[str, object], holder: str | None = None) -> None:
    if not tx.execute(_CHANGE, {"this": id, "mine": holder, **values}).rowcount:
        raise _refusal(tx, id)


def _so_far(tx: Connection, id: int, answer: str, holder: str) -> None:
    tx.execute(_SO_FAR, {"this": id, "mine": holder, "answer": answer})


def _open(tx: Connection, id: int, ref: str, position: int) -> None:
    if not open_draft(tx, id, ref, position):
        raise _unknown(id)


def _finish(
    tx: Connection, id: int, values: Mapping[str, object], usage: Usage | None, of: Source, holder: str | None
) -> None:
    if not tx.execute(_END, {"this": id, "mine": holder, **values}).rowcount:
        raise _refusal(tx, id)
    if usage:
        record(tx, id, usage, of)


def _adopt(tx: Connection, id: int, holder: str) -> bool:
    owner = tx.scalar(_OWNER, {"this": id})
    if owner is None or (owner != holder and lives(tx, owner)):
        return False
    _change(tx, id, {"holder": holder})
    return True


def _refusal(tx: Connection, id: int) -> StoreError:
    if tx.scalar(_MESSAGE, {"this": id}) is None:
        return _unknown(id)
    return TakenOver(f"Another process goes on with exchange {id}.")


def _unknown(id: int) -> StoreError:
    return StoreError(f"There is no exchange {id}.")
