"""Lessons put into words: in one line, whole, and as a section of a project's notes for coding agents."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from bot.commands.markdown import plain
from bot.learning import checks
from bot.learning.footer import FOR
from bot.learning.nouns import Lesson, Standing
from bot.nouns import Author
from bot.store.lesson_changes import Change
from bot.store.lesson_votes import Source

_STANDS = {
    Standing.NEW: "",
    Standing.CONFIRMED: "confirmed",
    Standing.PINNED: "📌 pinned",
    Standing.PAUSED: "⏸ rests",
    Standing.EXPIRED: "expired",
    Standing.DELETED: "deleted",
}
_MOST_CHANGES = 8


def line(lesson: Lesson) -> str:
    """Return a lesson in one line of Markdown."""
    facts = [FOR[lesson.scope], ", ".join(lesson.rule.languages), _STANDS[lesson.standing]]
    return f"**#{lesson.number}** {plain(lesson.rule.text)} ({' · '.join(fact for fact in facts if fact)})"


def describe(lesson: Lesson, sources: Sequence[tuple[Author, int, Source]]) -> str:
    """Return all that there is to say of a lesson: where it comes from, and who is for and against it."""
    rule = lesson.rule
    lines = [line(lesson), f"- About {rule.facet}{f', for {plain(rule.when)}' if rule.when else ''}"]
    if rule.check:
        lines.append(f"- Checked in each answer: {checks.explain(rule.check)}")
    for author, vote, source in sources:
        sides = {1: "for it", -1: "against it"}
        if side := sides.get(vote):
            quote = f": “{plain(source.quote)}”" if source.quote and vote > 0 else ""
            lines.append(f"- {plain(author.name)} is {side}{quote}")
    if lesson.replaces:
        lines.append(f"- It took the place of #{lesson.replaces}")
    return "\n".join(lines)


def tell_history(changes: Sequence[Change]) -> list[str]:
    """Return a line for each of the last changes."""
    return [_tell(change) for change in changes[-_MOST_CHANGES:]]


def export(lessons: Sequence[Lesson]) -> str:
    """Return the lessons as a section of an ``AGENTS.md``, by language."""
    named = sorted(lessons, key=lambda one: (", ".join(one.rule.languages), one.number))
    parts = ["## How this team writes code"]
    for languages, group in groupby(named, key=lambda one: ", ".join(one.rule.languages)):
        parts.append(f"### {languages or 'Everywhere'}\n\n" + "\n".join(_point(one) for one in group))
    return "\n\n".join(parts) + "\n"


def _point(lesson: Lesson) -> str:
    rule = lesson.rule
    return f"- {plain(rule.text)}{f' (for {plain(rule.when)})' if rule.when else ''}"


def _tell(change: Change) -> str:
    day = datetime.fromtimestamp(change.at, UTC).strftime("%Y-%m-%d")
    before = change.before.get("text", "")
    said = f"; it said: {plain(before)}" if before else ""
    return f"- {day}: {change.deed} by {plain(change.author.name)}{said}"
