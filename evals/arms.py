"""The arms of the feedback-transfer test, and what is asked in each: by whom, where, and with what in the store."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from evals.humaneval import Problem
from evals.people import OTHER_CHANNEL, TEAM_CHANNEL
from evals.tasks import Case, read_cases

TEACHERS = 12
"""One person may teach ten lessons a day, and share a fifth of those that are shared; which those are, time tells."""


class Arm(StrEnum):
    """What is in the store for whoever asks."""

    NONE = "none"
    ORACLE = "oracle"
    """The lesson's own rule, and nothing else: what a perfect distiller would keep, always found."""
    RAW = "raw"
    """What the person typed, undistilled, and nothing else."""
    PLACEBO = "placebo"
    """Another lesson's rule, and nothing else."""
    SYSTEM = "system"
    """All that was taught by complaints."""
    ELSEWHERE = "elsewhere"
    """The same, asked in a channel where nobody taught; only prompts are looked at."""
    FOREIGN = "foreign"
    """The same, asked in another workspace by people who taught; only prompts are looked at."""
    UNDONE = "undone"
    """All that was taught was undone."""

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_bare(self) -> bool:
        """Whether no lesson at all may be in a prompt."""
        return self in (Arm.NONE, Arm.ELSEWHERE, Arm.FOREIGN, Arm.UNDONE)

    @property
    def is_of_prompts(self) -> bool:
        """Whether only prompts are looked at, so that an answer need not be written out."""
        return self in (Arm.ELSEWHERE, Arm.FOREIGN)


_LABELS = {
    Arm.NONE: "A0 no memory",
    Arm.SYSTEM: "A1 system",
    Arm.ORACLE: "A2 oracle",
    Arm.RAW: "A3 raw complaint",
    Arm.PLACEBO: "A4 placebo",
    Arm.UNDONE: "A5 after undo",
    Arm.ELSEWHERE: "other channel",
    Arm.FOREIGN: "other workspace",
}
HELD_OUT, NEAR_MISS, UNFORESEEN, HUMANEVAL = "held_out", "near_miss", "unforeseen", "humaneval"
PASTED = (Arm.ORACLE, Arm.RAW, Arm.PLACEBO)
"""Arms in which a rule is put into the store for a person of its own."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one person asks once."""

    arm: Arm
    kind: str
    """``HELD_OUT``, ``NEAR_MISS``, ``UNFORESEEN`` or ``HUMANEVAL``."""
    case: str
    """The lesson, or the problem."""
    n: int
    ask: str
    who: str
    channel: str

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.arm, self.kind, self.case, self.n


def questions(
    arms: Collection[Arm], cases: Sequence[Case], tasks: int, problems: Sequence[Problem]
) -> Iterator[Question]:
    """Yield all that is asked: ``tasks`` held-out tasks of each lesson in each arm, and in two the rest."""
    for arm in Arm:
        if arm not in arms:
            continue
        channel = OTHER_CHANNEL if arm in (Arm.NONE, Arm.ELSEWHERE, *PASTED) else TEAM_CHANNEL
        for case in cases:
            who = asker(arm, case)
            for n, task in enumerate(case.held_out[:tasks]):
                yield Question(arm, HELD_OUT, case.id, n, task.ask, who, channel)
            if arm in (Arm.NONE, Arm.SYSTEM):
                for n, task in enumerate(case.near_miss):
                    yield Question(arm, NEAR_MISS, case.id, n, task.ask, who, channel)
            if arm is Arm.SYSTEM:
                for n, task in enumerate(case.unforeseen):
                    yield Question(arm, UNFORESEEN, case.id, n, task.ask, who, channel)
        if arm in (Arm.NONE, Arm.SYSTEM):
            for problem in problems:
                yield Question(arm, HUMANEVAL, problem.id, 0, problem.ask, asker(arm), channel)


def asker(arm: Arm, case: Case | None = None) -> str:
    """Return who asks: in another workspace who taught the lesson here, and where rules are pasted the rule's owner."""
    if arm in PASTED and case:
        return f"U{arm.upper()}{case.id.upper().replace('_', '')}"
    if arm is Arm.FOREIGN and case:
        return teacher(case)
    return "UNEW" if arm in (Arm.NONE, Arm.ELSEWHERE) else "UASK"


def teacher(case: Case) -> str:
    """Return who teaches a lesson."""
    return f"UTEACH{_places()[case.id] % TEACHERS}"


@cache
def _places() -> dict[str, int]:
    return {case.id: place for place, case in enumerate(read_cases())}
