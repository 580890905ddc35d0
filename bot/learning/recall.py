"""Remembering: the lessons that an answer is briefed with, and those that are withheld to measure what they do."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.learning.against import Against
from bot.learning.asked import Asked, asked_in
from bot.learning.books import Books
from bot.learning.nouns import Lesson, Rule, Standing
from bot.learning.scopes import concerns
from bot.learning.select import Scored, gate, select, taught_language
from bot.nouns import Exchange, Message
from bot.store.lesson_rows import Place
from bot.store.lesson_uses import LessonUses, Use

_LONGEST_QUERY = 2000
"""Characters of a request by which lessons are looked for; the embedder reads about 1,000."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What an answer is briefed with."""

    lessons: tuple[Lesson, ...] = ()
    """The most relevant last."""
    languages: tuple[str, ...] = ()
    """Those in which it is to be answered, by the request and by what was taught."""
    uses: tuple[Use, ...] = ()
    """These lessons, and those that were withheld by chance."""

    @property
    def rules(self) -> list[Rule]:
        """What a model is told."""
        scores = {use.number: use.score for use in self.uses}
        return [Scored(lesson, scores.get(lesson.number, 0.0)).rule for lesson in self.lessons]

    def without(self, unsaid: int) -> "Recalled":
        """Return what is left where the first lessons found no room in the briefing: they tell nothing."""
        dropped = {lesson.number for lesson in self.lessons[:unsaid]}
        uses = tuple(use for use in self.uses if use.number not in dropped)
        return replace(self, lessons=self.lessons[unsaid:], uses=uses)


class Recall:
    """Choose lessons, and note which were chosen."""

    def __init__(self, books: Books, uses: LessonUses, withheld: float) -> None:
        """``withheld``: the share of uses, 0 to 1, in which a lesson is left out by chance."""
        self._books = books
        self._uses = uses
        self._withheld = withheld

    async def recall(self, exchange: Exchange, history: Sequence[Exchange]) -> Recalled:
        """Return the lessons for the answer of ``exchange``. Raises ``ModelError`` and ``StoreError``."""
        message = exchange.message
        place = place_of(exchange)
        book = await self._books.open(place)
        asked = asked_in(message, history)
        if not book.lessons:
            return Recalled(languages=asked.languages)
        # A long question, or thousands of lessons, would hold up all other answers.
        concerned = await asyncio.to_thread(_concerning, book.lessons, message)
        scores = await self._books.rank(book, message.text[:_LONGEST_QUERY], concerned)
        asked, chosen = await asyncio.to_thread(_choose, concerned, scores, message, asked)
        applied = [one for one in chosen if not self._is_withheld(exchange.id, one.lesson)]
        kept = {one.lesson.number for one in applied}
        uses = tuple(Use(one.lesson.number, one.lesson.number in kept, one.score) for one in chosen)
        await self._uses.record(exchange.id, place, uses)
        return Recalled(tuple(one.lesson for one in applied), asked.languages, uses)

    def _is_withheld(self, exchange: int, lesson: Lesson) -> bool:
        """Draw by a hash, so that an answer that is written once more after a crash is briefed as before."""
        if lesson.standing is Standing.PINNED:
            return False
        digest = hashlib.sha256(f"{exchange}/{lesson.workspace}/{lesson.number}".encode()).digest()
        return int.from_bytes(digest[:4], "big") < self._withheld * 2**32


def _concerning(lessons: Sequence[Lesson], message: Message) -> list[Lesson]:
    """Return the lessons that are for whoever said ``message``, and that it says nothing against."""
    against = Against(message.text)
    return [one for one in lessons if concerns(one, message) and not against.speaks_against(one.rule)]


def _choose(
    concerned: Sequence[Lesson], scores: Mapping[int, float], message: Message, asked: Asked
) -> tuple[Asked, list[Scored]]:
    """Return the lessons to follow, and the languages to answer in, which a lesson may decide."""
    if not asked.is_named and (language := taught_language(concerned, scores, message)):
        asked = replace(asked, languages=(language,))
    return asked, select(gate(concerned, asked), scores, message)


def place_of(exchange: Exchange) -> Place:
    """Return the workspace of an exchange."""
    return exchange.message.author.platform, exchange.message.workspace
