"""Forgetting a person: what was learnt from them in one workspace goes, and with it their name and their words."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.learning.nouns import Standing
from bot.nouns import Author
from bot.store.columns import Words
from bot.store.database import Database
from bot.store.lesson_changes import BUMP, alter
from bot.store.lesson_rows import Place, describe, of_place, read_lessons
from bot.store.lesson_tables import (
    exemplar_choice,
    exemplar_vector,
    lesson,
    lesson_change,
    lesson_echo,
    lesson_use,
    lesson_vote,
)
from bot.store.reading import WHOLE
from bot.store.tables import conversation, exchange, feedback, message

NOBODY = "somebody"
_WHO = bindparam("who", type_=Words)
_OF_PLACE = select(lesson.c.id).where(*of_place())
_VOTES = delete(lesson_vote).where(lesson_vote.c.author_id == _WHO, lesson_vote.c.lesson.in_(_OF_PLACE))
_NAMELESS = {"author_id": "", "author_name": NOBODY}
_LESSONS = update(lesson).where(*of_place(), lesson.c.author_id == _WHO).values(_NAMELESS)
_CHANGES = (
    update(lesson_change)
    .where(lesson_change.c.author_id == _WHO, lesson_change.c.lesson.in_(_OF_PLACE))
    .values(_NAMELESS)
)
_HERE = (message.c.platform == bindparam("p"), conversation.c.workspace == bindparam("w"))
_EXCHANGES = select(exchange.c.id).select_from(WHOLE).where(*_HERE)
_THEIRS = _EXCHANGES.where(message.c.author_id == _WHO)
_THUMBS = delete(feedback).where(feedback.c.verdict > 0)
_LIKES = (
    _THUMBS.where(feedback.c.author_id == _WHO, feedback.c.exchange.in_(_EXCHANGES)),
    _THUMBS.where(feedback.c.exchange.in_(_THEIRS)),
    delete(exemplar_choice).where(exemplar_choice.c.exchange.in_(_THEIRS)),
    delete(exemplar_vector).where(exemplar_vector.c.exchange.in_(_THEIRS)),
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went."""

    votes: int
    gone: int
    """Lessons that nobody else is for."""
    kept: int
    """Lessons that they taught, and others are for: these stay without their name."""


class Forgetting:
    """Forget people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, place: Place, author: Author) -> Forgotten:
        """Take back all that a person is for or against in a workspace, and their thumbs up; it can't be undone.

        Their lessons that nobody else is for are deleted, history and all. The others lose their name and their words,
        and answers to them are no exemplars any more.
        """
        return await self._database.write(_forget, place, author)


def _forget(tx: Connection, place: Place, author: Author) -> Forgotten:
    who = {**describe(place), "who": author.id}
    touched = [one for one in read_lessons(tx, place) if author.id in (one.author.id, *one.supporters)]
    votes = tx.execute(_VOTES, who).rowcount
    gone = kept = 0
    for one in touched:
        others = set(one.supporters) - {author.id}
        stays = others or one.standing is Standing.PINNED
        if one.author.id == author.id and not stays:
            _erase(tx, tx.scalar(_OF_PLACE.where(lesson.c.number == one.number), describe(place)))
            gone += not one.is_gone
        elif not stays and not one.is_gone:
            alter(tx, place, one.number, author, "withdrawn", {"standing": Standing.DELETED})
            gone += 1
        elif one.author.id == author.id:
            kept += 1
    for statement in (_LESSONS, _CHANGES, *_LIKES):
        tx.execute(statement, who)
    tx.execute(BUMP, describe(place))
    return Forgotten(votes, gone, kept)


def _erase(tx: Connection, id: int | None) -> None:
    for table in (lesson_vote, lesson_change, lesson_use, lesson_echo):
        tx.execute(delete(table).where(table.c.lesson == id))
    tx.execute(delete(lesson).where(lesson.c.id == id))
