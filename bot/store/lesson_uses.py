"""Uses of lessons: which were in the briefing of an answer, which were withheld from it, and what the checks said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, case, delete, func, insert, select, update

from bot.store.database import Database
from bot.store.dialect import now
from bot.store.lesson_rows import Place, describe, of_place
from bot.store.lesson_tables import lesson, lesson_use
from bot.store.tables import feedback

_OF = (
    select(lesson.c.number, lesson_use)
    .join_from(lesson_use, lesson)
    .where(lesson_use.c.exchange == bindparam("x"))
    .order_by(lesson_use.c.score.desc(), lesson.c.number)
)
_CLEAR = delete(lesson_use).where(lesson_use.c.exchange == bindparam("x"))
_ROW = insert(lesson_use).values(at=now())
_THIS = select(lesson.c.id).where(*of_place(), lesson.c.number == bindparam("n"))
_PASS = (
    update(lesson_use)
    .where(lesson_use.c.exchange == bindparam("x"), lesson_use.c.lesson == _THIS.scalar_subquery())
    .values(passed=bindparam("was_followed"))
)
_MEND = _PASS.values(passed=lesson_use.c.passed, mended=bindparam("was_followed"))
_USED = update(lesson).where(lesson.c.id == bindparam("this")).values(used=now())
# A verdict counts once for each person and answer, as it stands now.
_EFFECT = (
    select(
        lesson.c.number,
        lesson_use.c.applied,
        func.count(lesson_use.c.exchange.distinct()).label("answers"),
        func.count(feedback.c.verdict).label("rated"),
        func.sum(case((feedback.c.verdict > 0, 1), else_=0)).label("liked"),
    )
    .select_from(lesson_use.join(lesson).outerjoin(feedback, and_(feedback.c.exchange == lesson_use.c.exchange)))
    .where(*of_place())
    .group_by(lesson.c.number, lesson_use.c.applied)
)
_CHECKED = (
    select(
        lesson.c.number,
        lesson_use.c.applied,
        func.count(lesson_use.c.passed).label("checked"),
        func.sum(case((lesson_use.c.passed, 1), else_=0)).label("passed"),
    )
    .select_from(lesson_use.join(lesson))
    .where(*of_place())
    .group_by(lesson.c.number, lesson_use.c.applied)
)

_WHOLE = (
    select(lesson_use.c.exchange, func.min(case((lesson_use.c.applied, 1), else_=0)).label("is_whole"))
    .select_from(lesson_use.join(lesson))
    .where(*of_place())
    .group_by(lesson_use.c.exchange)
    .subquery()
)
_POOLED = (
    select(
        _WHOLE.c.is_whole,
        func.count(_WHOLE.c.exchange.distinct()).label("answers"),
        func.count(feedback.c.verdict).label("rated"),
        func.sum(case((feedback.c.verdict > 0, 1), else_=0)).label("liked"),
    )
    .select_from(_WHOLE.outerjoin(feedback, feedback.c.exchange == _WHOLE.c.exchange))
    .group_by(_WHOLE.c.is_whole)
)


@dataclass(frozen=True, slots=True)
class Use:
    """A lesson that concerned a request."""

    number: int
    applied: bool
    """False: it was withheld, to see what answers are like without it."""
    score: float = 0.0
    passed: bool | None = None
    """What its check said of the answer; None: it has none, or it was about nothing in there."""
    mended: bool | None = None
    """What it said of the answer that was asked for once more; None: none was."""


@dataclass(slots=True)
class Effect:
    """What answers were like, with a lesson or with it withheld."""

    answers: int = 0
    rated: int = 0
    liked: int = 0
    checked: int = 0
    passed: int = 0


class LessonUses:
    """Which lessons were used for which answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, exchange: int, place: Place, uses: Sequence[Use]) -> None:
        """Note what an answer is briefed with, in place of what was noted when it was begun before.

        That it was used counts for what is applied. A lesson that was forgotten meanwhile is left out.
        """
        if uses or await self.of(exchange):
            await self._database.write(_record, exchange, place, uses)

    async def judge(self, exchange: int, place: Place, passed: Mapping[int, bool], *, mended: bool = False) -> None:
        """Note what the checks of lessons, by their numbers, said of the answer, or of the mended one beside it."""
        await self._database.write(_judge, exchange, place, passed, mended)

    async def of(self, exchange: int) -> list[Use]:
        """Return the lessons of an answer, best first."""
        return await self._database.read(_of, exchange)

    async def effects(self, place: Place) -> dict[tuple[int, bool], Effect]:
        """Return the effect of each lesson of a workspace: by its number, and whether it was applied."""
        return await self._database.read(_effects, place)

    async def pooled(self, place: Place) -> dict[bool, Effect]:
        """Return what answers were like that had all of their lessons, and those that lacked one or more.

        An answer counts once, however many lessons it had; checks are left out.
        """
        return await self._database.read(_pooled, place)


def _record(tx: Connection, exchange: int, place: Place, uses: Sequence[Use]) -> None:
    tx.execute(_CLEAR, {"x": exchange})
    for use in uses:
        this = tx.scalar(_THIS, {**describe(place), "n": use.number})
        if this is None:
            continue
        tx.execute(_ROW, {"exchange": exchange, "lesson": this, "applied": use.applied, "score": use.score})
        if use.applied:
            tx.execute(_USED, {"this": this})


def _judge(tx: Connection, exchange: int, place: Place, passed: Mapping[int, bool], mended: bool) -> None:
    for number, was_followed in passed.items():
        tx.execute(
            _MEND if mended else _PASS, {**describe(place), "x": exchange, "n": number, "was_followed": was_followed}
        )


def _of(tx: Connection, exchange: int) -> list[Use]:
    return [Use(row.number, row.applied, row.score, row.passed, row.mended) for row in tx.execute(_OF, {"x": exchange})]


def _effects(tx: Connection, place: Place) -> dict[tuple[int, bool], Effect]:
    found: dict[tuple[int, bool], Effect] = {}
    for row in tx.execute(_EFFECT, describe(place)):
        found[row.number, row.applied] = Effect(row.answers, row.rated, row.liked or 0)
    for row in tx.execute(_CHECKED, describe(place)):
        effect = found[row.number, row.applied]
        effect.checked, effect.passed = row.checked, row.passed or 0
    return found


def _pooled(tx: Connection, place: Place) -> dict[bool, Effect]:
    found = {True: Effect(), False: Effect()}
    for row in tx.execute(_POOLED, describe(place)):
        found[bool(row.is_whole)] = Effect(row.answers, row.rated, row.liked or 0)
    return found
