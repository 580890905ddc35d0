"""What one person has done with a conversation in their list: a title of their own, a pin, a deletion."""

from sqlalchemy import Connection, Executable, bindparam, select

from bot.errors import StoreError
from bot.nouns import Author
from bot.store.dialect import Insert, now, prepared
from bot.store.page_tables import conversation_mark
from bot.store.tables import conversation

_KNOWN = select(conversation.c.id).where(conversation.c.id == bindparam("id"))
_KEY = ["conversation", "platform", "author_id"]


@prepared
def _first(insert: Insert) -> Executable:
    return insert(conversation_mark).on_conflict_do_nothing(index_elements=_KEY)


_THEIRS = (
    conversation_mark.c.conversation == bindparam("here"),
    conversation_mark.c.platform == bindparam("from"),
    conversation_mark.c.author_id == bindparam("who"),
)


def change_marks(
    tx: Connection, author: Author, id: str, title: str | None, pinned: bool | None, deleted: bool | None
) -> None:
    """See ``Conversations.mark``."""
    if tx.scalar(_KNOWN, {"id": id}) is None:
        raise StoreError("There is no such conversation.")
    tx.execute(_first(tx), {"conversation": id, "platform": author.platform, "author_id": author.id, "pinned": False})
    values: dict[str, object] = {}
    if title is not None:
        values["title"] = title
    if pinned is not None:
        values["pinned"] = pinned
    if deleted is not None:
        values["deleted"] = now() if deleted else None
    if values:
        change = conversation_mark.update().where(*_THEIRS).values(values)
        tx.execute(change, {"here": id, "from": author.platform, "who": author.id})
