"""Feedback: one verdict of a person on an exchange."""

from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, case, delete, or_, select

from bot.nouns import Author, Feedback
from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.recall import OPEN
from bot.store.tables import exchange, feedback, message

_ON = feedback.c.exchange == bindparam("on")
_OF_ALL = select(feedback).where(_ON).order_by(feedback.c.at, feedback.c.author_id)
_THEIRS = and_(feedback.c.platform == bindparam("from"), feedback.c.author_id == bindparam("who"))
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


class FeedbackRows:
    """The verdicts of all people; each has at most one on an exchange."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def give(self, exchange_id: int, author: Author, verdict: int, words: str = "") -> None:
        """Write down a verdict, +1 or -1, in place of the person's earlier one.

        The same verdict without words leaves the words that were given before. Raises ``StoreError`` where there is
        no such exchange.
        """
        given = {"exchange": exchange_id, "verdict": verdict, "words": words}
        await self._database.write(_give, {**given, **_who(author), "author_name": author.name})

    async def take_back(self, exchange_id: int, author: Author, verdict: int) -> bool:
        """Forget the person's verdict, words and all; False where it is another one, or none."""
        return await self._database.write(_take_back, exchange_id, author, verdict)

    async def on(self, exchange_id: int) -> list[Feedback]:
        """Return all verdicts on an exchange, oldest first."""
        return await self._database.read(_on, exchange_id)

    async def on_last(self, conversation: str, author: Author) -> tuple[int, Feedback | None]:
        """Return the last exchange of a conversation that has an answer or is to have one, and the person's verdict.

        The number is 0 where there is no such exchange.
        """
        return await self._database.read(_on_last, conversation, author)


@prepared
def _row(insert: Insert) -> Executable:
    row = insert(feedback).values(at=now())
    new = row.excluded
    same = and_(feedback.c.verdict == new.verdict, new.words == "")
    words = case((same, feedback.c.words), else_=new.words)
    changes = {"verdict": new.verdict, "words": words, "author_name": new.author_name, "at": new.at}
    return row.on_conflict_do_update(index_elements=["exchange", "platform", "author_id"], set_=changes)


def _who(author: Author) -> dict[str, str]:
    return {"platform": author.platform, "author_id": author.id}


def _give(tx: Connection, values: dict[str, object]) -> None:
    tx.execute(_row(tx), values)


def _take_back(tx: Connection, id: int, author: Author, verdict: int) -> bool:
    theirs = {"on": id, "from": author.platform, "who": author.id, "standing": verdict}
    return tx.execute(_TAKE_BACK, theirs).rowcount > 0


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
