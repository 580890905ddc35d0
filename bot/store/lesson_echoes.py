"""Echoes: what each complaint that held a rule met in the book, so that repeated corrections can be counted."""

from collections import Counter
from enum import StrEnum

from sqlalchemy import Connection, Executable, bindparam, func, select

from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.lesson_rows import Place, describe, of_place
from bot.store.lesson_tables import lesson, lesson_echo

_THIS = select(lesson.c.id).where(*of_place(), lesson.c.number == bindparam("n"))
_COUNT = (
    select(lesson_echo.c.fate, func.count().label("n"))
    .select_from(lesson_echo.join(lesson))
    .where(*of_place(), lesson_echo.c.at > now() - bindparam("age"))
    .group_by(lesson_echo.c.fate)
)


class Fate(StrEnum):
    """What became of the rule in a complaint."""

    NEW = "new"
    """Nothing said so yet, or not to this person: the complaint taught it."""
    TOLD = "told"
    """The lesson was in the briefing, and the answer did not follow it."""
    MISSED = "missed"
    """The lesson was in force for this person, and was not found."""
    WITHHELD = "withheld"
    """The lesson was left out by chance, to measure what it does."""


class LessonEchoes:
    """The fates of rules in complaints."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, exchange: int, place: Place, number: int, fate: Fate) -> None:
        """Write down what the complaint of an exchange met; said again, the first stands."""
        await self._database.write(_note, exchange, place, number, fate)

    async def count(self, place: Place, age: float) -> Counter[Fate]:
        """Count the fates in a workspace within the last ``age`` seconds."""
        return await self._database.read(_counted, place, age)


@prepared
def _row(insert: Insert) -> Executable:
    return insert(lesson_echo).values(at=now()).on_conflict_do_nothing(index_elements=["exchange"])


def _note(tx: Connection, exchange: int, place: Place, number: int, fate: Fate) -> None:
    this = tx.scalar(_THIS, {**describe(place), "n": number})
    tx.execute(_row(tx), {"exchange": exchange, "lesson": this, "fate": fate})


def _counted(tx: Connection, place: Place, age: float) -> Counter[Fate]:
    return Counter({Fate(row.fate): row.n for row in tx.execute(_COUNT, {**describe(place), "age": age})})
