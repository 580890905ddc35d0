"""Lessons: what was taught in each workspace, who is for and against it, and how it changed.

Nothing here decides anything: what becomes of a lesson is decided by ``bot.learning``.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, func, select, update

from bot.errors import StoreError
from bot.learning.nouns import Lesson
from bot.nouns import Author, Mode
from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.lesson_rows import CHANGES, VOTES, Place, change_of, describe, of_book, of_place, read_lessons, values_of
from bot.store.lesson_tables import lesson, lesson_book, lesson_change, lesson_vote
from bot.store.tables import exchange, message

_REVISION = select(lesson_book.c.revision).where(*of_book())
_BOOKS = select(lesson_book.c.platform, lesson_book.c.workspace).order_by(*lesson_book.primary_key)
_ID = select(lesson.c.id).where(*of_place(), lesson.c.number == bindparam("n"))
_TAUGHT = select(func.count()).select_from(lesson).where(*of_place(), lesson.c.author_id == bindparam("who"))
_TODAY = _TAUGHT.where(lesson.c.at > now() - bindparam("age"))
_BUMP = update(lesson_book).where(*of_book()).values(revision=lesson_book.c.revision + 1)
_SOURCES = select(lesson_vote.c.lesson).where(
    lesson_vote.c.exchange == bindparam("x"), lesson_vote.c.author_id == bindparam("who")
)

_QUESTION = (
    select(message.c.text)
    .select_from(lesson_vote.join(exchange, lesson_vote.c.exchange == exchange.c.id).join(message))
    .where(lesson_vote.c.lesson == bindparam("lesson_id"), message.c.mode == Mode.QUERY)
    .order_by(lesson_vote.c.at)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a vote for a lesson comes from."""

    exchange: int = 0
    quote: str = ""
    """What the person said, shortened."""
    question: str = ""
    """What was asked where they said it; it is not kept here, since the exchange has it."""


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
        return await self._database.write(alter, place, number, author, deed, changes, at_version)

    async def embed(self, place: Place, number: int, vector: bytes, embedder: str) -> None:
        """Keep where a lesson lies in meaning."""
        await self._database.write(_note, place, number, {"vector": vector, "embedder": embedder})

    async def confirm(self, place: Place, number: int) -> None:
        """Note that somebody stands for a lesson now, so that it does not expire soon."""
        await self._database.write(_note, place, number, {"confirmed": now()})

    async def history(self, place: Place, number: int) -> list[Change]:
        """Return what was done to a lesson, oldest first."""
        return await self._database.read(_history, place, number)

    async def sources(self, place: Place, number: int) -> list[tuple[Author, int, Source]]:
        """Return who is for or against a lesson, and what each said, oldest first."""
        return await self._database.read(_sources, place, number)

    async def question(self, place: Place, number: int) -> str:
        """Return the question below which a lesson was taught first; empty where there was none."""
        return await self._database.read(_question, place, number)

    async def taught_since(self, place: Place, author: Author, age: float) -> int:
        """Count the lessons that a person taught in the last ``age`` seconds."""
        return await self._database.read(_count, place, author, age)

    async def derived(self, exchange: int, author: Author) -> list[Lesson]:
        """Return the lessons that a person supports because of what they said of an answer."""
        return await self._database.read(_derived, exchange, author)


@prepared
def _book(insert: Insert) -> Executable:
    row = insert(lesson_book).values(revision=1, taught=1)
    counted = {"revision": lesson_book.c.revision + 1, "taught": lesson_book.c.taught + 1}
    grown = row.on_conflict_do_update(index_elements=["platform", "workspace"], set_=counted)
    return grown.returning(lesson_book.c.taught)


@prepared
def _row(insert: Insert) -> Executable:
    return insert(lesson).values(at=now(), confirmed=now(), used=0.0).returning(lesson.c.id)


@prepared
def _ballot(insert: Insert) -> Executable:
    row = insert(lesson_vote).values(at=now())
    new = row.excluded
    # Who says it again from elsewhere is for it because of what they said first.
    kept = {"vote": new.vote, "author_name": new.author_name}
    return row.on_conflict_do_update(index_elements=["lesson", "author_id"], set_=kept)


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
    _cast(tx, id, new.author, 1, source)
    tx.execute(CHANGES, change_of(id, 1, new.author, "taught", {}))
    return _get(tx, place, number)


def _cast(tx: Connection, id: int, voter: Author, vote: int, source: Source) -> None:
    who = {"lesson": id, "author_id": voter.id, "author_name": voter.name}
    tx.execute(_ballot(tx), {**who, "vote": vote, "exchange": source.exchange or None, "quote": source.quote})


def _vote(tx: Connection, place: Place, number: int, voter: Author, vote: int, source: Source) -> Lesson:
    _cast(tx, _find(tx, place, number), voter, vote, source)
    tx.execute(_BUMP, describe(place))
    return _get(tx, place, number)


def alter(
    tx: Connection, place: Place, number: int, author: Author, deed: str, changes: dict[str, Any], at_version: int = 0
) -> Lesson:
    """Change a lesson within a transaction, as ``LessonRows.change`` says; two who do so at once come one by one."""
    id = _find(tx, place, number)
    before = tx.execute(select(lesson).where(lesson.c.id == id).with_for_update()).one()
    if at_version not in (0, before.version):
        return _get(tx, place, number)
    changed = {name: getattr(before, name) for name, value in changes.items() if getattr(before, name) != value}
    if changed:
        version = before.version + 1
        tx.execute(update(lesson).where(lesson.c.id == id).values(version=version, **changes))
        kept = {name: value for name, value in changed.items() if not isinstance(value, bytes)}
        tx.execute(CHANGES, change_of(id, version, author, deed, kept))
        tx.execute(_BUMP, describe(place))
    return _get(tx, place, number)


def _note(tx: Connection, place: Place, number: int, changes: dict[str, Any]) -> None:
    tx.execute(update(lesson).where(lesson.c.id == _find(tx, place, number)).values(**changes))
    if "vector" in changes:
        tx.execute(_BUMP, describe(place))


def _history(tx: Connection, place: Place, number: int) -> list[Change]:
    of_this = lesson_change.c.lesson == _find(tx, place, number)
    rows = tx.execute(select(lesson_change).where(of_this).order_by(lesson_change.c.id))
    return [
        Change(row.deed, Author(place[0], row.author_id, row.author_name), row.version, row.before, row.at)
        for row in rows
    ]


def _sources(tx: Connection, place: Place, number: int) -> list[tuple[Author, int, Source]]:
    rows = tx.execute(VOTES.where(lesson_vote.c.lesson == _find(tx, place, number)))
    return [
        (Author(place[0], row.author_id, row.author_name), row.vote, Source(row.exchange or 0, row.quote))
        for row in rows
    ]


def _question(tx: Connection, place: Place, number: int) -> str:
    return tx.scalar(_QUESTION, {"lesson_id": _find(tx, place, number)}) or ""


def _count(tx: Connection, place: Place, author: Author, age: float) -> int:
    return tx.scalar(_TODAY, {**describe(place), "who": author.id, "age": age}) or 0


def _derived(tx: Connection, exchange: int, author: Author) -> list[Lesson]:
    ids = tx.scalars(_SOURCES, {"x": exchange, "who": author.id}).all()
    places = tx.execute(select(lesson.c.platform, lesson.c.workspace, lesson.c.number).where(lesson.c.id.in_(ids)))
    found = [_get(tx, (row.platform, row.workspace), row.number) for row in places]
    return [each for each in found if each.author.platform == author.platform and author.id in each.supporters]


def _find(tx: Connection, place: Place, number: int) -> int:
    id: int | None = tx.scalar(_ID, {**describe(place), "n": number})
    if id is None:
        raise StoreError(f"There is no lesson #{number}.")
    return id


def _get(tx: Connection, place: Place, number: int) -> Lesson:
    (found,) = read_lessons(tx, place, number)
    return found
