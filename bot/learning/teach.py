"""Teaching: a complaint becomes a lesson, strengthens one, or takes the place of one; and what it taught is undone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.learning.asked import main_language
from bot.learning.books import Books
from bot.learning.claims import PEOPLE
from bot.learning.distil import distil
from bot.learning.merge import contradicts, says_same
from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.learning.recall import place_of
from bot.learning.scopes import Quorums, concerns, spread
from bot.learning.screen import refuse, suspect
from bot.learning.vectors import likeness
from bot.models import Model, Models
from bot.nouns import Author, Exchange, Mode, Usage
from bot.store import Store
from bot.store.lesson_echoes import Fate
from bot.store.lesson_rows import Place
from bot.store.lesson_uses import Use
from bot.store.lessons import Source

MOST_A_DAY = 10
"""Lessons that one person can teach in a day."""
MOST_ACTIVE = 200
"""Shared lessons of a workspace that may be in force at once."""
LARGEST_SHARE = 0.2
_FEW = 10
"""Shared lessons below which nobody's share of them is counted."""
_DAY = 24 * 60 * 60
_LONGEST_QUOTE = 120
TOO_MANY = "You have taught {} lessons today; that is the limit. The answer follows what you said all the same."


@dataclass(frozen=True, slots=True)
class Taught:
    """What a complaint taught."""

    lesson: Lesson | None = None
    is_new: bool = False
    refusal: str = ""
    """Why what was said became no lesson; empty where there was nothing to become one."""
    usage: Usage | None = None
    known: Lesson | None = None
    """The lesson that said so before, as it stood then."""


class Teach:
    """Keep what people teach."""

    def __init__(self, store: Store, books: Books, models: Models, quorums: Quorums) -> None:
        self._rows = store.lessons
        self._uses = store.uses
        self._echoes = store.echoes
        self._books = books
        self._models = models
        self._quorums = quorums

    async def from_complaint(self, exchange: Exchange, about: Exchange, correction: str, model: Model) -> Taught:
        """Learn from the complaint that ``exchange`` is, ``about`` an answer, refined into ``correction``.

        Raises ``ModelError`` and ``StoreError``.
        """
        message = exchange.message
        if reason := suspect(message.text):
            # Who is only angry is not lectured.
            return Taught(refusal="" if reason == PEOPLE else reason)
        found = await distil(message.text, correction, main_language(about.answer), model, self._models)
        if not found.rule:
            return Taught(usage=found.usage)
        asked = about.message
        question = "" if asked.mode is Mode.FEEDBACK else asked.text
        source = Source(about.id, shorten_quote(message.text), question)
        scope = Scope.USER if found.lasting else Scope.THREAD
        uses = {use.number: use for use in await self._uses.of(about.id)}
        ignored = {number for number, use in uses.items() if use.applied}
        place = place_of(exchange)
        taught = await self.rule(found.rule, message.author, place, _where(exchange, scope), source, ignored)
        if taught.lesson:
            fate = _fate(taught.known, exchange, about, uses)
            await self._echoes.note(exchange.id, place, taught.lesson.number, fate)
        return replace(taught, usage=found.usage)

    async def rule(
        self,
        rule: Rule,
        author: Author,
        place: Place,
        where: tuple[Scope, str],
        source: Source,
        ignored: frozenset[int] | set[int] = frozenset(),
    ) -> Taught:
        """Keep a rule for ``author``; ``ignored``: lessons that the answer had and did not follow.

        Feedback that repeats one of those is no support for it: it says that the lesson was not followed.
        """
        if reason := refuse(rule.text, rule.when, avoid=rule.avoid):
            return Taught(refusal=reason)
        book = await self._books.open(place)
        vector = await self._books.embed_rule(rule, source.question)
        near = likeness(vector, self._books.embedder)
        visible = [one for one in book.lessons if self._may_meet(one, author, where)]
        same = next((one for one in reversed(visible) if says_same(rule, one, near)), None)
        if same:
            heard = same if same.number in ignored else await self.support(place, same, author, source)
            return Taught(heard, known=same)
        if await self._rows.taught_since(place, author, _DAY) >= MOST_A_DAY:
            return Taught(refusal=TOO_MANY.format(MOST_A_DAY))
        against = [one for one in visible if contradicts(rule, one)]
        mine = [one for one in against if author.id in one.supporters]
        scope, subject = where
        new = Lesson(
            0,
            rule,
            scope,
            Standing.NEW,
            author,
            workspace=place[1],
            place=subject,
            supporters=(author.id,),
            replaces=mine[-1].number if mine else 0,
            vector=vector,
            embedder=self._books.embedder,
        )
        lesson = await self._rows.teach(replace(new, scope=await self._reach(place, new)), source)
        for old in mine:
            await self.withdraw(place, old, author, "replaced")
        return Taught(lesson, is_new=True)

    async def support(self, place: Place, lesson: Lesson, author: Author, source: Source) -> Lesson:
        """Count a person for a lesson, which may let it concern more people. One that had expired is back."""
        voted = await self._rows.vote(place, lesson.number, author, 1, source)
        if author.id in lesson.supporters and voted.standing.in_force:
            return voted
        scope = await self._reach(place, voted)
        standing = voted.standing
        if len(voted.supporters) > 1 and standing is Standing.NEW:
            standing = Standing.CONFIRMED
        elif standing is Standing.EXPIRED:
            standing = Standing.NEW
        await self._rows.confirm(place, lesson.number)
        return await self._rows.change(place, lesson.number, author, "supported", scope=scope, standing=standing)

    async def withdraw(self, place: Place, lesson: Lesson, author: Author, deed: str = "withdrawn") -> Lesson:
        """Take a person's support back; a lesson that nobody supports any more, and no admin pinned, is deleted."""
        left = await self._rows.vote(place, lesson.number, author, 0, Source())
        if left.supporters or left.standing is Standing.PINNED:
            return left
        return await self._rows.change(place, lesson.number, author, deed, standing=Standing.DELETED)

    async def take_back(self, exchange: Exchange, author: Author) -> list[Lesson]:
        """Undo what a person's feedback on an answer taught."""
        place = place_of(exchange)
        return [await self.withdraw(place, lesson, author) for lesson in await self._rows.derived(exchange.id, author)]

    def _may_meet(self, lesson: Lesson, author: Author, where: tuple[Scope, str]) -> bool:
        """Tell whether a new rule of ``author`` may be laid together with a lesson; private ones stay apart."""
        scope, subject = where
        if Scope.THREAD in (scope, lesson.scope):
            return (scope, subject) == (lesson.scope, lesson.place)
        if lesson.standing is Standing.PAUSED:
            return False
        return author.id in lesson.supporters or bool(subject and lesson.place) or lesson.scope is Scope.WORKSPACE

    async def _reach(self, place: Place, lesson: Lesson) -> Scope:
        """Return whom a lesson concerns by the people who are for it; where one is enough, a new one may be shared."""
        earned = spread(lesson, self._quorums)
        return earned if earned is lesson.scope or await self._has_room(place, lesson) else lesson.scope

    async def _has_room(self, place: Place, lesson: Lesson) -> bool:
        """Tell whether one more lesson may be shared: not too many in all, nor too large a share of one person's."""
        book = await self._books.open(place)
        shared = [
            one for one in book.lessons if one.standing.in_force and one.scope in (Scope.CHANNEL, Scope.WORKSPACE)
        ]
        theirs = sum(one.author.id == lesson.author.id for one in shared)
        is_fair = len(shared) < _FEW or theirs < LARGEST_SHARE * len(shared)
        return lesson in shared or (len(shared) < MOST_ACTIVE and is_fair)


def shorten_quote(text: str) -> str:
    """Return the beginning of what a person said, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def _where(exchange: Exchange, scope: Scope) -> tuple[Scope, str]:
    message = exchange.message
    return scope, message.conversation if scope is Scope.THREAD else message.channel


def _fate(known: Lesson | None, exchange: Exchange, about: Exchange, uses: Mapping[int, Use]) -> Fate:
    """Tell whether a complaint had to be said again, although a lesson said so when the answer was written."""
    if not known or known.at > about.at or not concerns(known, exchange.message):
        return Fate.NEW
    use = uses.get(known.number)
    return Fate.MISSED if not use else Fate.TOLD if use.applied else Fate.WITHHELD
