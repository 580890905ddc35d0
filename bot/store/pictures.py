"""Pictures that belong to messages: megabytes each, so they are read by themselves, and only for an answer."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Executable, bindparam, select

from bot.nouns import Attachment, Exchange
from bot.store.columns import UNREAD
from bot.store.dialect import Insert, prepared
from bot.store.tables import exchange, picture

_PICTURES = (
    select(picture.c.position, picture.c.image)
    .select_from(picture.join(exchange, exchange.c.message_id == picture.c.message_id))
    .where(exchange.c.id == bindparam("exchange"))
    .order_by(picture.c.position)
    .limit(bindparam("most"))
)


def write_pictures(tx: Connection, message_id: int, files: Sequence[Attachment]) -> None:
    """Write down the pictures among the files of a message; those that are known stay."""
    rows = [
        {"message_id": message_id, "position": position, "image": file.image}
        for position, file in enumerate(files)
        if file.image not in ("", UNREAD)
    ]
    if rows:
        tx.execute(_row(tx), rows)


def see(tx: Connection, exchanges: Sequence[Exchange], newest: int, most: int) -> list[Exchange]:
    """Read up to ``most`` pictures into the last ``newest`` exchanges, from the last to the first."""
    seen = list(exchanges)
    for place in reversed(range(max(0, len(seen) - newest), len(seen))):
        seen[place] = _with_pictures(tx, seen[place], most)
        most = max(0, most - sum(bool(file.image) for file in seen[place].message.attachments))
    return seen


def _with_pictures(tx: Connection, shown: Exchange, most: int) -> Exchange:
    files = shown.message.attachments
    if not most or all(file.image != UNREAD for file in files):
        return shown
    found = tx.execute(_PICTURES, {"exchange": shown.id, "most": most})
    images = {row.position: row.image for row in found}
    files = tuple(replace(file, image=images.get(at, file.image)) for at, file in enumerate(files))
    return replace(shown, message=replace(shown.message, attachments=files))


@prepared
def _row(insert: Insert) -> Executable:
    return insert(picture).on_conflict_do_nothing()
