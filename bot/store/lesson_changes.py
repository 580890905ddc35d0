"""The history of lessons: what was done to each, by whom, and what it was before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from bot.learning.nouns import Lesson
from bot.nouns import Author
from bot.store.lesson_rows import CHANGES, Place, change_of, describe, find_id, of_book, read_lesson
from bot.store.lesson_tables import lesson, lesson_book, lesson_change

BUMP = update(lesson_book).where(*of_book()).values(revision=lesson_book.c.revision + 1)
"""Lets every process read the book of a workspace anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done to a lesson."""

    deed: str
    """What was done, in one word, such as "edited"."""
    author: Author
    version: int
    before: dict[str, Any]
    """What it was before: the fields that changed."""
    at: float


def alter(
    tx: Connection, place: Place, number: int, author: Author, deed: str, changes: dict[str, Any], at_version: int = 0
) -> Lesson:
    """Change a lesson within a transaction, as ``LessonRows.change`` says; two who do so at once come one by one."""
    id = find_id(tx, place, number)
    before = tx.execute(select(lesson).where(lesson.c.id == id).with_for_update()).one()
    if at_version not in (0, before.version):
        return read_lesson(tx, place, number)
    changed = {name: getattr(before, name) for name, value in changes.items() if getattr(before, name) != value}
    if changed:
        version = before.version + 1
        tx.execute(update(lesson).where(lesson.c.id == id).values(version=version, **changes))
        kept = {name: value for name, value in changed.items() if not isinstance(value, bytes)}
        tx.execute(CHANGES, change_of(id, version, author, deed, kept))
        tx.execute(BUMP, describe(place))
    return read_lesson(tx, place, number)


def history(tx: Connection, place: Place, number: int) -> list[Change]:
    """Return what was done to a lesson, oldest first."""
    of_this = lesson_change.c.lesson == find_id(tx, place, number)
    rows = tx.execute(select(lesson_change).where(of_this).order_by(lesson_change.c.id))
    return [
        Change(row.deed, Author(place[0], row.author_id, row.author_name), row.version, row.before, row.at)
        for row in rows
    ]
