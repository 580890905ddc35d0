"""Learning, as the engine and the commands know it: its parts; what a person sees of it, and is for or against."""

from collections.abc import Sequence

from bot.errors import UsageError
from bot.learning.backing import Backing
from bot.learning.books import Books
from bot.learning.changing import Changing, read_rule
from bot.learning.embedder import Embedder
from bot.learning.exemplars import Exemplars
from bot.learning.judging import Judging
from bot.learning.nouns import Lesson, Scope, Standing
from bot.learning.recall import Recall, place_of
from bot.learning.rights import Rights
from bot.learning.scopes import Quorums, is_outvoted
from bot.learning.teach import MOST_A_DAY, Taught, Teach
from bot.models import Models
from bot.nouns import Author, Exchange
from bot.store import Store
from bot.store.forgetting import Forgotten
from bot.store.lesson_rows import Place
from bot.store.lessons import Source


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
        most_a_day: int | None = MOST_A_DAY,
    ) -> None:
        """``withheld``: the share of uses in which a lesson is left out by chance; ``admins``: as "slack:U123".

        ``exemplars``: how many liked answers a conversation is begun with; ``repairs``: an answer that does not follow
        a lesson, by its check, is asked for once more; ``most_a_day``: lessons that a person can teach; None: as many
        as they like.
        """
        self.repairs = repairs
        self._rows = store.lessons
        self._uses = store.uses
        self._forgetting = store.forgetting
        self._books = Books(store.lessons, embedder)
        self.rights = Rights(store.lessons, admins)
        self.backing = Backing(store.lessons, self._books, quorums)
        self.changing = Changing(store.lessons, self._books, self.rights, self.backing)
        self.teach = Teach(store, self._books, models, self.backing, most_a_day)
        self.exemplars = Exemplars(store, self._books, exemplars)
        self.recall = Recall(self._books, store.uses, withheld).recall
        judging = Judging(store, self._books)
        self.judge, self.praise = judging.judge, judging.praise

    async def visible(self, author: Author, place: Place, channel: str) -> list[Lesson]:
        """Return the lessons that a person sees from where they are: theirs, the channel's, the workspace's."""
        book = await self._books.open(place)
        return [one for one in book.lessons if self.rights.lists(one, author, channel)]

    async def deleted(self, author: Author, place: Place, channel: str) -> list[Lesson]:
        """Return the deleted ones of the lessons that a person sees from where they are."""
        _, lessons = await self._rows.all(*place)
        return [one for one in lessons if one.is_gone and self.rights.lists(one, author, channel)]

    async def find(self, author: Author, place: Place, number: int, channel: str = "", *, gone: bool = False) -> Lesson:
        """Return a lesson that a person sees; ``gone``: also one that was deleted."""
        _, lessons = await self._rows.all(*place)
        found = next((one for one in lessons if one.number == number and (gone or not one.is_gone)), None)
        if not found or not self.rights.sees(found, author, channel):
            raise UsageError(f"There is no lesson #{number} here. `/lessons list` shows what there is.")
        return found

    async def sources(
        self, author: Author, place: Place, lesson: Lesson, channel: str
    ) -> list[tuple[Author, int, Source]]:
        """Return who is for or against a lesson. What they said is shown to themselves, and where they said it."""
        return [
            (who, vote, said if who.id == author.id or (channel and said.channel == channel) else Source())
            for who, vote, said in await self._rows.sources(place, lesson.number)
        ]

    async def add(self, author: Author, place: Place, channel: str, text: str) -> Taught:
        """Keep a rule in a person's own words."""
        said = Source(quote="/lessons add", channel=channel)
        return await self.teach.rule(read_rule(text), author, place, (Scope.USER, channel), said)

    async def not_here(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Keep a lesson away from a person; where two say so, it pauses for everybody."""
        voted = await self._rows.vote(place, lesson.number, author, -1, Source())
        if not is_outvoted(voted) or not voted.standing.in_force:
            return voted
        return await self._rows.change(place, lesson.number, author, "outvoted", standing=Standing.PAUSED)

    async def support(self, author: Author, place: Place, lesson: Lesson, channel: str) -> Lesson:
        """Count a person for a lesson, also where they were against it."""
        return await self.backing.support(place, lesson, author, Source(channel=channel))

    async def undo(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Undo a lesson: who taught it, or an admin, deletes it; for others it is kept away from them.

        Nobody deletes for everybody what they are merely for.
        """
        is_mere_support = author.id in lesson.supporters and author.id != lesson.author.id
        if self.rights.may_change(author, lesson) and not is_mere_support:
            return await self.changing.stand(author, place, lesson, Standing.DELETED, "undone")
        left = await self.not_here(author, place, lesson)
        await self.backing.revive(place, lesson, author)
        return left

    async def forget(self, author: Author, place: Place) -> Forgotten:
        """Forget a person, as ``Forgetting.forget`` says; lessons that they were for reach no further without them."""
        _, lessons = await self._rows.all(*place)
        left = {one.number for one in lessons if author.id in one.supporters}
        forgotten = await self._forgetting.forget(place, author)
        _, lessons = await self._rows.all(*place)
        for lesson in lessons:
            if lesson.number in left:
                await self.backing.settle(place, lesson)
        return forgotten

    async def used_for(self, exchange: Exchange) -> Sequence[tuple[Lesson, bool | None]]:
        """Return the lessons that an answer was briefed with, best first, and what their checks said of it."""
        _, lessons = await self._rows.all(*place_of(exchange))
        known = {one.number: one for one in lessons}
        return [
            (known[use.number], use.passed if use.mended is None else use.mended)
            for use in await self._uses.of(exchange.id)
            if use.applied and use.number in known
        ]
