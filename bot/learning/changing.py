"""Changing a lesson: what it says, and whether it is in force."""

from typing import Any

from bot.errors import UsageError
from bot.learning.backing import Backing
from bot.learning.books import Books
from bot.learning.distil import complete
from bot.learning.nouns import LONGEST_RULE, Lesson, Rule, Scope, Standing
from bot.learning.rights import Rights
from bot.learning.screen import refuse
from bot.nouns import Author
from bot.store.lesson_rows import Place, rule_of, rule_values
from bot.store.lessons import LessonRows, Source
from bot.text import bare

_EDITED = "edited"


class Changing:
    """What may be done to lessons by whoever may. Raises ``UsageError`` for what is somebody else's to do."""

    def __init__(self, rows: LessonRows, books: Books, rights: Rights, backing: Backing) -> None:
        self._rows = rows
        self._books = books
        self._rights = rights
        self._backing = backing

    async def edit(self, author: Author, place: Place, lesson: Lesson, text: str) -> Lesson:
        """Let a lesson say something else; nothing of what it said is left but its history."""
        self._rights.check_may_change(author, lesson)
        rule = read_rule(text)
        if reason := refuse(rule.text, rule.when, avoid=rule.avoid):
            raise UsageError(reason)
        return await self._say(author, place, lesson, rule)

    async def revert(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Let a lesson say what it said before it was edited last, in all that belonged to it."""
        self._rights.check_may_change(author, lesson)
        edits = [change for change in await self._rows.history(place, lesson.number) if change.deed == _EDITED]
        if not edits:
            raise UsageError(f"Lesson #{lesson.number} says what it has always said.")
        return await self._say(author, place, lesson, rule_of(rule_values(lesson.rule) | edits[-1].before))

    async def stand(self, author: Author, place: Place, lesson: Lesson, standing: Standing, deed: str) -> Lesson:
        """Pause, delete, resume or pin a lesson. Pinning is for admins, and shares it with the workspace."""
        self._rights.check_may_change(author, lesson)
        values: dict[str, Any] = {"standing": standing}
        if standing is Standing.PINNED:
            if not self._rights.is_admin(author):
                raise UsageError("Only an admin can pin a lesson. The operator names admins by `ADMINS`.")
            values["scope"] = Scope.WORKSPACE
        elif standing.in_force:
            await self._rights.check_not_overruled(author, place, lesson)
        await self._rows.confirm(place, lesson.number)
        changed = await self._rows.change(place, lesson.number, author, deed, **values)
        if changed.is_gone:
            await self._backing.revive(place, changed, author)
        return changed

    async def unpin(self, author: Author, place: Place, lesson: Lesson) -> Lesson:
        """Hold a lesson in force no longer; it goes on like any other."""
        if lesson.standing is not Standing.PINNED:
            raise UsageError(f"Lesson #{lesson.number} is not pinned.")
        return await self.stand(author, place, lesson, Standing.CONFIRMED, "unpinned")

    async def restore(self, author: Author, place: Place, lesson: Lesson, channel: str) -> Lesson:
        """Bring a deleted lesson back, with whoever restores it for it."""
        if not lesson.is_gone:
            raise UsageError(f"Lesson #{lesson.number} is not deleted.")
        self._rights.check_may_change(author, lesson)
        await self._rights.check_not_overruled(author, place, lesson)
        await self._rows.vote(place, lesson.number, author, 1, Source(channel=channel))
        restored = await self.stand(author, place, lesson, Standing.NEW, "restored")
        await self._backing.supersede(place, restored, author)
        return restored

    async def _say(self, author: Author, place: Place, lesson: Lesson, rule: Rule) -> Lesson:
        vector, embedder = await self._books.embed_rule(rule, await self._rows.question(place, lesson.number))
        values = {**rule_values(rule), "vector": vector, "embedder": embedder}
        return await self._rows.change(place, lesson.number, author, _EDITED, **values)


def read_rule(text: str) -> Rule:
    """Return what a person typed as a rule, with all that plain code knows of it. Raises ``UsageError``."""
    said = bare(text)
    if not said:
        raise UsageError("Say what is to be done, for example: `/lessons add Use pathlib for paths.`")
    if len(said) > LONGEST_RULE:
        raise UsageError(f"A lesson has up to {LONGEST_RULE} characters; this has {len(said):,}. Say it shorter.")
    return complete(Rule(said))
