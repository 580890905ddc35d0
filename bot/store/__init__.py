"""The store: all that outlives the process, in one database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, Executable

from bot.store.beside import BesideAnswers
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.dialect import Insert, connect, now, prepared
from bot.store.endpoints import EndpointRows
from bot.store.events import Events
from bot.store.exchanges import Exchanges
from bot.store.exemplars import ExemplarRows
from bot.store.feedback import FeedbackRows
from bot.store.forgetting import Forgetting
from bot.store.holders import Holders
from bot.store.lesson_echoes import LessonEchoes
from bot.store.lesson_keeping import LessonKeeping
from bot.store.lesson_uses import LessonUses
from bot.store.lessons import LessonRows
from bot.store.migrate import migrate
from bot.store.parcels import Parcels
from bot.store.preferences import PreferenceRows
from bot.store.receipts import Receipts
from bot.store.sessions import Sessions
from bot.store.sign_ins import SignIns
from bot.store.snippet_links import SnippetLinks
from bot.store.snippets import SnippetRows
from bot.store.tables import event
from bot.store.tokens import TokenRows
from bot.store.turns import TurnRows
from bot.store.usage import UsageRows

__all__ = ["Store", "open_store"]


class Store:
    """One collection of queries for each noun. Every call raises ``StoreError`` where the database refuses."""

    def __init__(self, database: Database) -> None:
        self.database = database
        """For an adapter that keeps tables of its own."""
        self.exchanges = Exchanges(database)
        self.conversations = Conversations(database)
        self.beside = BesideAnswers(database)
        self.turns = TurnRows(database)
        self.holders = Holders(database)
        self.events = Events(database)
        self.usage = UsageRows(database)
        self.feedback = FeedbackRows(database)
        self.snippets = SnippetRows(database)
        self.links = SnippetLinks(database)
        self.parcels = Parcels(database)
        self.receipts = Receipts(database)
        self.tokens = TokenRows(database)
        self.sign_ins = SignIns(database)
        self.sessions = Sessions(database)
        self.lessons = LessonRows(database)
        self.uses = LessonUses(database)
        self.keeping = LessonKeeping(database)
        self.forgetting = Forgetting(database)
        self.echoes = LessonEchoes(database)
        self.exemplars = ExemplarRows(database)
        self.preferences = PreferenceRows(database)
        self.endpoints = EndpointRows(database)

    async def check(self) -> None:
        """Write something, to see whether that can be done. Raises ``StoreError``."""
        await self.database.write(_touch)


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[Store]:
    """Open the database at ``url`` and bring it to the version of this program; close it at the end.

    ``sqlite+aiosqlite:///FILE`` or ``postgresql+asyncpg://USER:PASSWORD@HOST/NAME``. Raises ``StartError``, one line
    without the password, where it can't be reached, read or written, or was written by a newer program.
    """
    database = connect(url)
    try:
        await migrate(database)
        yield Store(database)
    finally:
        await database.close()


@prepared
def _mark(insert: Insert) -> Executable:
    return insert(event).on_conflict_do_update(index_elements=["key"], set_={"at": now()})


def _touch(tx: Connection) -> None:
    tx.execute(_mark(tx), {"key": "store.check"})
