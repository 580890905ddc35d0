"""Lessons in plain words, for a terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.learning import checks
from bot.learning.effect import Measured, Report
from bot.learning.nouns import Lesson, Scope
from bot.nouns import Author
from bot.store.lesson_changes import Change
from bot.store.lesson_votes import Source

_SIDES = {1: "for it", -1: "against it"}
_ROW = "  {:10}  {:32}  {}"
"""80 columns, of which the widest share takes 32."""


def line(lesson: Lesson) -> str:
    """Return a lesson in one line."""
    facts = [_whom(lesson), ", ".join(lesson.rule.languages), lesson.standing]
    return f"#{lesson.number} {lesson.rule.text} ({' · '.join(fact for fact in facts if fact)})"


def describe(lesson: Lesson, sources: Sequence[tuple[Author, int, Source]], changes: Sequence[Change]) -> str:
    """Return all that there is to say of a lesson."""
    rule = lesson.rule
    lines = [line(lesson), f"  about {rule.facet}{f', for {rule.when}' if rule.when else ''}"]
    if rule.check:
        lines.append(f"  checked in each answer: {checks.explain(rule.check)}")
    for author, vote, source in sources:
        if side := _SIDES.get(vote):
            lines.append(f"  {author.name} is {side}{f': “{source.quote}”' if source.quote and vote > 0 else ''}")
    return "\n".join([*lines, *map(_tell, changes)])


def tell_effect(lessons: Sequence[Lesson], report: Report) -> str:
    """Return what lessons do, all together and each that concerned an answer."""
    said = [_block(f"All lessons, in {report.all.answers:,} answers", report.all)]
    for lesson in lessons:
        if lesson.number in report.lessons:
            measured = report.of(lesson.number)
            said.append(_block(f"{line(lesson)}, in {measured.answers:,} answers", measured))
    said.append(f"Corrections that had to be said again, of the last 30 days: {report.repeats.share}")
    return "\n\n".join(said)


def _whom(lesson: Lesson) -> str:
    """Return for whom a lesson is, as somebody else says it."""
    return {
        Scope.THREAD: f"in a thread of {lesson.author.name}",
        Scope.USER: f"for {lesson.author.name}",
        Scope.CHANNEL: f"for channel {lesson.place}",
        Scope.WORKSPACE: "for everybody",
    }[lesson.scope]


def _tell(change: Change) -> str:
    day = datetime.fromtimestamp(change.at, UTC).strftime("%Y-%m-%d")
    before = change.before.get("text", "")
    return f"  {day} {change.deed} by {change.author.name}{f'; it said: {before}' if before else ''}"


def _block(title: str, measured: Measured) -> str:
    likes, checked = measured.likes, measured.checks
    rows = [
        ("", "liked", "followed"),
        ("with it", likes.applied, checked.applied),
        ("withheld", likes.withheld, checked.withheld),
        ("difference", likes, checked),
    ]
    return "\n".join([title, *(_ROW.format(*map(str, row)) for row in rows)])
