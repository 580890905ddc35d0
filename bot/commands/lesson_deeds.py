"""What can be done to one lesson by `/lessons`, and by the buttons that its answers bear."""

from collections.abc import Awaitable, Callable, Sequence

from bot.commands.call import Call, Reply
from bot.commands.lesson_text import describe, line, tell_history
from bot.errors import UsageError
from bot.learning.footer import FOR
from bot.learning.learning import Learning
from bot.learning.nouns import Lesson, Standing
from bot.nouns import Button
from bot.store import Store


class LessonDeeds:
    """Does what is asked, and offers what undoes it."""

    def __init__(self, learning: Learning, store: Store) -> None:
        self._learning = learning
        self._changing = learning.changing
        self._rows = store.lessons
        self.by_name: dict[str, Callable[[Call, Lesson, str], Awaitable[Reply]]] = {
            "show": self._show,
            "edit": self._edit,
            "revert": self._revert,
            "not": self._not,
            "undo": self._undo,
            "support": self._support,
            "withdraw": self._withdraw,
            "delete": self._delete,
            "restore": self._restore,
            "pause": self._pause,
            "resume": self._resume,
            "pin": self._pin,
            "unpin": self._unpin,
        }

    async def _show(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        sources = await self._learning.sources(call.author, call.place, lesson, call.channel)
        history = await self._rows.history(call.place, lesson.number)
        text = "\n".join([describe(lesson, sources), *tell_history(history)])
        return Reply(text, tuple(self._offers(call, lesson)))

    def _offers(self, call: Call, lesson: Lesson) -> Sequence[Button]:
        number = lesson.number
        if lesson.is_gone:
            return [Button("Restore", f"lessons restore {number}")]
        offers = [Button("Resume", f"lessons resume {number}")] if not lesson.standing.in_force else []
        if call.author.id in lesson.supporters:
            offers.append(Button("Not here", f"lessons not {number}"))
        else:
            offers.append(Button("Support", f"lessons support {number}"))
        return [*offers, Button("Delete", f"lessons delete {number}", danger=True)]

    async def _edit(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        return _tell_edited(await self._changing.edit(call.author, call.place, lesson, rest))

    async def _revert(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        return _tell_edited(await self._changing.revert(call.author, call.place, lesson))

    async def _not(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        left = await self._learning.not_here(call.author, call.place, lesson)
        rests = "" if left.standing.in_force else " Two people said so, so it rests for everybody."
        return _undoable(f"Lesson #{lesson.number} does not concern your answers any more.{rests}", "support", lesson)

    async def _undo(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        left = await self._learning.undo(call.author, call.place, lesson)
        if left.is_gone:
            return _undoable(f"Lesson #{lesson.number} is gone.", "restore", lesson)
        return _undoable(
            f"Others taught lesson #{lesson.number} too, so it stays for them; it does not concern you any more.",
            "support",
            lesson,
        )

    async def _support(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        supported = await self._learning.support(call.author, call.place, lesson, call.channel)
        said = f"You are for lesson #{lesson.number}; it holds {FOR[supported.scope]}."
        if call.author.id in lesson.supporters:
            return Reply(said)
        verb = "not" if call.author.id in lesson.opponents else "withdraw"
        return _undoable(said, verb, lesson)

    async def _withdraw(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        number = lesson.number
        if call.author.id not in lesson.supporters:
            raise UsageError(f"You are not for lesson #{number}. `/lessons not {number}` keeps it away from you.")
        left = await self._learning.backing.withdraw(call.place, lesson, call.author)
        if left.is_gone:
            return _undoable(f"Lesson #{number} is gone.", "restore", lesson)
        return _undoable(
            f"You are not for lesson #{number} any more; others are, so it stays for them.", "support", lesson
        )

    async def _delete(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        await self._changing.stand(call.author, call.place, lesson, Standing.DELETED, "deleted")
        return _undoable(f"Deleted lesson #{lesson.number}.", "restore", lesson)

    async def _restore(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        restored = await self._changing.restore(call.author, call.place, lesson, call.channel)
        back = Button(f"Undo #{lesson.number}", f"lessons delete {lesson.number}")
        return Reply(f"It is back: {line(restored)}", (back,))

    async def _pause(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        await self._changing.stand(call.author, call.place, lesson, Standing.PAUSED, "paused")
        return _undoable(f"Lesson #{lesson.number} rests, for everybody.", "resume", lesson)

    async def _resume(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        resumed = await self._changing.stand(call.author, call.place, lesson, Standing.NEW, "resumed")
        return _undoable(f"In force again: {line(resumed)}", "pause", lesson)

    async def _pin(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        pinned = await self._changing.stand(call.author, call.place, lesson, Standing.PINNED, "pinned")
        return _undoable(f"Pinned for everybody: {line(pinned)}", "unpin", lesson)

    async def _unpin(self, call: Call, lesson: Lesson, rest: str) -> Reply:
        left = await self._changing.unpin(call.author, call.place, lesson)
        return _undoable(f"Not pinned any more: {line(left)}", "pin", lesson)


def _undoable(said: str, verb: str, lesson: Lesson) -> Reply:
    """Return what was done, with the button that does ``verb`` to undo it."""
    return Reply(said, (Button("Undo", f"lessons {verb} {lesson.number}"),))


def _tell_edited(lesson: Lesson) -> Reply:
    return _undoable(f"It says now: {line(lesson)}", "revert", lesson)
