"""What had been said when a message was said: up the branch that it stands in, to where its conversation began."""

from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, literal, or_, select

from bot.nouns import Exchange
from bot.store.reading import OPEN, WHOLE, Search, recall
from bot.store.tables import exchange, message

_ID = select(exchange.c.id).select_from(WHOLE)
_HERE = message.c.conversation == bindparam("conversation")
_TOLD = (exchange.c.state.not_in(OPEN), exchange.c.answer != "")
_THIS = select(exchange.c.message_id).where(exchange.c.id == bindparam("before")).scalar_subquery()
_LINEAR = Search(
    select(func.max(exchange.c.id))
    .select_from(WHOLE)
    .group_by(exchange.c.message_id)
    .where(_HERE, exchange.c.id < bindparam("before"), or_(exchange.c.message_id < _THIS, _THIS.is_(None)), *_TOLD)
    .order_by(exchange.c.message_id.desc())
    .limit(bindparam("limit"))
)
_STEP = exchange.join(message)
_LINK = (
    select(exchange.c.id, message.c.follows, literal(0, Integer).label("back"))
    .select_from(_STEP)
    .where(exchange.c.id == bindparam("before"))
    .cte("link", recursive=True)
)
_LINKS = _LINK.union_all(
    select(exchange.c.id, message.c.follows, _LINK.c.back + 1)
    .select_from(_STEP.join(_LINK, exchange.c.id == _LINK.c.follows))
    .where(_HERE, _LINK.c.back < bindparam("limit"))
)
_BRANCH = select(_LINKS.c.id, _LINKS.c.follows).order_by(_LINKS.c.back)
_NAMED = Search(_ID.where(exchange.c.id.in_(bindparam("ids", expanding=True)), *_TOLD))


def look_back(tx: Connection, conversation: str, before: int, limit: int) -> list[Exchange]:
    """Return the last ``limit`` exchanges that the message of ``before`` was said after; see ``Recall.history``.

    Where nobody said which those are, as on every platform but the page, the conversation is one line.
    """
    here = {"conversation": conversation, "limit": limit}
    links: list[Any] = list(tx.execute(_BRANCH, {**here, "before": before}))
    branch = recall(tx, _NAMED, ids=[link.id for link in links[1:]]) if links[1:] else []
    oldest = links[-1] if links else None
    if len(links) > limit or (oldest is not None and oldest.follows is not None):
        return branch
    rest = {**here, "limit": limit - len(branch), "before": oldest.id if oldest else before}
    return [*recall(tx, _LINEAR, **rest), *branch]
