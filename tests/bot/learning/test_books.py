"""Remembering in a large workspace, and in many: a question is looked through once, and beside the event loop."""

import asyncio
import threading
from collections.abc import Collection, Sequence
from typing import cast

from bot.learning.books import Book, Books
from bot.learning.index import Index
from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.learning.recall import Recall
from bot.nouns import Exchange, Message, State
from bot.store.lesson_uses import LessonUses, Use
from bot.store.lessons import LessonRows
from tests.bot.learning.school import ANA

CHECKS = ("pathlib", "type_hints", "enum", "")


class Rows:
    """The lessons of a database, the same in all workspaces, and what was noted of their use."""

    def __init__(self, lessons: Sequence[Lesson] = ()) -> None:
        self.answers = asyncio.Event()
        self.answers.set()
        self._lessons = lessons

    async def revision(self, *_: str) -> int:
        await self.answers.wait()
        return 1

    async def all(self, *_: str) -> tuple[int, Sequence[Lesson]]:
        return 1, self._lessons

    async def record(self, *_: object) -> None:
        """Nothing is asked about it here."""


class Words(str):
    """What somebody says, which notes in which threads it was looked through."""

    read_in: list[threading.Thread]

    def lower(self) -> str:
        self.read_in.append(threading.current_thread())
        return super().lower()


class Ranked(Index):
    """An index that notes in which threads it ranked."""

    ranked_in: list[threading.Thread]

    def rank(self, query: str, vector: bytes, among: Collection[int]) -> list[tuple[int, float]]:
        self.ranked_in.append(threading.current_thread())
        return super().rank(query, vector, among)


def make_lessons(count: int) -> list[Lesson]:
    rules = [Rule(f"Do the {number}th thing.", check=CHECKS[number % len(CHECKS)]) for number in range(count)]
    return [Lesson(n, rule, Scope.USER, Standing.NEW, ANA, supporters=("ana",)) for n, rule in enumerate(rules, 1)]


async def test_a_question_is_looked_through_once_and_in_a_thread() -> None:
    rows = Rows(make_lessons(1000))
    books = Books(cast("LessonRows", rows), None)
    said = Words("Write it without pathlib, please. " * 100)
    said.read_in = []
    exchange = Exchange(1, Message("m", "c", ANA, said), State.WRITING)
    recalled = await Recall(books, cast("LessonUses", rows), 0.0).recall(exchange, [])
    assert {lesson.rule.check for lesson in recalled.lessons} == {"type_hints", "enum", ""}
    assert all(isinstance(use, Use) and use.applied for use in recalled.uses)
    assert len([thread for thread in said.read_in if thread is not threading.main_thread()]) == 1
    assert len(said.read_in) < 10


async def test_lessons_are_ranked_in_a_thread() -> None:
    lessons = make_lessons(3)
    index = Ranked((one.number, one.rule.text, b"") for one in lessons)
    index.ranked_in = []
    books = Books(cast("LessonRows", Rows()), None)
    assert await books.rank(Book(1, lessons, index), "the 1th thing", lessons)
    assert threading.main_thread() not in index.ranked_in
    assert len(index.ranked_in) == 1


async def test_a_book_that_is_closed_while_it_is_looked_up_is_opened_again() -> None:
    rows = Rows()
    books = Books(cast("LessonRows", rows), None)
    await books.open(("board", "first"))
    rows.answers.clear()
    async with asyncio.TaskGroup() as readers:
        again = readers.create_task(books.open(("board", "first")))
        for number in range(64):
            await books.open(("board", f"W{number}"))
        rows.answers.set()
    assert again.result().revision == 1
