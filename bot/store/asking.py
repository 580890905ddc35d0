"""Writing down what a person asked, and that an answer to it begins."""

from dataclasses import replace

from sqlalchemy import Connection, Executable, bindparam, update

from bot.nouns import Exchange, Message, State
from bot.store.dialect import Insert, prepared
from bot.store.pictures import write_pictures
from bot.store.tables import conversation, exchange, message
from bot.text import clean

_ATTACH = (
    update(message)
    .where(message.c.platform == bindparam("from"), message.c.ref == bindparam("named"))
    .returning(message.c.id)
)


def begin(tx: Connection, said: Message, holder: str) -> Exchange | None:
    """Begin the first exchange of a message; None where the message is known already."""
    place = {"platform": said.home or said.author.platform, "workspace": said.workspace, "channel": said.channel}
    tx.execute(_conversation(tx), {"id": said.conversation, **place})
    message_id = tx.scalar(_message(tx), _values(said))
    if message_id is None:
        return None
    write_pictures(tx, message_id, said.attachments)
    id, at = begin_for(tx, message_id, holder)
    return Exchange(id, said, State.WAITING, at=at, message_id=message_id)


def attach(tx: Connection, said: Message) -> None:
    """Add to a message that is known the attachments that ``said`` has."""
    values = {"from": said.author.platform, "named": said.ref, "attachments": said.attachments}
    for message_id in tx.scalars(_ATTACH, values):
        write_pictures(tx, message_id, said.attachments)


def begin_for(tx: Connection, message_id: int, holder: str, model: str = "") -> tuple[int, float]:
    """Begin an exchange for a message that is known; return its number and when it began."""
    values = {"message_id": message_id, "holder": holder, "state": State.WAITING, "model": model}
    id, at = tx.execute(_exchange(tx), values).one()
    return id, at


def cleaned(said: Message) -> Message:
    """Return a message as it will be read back."""
    return replace(
        said,
        ref=clean(said.ref),
        conversation=clean(said.conversation),
        author=replace(said.author, id=clean(said.author.id), name=clean(said.author.name)),
        text=clean(said.text),
        model=clean(said.model),
        workspace=clean(said.workspace),
        channel=clean(said.channel),
        attachments=tuple(replace(file, name=clean(file.name), text=clean(file.text)) for file in said.attachments),
    )


def _values(said: Message) -> dict[str, object]:
    return {
        "platform": said.author.platform,
        "ref": said.ref,
        "conversation": said.conversation,
        "author_id": said.author.id,
        "author_name": said.author.name,
        "author_is_bot": said.author.is_bot,
        "text": said.text,
        "mode": said.mode,
        "model": said.model,
        "attachments": said.attachments,
        "about": said.about,
        "follows": said.follows,
    }


@prepared
def _conversation(insert: Insert) -> Executable:
    return insert(conversation).on_conflict_do_nothing()


@prepared
def _message(insert: Insert) -> Executable:
    return insert(message).on_conflict_do_nothing(index_elements=["platform", "ref"]).returning(message.c.id)


@prepared
def _exchange(insert: Insert) -> Executable:
    return insert(exchange).returning(exchange.c.id, exchange.c.at)
