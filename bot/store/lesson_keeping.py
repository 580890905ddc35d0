"""What the upkeep of lessons reads and writes, over all workspaces; safe where several processes do it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, exists, func, or_, select, update

from bot.learning.nouns import Lesson, Standing
from bot.nouns import Author
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.lesson_changes import BUMP, alter
from bot.store.lesson_rows import Place, describe, read_lessons
from bot.store.lesson_tables import lesson, lesson_change, lesson_use
from bot.store.reading import WHOLE
from bot.store.tables import conversation, exchange, feedback, message

_FRESH = ("edited", "resumed", "restored", "unpinned")
"""Deeds after which a lesson is judged anew."""
_JUDGED = (Standing.NEW, Standing.CONFIRMED)
_SINCE = (
    select(func.max(lesson_change.c.at))
    .where(lesson_change.c.lesson == lesson.c.id, lesson_change.c.deed.in_(_FRESH))
    .scalar_subquery()
)
_LIKED = func.sum(case((feedback.c.verdict > 0, 1), else_=0)).label("liked")
_RATED = func.count(feedback.c.verdict).label("rated")
_SCORES = (
    select(lesson.c.platform, lesson.c.workspace, lesson.c.number, lesson.c.version, _LIKED, _RATED)
    .select_from(lesson.join(lesson_use).join(feedback, feedback.c.exchange == lesson_use.c.exchange))
    .where(lesson.c.standing.in_(_JUDGED), lesson_use.c.applied.is_(True))
    .where(lesson_use.c.at > func.coalesce(_SINCE, 0.0))
    .group_by(lesson.c.platform, lesson.c.workspace, lesson.c.number, lesson.c.version)
    .having(bindparam("least") <= _RATED)
)
_BASELINE = (
    select(_LIKED, _RATED)
    .select_from(WHOLE.join(feedback, feedback.c.exchange == exchange.c.id))
    .where(message.c.platform == bindparam("p"), conversation.c.workspace == bindparam("w"))
)
_STALE = (
    select(lesson.c.id, lesson.c.platform, lesson.c.workspace, lesson.c.number)
    .where(lesson.c.embedder != bindparam("embedder"), lesson.c.standing != Standing.DELETED)
    .order_by(lesson.c.id.desc())
    .limit(bindparam("most"))
)
_EMBED = (
    update(lesson)
    .where(lesson.c.platform == bindparam("p"), lesson.c.workspace == bindparam("w"))
    .where(lesson.c.number == bindparam("n"), lesson.c.version == bindparam("v"))
    .values(vector=bindparam("meaning"), embedder=bindparam("by"))
)


@dataclass(frozen=True, slots=True)
class Score:
    """How the answers that had a lesson were rated."""

    place: Place
    number: int
    version: int
    liked: int
    rated: int


class LessonKeeping:
    """The lessons of all workspaces, as the upkeep sees them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def any(self) -> bool:
        """Tell whether there is any lesson."""
        return await self._database.read(_any)

    async def expire(self, keeper: Author, ages: Mapping[Standing, float]) -> int:
        """Let those expire that nobody confirmed, nor any answer used where they are confirmed, for so many seconds.

        Returns how many did; ``keeper`` stands for it in their history.
        """
        return await self._database.write(_expire, keeper, ages)

    async def scores(self, least: int) -> list[Score]:
        """Return those lessons whose answers have ``least`` verdicts since they last changed, and are not pinned."""
        return await self._database.read(_scores, least)

    async def baseline(self, place: Place) -> tuple[int, int]:
        """Return how many verdicts of a workspace are thumbs up, and of how many."""
        return await self._database.read(_baseline, place)

    async def stale(self, embedder: str, most: int) -> list[Lesson]:
        """Return up to ``most`` lessons that another embedder embedded, or none, newest first."""
        return await self._database.read(_stale, embedder, most)

    async def embed(self, lessons: Sequence[Lesson], vectors: Sequence[bytes], embedder: str) -> None:
        """Keep where lessons lie in meaning; one that was changed meanwhile is left as it is."""
        await self._database.write(_embed, lessons, vectors, embedder)


def _any(tx: Connection) -> bool:
    return bool(tx.scalar(select(exists().where(lesson.c.standing != Standing.DELETED))))


def _expire(tx: Connection, keeper: Author, ages: Mapping[Standing, float]) -> int:
    old = or_(*(_is_old(standing, age) for standing, age in ages.items()))
    rows = tx.execute(select(lesson.c.platform, lesson.c.workspace, lesson.c.number).where(old).with_for_update()).all()
    for row in rows:
        alter(tx, (row.platform, row.workspace), row.number, keeper, "expired", {"standing": Standing.EXPIRED})
    return len(rows)


def _is_old(standing: Standing, age: float) -> ColumnElement[bool]:
    touched = [lesson.c.confirmed] if standing is Standing.NEW else [lesson.c.confirmed, lesson.c.used]
    return and_(lesson.c.standing == standing, *(moment < now() - age for moment in touched))


def _scores(tx: Connection, least: int) -> list[Score]:
    rows = tx.execute(_SCORES, {"least": least})
    return [Score((row.platform, row.workspace), row.number, row.version, row.liked, row.rated) for row in rows]


def _baseline(tx: Connection, place: Place) -> tuple[int, int]:
    row = tx.execute(_BASELINE, describe(place)).one()
    return row.liked or 0, row.rated


def _stale(tx: Connection, embedder: str, most: int) -> list[Lesson]:
    rows = tx.execute(_STALE, {"embedder": embedder, "most": most}).all()
    return [one for row in rows for one in read_lessons(tx, (row.platform, row.workspace), row.number)]


def _embed(tx: Connection, lessons: Sequence[Lesson], vectors: Sequence[bytes], embedder: str) -> None:
    for one, vector in zip(lessons, vectors, strict=True):
        place = describe((one.author.platform, one.workspace))
        tx.execute(_EMBED, {**place, "n": one.number, "v": one.version, "meaning": vector, "by": embedder})
        tx.execute(BUMP, place)
