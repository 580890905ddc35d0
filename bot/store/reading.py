"""Rows made into exchanges."""

from collections import defaultdict

from sqlalchemy import Connection, Row, Select, select

from bot.nouns import Author, Exchange, Message, Mode, State
from bot.store.tables import conversation, draft, exchange, message

OPEN = tuple(state for state in State if state.is_open)
"""The states of an answer that is still to come."""
WHOLE = exchange.join(message).join(conversation)
_EXCHANGES = (
    select(exchange)
    .add_columns(*(column.label(f"said_{column.name}") for column in message.c))
    .add_columns(conversation.c.workspace, conversation.c.channel, conversation.c.platform.label("home"))
    .select_from(WHOLE)
    .order_by(exchange.c.message_id, exchange.c.id)
)
_REFS = select(draft.c.exchange, draft.c.ref).order_by(draft.c.position)


class Search:
    """The two statements that read the exchanges whose numbers a third one selects; made once, run often."""

    def __init__(self, ids: Select[int]) -> None:
        self.exchanges = _EXCHANGES.where(exchange.c.id.in_(ids))
        self.refs = _REFS.where(draft.c.exchange.in_(ids))


def recall(tx: Connection, search: Search, /, **wanted: object) -> list[Exchange]:
    """Read what a search finds, in the order in which the messages were said."""
    refs = defaultdict[int, list[str]](list)
    for id, ref in tx.execute(search.refs, wanted):
        refs[id].append(ref)
    return [_exchange(row, tuple(refs[row.id])) for row in tx.execute(search.exchanges, wanted)]


def _exchange(row: Row[tuple[object, ...]], refs: tuple[str, ...]) -> Exchange:
    return Exchange(
        row.id,
        _message(row),
        State(row.state),
        answer=row.answer,
        problem=row.problem,
        correction=row.correction,
        model=row.model,
        refs=refs,
        at=row.at,
        message_id=row.message_id,
    )


def _message(row: Row[tuple[object, ...]]) -> Message:
    return Message(
        row.said_ref,
        row.said_conversation,
        Author(row.said_platform, row.said_author_id, row.said_author_name, row.said_author_is_bot),
        row.said_text,
        mode=Mode(row.said_mode),
        model=row.said_model,
        workspace=row.workspace,
        channel=row.channel,
        attachments=row.said_attachments,
        about=row.said_about,
        follows=row.said_follows,
        home=row.home if row.home != row.said_platform else "",
    )
