"""How far a long run is, and when it may be done."""

import sys
import time
from collections.abc import Sequence

from evals.arms import Question

_GLANCE = 0.15
"""What a question costs of which only the prompt is looked at, beside one that is answered."""
_EVERY = 5.0
"""Seconds from one line to the next, where nobody watches a terminal thirty."""


class Progress:
    """Tells on stderr what was done of some questions."""

    def __init__(self, asked: Sequence[Question]) -> None:
        self._all = len(asked)
        self._left = sum(map(_cost, asked))
        self._done, self._paid = 0, 0.0
        self._begun = self._told = 0.0

    def done(self, question: Question) -> None:
        """Count a question."""
        now = time.monotonic()
        self._begun = self._begun or now
        self._done += 1
        self._paid += _cost(question)
        if now - self._told < (_EVERY if sys.stderr.isatty() else 6 * _EVERY) and self._done < self._all:
            return
        self._told = now
        self.say(f"{self._done:,} of {self._all:,} answers ({question.arm.label}){self._estimate(now)}")

    def say(self, text: str) -> None:
        """Tell what is going on."""
        print(f"  {text}", file=sys.stderr, flush=True)

    def _estimate(self, now: float) -> str:
        pace = self._paid / (now - self._begun) if now > self._begun else 0.0
        return f", about {(self._left - self._paid) / pace / 60:.0f} minutes left" if pace else ""


def _cost(question: Question) -> float:
    return _GLANCE if question.arm.is_of_prompts else 1.0
