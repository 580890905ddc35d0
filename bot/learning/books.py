"""The book of each workspace: its lessons in memory, as they stand now, and where each lies in meaning."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import ModelError
from bot.learning.embedder import Embedder
from bot.learning.index import Index
from bot.learning.meaning import middle, texts
from bot.learning.nouns import Lesson, Rule
from bot.store.lesson_rows import Place
from bot.store.lessons import LessonRows

_log = logging.getLogger(__name__)
_PATIENCE = 5.0
"""Seconds that an answer waits for the meaning of its request; a model that is loaded first takes one."""
_MOST = 64
"""Workspaces whose books are kept open; one of 10,000 lessons takes about 25 MB."""


@dataclass(frozen=True, slots=True)
class Book:
    """The lessons of one workspace at one time."""

    revision: int
    lessons: Sequence[Lesson]
    """All that are not deleted, by their numbers."""
    index: Index


class Books:
    """Opens books; one that changed since, in whichever process, is read anew."""

    def __init__(self, rows: LessonRows, embedder: Embedder | None) -> None:
        self._rows = rows
        self._embedder = embedder
        self._open = OrderedDict[Place, Book]()

    async def open(self, place: Place) -> Book:
        """Return the book of a workspace."""
        book = self._open.get(place)
        if book is None or book.revision != await self._rows.revision(*place):
            # 10,000 lessons take 0.15 s.
            book = await asyncio.to_thread(self._read, *await self._rows.all(*place))
        # Whatever stood open before the database was asked may have been closed meanwhile.
        self._open[place] = book
        self._open.move_to_end(place)
        while len(self._open) > _MOST:
            self._open.popitem(last=False)
        return book

    async def rank(self, book: Book, text: str, among: Sequence[Lesson]) -> dict[int, float]:
        """Return how near each lesson is to a text, by its number, as ``Index.rank`` says.

        Where what embeds does not answer in time, words alone decide.
        """
        if not among:
            return {}
        vector = b""
        try:
            async with asyncio.timeout(_PATIENCE):
                vector = await self.embed(text)
        except (ModelError, TimeoutError) as error:
            _log.warning("lessons are looked for by their words: %s", str(error) or "embedding took too long")
        # 10,000 lessons take some 5 ms.
        return dict(await asyncio.to_thread(book.index.rank, text, vector, [lesson.number for lesson in among]))

    async def embed(self, text: str) -> bytes:
        """Return the meaning of a text; empty where nothing here knows it. Raises ``ModelError``."""
        return (await self._embedder.embed([text]))[0] if self._embedder else b""

    async def embed_rule(self, rule: Rule, question: str = "") -> tuple[bytes, str]:
        """Return where a rule lies that was taught by a complaint about the answer to a question, and who embedded it.

        Both are empty where nothing embeds, or where it fails: words alone find that rule until the upkeep embeds it.
        """
        if not self._embedder:
            return b"", ""
        try:
            return middle(await self._embedder.embed(texts(rule, question))), self._embedder.model
        except ModelError as error:
            _log.warning("a lesson is kept without its meaning: %s", error)
            return b"", ""

    @property
    def embedder(self) -> str:
        """The id of what embeds; empty: nothing does."""
        return self._embedder.model if self._embedder else ""

    def is_stale(self, lesson: Lesson) -> bool:
        """Tell whether a lesson must be embedded anew, since another model did it, or none."""
        return self._embedder is not None and lesson.embedder != self._embedder.model

    def _read(self, revision: int, lessons: Sequence[Lesson]) -> Book:
        living = [lesson for lesson in lessons if not lesson.is_gone]
        entries = ((one.number, " ".join(texts(one.rule)), b"" if self.is_stale(one) else one.vector) for one in living)
        return Book(revision, living, Index(entries))
