"""Remembering: the lessons that an answer is briefed with, and those that are withheld to measure what they do."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.learning.against import speaks_against
from bot.learning.asked import asked_in
from bot.learning.books import Books
from bot.learning.nouns import Lesson, Standing
from bot.learning.scopes import concerns
from bot.learning.select import gate, select, taught_language
from bot.nouns import Exchange
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
        concerned = [
            lesson
            for lesson in book.lessons
            if concerns(lesson, message) and not speaks_against(message.text, lesson.rule)
        ]
        scores = await self._books.rank(book, message.text[:_LONGEST_QUERY], concerned)
        if not asked.is_named and (language := taught_language(concerned, scores, message)):
            asked = replace(asked, languages=(language,))
        chosen = select(gate(concerned, asked), scores, message)
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


def place_of(exchange: Exchange) -> Place:
    """Return the workspace of an exchange."""
    return exchange.message.author.platform, exchange.message.workspace
