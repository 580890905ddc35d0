"""Votes on lessons: who is for or against each, where they said so, and in which words."""

from dataclasses import dataclass

from sqlalchemy import Connection, Executable, and_, bindparam, case, or_, select

from bot.learning.nouns import Lesson
from bot.nouns import Author, Mode
from bot.store.dialect import Insert, now, prepared
from bot.store.lesson_rows import VOTES, Place, find_id, read_lesson
from bot.store.lesson_tables import lesson, lesson_vote
from bot.store.tables import exchange, message

_DERIVED = (
    select(lesson.c.platform, lesson.c.workspace, lesson.c.number)
    .join(lesson_vote)
    .where(lesson_vote.c.exchange == bindparam("x"), lesson_vote.c.author_id == bindparam("who"))
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
    channel: str | None = None
    """Where they said it; empty in a direct message, None where that is not known."""


@prepared
def _ballot(insert: Insert) -> Executable:
    row = insert(lesson_vote).values(at=now())
    new, old = row.excluded, lesson_vote.c
    is_wordless = and_(old.vote < 0, old.exchange.is_(None), old.quote == "")
    # Who says it again from elsewhere is for it because of what they said first; what was taken back is gone.
    is_fresh = or_(new.vote == 0, old.vote == 0, is_wordless)
    fresh = {name: case((is_fresh, new[name]), else_=old[name]) for name in ("exchange", "quote", "channel", "at")}
    kept = {"vote": new.vote, "author_name": new.author_name, **fresh}
    return row.on_conflict_do_update(index_elements=["lesson", "author_id"], set_=kept)


def cast(tx: Connection, id: int, voter: Author, vote: int, source: Source) -> None:
    """Note a person's vote on the lesson of a row; one that is taken back (0) leaves no words behind."""
    said = source if vote else Source()
    who = {"lesson": id, "author_id": voter.id, "author_name": voter.name}
    words = {"exchange": said.exchange or None, "quote": said.quote, "channel": said.channel}
    tx.execute(_ballot(tx), {**who, "vote": vote, **words})


def sources(tx: Connection, place: Place, number: int) -> list[tuple[Author, int, Source]]:
    """Return who is for or against a lesson, and what each said, oldest first."""
    rows = tx.execute(VOTES.where(lesson_vote.c.lesson == find_id(tx, place, number)))
    return [
        (
            Author(place[0], row.author_id, row.author_name),
            row.vote,
            Source(row.exchange or 0, row.quote, channel=row.channel),
        )
        for row in rows
    ]


def question(tx: Connection, place: Place, number: int) -> str:
    """Return the question below which a lesson was taught first; empty where there was none."""
    return tx.scalar(_QUESTION, {"lesson_id": find_id(tx, place, number)}) or ""


def derived(tx: Connection, exchange: int, author: Author) -> list[Lesson]:
    """Return the lessons that a person supports because of what they said of an answer."""
    places = tx.execute(_DERIVED, {"x": exchange, "who": author.id}).all()
    found = [read_lesson(tx, (row.platform, row.workspace), row.number) for row in places]
    return [each for each in found if each.author.platform == author.platform and author.id in each.supporters]
