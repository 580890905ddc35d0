"""Teaching: a complaint becomes a lesson, strengthens one, or takes the place of one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.learning.asked import asked_in, main_language
from bot.learning.backing import Backing
from bot.learning.books import Books
from bot.learning.claims import PEOPLE
from bot.learning.distil import distil
from bot.learning.merge import contradicts, says_same
from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.learning.recall import place_of
from bot.learning.scopes import concerns
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
    is_for: bool = True
    """True where the person is for the lesson now, so that they can take that back."""


class Teach:
    """Keep what people teach."""

    def __init__(self, store: Store, books: Books, models: Models, backing: Backing, most_a_day: int | None) -> None:
        """``most_a_day``: lessons that one person can teach in a day; None: any number."""
        self._rows = store.lessons
        self._uses = store.uses
        self._echoes = store.echoes
        self._books = books
        self._models = models
        self._backing = backing
        self._most_a_day = most_a_day

    async def from_complaint(self, exchange: Exchange, about: Exchange, correction: str, model: Model) -> Taught:
        """Learn from the complaint that ``exchange`` is, ``about`` an answer, refined into ``correction``.

        Raises ``ModelError`` and ``StoreError``.
        """
        message = exchange.message
        if reason := suspect(message.text):
            # Who is only angry is not lectured.
            return Taught(refusal="" if reason == PEOPLE else reason)
        found = await distil(message.text, correction, _language_of(about), model, self._models)
        if not found.rule:
            return Taught(usage=found.usage)
        asked = about.message
        question = "" if asked.mode is Mode.FEEDBACK else asked.text
        source = Source(about.id, shorten_quote(message.text), question, message.channel)
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
        vector, embedder = await self._books.embed_rule(rule, source.question)
        near = likeness(vector, embedder)
        visible = [one for one in book.lessons if self._may_meet(one, author, where)]
        same = next((one for one in reversed(visible) if says_same(rule, one, near)), None)
        if same:
            heard = same if same.number in ignored else await self._backing.support(place, same, author, source)
            return Taught(heard, known=same, is_for=author.id in heard.supporters)
        if self._most_a_day and await self._rows.taught_since(place, author, _DAY) >= self._most_a_day:
            return Taught(refusal=TOO_MANY.format(self._most_a_day))
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
            heard_in=(source.channel,),
            replaces=mine[-1].number if mine else 0,
            vector=vector,
            embedder=embedder,
        )
        lesson = await self._rows.teach(replace(new, scope=await self._backing.reach(place, new)), source)
        for old in mine:
            await self._backing.replace(place, old, author)
        return Taught(lesson, is_new=True)

    def _may_meet(self, lesson: Lesson, author: Author, where: tuple[Scope, str]) -> bool:
        """Tell whether a new rule of ``author`` may be laid together with a lesson; private ones stay apart."""
        scope, subject = where
        if Scope.THREAD in (scope, lesson.scope):
            return (scope, subject) == (lesson.scope, lesson.place)
        if lesson.standing is Standing.PAUSED:
            return False
        return author.id in lesson.supporters or bool(subject and lesson.place) or lesson.scope is Scope.WORKSPACE


def _language_of(about: Exchange) -> str:
    """Return the language of an answer's code, or that in which it was to be written."""
    return main_language(about.answer) or asked_in(about.message, ()).languages[0]


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
