"""Questions asked and judged: several people at once, each in a new thread; programs judge the answers."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from adapters.core import Core
from bot.learning import checks
from bot.nouns import Exchange
from bot.text import tame
from evals import humaneval
from evals.arms import HUMANEVAL, PASTED, Arm, Question
from evals.humaneval import Problem
from evals.ledger import Answered, Ledger
from evals.people import People, Unanswered
from evals.recorder import ANSWER_TOKENS, Recorder, Seen
from evals.tasks import Case

CODE_TOKENS = 512
"""The most that an answer to a problem of HumanEval may have: it repeats the question."""
GLANCE_TOKENS = 8
"""The same where only the prompt is looked at."""
_TRIES = 2

Done = Callable[[Question], None]


class Exam:
    """Examine with several questions at once; what comes out goes into the ledger."""

    def __init__(
        self, ledger: Ledger, recorder: Recorder, cases: Sequence[Case], problems: Sequence[Problem], slots: int
    ) -> None:
        self._ledger = ledger
        self._recorder = recorder
        self._cases: Mapping[str, Case] = {case.id: case for case in cases}
        self._problems: Mapping[str, Problem] = {problem.id: problem for problem in problems}
        self._slots = slots

    async def hold(self, core: Core, people: People, asked: Sequence[Question], done: Done) -> None:
        """Ask all; ``done`` hears of each as it ends. Raises ``Unanswered``, and what was answered stays written."""
        for most, part in _apart(asked):
            self._recorder.answer_tokens = most
            left = iter(part)

            async def go_on(left: Iterator[Question] = left) -> None:
                for question in left:
                    self._ledger.add(await self._ask(core, people, question))
                    done(question)

            async with asyncio.TaskGroup() as group:
                for _ in range(self._slots):
                    group.create_task(go_on())

    async def _ask(self, core: Core, people: People, question: Question) -> Answered:
        begun = time.monotonic()
        exchange = await _insist(people, question)
        seconds = time.monotonic() - begun
        seen = self._recorder.take(exchange.message.text)
        verdict, why = await self._judge(question, exchange.answer)
        told = [tame(lesson.rule.text) for lesson, _ in await core.learning.used_for(exchange)]
        return Answered(
            *question.key,
            verdict,
            lessons=seen.lessons,
            has_own=self._has_own(question, seen),
            leaks=self._leaks(seen) if question.arm.is_bare else (),
            told_rightly=len(told) == len(seen.lessons) and all(_stands(text, seen) for text in told),
            answer="" if question.arm.is_of_prompts else exchange.answer,
            prompt_tokens=seen.prompt_tokens,
            tokens=seen.tokens,
            seconds=round(seconds, 2),
            why=why,
        )

    async def _judge(self, question: Question, answer: str) -> tuple[bool | None, str]:
        if question.arm.is_of_prompts:
            return None, ""
        if question.kind != HUMANEVAL:
            return checks.run(self._cases[question.case].check, answer), ""
        outcome = await asyncio.to_thread(humaneval.judge, self._problems[question.case], answer)
        return outcome.passed, outcome.why

    def _has_own(self, question: Question, seen: Seen) -> bool:
        if question.arm in PASTED:
            return len(seen.lessons) == 1
        row = self._ledger.learnt.get(question.case)
        return row is not None and any(_stands(tame(rule), seen) for rule in row.rules)

    def _leaks(self, seen: Seen) -> tuple[str, ...]:
        """Return what stands where lessons do, and the words of any lesson that was ever taught, wherever they are."""
        rules = [rule for row in self._ledger.learnt.values() for rule in row.rules]
        return tuple(dict.fromkeys([*seen.lessons, *(rule for rule in rules if tame(rule) in seen.prompt)]))


def _stands(text: str, seen: Seen) -> bool:
    return any(text in lesson for lesson in seen.lessons)


def _apart(asked: Sequence[Question]) -> list[tuple[int, list[Question]]]:
    """Put together what may be answered at the same length and at the same time: no two ask the same."""
    parts: dict[tuple[Arm, int], list[Question]] = {}
    for question in asked:
        most = CODE_TOKENS if question.kind == HUMANEVAL else ANSWER_TOKENS
        most = GLANCE_TOKENS if question.arm.is_of_prompts else most
        parts.setdefault((question.arm, most), []).append(question)
    return [(most, part) for (_, most), part in parts.items()]


async def _insist(people: People, question: Question) -> Exchange:
    """Ask, and once more where the answer failed."""
    for last in range(_TRIES):
        try:
            return await people.ask(question.who, question.ask, question.channel)
        except Unanswered:
            if last == _TRIES - 1:
                raise
    raise AssertionError
