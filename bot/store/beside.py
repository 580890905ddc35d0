"""What stands beside the answers of a conversation: what one person thinks of each, and what it took."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, and_, bindparam, select

from bot.nouns import Author, Exchange, Usage
from bot.store.columns import Words
from bot.store.database import Database
from bot.store.reading import WHOLE, Search, recall
from bot.store.tables import exchange, feedback, message, usage

_HERE = message.c.conversation == bindparam("conversation", type_=Words)
_ALL = Search(select(exchange.c.id).select_from(WHOLE).where(_HERE))
_THEIRS = and_(
    feedback.c.exchange == exchange.c.id,
    feedback.c.platform == bindparam("platform"),
    feedback.c.author_id == bindparam("author_id", type_=Words),
)
_BESIDE = select(exchange.c.id, feedback.c.verdict, usage).select_from(
    exchange.join(message).outerjoin(feedback, _THEIRS).outerjoin(usage)
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of an answer beside its words."""

    verdict: int = 0
    """Of the one person, +1 or -1; 0: none."""
    usage: Usage | None = None
    cost: int | None = None
    """In millionths of a dollar; None: nobody knows."""


class BesideAnswers:
    """Answers, and what stands beside them, for whoever looks at a conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, conversation: str) -> list[Exchange]:
        """Return every exchange of a conversation, in all its branches, in the order in which they began."""
        return await self._database.read(_all, conversation)

    async def of(self, conversation: str, author: Author) -> dict[int, Beside]:
        """Return what stands beside each answer of a conversation, by the number of its exchange."""
        return await self._database.read(_read, _BESIDE.where(_HERE), {"conversation": conversation}, author)

    async def one(self, exchange_id: int, author: Author) -> Beside:
        """Return what stands beside one answer."""
        wanted = {"id": exchange_id}
        found = await self._database.read(_read, _BESIDE.where(exchange.c.id == bindparam("id")), wanted, author)
        return found.get(exchange_id, Beside())


def _all(tx: Connection, conversation: str) -> list[Exchange]:
    return sorted(recall(tx, _ALL, conversation=conversation), key=lambda one: one.id)


def _read(tx: Connection, statement: Select[int], wanted: Mapping[str, object], author: Author) -> dict[int, Beside]:
    who = {"platform": author.platform, "author_id": author.id}
    return {
        row.id: Beside(
            row.verdict or 0,
            None if row.exchange is None else Usage(row.prompt, row.completion, row.cached, row.estimated),
            row.cost,
        )
        for row in tx.execute(statement, {**wanted, **who})
    }
