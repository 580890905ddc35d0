"""Exemplars: answers that people like, where their questions lie in meaning, and which conversation was shown which.

An exemplar is no row of its own: it is there for as long as the thumb that makes it one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Executable

from bot.nouns import Message
from bot.store.database import Database
from bot.store.dialect import Insert, prepared
from bot.store.exemplar_search import CHOSEN, DROP, NEWEST, STANDS, UNKNOWN
from bot.store.lesson_tables import exemplar_choice, exemplar_vector


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

        These are their own in the workspace, and those of others in the same channel; those in direct messages are
        for the same person's alone. They are short, without files, of no complaint, and followed the lessons that they
        were given, of which none was deleted since.
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
    return _read(tx, NEWEST, {**_bound(message), "most": most})


def _chosen(tx: Connection, message: Message) -> list[Liked]:
    return _read(tx, CHOSEN, _bound(message))


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
    return tx.scalar(STANDS, {"this": exchange}) or ""


def _embed(tx: Connection, exchange: int, vector: bytes, embedder: str) -> None:
    if _question(tx, exchange):
        tx.execute(_row(tx), {"exchange": exchange, "vector": vector, "embedder": embedder})
    else:
        tx.execute(DROP, {"this": exchange})


def _unknown(tx: Connection, embedder: str, most: int) -> list[tuple[int, str]]:
    return [(row.id, row.text) for row in tx.execute(UNKNOWN, {"embedder": embedder, "most": most})]
