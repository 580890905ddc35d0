"""Drafts: the bot's messages that show an answer, written down as they are posted."""

from sqlalchemy import Connection, Executable, Integer, bindparam, delete, select

from bot.store.columns import Words
from bot.store.dialect import Insert, prepared
from bot.store.tables import draft, exchange, message

_DROP = delete(draft).where(draft.c.exchange == bindparam("of"), draft.c.ref == bindparam("dropped"))


def open_draft(tx: Connection, exchange_id: int, ref: str, position: int) -> bool:
    """Let a message show an exchange, and no other from now on; False where there is no such exchange."""
    return tx.execute(_show(tx), {"of": exchange_id, "ref": ref, "position": position}).rowcount > 0


def drop_draft(tx: Connection, exchange_id: int, ref: str) -> None:
    """Forget a message that was taken away."""
    tx.execute(_DROP, {"of": exchange_id, "dropped": ref})


@prepared
def _show(insert: Insert) -> Executable:
    values = {
        "platform": message.c.platform,
        "ref": bindparam("ref", type_=Words),
        "exchange": exchange.c.id,
        "position": bindparam("position", type_=Integer),
    }
    source = select(*values.values()).select_from(exchange.join(message)).where(exchange.c.id == bindparam("of"))
    row = insert(draft).from_select(list(values), source)
    moved = {"exchange": row.excluded.exchange, "position": row.excluded.position}
    return row.on_conflict_do_update(index_elements=["platform", "ref"], set_=moved)
