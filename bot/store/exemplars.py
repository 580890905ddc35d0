"""Exemplars: answers that people like, where their questions lie in meaning, and which conversation was shown which.

An exemplar is no row of its own: it is there for as long as the thumb that makes it one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Executable, and_, bindparam, delete, exists, func, or_, select

from bot.nouns import Message, Mode, State
from bot.store.database import Database
from bot.store.dialect import Insert, prepared
from bot.store.reading import WHOLE
from bot.store.tables import (
    conversation,
    exchange,
    exemplar_choice,
    exemplar_vector,
    feedback,
    lesson_use,
    message,
    picture,
)

LONGEST = 500 * 3
"""Characters of an answer that may be shown: 500 tokens, as ``estimate`` counts them."""
_ON_THIS = feedback.c.exchange == exchange.c.id
_LIKED = exists().where(_ON_THIS, feedback.c.verdict > 0)
_LIKED_BY_OTHERS = exists().where(_ON_THIS, feedback.c.verdict > 0, feedback.c.author_id != message.c.author_id)
_DISLIKED = exists().where(_ON_THIS, feedback.c.verdict < 0)
_FAILED = exists().where(
    lesson_use.c.exchange == exchange.c.id,
    lesson_use.c.applied.is_(True),
    func.coalesce(lesson_use.c.mended, lesson_use.c.passed).is_(False),
)
_FIT = and_(
    exchange.c.state == State.DONE,
    exchange.c.answer != "",
    func.length(exchange.c.answer) <= LONGEST,
    message.c.mode == Mode.QUERY,
    _LIKED,
    ~_DISLIKED,
    ~_FAILED,
    ~exists().where(picture.c.message_id == message.c.id),
)
_HERE = and_(
    message.c.platform == bindparam("p"),
    conversation.c.platform == bindparam("p"),
    conversation.c.workspace == bindparam("w"),
)
_OWN = message.c.author_id == bindparam("who")
# Whoever likes their own answer makes it an example for themselves only.
_SEEN = and_(conversation.c.channel != "", conversation.c.channel == bindparam("channel"), _LIKED_BY_OTHERS)
_COLUMNS = select(
    exchange.c.id,
    exchange.c.answer,
    message.c.text,
    message.c.attachments,
    _OWN.label("is_own"),
    exemplar_vector.c.vector,
    exemplar_vector.c.embedder,
).select_from(WHOLE.outerjoin(exemplar_vector, exemplar_vector.c.exchange == exchange.c.id))
_VISIBLE = _COLUMNS.where(_HERE, _FIT, or_(_OWN, _SEEN), message.c.conversation != bindparam("conversation"))
_NEWEST = _VISIBLE.order_by(exchange.c.id.desc()).limit(bindparam("most"))
_CHOSEN = _VISIBLE.add_columns(exemplar_choice.c.position).where(
    exemplar_choice.c.exchange == exchange.c.id, exemplar_choice.c.conversation == bindparam("conversation")
)
_UNKNOWN = (
    select(exchange.c.id, message.c.text)
    .select_from(WHOLE.outerjoin(exemplar_vector, exemplar_vector.c.exchange == exchange.c.id))
    .where(_FIT, func.coalesce(exemplar_vector.c.embedder, "") != bindparam("embedder"))
    .order_by(exchange.c.id.desc())
    .limit(bindparam("most"))
)
_STANDS = select(message.c.text).select_from(WHOLE).where(_FIT, exchange.c.id == bindparam("this"))
_DROP = delete(exemplar_vector).where(exemplar_vector.c.exchange == bindparam("this"))


@dataclass(frozen=True, slots=True)
class Liked:
    """An answer that somebody likes."""

    exchange: int
    question: str
    answer: str
    is_own: bool = True
    """True where who is to be answered asked it."""
    vector: bytes = field(default=b"", repr=False)
    """Where the question lies in meaning, as ``embedder`` says; empty: not embedded yet."""
    embedder: str = ""


class ExemplarRows:
    """The liked answers of all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def liked(self, message: Message, most: int) -> list[Liked]:
        """Return the newest liked answers that the author of ``message`` may see where it was said.

        These are their own in the workspace, and those of others in the same channel, never in direct messages. They
        are short, without files, of no complaint, and followed the lessons that they were given.
        """
        return await self._database.read(_liked, message, most)

    async def chosen(self, message: Message) -> list[Liked]:
        """Return those that were chosen for the conversation and may still be shown there, in their order."""
        return await self._database.read(_chosen, message)

    async def choose(self, conversation: str, exchanges: Sequence[int]) -> None:
        """Keep what was chosen for a conversation."""
        await self._database.write(_choose, conversation, exchanges)

    async def question(self, exchange: int) -> str:
        """Return the question of a liked answer; empty where it is, or is no more, an exemplar."""
        return await self._database.read(_question, exchange)

    async def embed(self, exchange: int, vector: bytes, embedder: str) -> None:
        """Keep where a question lies in meaning; nothing where its answer is liked no more."""
        await self._database.write(_embed, exchange, vector, embedder)

    async def unknown(self, embedder: str, most: int) -> list[tuple[int, str]]:
        """Return liked answers whose questions that embedder did not embed: exchange and question."""
        return await self._database.read(_unknown, embedder, most)


@prepared
def _row(insert: Insert) -> Executable:
    row = insert(exemplar_vector)
    again = {"vector": row.excluded.vector, "embedder": row.excluded.embedder}
    return row.on_conflict_do_update(index_elements=["exchange"], set_=again)


@prepared
def _kept(insert: Insert) -> Executable:
    return insert(exemplar_choice).on_conflict_do_nothing(index_elements=["conversation", "position"])


def _liked(tx: Connection, message: Message, most: int) -> list[Liked]:
    return _read(tx, _NEWEST, {**_bound(message), "most": most})


def _chosen(tx: Connection, message: Message) -> list[Liked]:
    return _read(tx, _CHOSEN.order_by(exemplar_choice.c.position), _bound(message))


def _read(tx: Connection, search: Executable, wanted: dict[str, object]) -> list[Liked]:
    return [
        Liked(row.id, row.text, row.answer, bool(row.is_own), row.vector or b"", row.embedder or "")
        for row in tx.execute(search, wanted)
        if not row.attachments
    ]


def _bound(message: Message) -> dict[str, object]:
    return {
        "p": message.author.platform,
        "w": message.workspace,
        "who": message.author.id,
        "channel": message.channel,
        "conversation": message.conversation,
    }


def _choose(tx: Connection, conversation: str, exchanges: Sequence[int]) -> None:
    for position, id in enumerate(exchanges):
        tx.execute(_kept(tx), {"conversation": conversation, "position": position, "exchange": id})


def _question(tx: Connection, exchange: int) -> str:
    return tx.scalar(_STANDS, {"this": exchange}) or ""


def _embed(tx: Connection, exchange: int, vector: bytes, embedder: str) -> None:
    if _question(tx, exchange):
        tx.execute(_row(tx), {"exchange": exchange, "vector": vector, "embedder": embedder})
    else:
        tx.execute(_DROP, {"this": exchange})


def _unknown(tx: Connection, embedder: str, most: int) -> list[tuple[int, str]]:
    return [(row.id, row.text) for row in tx.execute(_UNKNOWN, {"embedder": embedder, "most": most})]
