"""One run of the feedback-transfer test: what was not asked yet is asked, in an order in which each arm has its due."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from adapters.core import Core
from evals import humaneval
from evals.arms import PASTED, Arm, Question, questions, teacher
from evals.exam import Exam
from evals.ledger import Ledger
from evals.people import People
from evals.program import FOREIGN, HOME, Stand
from evals.progress import Progress
from evals.recorder import ANSWER_TOKENS, Recorder
from evals.school import is_undone, paste, teach, undo
from evals.tasks import HELD_OUT, Case, read_cases

_STAGES = (
    (HOME, (Arm.NONE, *PASTED)),
    (HOME, (Arm.SYSTEM, Arm.ELSEWHERE)),
    (FOREIGN, (Arm.FOREIGN,)),
    (HOME, (Arm.UNDONE,)),
)
"""What is asked in one opening of the program, in order; all is taught before the second, undone before the last."""


class TooLate(Exception):
    """What is asked for can't be seen any more in this folder."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run."""

    folder: Path
    model: str
    cases: Sequence[Case]
    arms: frozenset[Arm] = frozenset(Arm)
    tasks: int = HELD_OUT
    problems: Sequence[humaneval.Problem] = ()
    slots: int = 4
    embeddings: str = "local"


class Run:
    """Holds what all stages share."""

    def __init__(self, plan: Plan, recorder: Recorder) -> None:
        self.ledger = Ledger(plan.folder)
        all_of_them = questions(plan.arms, plan.cases, plan.tasks, plan.problems)
        self._plan = plan
        self._recorder = recorder
        self._left = [one for one in all_of_them if one.key not in self.ledger.answers]
        self._progress = Progress(self._left)
        self._stand = Stand(plan.folder / "store", plan.model, recorder, plan.embeddings)
        self._exam = Exam(self.ledger, recorder, plan.cases, plan.problems, plan.slots)

    async def go(self) -> None:
        """Go through all stages."""
        for team, arms in _STAGES:
            if asked := [one for one in self._left if one.arm in arms]:
                await self._hold(team, asked)

    async def _hold(self, team: str, asked: Sequence[Question]) -> None:
        async with self._stand.open(HOME) as (core, people):
            await self._prepare(core, people, {one.arm for one in asked})
            if team == HOME:
                await self._exam.hold(core, people, asked, self._progress.done)
        if team != HOME:
            async with self._stand.open(team) as (core, people):
                await self._exam.hold(core, people, asked, self._progress.done)

    async def _prepare(self, core: Core, people: People, arms: set[Arm]) -> None:
        """Teach, undo and paste, so that the store is as these arms want it."""
        for arm in arms & {*PASTED}:
            for case in self._plan.cases:
                await paste(core, arm, case, read_cases())
        if not arms - {Arm.NONE, *PASTED}:
            return
        self._recorder.answer_tokens = ANSWER_TOKENS
        await self._teach(core, people)
        if Arm.UNDONE in arms:
            await undo(people, self.ledger)
        elif await is_undone(people, self.ledger):
            raise TooLate("The lessons in this folder were undone: name another one by --out.")

    async def _teach(self, core: Core, people: People) -> None:
        """Teach what was not taught yet; several teachers at once, and each of them one lesson after the other."""
        left = [case for case in self._plan.cases if case.id not in self.ledger.learnt]
        waiting = asyncio.Semaphore(self._plan.slots)

        async def go_on(cases: Iterable[Case]) -> None:
            async with waiting:
                for case in cases:
                    self._progress.say(f"teaching {case.id}")
                    await teach(core, people, case, self.ledger)

        async with asyncio.TaskGroup() as group:
            for _, cases in groupby(sorted(left, key=teacher), teacher):
                group.create_task(go_on([*cases]))


async def run(plan: Plan, upstream: str) -> Ledger:
    """Ask all that was not asked yet, of the model served at ``upstream``. Raises ``Unanswered`` and ``TooLate``."""
    async with Recorder(upstream) as recorder:
        going = Run(plan, recorder)
        await going.go()
        return going.ledger
