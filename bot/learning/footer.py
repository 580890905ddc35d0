"""What stands under an answer about lessons: which it was given, and what its complaint taught."""

from collections.abc import Sequence

from bot.learning.nouns import Lesson, Scope
from bot.learning.teach import Taught
from bot.nouns import Button
from bot.text import bare

FOR = {
    Scope.THREAD: "in this thread",
    Scope.USER: "for you",
    Scope.CHANNEL: "for this channel",
    Scope.WORKSPACE: "for everybody here",
}


def say_used(exchange: int, lessons: Sequence[Lesson]) -> tuple[str, Button]:
    """Return what to say of the lessons that an answer was given, best first, and what tells more."""
    numbers = ", ".join(f"#{lesson.number}" for lesson in reversed(lessons))
    word = "lesson" if len(lessons) == 1 else "lessons"
    return f"*Used {word} {numbers}*", Button("Why?", f"lessons why {exchange}")


def say_taught(taught: Taught) -> tuple[str, list[Button]]:
    """Return what to say of what a complaint taught, and what undoes it."""
    if taught.refusal:
        return say_refused(taught.refusal), []
    lesson = taught.lesson
    if not lesson:
        return "", []
    kept = "Kept as" if taught.is_new else "Like"
    note = f"*{kept} lesson #{lesson.number}, {FOR[lesson.scope]}: {plain(lesson.rule.text)}*"
    return note, undo_taught(taught)


def say_refused(reason: str) -> str:
    """Return what to say where a complaint became no lesson."""
    return f"*Not kept as a lesson: {reason}*"


def undo_taught(taught: Taught) -> list[Button]:
    """Return what undoes what somebody taught: the lesson, or where others said so before, that they are for it."""
    if not taught.lesson or not taught.is_for:
        return []
    number, verb = taught.lesson.number, "undo" if taught.is_new else "withdraw"
    return [Button(f"Undo #{number}", f"lessons {verb} {number}")]


def plain(text: str) -> str:
    """Return words of a lesson such that they mean nothing in Markdown."""
    return bare(text).replace("*", " ").replace("_", "\\_")
