"""Lessons: what was taught in each workspace. Votes and history have files of their own, ``LessonRows`` has all calls.

Nothing here decides anything: what becomes of a lesson is decided by ``bot.learning``.
"""

from typing import Any

from sqlalchemy import Connection, Executable, bindparam, func, select, update

from bot.learning.nouns import Lesson
from bot.nouns import Author
from bot.store import lesson_changes, lesson_votes
from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.lesson_changes import BUMP, Change
from bot.store.lesson_rows import (
    CHANGES,
    Place,
    change_of,
    describe,
    find_id,
    of_book,
    of_place,
    read_lesson,
    read_lessons,
    values_of,
)
from bot.store.lesson_tables import lesson, lesson_book
from bot.store.lesson_votes import Source

__all__ = ["LessonRows", "Source"]

_REVISION = select(lesson_book.c.revision).where(*of_book())
_BOOKS = select(lesson_book.c.platform, lesson_book.c.workspace).order_by(*lesson_book.primary_key)
_TAUGHT = select(func.count()).select_from(lesson).where(*of_place(), lesson.c.author_id == bindparam("who"))
_TODAY = _TAUGHT.where(lesson.c.at > now() - bindparam("age"))


class LessonRows:
    """The lessons of all workspaces, deleted ones too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def revision(self, platform: str, workspace: str) -> int:
        """Return a number that changes with every change of a workspace's lessons; 0: there are none."""
        return await self._database.read(_revision, (platform, workspace))

    async def books(self) -> list[Place]:
        """Return the workspaces in which something was taught."""
        return await self._database.read(_books)

    async def all(self, platform: str, workspace: str) -> tuple[int, list[Lesson]]:
        """Return the revision, and all lessons by their numbers."""
        return await self._database.read(_all, (platform, workspace))

    async def teach(self, new: Lesson, source: Source) -> Lesson:
        """Keep a lesson, supported by its author, under the next number of its workspace."""
        return await self._database.write(_teach, new, source)

    async def vote(self, place: Place, number: int, voter: Author, vote: int, source: Source) -> Lesson:
        """Note that a person is for (+1) or against (-1) a lesson, or neither any more (0), in place of what they were.

        Raises ``StoreError`` where there is none of that number, as the other calls do.
        """
        return await self._database.write(_vote, place, number, voter, vote, source)

    async def change(
        self, place: Place, number: int, author: Author, deed: str, *, at_version: int = 0, **changes: Any
    ) -> Lesson:
        """Change fields of a lesson, of its rule too; what they were is kept.

        Where ``at_version`` is given and the lesson is another one by now, nothing changes.
        """
        return await self._database.write(lesson_changes.alter, place, number, author, deed, changes, at_version)

    async def confirm(self, place: Place, number: int) -> None:
        """Note that somebody stands for a lesson now, so that it does not expire soon."""
        await self._database.write(_confirm, place, number)

    async def history(self, place: Place, number: int) -> list[Change]:
        """Return what was done to a lesson, oldest first."""
        return await self._database.read(lesson_changes.history, place, number)

    async def sources(self, place: Place, number: int) -> list[tuple[Author, int, Source]]:
        """Return who is for or against a lesson, and what each said, oldest first."""
        return await self._database.read(lesson_votes.sources, place, number)

    async def question(self, place: Place, number: int) -> str:
        """Return the question below which a lesson was taught first; empty where there was none."""
        return await self._database.read(lesson_votes.question, place, number)

    async def taught_since(self, place: Place, author: Author, age: float) -> int:
        """Count the lessons that a person taught in the last ``age`` seconds."""
        return await self._database.read(_count, place, author, age)

    async def derived(self, exchange: int, author: Author) -> list[Lesson]:
        """Return the lessons that a person supports because of what they said of an answer."""
        return await self._database.read(lesson_votes.derived, exchange, author)


@prepared
def _book(insert: Insert) -> Executable:
    row = insert(lesson_book).values(revision=1, taught=1)
    counted = {"revision": lesson_book.c.revision + 1, "taught": lesson_book.c.taught + 1}
    grown = row.on_conflict_do_update(index_elements=["platform", "workspace"], set_=counted)
    return grown.returning(lesson_book.c.taught)


@prepared
def _row(insert: Insert) -> Executable:
    return insert(lesson).values(at=now(), confirmed=now(), used=0.0).returning(lesson.c.id)


def _revision(tx: Connection, place: Place) -> int:
    return tx.scalar(_REVISION, describe(place)) or 0


def _books(tx: Connection) -> list[Place]:
    return [(row.platform, row.workspace) for row in tx.execute(_BOOKS)]


def _all(tx: Connection, place: Place) -> tuple[int, list[Lesson]]:
    return _revision(tx, place), read_lessons(tx, place)


def _teach(tx: Connection, new: Lesson, source: Source) -> Lesson:
    place = (new.author.platform, new.workspace)
    number = tx.scalar(_book(tx), {"platform": place[0], "workspace": place[1]})
    id = tx.scalar(_row(tx), {**values_of(new), "number": number, "platform": place[0]})
    lesson_votes.cast(tx, id, new.author, 1, source)
    tx.execute(CHANGES, change_of(id, 1, new.author, "taught", {}))
    return read_lesson(tx, place, number)


def _vote(tx: Connection, place: Place, number: int, voter: Author, vote: int, source: Source) -> Lesson:
    lesson_votes.cast(tx, find_id(tx, place, number), voter, vote, source)
    tx.execute(BUMP, describe(place))
    return read_lesson(tx, place, number)


def _confirm(tx: Connection, place: Place, number: int) -> None:
    tx.execute(update(lesson).where(lesson.c.id == find_id(tx, place, number)).values(confirmed=now()))


def _count(tx: Connection, place: Place, author: Author, age: float) -> int:
    return tx.scalar(_TODAY, {**describe(place), "who": author.id, "age": age}) or 0
