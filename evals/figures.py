"""The figures of the feedback-transfer test, from the answers of a run."""

import math
from collections.abc import Callable, Iterable, Sequence

from bot.learning import checks
from evals.arms import HELD_OUT, HUMANEVAL, NEAR_MISS, Arm
from evals.ledger import Answered
from evals.stats import Estimate, clustered_difference, paired_difference, wilson
from evals.tasks import Case

MOST_BEFORE, LEAST_WITH = 0.8, 0.5
"""Fixed before the first run: a lesson is dropped that most answers follow untaught, or that the model can't follow."""
_TUNED = {"sql_limit": 2}
"""Held-out tasks of a lesson, from the first, on which gates and lessons were tuned; of all others it is one."""
Keep = Callable[[Answered], bool]


class Figures:
    """Those of the lessons in ``cases`` and the answers that ``keep`` lets pass."""

    def __init__(self, rows: Iterable[Answered], cases: Sequence[Case], keep: Keep = lambda row: True) -> None:
        names = {case.id for case in cases}
        self._rows = [row for row in rows if keep(row) and (row.kind == HUMANEVAL or row.case in names)]
        self.cases = tuple(cases)

    def of(self, arm: Arm, kind: str = HELD_OUT, case: str = "") -> list[Answered]:
        """Return the answers of an arm, in the order of the tasks."""
        rows = [row for row in self._rows if row.arm == arm and row.kind == kind and case in ("", row.case)]
        return sorted(rows, key=lambda row: (row.case, row.n))

    def following(self, arm: Arm, case: str = "") -> Estimate:
        """Estimate the share of held-out answers that follow; where the check finds nothing, none is followed."""
        return _share([row.verdict is True for row in self.of(arm, case=case)])

    def difference(self, before: Arm, after: Arm) -> Estimate:
        """Estimate how much more is followed in ``after``, over the tasks asked in both; lessons are the clusters."""
        clusters = []
        for case in self.cases:
            firsts = {row.n: row.verdict is True for row in self.of(before, case=case.id)}
            pairs = [(firsts[row.n], row.verdict is True) for row in self.of(after, case=case.id) if row.n in firsts]
            clusters.append([(float(one), float(two)) for one, two in pairs])
        return clustered_difference(clusters)

    def efficiency(self) -> float:
        """Return which part of what the oracle wins is won by the system; NaN where it wins nothing."""
        room = self.difference(Arm.NONE, Arm.ORACLE).value
        return self.difference(Arm.NONE, Arm.SYSTEM).value / room if room else math.nan

    def reached(self, arm: Arm) -> Estimate:
        """Estimate the share of held-out prompts in which the lesson itself stood."""
        return _share([row.has_own for row in self.of(arm)])

    def overapplied(self, arm: Arm = Arm.SYSTEM, kind: str = NEAR_MISS) -> Estimate:
        """Estimate the share of near-miss answers that follow the lesson, which is wrong there."""
        return _share([row.verdict is True for row in self.of(arm, kind)])

    def overapplied_where_seen(self, kind: str = NEAR_MISS) -> Estimate:
        """The same of those in which the check finds anything: one of Python sees nothing in an answer in C."""
        seen = [row for row in self.of(Arm.SYSTEM, kind) if row.verdict is not None]
        return _share([row.verdict is True for row in seen])

    def misled(self, kind: str = NEAR_MISS) -> Estimate:
        """The same of those only that had the lesson in their prompt, of all near-miss answers of the system."""
        return _share([row.verdict is True and row.has_own for row in self.of(Arm.SYSTEM, kind)])

    def let_in(self, kind: str = NEAR_MISS) -> Estimate:
        """Estimate the share of near-miss prompts in which the lesson stood, whether or not the answer follows it."""
        return _share([row.has_own for row in self.of(Arm.SYSTEM, kind)])

    def leaks(self, *arms: Arm) -> tuple[int, int]:
        """Count the prompts with a lesson in them, of all prompts of arms in which none may be."""
        rows = [row for row in self._rows if row.arm in arms]
        return sum(bool(row.leaks) for row in rows), len(rows)

    def told_rightly(self) -> Estimate:
        """Estimate the share of answers of which the bot names just the lessons that were in the prompt."""
        return _share([row.told_rightly for row in self._rows])

    def solving(self, arm: Arm) -> Estimate:
        """Estimate the share of HumanEval's problems that are solved."""
        return _share([row.verdict is True for row in self.of(arm, HUMANEVAL)])

    def regression(self) -> Estimate:
        """Estimate how many more problems are solved with all lessons loaded."""
        firsts = {row.case: row.verdict is True for row in self.of(Arm.NONE, HUMANEVAL)}
        lasts = [row for row in self.of(Arm.SYSTEM, HUMANEVAL) if row.case in firsts]
        return paired_difference((firsts[row.case], row.verdict is True) for row in lasts)

    def dropped(self) -> list[str]:
        """Return the lessons that the rules fixed before drop."""
        return [case.id for case in self.cases if self._is_dropped(case)]

    def _is_dropped(self, case: Case) -> bool:
        before, able = self.following(Arm.NONE, case.id).value, self.following(Arm.ORACLE, case.id).value
        return before > MOST_BEFORE or able < LEAST_WITH

    def parts(self) -> "dict[str, Figures]":
        """Return the figures of all lessons, and of some of them or of their tasks, by what those are."""
        dropped = self.dropped()
        known = [case for case in self.cases if checks.find(case.rule, case.languages)]
        return {
            "all": self,
            "without the dropped": self._only([case for case in self.cases if case.id not in dropped]),
            "whose rule plain code knows": self._only(known),
            "that only the model distils": self._only([case for case in self.cases if case not in known]),
            "tasks that nothing was tuned on": Figures(self._rows, self.cases, _is_unseen),
            "tasks 3 to 5": Figures(self._rows, self.cases, _is_late),
        }

    def _only(self, cases: Sequence[Case]) -> "Figures":
        return Figures(self._rows, cases)


def _is_unseen(row: Answered) -> bool:
    return row.kind != HELD_OUT or row.n >= _TUNED.get(row.case, 1)


def _is_late(row: Answered) -> bool:
    return row.kind != HELD_OUT or row.n >= 2


def _share(outcomes: Sequence[bool]) -> Estimate:
    return wilson(sum(outcomes), len(outcomes))
