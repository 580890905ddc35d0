"""Rows made into lessons, and lessons into rows."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, select

from bot.errors import StoreError
from bot.learning.nouns import Facet, Lesson, Rule, Scope, Standing
from bot.nouns import Author
from bot.store.dialect import now
from bot.store.lesson_tables import lesson, lesson_book, lesson_change, lesson_vote

Place = tuple[str, str]
"""A platform, and a workspace of it."""
VOTES = select(lesson_vote).order_by(lesson_vote.c.at, lesson_vote.c.author_id)
CHANGES = insert(lesson_change).values(at=now())


def describe(place: Place) -> dict[str, str]:
    """Return what ``of_place`` and ``of_book`` are to be bound to."""
    return {"p": place[0], "w": place[1]}


def of_place() -> list[ColumnElement[bool]]:
    return [lesson.c.platform == bindparam("p"), lesson.c.workspace == bindparam("w")]


def of_book() -> list[ColumnElement[bool]]:
    return [lesson_book.c.platform == bindparam("p"), lesson_book.c.workspace == bindparam("w")]


_ALL = select(lesson).where(*of_place()).order_by(lesson.c.number)
_IDS = select(lesson.c.id).where(*of_place())
_ID = _IDS.where(lesson.c.number == bindparam("n"))


def read_lessons(tx: Connection, place: Place, number: int = 0) -> list[Lesson]:
    """Return the lessons of a workspace, or the one of that number."""
    one = [lesson.c.number == number] if number else []
    votes = defaultdict[int, list[Row[Any]]](list)
    for row in tx.execute(VOTES.where(lesson_vote.c.lesson.in_(_IDS.where(*one))), describe(place)):
        votes[row.lesson].append(row)
    return [_lesson(row, votes[row.id]) for row in tx.execute(_ALL.where(*one), describe(place))]


def find_id(tx: Connection, place: Place, number: int) -> int:
    """Return the id of a lesson's row. Raises ``StoreError`` where there is none of that number."""
    id: int | None = tx.scalar(_ID, {**describe(place), "n": number})
    if id is None:
        raise StoreError(f"There is no lesson #{number}.")
    return id


def read_lesson(tx: Connection, place: Place, number: int) -> Lesson:
    (found,) = read_lessons(tx, place, number)
    return found


def values_of(new: Lesson) -> dict[str, Any]:
    """Return the columns of a lesson that its place does not name."""
    return {
        "workspace": new.workspace,
        "scope": new.scope,
        "place": new.place,
        "standing": new.standing,
        **rule_values(new.rule),
        "author_id": new.author.id,
        "author_name": new.author.name,
        "replaces": new.replaces,
        "version": new.version,
        "vector": new.vector,
        "embedder": new.embedder,
    }


def rule_values(rule: Rule) -> dict[str, Any]:
    """Return the columns of a rule."""
    return {
        "text": rule.text,
        "facet": rule.facet,
        "topical": rule.topical,
        "avoid": rule.avoid,
        "languages": list(rule.languages),
        "applies": rule.when,
        "check_name": rule.check,
    }


def rule_of(values: Mapping[str, Any]) -> Rule:
    """Return the rule that columns hold."""
    return Rule(
        values["text"],
        Facet(values["facet"]),
        topical=values["topical"],
        avoid=values["avoid"],
        languages=tuple(values["languages"]),
        when=values["applies"],
        check=values["check_name"],
    )


def change_of(id: int, version: int, author: Author, deed: str, before: dict[str, Any]) -> dict[str, Any]:
    """Return the row that keeps what was done to a lesson."""
    who = {"author_id": author.id, "author_name": author.name}
    return {"lesson": id, "version": version, "deed": deed, "before": before, **who}


def _lesson(row: Row[Any], votes: list[Row[Any]]) -> Lesson:
    supports = [vote for vote in votes if vote.vote > 0]
    return Lesson(
        row.number,
        rule_of(row._asdict()),
        Scope(row.scope),
        Standing(row.standing),
        Author(row.platform, row.author_id, row.author_name),
        workspace=row.workspace,
        place=row.place,
        supporters=tuple(vote.author_id for vote in supports),
        heard_in=tuple(vote.channel for vote in supports),
        opponents=tuple(vote.author_id for vote in votes if vote.vote < 0),
        leavers=tuple(vote.author_id for vote in votes if vote.vote == 0),
        replaces=row.replaces,
        version=row.version,
        at=row.at,
        confirmed=row.confirmed,
        used=row.used,
        vector=row.vector,
        embedder=row.embedder,
    )
