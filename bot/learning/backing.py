"""Being for a lesson, and taking that back: how far it reaches then, and what returns that had given way to it."""

from bot.learning.books import Books
from bot.learning.nouns import KEEPER, Lesson, Scope, Standing
from bot.learning.recall import place_of
from bot.learning.scopes import Quorums, narrowed, spread
from bot.nouns import Author, Exchange
from bot.store.lesson_rows import Place
from bot.store.lessons import LessonRows, Source

MOST_ACTIVE = 200
"""Shared lessons of a workspace that may be in force at once."""
LARGEST_SHARE = 0.2
_FEW = 10
"""Shared lessons below which nobody's share of them is counted."""
_REPLACED = "replaced"


class Backing:
    """Count people for lessons."""

    def __init__(self, rows: LessonRows, books: Books, quorums: Quorums) -> None:
        self._rows = rows
        self._books = books
        self._quorums = quorums

    async def support(self, place: Place, lesson: Lesson, author: Author, source: Source) -> Lesson:
        """Count a person for a lesson, which may let it concern more people. One that had expired is back."""
        voted = await self._rows.vote(place, lesson.number, author, 1, source)
        if author.id in lesson.supporters and voted.standing.in_force:
            return voted
        scope = await self.reach(place, voted)
        standing = voted.standing
        if len(voted.supporters) > 1 and standing is Standing.NEW:
            standing = Standing.CONFIRMED
        elif standing is Standing.EXPIRED:
            standing = Standing.NEW
        await self._rows.confirm(place, lesson.number)
        return await self._rows.change(place, lesson.number, author, "supported", scope=scope, standing=standing)

    async def withdraw(self, place: Place, lesson: Lesson, author: Author) -> Lesson:
        """Take a person's support back; a lesson that nobody supports any more, and no admin pinned, is deleted."""
        left = await self._leave(place, lesson, author)
        if not left.supporters and left.standing is not Standing.PINNED:
            left = await self._rows.change(place, lesson.number, author, "withdrawn", standing=Standing.DELETED)
        await self.revive(place, left, author)
        return left

    async def take_back(self, exchange: Exchange, author: Author) -> list[Lesson]:
        """Undo what a person's feedback on an answer taught."""
        place = place_of(exchange)
        return [await self.withdraw(place, lesson, author) for lesson in await self._rows.derived(exchange.id, author)]

    async def settle(self, place: Place, lesson: Lesson, author: Author = KEEPER) -> Lesson:
        """Let a lesson concern no more people than who is still for it earned; a pinned one stays as it is."""
        scope = narrowed(lesson, self._quorums)
        return await self._rows.change(place, lesson.number, author, "narrowed", at_version=lesson.version, scope=scope)

    async def replace(self, place: Place, old: Lesson, author: Author) -> None:
        """Let a lesson give way to one that its supporter teaches now; ``revive`` brings it back."""
        if old.standing is Standing.PINNED or set(old.supporters) - {author.id}:
            await self._leave(place, old, author)
        else:  # its vote stays, and with it what was said
            await self._rows.change(place, old.number, author, _REPLACED, standing=Standing.DELETED)

    async def revive(self, place: Place, lesson: Lesson, author: Author) -> None:
        """Bring back what gave way to a lesson that its author takes back."""
        if not lesson.replaces or author.id != lesson.author.id:
            return
        old = await self._find(place, lesson.replaces)
        if not old:
            return
        if old.is_gone:
            *_, last = await self._rows.history(place, old.number)
            if (last.deed, last.author.id) != (_REPLACED, author.id) or author.id not in old.supporters:
                return
            await self._rows.change(place, old.number, author, "revived", standing=Standing(last.before["standing"]))
            await self._rows.confirm(place, old.number)
        if author.id not in (*old.supporters, *old.opponents):
            said_in = None if lesson.scope is Scope.THREAD else lesson.place
            await self.support(place, old, author, Source(channel=said_in))

    async def supersede(self, place: Place, lesson: Lesson, author: Author) -> None:
        """Let what had given way to a lesson do so once more, now that its author has that back."""
        old = await self._find(place, lesson.replaces) if author.id == lesson.author.id else None
        if old and not old.is_gone and author.id in old.supporters:
            await self.replace(place, old, author)

    async def reach(self, place: Place, lesson: Lesson) -> Scope:
        """Return whom a lesson concerns by the people who are for it; where one is enough, a new one may be shared."""
        earned = spread(lesson, self._quorums)
        return earned if earned is lesson.scope or await self._has_room(place, lesson) else lesson.scope

    async def _find(self, place: Place, number: int) -> Lesson | None:
        _, lessons = await self._rows.all(*place)
        return next((one for one in lessons if one.number == number), None)

    async def _leave(self, place: Place, lesson: Lesson, author: Author) -> Lesson:
        left = await self._rows.vote(place, lesson.number, author, 0, Source())
        return await self.settle(place, left, author)

    async def _has_room(self, place: Place, lesson: Lesson) -> bool:
        """Tell whether one more lesson may be shared: not too many in all, nor too large a share of one person's."""
        book = await self._books.open(place)
        shared = [
            one for one in book.lessons if one.standing.in_force and one.scope in (Scope.CHANNEL, Scope.WORKSPACE)
        ]
        theirs = sum(one.author.id == lesson.author.id for one in shared)
        is_fair = len(shared) < _FEW or theirs < LARGEST_SHARE * len(shared)
        return lesson in shared or (len(shared) < MOST_ACTIVE and is_fair)
