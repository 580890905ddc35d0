"""How alike two meanings are."""

from collections.abc import Callable

from bot.learning.nouns import Lesson


def likeness(vector: bytes, embedder: str) -> Callable[[Lesson], float]:
    """Return what tells the cosine of a lesson's meaning and ``vector``; 0 where they can't be compared."""

    def of(lesson: Lesson) -> float:
        import numpy as np

        if not vector or lesson.embedder != embedder or len(lesson.vector) != len(vector):
            return 0.0
        return float(np.frombuffer(lesson.vector, "<f4") @ np.frombuffer(vector, "<f4"))

    return of
