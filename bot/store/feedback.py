"""Feedback: one verdict of a person on an exchange."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, case, delete, exists, func, or_, select

from bot.nouns import Author, Exchange, Feedback, Message, Mode
from bot.store.asking import begin, cleaned
from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.reading import OPEN
from bot.store.tables import draft, exchange, feedback, message

_ON = feedback.c.exchange == bindparam("on")
_OF_ALL = select(feedback).where(_ON).order_by(feedback.c.at, feedback.c.author_id)
_THEIRS = and_(feedback.c.platform == bindparam("from"), feedback.c.author_id == bindparam("who"))
_THIS = select(exchange.c.message_id).where(exchange.c.id == bindparam("on")).scalar_subquery()
_DRAWN_OVER = and_(exchange.c.id < bindparam("on"), ~exists().where(draft.c.exchange == exchange.c.id))
_RATED = (
    select(func.max(feedback.c.exchange))
    .select_from(feedback.join(exchange))
    .where(exchange.c.message_id == _THIS, or_(exchange.c.id == bindparam("on"), _DRAWN_OVER))
    .where(_THEIRS, feedback.c.verdict == bindparam("standing"))
)
_TAKE_BACK = delete(feedback).where(_ON, _THEIRS, feedback.c.verdict == bindparam("standing"))
_LAST = (
    select(exchange.c.id.label("last"), feedback)
    .select_from(exchange.join(message).outerjoin(feedback, and_(feedback.c.exchange == exchange.c.id, _THEIRS)))
    .where(
        message.c.conversation == bindparam("conversation"), or_(exchange.c.answer != "", exchange.c.state.in_(OPEN))
    )
    .order_by(exchange.c.id.desc())
    .limit(1)
)


Meant = Callable[[Message, Feedback | None], Message]


class FeedbackRows:
    """The verdicts of all people; each has at most one on an exchange."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(self, exchange_id: int, author: Author, verdict: int, words: str = "") -> None:
        """Write down a verdict, +1 or -1, in place of the person's earlier one.

        The same verdict without words leaves the words that were given before. Raises ``StoreError`` where there is
        no such exchange.
        """
        await self._database.write(_give, exchange_id, author, verdict, words)

    async def take_back(self, exchange_id: int, author: Author, verdict: int) -> bool:
        """Forget the person's verdict, words and all; False where it is another one, or none."""
        return await self._database.write(_take_back, exchange_id, author, verdict)

    async def rated(self, exchange_id: int, author: Author, verdict: int) -> int:
        """Return the exchange on which the person's verdict stands that is seen below this one; 0: none does.

        Where an answer was written again on the same messages, a verdict on the one before is still seen there.
        """
        return await self._database.read(_rated, exchange_id, author, verdict)

    async def on(self, exchange_id: int) -> list[Feedback]:
        """Return all verdicts on an exchange, oldest first."""
        return await self._database.read(_on, exchange_id)

    async def begin(self, message: Message, holder: str, meant: Meant) -> Exchange | None:
        """Begin the exchange of a message, as ``Exchanges.begin`` does; a complaint is kept as feedback, too.

        ``meant`` makes of the message what it is meant as, given its author's verdict on the last exchange of the
        conversation that has an answer or is to have one; a complaint is about that one, unless it names another. Who
        says what a message follows says how it is meant, too, and complains about that. All of it is one transaction:
        messages that come one after the other are begun in that order.
        """
        return await self._database.write(_begin, cleaned(message), holder, meant)


@prepared
def _row(insert: Insert) -> Executable:
    row = insert(feedback).values(at=now())
    new = row.excluded
    same = and_(feedback.c.verdict == new.verdict, new.words == "")
    words = case((same, feedback.c.words), else_=new.words)
    changes = {"verdict": new.verdict, "words": words, "author_name": new.author_name, "at": new.at}
    return row.on_conflict_do_update(index_elements=["exchange", "platform", "author_id"], set_=changes)


def _give(tx: Connection, id: int, author: Author, verdict: int, words: str) -> None:
    who = {"platform": author.platform, "author_id": author.id, "author_name": author.name}
    tx.execute(_row(tx), {"exchange": id, "verdict": verdict, "words": words, **who})


def _begin(tx: Connection, message: Message, holder: str, meant: Meant) -> Exchange | None:
    if message.follows is None:
        last, given = _on_last(tx, message.conversation, message.author)
        message = meant(message, given)
    else:
        last = message.follows
    is_complaint = message.mode is Mode.FEEDBACK
    if is_complaint and not message.about:  # one answer for all that comes of it: the verdict, the mending, the lesson
        message = replace(message, about=last)
    exchange = begin(tx, message, holder)
    if exchange and is_complaint and message.about:
        _give(tx, message.about, message.author, -1, message.text.strip())
    return exchange


def _take_back(tx: Connection, id: int, author: Author, verdict: int) -> bool:
    theirs = {"on": id, "from": author.platform, "who": author.id, "standing": verdict}
    return tx.execute(_TAKE_BACK, theirs).rowcount > 0


def _rated(tx: Connection, id: int, author: Author, verdict: int) -> int:
    theirs = {"on": id, "from": author.platform, "who": author.id, "standing": verdict}
    return tx.scalar(_RATED, theirs) or 0


def _on(tx: Connection, id: int) -> list[Feedback]:
    return [_feedback(row) for row in tx.execute(_OF_ALL, {"on": id})]


def _on_last(tx: Connection, conversation: str, author: Author) -> tuple[int, Feedback | None]:
    wanted = {"conversation": conversation, "from": author.platform, "who": author.id}
    row = tx.execute(_LAST, wanted).one_or_none()
    if row is None:
        return 0, None
    return row.last, _feedback(row) if row.exchange else None


def _feedback(row: Any) -> Feedback:
    return Feedback(row.exchange, Author(row.platform, row.author_id, row.author_name), row.verdict, row.words, row.at)
