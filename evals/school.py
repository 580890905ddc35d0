"""Teaching: lessons taught by complaints through Slack's events, undone by command, and pasted into the store."""

from collections.abc import Collection, Sequence

from adapters.core import Core
from adapters.slack.place import PLATFORM
from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.nouns import Author, Exchange
from bot.store.lessons import Source
from evals.arms import Arm, asker, teacher
from evals.ledger import Learnt, Ledger
from evals.people import People
from evals.placebo import placebo
from evals.program import HOME
from evals.tasks import Case


class NotUndone(Exception):
    """A lesson is still in force after everybody who taught it has undone it."""


async def teach(core: Core, people: People, case: Case, ledger: Ledger) -> None:
    """Let the teacher of a lesson ask, complain about the answer, and see what is learnt from it."""
    who = teacher(case)
    first = await people.ask(who, case.teaching.ask)
    mended = await people.complain(who, first, case.complaint)
    derived = {one.number for one in await core.store.lessons.derived(first.id, Author(PLATFORM, who, ""))}
    told = {number for row in ledger.learnt.values() for number in row.numbers}
    # Where a run was stopped between the two, the lesson stands already, and no row has it.
    lessons = [
        one
        for one in await people.taught()
        if one.number in derived or (who in one.supporters and one.number not in told and one.standing.in_force)
    ]
    ledger.learn(_describe(case, who, mended, lessons))


async def undo(people: People, ledger: Ledger) -> None:
    """Let everybody undo what they taught, and what comes back by that. Raises ``NotUndone``."""
    owners = {number: row.teacher for row in ledger.learnt.values() for number in row.numbers}
    # A lesson that gave way to another of its teacher's returns when that is undone: so twice at the most.
    for _ in range(2):
        for number in await _in_force(people, owners):
            await people.lessons(owners[number], f"undo {number}")
    if left := await _in_force(people, owners):
        raise NotUndone(f"still in force: {left}")


async def _in_force(people: People, numbers: Collection[int]) -> list[int]:
    return [one.number for one in await people.taught() if one.number in numbers and one.standing.in_force]


async def is_undone(people: People, ledger: Ledger) -> bool:
    """Tell whether all that was taught is out of force, so that what it does can't be seen any more."""
    taught = {number for row in ledger.learnt.values() for number in row.numbers}
    return bool(taught) and not any(one.number in taught and one.standing.in_force for one in await people.taught())


async def paste(core: Core, arm: Arm, case: Case, cases: Sequence[Case]) -> None:
    """Put a rule into the store, standing and for all code, for the one person who asks about a lesson in this arm."""
    owner = Author(PLATFORM, asker(arm, case), arm)
    there = (await core.store.lessons.all(PLATFORM, HOME))[1]
    if not any(lesson.author.id == owner.id for lesson in there):
        rule = _rule(arm, case, cases)
        await core.store.lessons.teach(Lesson(0, rule, Scope.USER, Standing.NEW, owner, HOME), Source(quote=arm))


def _rule(arm: Arm, case: Case, cases: Sequence[Case]) -> Rule:
    if arm is Arm.RAW:
        return Rule(case.complaint)
    told = case if arm is Arm.ORACLE else placebo(case, cases)[0]
    return Rule(told.rule, check=told.check)


def _describe(case: Case, who: str, mended: Exchange, lessons: Sequence[Lesson]) -> Learnt:
    numbers, rules = tuple(one.number for one in lessons), tuple(one.rule.text for one in lessons)
    if not lessons:
        return Learnt(case.id, who, case.complaint, mended.correction)
    rule = lessons[0].rule
    return Learnt(
        case.id,
        who,
        case.complaint,
        mended.correction,
        numbers,
        rules,
        check=rule.check,
        facet=rule.facet,
        scope=lessons[0].scope,
        languages=rule.languages,
        when=rule.when,
    )
