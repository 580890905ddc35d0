"""The lessons of one workspace in the hands of whoever runs the program."""

import getpass
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from adapters.lessons.wording import describe, line, tell_effect
from bot.commands.lesson_text import export
from bot.errors import UsageError
from bot.learning.effect import measure
from bot.learning.embedder import open_embedder
from bot.learning.learning import Learning
from bot.learning.nouns import Lesson, Scope, Standing
from bot.models import Models
from bot.nouns import Author
from bot.settings import Settings
from bot.store import Store, open_store
from bot.store.lesson_rows import Place

_ALONE = ("web", "terminal")
"""Platforms with one workspace, called as they are."""
_EMPTY = (
    "No lessons are kept yet. They come from feedback; to add one, name where it holds, "
    "as by --platform terminal, or --platform slack --workspace T024BE7LH"
)


@dataclass(frozen=True, slots=True)
class Book:
    """What can be done with the lessons of a workspace; each returns what there is to print."""

    learning: Learning
    store: Store
    place: Place
    operator: Author

    async def list(self, words: Sequence[str]) -> str:
        """Return a line for each lesson, newest first."""
        lessons = await self._all()
        wanted = [word.casefold() for word in words]
        found = [one for one in reversed(lessons) if all(word in one.rule.text.casefold() for word in wanted)]
        if not found:
            raise UsageError(f"No lesson says {' '.join(words)!r}." if words else "There is no lesson here.")
        return "\n".join(line(one) for one in found)

    async def show(self, number: int) -> str:
        lesson = await self._find(number)
        sources = await self.store.lessons.sources(self.place, number)
        return describe(lesson, sources, await self.store.lessons.history(self.place, number))

    async def add(self, rule: str) -> str:
        """Teach a lesson to everybody."""
        taught = await self.learning.add(self.operator, self.place, "", rule)
        if not taught.lesson:
            raise UsageError(taught.refusal)
        kept = "Kept as" if taught.is_new else "There is such a lesson already; it is pinned now:"
        return f"{kept} {line(await self._stand(taught.lesson, Standing.PINNED, 'pinned'))}"

    async def edit(self, number: int, rule: str) -> str:
        lesson = await self._find(number, gone=False)
        edited = await self.learning.changing.edit(self.operator, self.place, lesson, rule)
        return f"It said: {lesson.rule.text}\nIt says now: {line(edited)}"

    async def delete(self, number: int) -> str:
        await self._stand(await self._find(number, gone=False), Standing.DELETED, "deleted")
        return f"Deleted lesson #{number}. To bring it back: code-supporter lessons restore {number}"

    async def restore(self, number: int) -> str:
        lesson = await self._find(number)
        if not lesson.is_gone:
            return f"It is not deleted: {line(lesson)}"
        if lesson.scope is Scope.USER and not lesson.supporters:
            raise UsageError(
                f"Nobody is for lesson #{number} any more, so it would concern nobody. To have it hold for everybody: "
                f"code-supporter lessons add {lesson.rule.text}"
            )
        return f"It is back: {line(await self._stand(lesson, Standing.CONFIRMED, 'restored'))}"

    async def export(self, *, personal: bool) -> str:
        """Return Markdown; of a workspace with many people what is shared, unless what is personal is wanted, too."""
        personal = personal or self.place[0] in _ALONE
        scopes = {Scope.CHANNEL, Scope.WORKSPACE, *([Scope.USER] if personal else [])}
        lessons = await self._all()
        kept = [one for one in lessons if one.standing.in_force and one.scope in scopes]
        if not kept:
            raise UsageError("There is no shared lesson in force here; --personal exports those of single people, too.")
        return export(kept).rstrip()

    async def effect(self) -> str:
        lessons = await self._all()
        return tell_effect(lessons, await measure(self.store, self.place))

    async def _all(self) -> Sequence[Lesson]:
        """Return all that are not deleted, also what was taught in direct messages: who is here has the database."""
        _, lessons = await self.store.lessons.all(*self.place)
        return [one for one in lessons if not one.is_gone]

    async def _find(self, number: int, *, gone: bool = True) -> Lesson:
        _, lessons = await self.store.lessons.all(*self.place)
        found = next((one for one in lessons if one.number == number and (gone or not one.is_gone)), None)
        if not found:
            raise UsageError(f"There is no lesson #{number} here: code-supporter lessons list")
        return found

    async def _stand(self, lesson: Lesson, standing: Standing, deed: str) -> Lesson:
        return await self.learning.changing.stand(self.operator, self.place, lesson, standing, deed)


@asynccontextmanager
async def open_book(settings: Settings, platform: str, workspace: str) -> AsyncIterator[Book]:
    """Open the book of a workspace; empty names: the only one there is. Raises ``StartError``, ``UsageError``."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database))
        place = _choose(await store.lessons.books(), platform, workspace)
        embedder = open_embedder(settings)
        if embedder:
            stack.push_async_callback(embedder.aclose)
        operator = _operator(place[0])
        admins = frozenset({f"{operator.platform}:{operator.id}"})
        # Nothing that is done here asks a model.
        learning = Learning(store, Models([]), embedder, admins=admins, most_a_day=None)
        yield Book(learning, store, place, operator)


def _operator(platform: str) -> Author:
    name = getpass.getuser()
    return Author(platform, name if platform == "terminal" else "operator", name)


def _choose(books: Sequence[Place], platform: str, workspace: str) -> Place:
    """Return the one place that fits what was named. What is named in full may have no lessons yet."""
    if platform in _ALONE:
        workspace = workspace or platform
    if platform and workspace:
        return platform, workspace
    fitting = [book for book in books if platform in ("", book[0]) and workspace in ("", book[1])]
    if len(fitting) == 1:
        return fitting[0]
    if not books:
        raise UsageError(_EMPTY)
    ways = " | ".join(f"--platform {one} --workspace {other}" for one, other in fitting or books)
    raise UsageError(f"Say which lessons you mean: {ways}")
