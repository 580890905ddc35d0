"""Who sees a lesson, and who may change it."""

from bot.errors import UsageError
from bot.learning.nouns import KEEPER, Lesson, Scope, Standing
from bot.nouns import Author
from bot.store.lesson_rows import Place
from bot.store.lessons import LessonRows

NOT_YOURS = "Only who taught lesson #{}, or an admin, can do that. *Not here* keeps it away from you."
STOPPED = "Somebody else stopped lesson #{}: an admin can let it go on, and so can who stopped it."
_STOPS = frozenset({"paused", "outvoted", "deleted", "undone", "withdrawn"})
_STARTS = frozenset({"resumed", "restored", "pinned", "unpinned"})


class Rights:
    """What a person may do with lessons; admins are named as "slack:U123"."""

    def __init__(self, rows: LessonRows, admins: frozenset[str]) -> None:
        self._rows = rows
        self._admins = admins

    def is_admin(self, author: Author) -> bool:
        """Tell whether a person may decide for others; who has the terminal has the database anyway."""
        return author.platform == "terminal" or f"{author.platform}:{author.id}" in self._admins

    def sees(self, lesson: Lesson, author: Author, channel: str) -> bool:
        """Tell whether a person sees a lesson from the channel where they are; empty: direct messages.

        A thread's lesson is seen by all of the thread's channel, whom it may concern. What was taught in a direct
        message is seen by nobody but who is or was for it, not even by an admin.
        """
        if _has_to_do_with(lesson, author) or lesson.scope is Scope.WORKSPACE:
            return True
        if _is_direct(lesson):
            return False
        if self.is_admin(author):
            return True
        if lesson.scope is Scope.THREAD:
            return bool(channel) and channel in lesson.heard_in
        return lesson.scope is Scope.CHANNEL and bool(channel) and lesson.place == channel

    def lists(self, lesson: Lesson, author: Author, channel: str) -> bool:
        """Tell whether a lesson is listed for a person; others' threads hold what is of no use elsewhere."""
        is_listed = lesson.scope is not Scope.THREAD or _has_to_do_with(lesson, author) or self.is_admin(author)
        return is_listed and self.sees(lesson, author, channel)

    def may_change(self, author: Author, lesson: Lesson) -> bool:
        """Tell whether it is theirs alone: what others are for, or an admin pinned, is an admin's to change."""
        is_own = lesson.author.id == author.id and set(lesson.supporters) <= {author.id}
        return self.is_admin(author) or (is_own and lesson.standing is not Standing.PINNED)

    def check_may_change(self, author: Author, lesson: Lesson) -> None:
        """Raise ``UsageError`` where a lesson is somebody else's to change."""
        if not self.may_change(author, lesson):
            raise UsageError(NOT_YOURS.format(lesson.number))

    async def check_not_overruled(self, author: Author, place: Place, lesson: Lesson) -> None:
        """See that nobody brings back alone what others stopped, whatever was done to it since.

        What merely expired is anybody's to go on with. Raises ``UsageError``.
        """
        stoppers = set[str]()
        for change in await self._rows.history(place, lesson.number):
            if change.deed in _STARTS:
                stoppers.clear()
            elif change.deed in _STOPS:
                stoppers.add(change.author.id)
        if stoppers - {author.id, KEEPER.id} and not self.is_admin(author):
            raise UsageError(STOPPED.format(lesson.number))


def _has_to_do_with(lesson: Lesson, author: Author) -> bool:
    return author.id in (lesson.author.id, *lesson.supporters, *lesson.opponents, *lesson.leavers)


def _is_direct(lesson: Lesson) -> bool:
    """Tell whether a lesson was taught in a direct message, and nobody shared it."""
    if lesson.scope is Scope.THREAD:
        return all(channel == "" for channel in lesson.heard_in)
    return lesson.scope is Scope.USER and not lesson.place
