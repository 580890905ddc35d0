"""Whom a lesson concerns, and how far it spreads by the number of people who are for it."""

from dataclasses import dataclass

from bot.learning.nouns import Lesson, Scope, Standing
from bot.nouns import Message

WIDTH = tuple(Scope)
"""Scopes from the narrowest to the widest."""


@dataclass(frozen=True, slots=True)
class Quorums:
    """How many people it takes, the author among them."""

    channel: int = 2
    workspace: int = 3
    by_admins: bool = False
    """True where only an admin lets a lesson concern others than who is for it."""


def concerns(lesson: Lesson, message: Message) -> bool:
    """Tell whether a lesson is in force for a message: for its author, and where it was said.

    Who said "not here" of it is not concerned, wherever they are.
    """
    who = message.author.id
    if not lesson.standing.in_force or who in lesson.opponents:
        return False
    if lesson.scope is Scope.THREAD:  # one that nobody is for any more is seen by nobody who could refuse it
        return bool(lesson.supporters) and lesson.place == message.conversation
    if lesson.scope is Scope.WORKSPACE or who in lesson.supporters:
        return True
    return lesson.scope is Scope.CHANNEL and bool(lesson.place) and lesson.place == message.channel


def spread(lesson: Lesson, quorums: Quorums) -> Scope:
    """Return the scope that a lesson has when somebody more is for it: never a narrower one than it had."""
    return max(lesson.scope, _earned(lesson, quorums), key=WIDTH.index)


def narrowed(lesson: Lesson, quorums: Quorums) -> Scope:
    """Return the scope that a lesson has when somebody is for it no longer; what an admin pinned keeps its own."""
    if lesson.standing is Standing.PINNED:
        return lesson.scope
    return min(lesson.scope, _earned(lesson, quorums), key=WIDTH.index)


def _earned(lesson: Lesson, quorums: Quorums) -> Scope:
    """Return how far a lesson reaches by who said so where: for its channel those count who said so there.

    What was taught in a direct message stays with who supports it, and a thread's lesson in its thread. Who is for a
    lesson from direct messages is so for themselves alone.
    """
    if lesson.scope is Scope.THREAD or quorums.by_admins:
        return lesson.scope
    if not lesson.place:
        return Scope.USER
    if sum(channel != "" for channel in lesson.heard_in) >= quorums.workspace:
        return Scope.WORKSPACE
    here = lesson.heard_in.count(lesson.place)
    return Scope.CHANNEL if here >= quorums.channel else Scope.USER


def narrowness(lesson: Lesson, message: Message) -> int:
    """Return how near a lesson stands to who asks: the narrower goes before the wider where two contradict."""
    if lesson.scope is Scope.THREAD:
        return 3
    if message.author.id in lesson.supporters:
        return 2
    return 1 if lesson.scope is Scope.CHANNEL else 0


def is_outvoted(lesson: Lesson, most: int = 2) -> bool:
    """Tell whether so many people said "not here" that a lesson pauses; a pinned one does not."""
    return lesson.standing is not Standing.PINNED and len(lesson.opponents) >= most
