"""Learning, as the engine and the commands know it: what was taught is remembered, judged, changed and undone."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.errors import UsageError
from bot.learning import checks
from bot.learning.books import Books
from bot.learning.distil import complete
from bot.learning.embedder import Embedder
from bot.learning.exemplars import Exemplars
from bot.learning.nouns import KEEPER, LONGEST_RULE, Lesson, Rule, Scope, Standing
from bot.learning.recall import Recall, place_of
from bot.learning.scopes import Quorums, is_outvoted
from bot.learning.screen import refuse
from bot.learning.teach import Taught, Teach
from bot.models import Models
from bot.nouns import Author, Exchange
from bot.store import Store
from bot.store.lesson_rows import Place, rule_values
from bot.store.lessons import Source
from bot.text import bare

NOT_YOURS = "Only who taught lesson #{}, or an admin, can do that. *Not here* keeps it away from you."
STOPPED = "Somebody else stopped lesson #{}: an admin can let it go on, and so can who stopped it."


class Learning:
    """All that can be done with lessons. Raises ``UsageError`` for what is not there or is somebody else's to do."""

    def __init__(
        self,
        store: Store,
        models: Models,
        embedder: Embedder | None,
        *,
        quorums: Quorums = Quorums(),  # noqa: B008  # why: it can't be changed
        withheld: float = 0.0,
        admins: frozenset[str] = frozenset(),
        exemplars: int = 2,
        repairs: bool = False,
    ) -> None:
        """``withheld``: the share of uses in which a lesson is left out by chance; ``admins``: as "slack:U123".

        ``exemplars``: how many liked answers a conversation is begun with; ``repairs``: an answer that does not follow
        a lesson, by its check, is asked for once more.
        """
        self.repairs = repairs
        self._rows = store.lessons
        self._uses = store.uses
        self._books = Books(store.lessons, embedder)
        self._admins = admins
        self.teach = Teach(store, self._books, models, quorums)
        self.exemplars = Exemplars(store, self._books, exemplars)
        self.recall = Recall(self._books, store.uses, withheld).recall

    def is_admin(self, author: Author) -> bool:
        """Tell whether a person may decide for others; who has the terminal has the database anyway."""
        return author.platform == "terminal" or f"{author.platform}:{author.id}" in self._admins

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

    async def visible(self, author: Author, place: Place, channel: str) -> list[Lesson]:
        """Return the lessons that a person sees from where they are: theirs, the channel's, the workspace's."""
        book = await self._books.open(place)
        return [one for one in book.lessons if self._sees(one, author, channel)]

    async def find(self, author: Author, place: Place, number: int, channel: str = "", *, gone: bool = False) -> Lesson:
        """Return a lesson that a person sees; ``gone``: also one that was deleted."""
        _, lessons = await self._rows.all(*place)
        found = next((one for one in lessons if one.number == number and (gone or not one.is_gone)), None)
        if not found or not self._sees(found, author, channel):
            raise UsageError(f"There is no lesson #{number} here. `/lessons list` shows what there is.")
        return found

    async def sources(
        self, author: Author, place: Place, lesson: Lesson, channel: str
    ) -> list[tuple[Author, int, Source]]:
        """Return who is for or against a lesson. What they said is shown to themselves, and where it was said."""
        is_here = bool(channel) and lesson.place == channel
        return [
            (who, vote, said if is_here or who.id == author.id else Source(said.exchange))
            for who, vote, said in await self._rows.sources(place, lesson.number)
        ]

    async def add(self, author: Author, place: Place, channel: str, text: str) -> Taught:
        """Keep a rule in a person's own words."""
        return await self.teach.rule(
            complete(Rule(_rule_text(text))), author, place, (Scope.USER, channel), Source(quote="/lessons add")
        )

    async def edit(self, author: Author, place: Place, lesson: Lesson, text: str) -> Lesson:
        """Let a lesson say something else."""
        self._check_may_change(author, lesson)
        rule = complete(replace(lesson.rule, text=_rule_text(text), check=""))
        if reason := refuse(rule.text, rule.when, avoid=rule.avoid):
            raise UsageError(reason)
        vector = await self._books.embed_rule(rule, await self._rows.question(place, lesson.number))
        values = {**rule_values(rule), "vector": vector, "embedder": self._books.embedder}
        return await self._rows.change(place, lesson.number, author, "edited", **values)

    async def stand(self, author: Author, place: Place, lesson: Lesson, standing: Standing, deed: str) -> Lesson:
        """Pause, delete or restore a lesson. Pinning is for admins, and shares a lesson with the workspace."""
        self._check_may_change(author, lesson)
        values: dict[str, Any] = {"standing": standing}
        if standing is Standing.PINNED:
            if not self.is_admin(author):
                raise UsageError("Only an admin can pin a lesson. The operator names admins by `ADMINS`.")
            values["scope"] = Scope.WORKSPACE
        elif standing is Standing.NEW:
            await self._check_not_overruled(author, place, lesson)
        await self._rows.confirm(place, lesson.number)
        return await self._rows.change(place, lesson.number, author, deed, **values)

    async def restore(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Bring a lesson back, with whoever restores it for it."""
        self._check_may_change(author, lesson)
        await self._check_not_overruled(author, place, lesson)
        await self._rows.vote(place, lesson.number, author, 1, Source())
        return await self.stand(author, place, lesson, Standing.NEW, "restored")

    async def not_here(self, author: Author, place: Place, lesson: Lesson, exchange: int = 0) -> Lesson:
        """Keep a lesson away from a person; where two say so, it pauses for everybody."""
        voted = await self._rows.vote(place, lesson.number, author, -1, Source(exchange))
        if not is_outvoted(voted) or not voted.standing.in_force:
            return voted
        return await self._rows.change(place, lesson.number, author, "outvoted", standing=Standing.PAUSED)

    async def support(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Count a person for a lesson, also where they were against it."""
        return await self.teach.support(place, lesson, author, Source())

    async def undo(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Undo a lesson: who taught it, or an admin, deletes it; for others it is kept away from them."""
        if self._may_change(author, lesson):
            return await self._rows.change(place, lesson.number, author, "undone", standing=Standing.DELETED)
        return await self.not_here(author, place, lesson)

    async def used_for(self, exchange: Exchange) -> Sequence[tuple[Lesson, bool | None]]:
        """Return the lessons that an answer was briefed with, best first, and what their checks said of it."""
        _, lessons = await self._rows.all(*place_of(exchange))
        known = {one.number: one for one in lessons}
        return [
            (known[use.number], use.passed if use.mended is None else use.mended)
            for use in await self._uses.of(exchange.id)
            if use.applied and use.number in known
        ]

    def _sees(self, lesson: Lesson, author: Author, channel: str) -> bool:
        if author.id in (lesson.author.id, *lesson.supporters, *lesson.opponents) or self.is_admin(author):
            return True
        if lesson.scope is Scope.WORKSPACE:
            return True
        return lesson.scope is Scope.CHANNEL and bool(channel) and lesson.place == channel

    def _may_change(self, author: Author, lesson: Lesson) -> bool:
        """Tell whether it is theirs alone: what others are for, or an admin pinned, is an admin's to change."""
        is_own = lesson.author.id == author.id and set(lesson.supporters) <= {author.id}
        return self.is_admin(author) or (is_own and lesson.standing is not Standing.PINNED)

    def _check_may_change(self, author: Author, lesson: Lesson) -> None:
        if not self._may_change(author, lesson):
            raise UsageError(NOT_YOURS.format(lesson.number))

    async def _check_not_overruled(self, author: Author, place: Place, lesson: Lesson) -> None:
        """See that nobody brings back alone what others stopped; what merely expired is anybody's to go on with."""
        *_, last = await self._rows.history(place, lesson.number)
        if not self.is_admin(author) and last.author.id not in (author.id, KEEPER.id):
            raise UsageError(STOPPED.format(lesson.number))


def _check(lessons: Sequence[Lesson], answer: str) -> dict[int, bool]:
    """Return what the checks of lessons say of an answer, by number, where they say anything."""
    verdicts = {one.number: checks.run(one.rule.check, answer) for one in lessons}
    return {number: verdict for number, verdict in verdicts.items() if verdict is not None}


def _rule_text(text: str) -> str:
    said = bare(text)
    if not said:
        raise UsageError("Say what is to be done, for example: `/lessons add Use pathlib for paths.`")
    if len(said) > LONGEST_RULE:
        raise UsageError(f"A lesson has up to {LONGEST_RULE} characters; this has {len(said):,}. Say it shorter.")
    return said
