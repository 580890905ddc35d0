"""What an answer and its readers say of the lessons that it was given."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.learning import checks
from bot.learning.books import Books
from bot.learning.nouns import Lesson, Standing
from bot.learning.recall import place_of
from bot.nouns import Author, Exchange
from bot.store import Store


class Judging:
    """Judge answers by their lessons, and lessons by their answers."""

    def __init__(self, store: Store, books: Books) -> None:
        self._rows = store.lessons
        self._uses = store.uses
        self._books = books

    async def judge(self, exchange: Exchange, answer: str, *, mended: bool = False) -> Mapping[int, bool]:
        """Run the checks of all lessons that concerned an answer, and keep what they say; return it by number.

        What they say of an answer that was ``mended`` is kept beside: the first tells what lessons do by themselves.
        """
        numbers = {use.number for use in await self._uses.of(exchange.id)}
        if not numbers:
            return {}
        book = await self._books.open(place_of(exchange))
        concerned = [one for one in book.lessons if one.number in numbers and one.rule.check]
        # A long, odd answer takes up to a second or two.
        passed = await asyncio.to_thread(_check, concerned, answer)
        await self._uses.judge(exchange.id, place_of(exchange), passed, mended=mended)
        return passed

    async def praise(self, exchange: Exchange, author: Author) -> None:
        """Confirm the lessons that a liked answer followed, as far as is known: they do not expire soon."""
        place = place_of(exchange)
        uses = await self._uses.of(exchange.id)
        followed = {use.number for use in uses if use.applied and use.passed is not False}
        for lesson in (await self._books.open(place)).lessons if followed else ():
            if lesson.number in followed and lesson.standing.in_force:
                await self._rows.confirm(place, lesson.number)
                if lesson.standing is Standing.NEW:
                    await self._rows.change(
                        place,
                        lesson.number,
                        author,
                        "confirmed",
                        at_version=lesson.version,
                        standing=Standing.CONFIRMED,
                    )


def _check(lessons: Sequence[Lesson], answer: str) -> dict[int, bool]:
    """Return what the checks of lessons say of an answer, by number, where they say anything."""
    verdicts = {one.number: checks.run(one.rule.check, answer) for one in lessons}
    return {number: verdict for number, verdict in verdicts.items() if verdict is not None}
