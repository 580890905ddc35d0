"""Which lessons go into a briefing: a hard gate by scope, language and facet, then meaning, precedence and room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.learning.asked import Asked
from bot.learning.merge import slot
from bot.learning.nouns import Facet, Lesson, Standing
from bot.learning.scopes import concerns, narrowness
from bot.nouns import Message
from bot.text import estimate

MOST_STANDING, MOST_TOPICAL = 6, 4
MOST_TOKENS = 600
NEAR = 0.2
"""Likeness below which a topical lesson is about something else; it keeps out little, so the gate stands before it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A lesson that fits a request, and how well, of about 1."""

    lesson: Lesson
    score: float


def gate(lessons: Sequence[Lesson], message: Message, asked: Asked) -> list[Lesson]:
    """Return the lessons that may be followed at all in answering ``message``."""
    return [lesson for lesson in lessons if concerns(lesson, message) and _fits(lesson, asked)]


def select(gated: Sequence[Lesson], scores: Mapping[int, float], message: Message) -> list[Scored]:
    """Return what goes into the briefing, the most relevant last.

    ``scores``: how near each lesson is to the request in meaning, by its number. Where only one of several can be
    followed, the narrowest scope decides, and then the newest.
    """
    decided = _decide(gated, message)
    ranked = sorted((Scored(lesson, scores.get(lesson.number, 0.0)) for lesson in decided), key=_first)
    standing = [one for one in ranked if not one.lesson.rule.topical][:MOST_STANDING]
    topical = [one for one in ranked if one.lesson.rule.topical and one.score >= NEAR][:MOST_TOPICAL]
    return _fill(sorted([*standing, *topical], key=_first))[::-1]


def _fits(lesson: Lesson, asked: Asked) -> bool:
    rule = lesson.rule
    if rule.facet is Facet.LANGUAGE:
        return not asked.is_named
    return not rule.languages or not set(rule.languages).isdisjoint(asked.languages)


def _decide(gated: Sequence[Lesson], message: Message) -> list[Lesson]:
    newest = sorted(gated, key=lambda lesson: (narrowness(lesson, message), lesson.number), reverse=True)
    taken = set[str]()
    decided = []
    for lesson in newest:
        decides = slot(lesson.rule)
        if decides not in taken or not decides:
            decided.append(lesson)
            taken.add(decides)
    return decided


def _first(one: Scored) -> tuple[bool, float, int]:
    """Sort what is pinned before the rest, then by meaning, then the newest."""
    return one.lesson.standing is not Standing.PINNED, -one.score, -one.lesson.number


def _fill(ranked: Sequence[Scored]) -> list[Scored]:
    room, kept = MOST_TOKENS, []
    for one in ranked:
        room -= estimate(one.lesson.rule.text) + estimate(one.lesson.rule.when)
        if room < 0:
            break
        kept.append(one)
    return kept
