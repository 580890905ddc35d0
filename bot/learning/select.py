"""Which lessons go into a briefing: a hard gate by scope, language and facet, then meaning, precedence and room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.learning.asked import Asked
from bot.learning.merge import slot
from bot.learning.nouns import Facet, Lesson, Rule, Standing
from bot.learning.saying import say
from bot.learning.scopes import narrowness
from bot.nouns import Message
from bot.text import estimate

MOST_STANDING, MOST_TOPICAL = 10, 4
"""Of what always holds a team has a dozen. What is left out is not followed; but each takes from the rest."""
MOST_TOKENS = 600
"""Of all lessons of a briefing together, as a model is told them."""
NEAR = 0.23
"""Likeness below which a topical lesson is about something else. One in five of those is let in all the same."""
PLAIN = 0.38
"""Likeness from which on the subject plainly is that of the request. What is nearer than ``NEAR`` and not plain is told
among what always holds, to which small models give less weight: of 136 problems of HumanEval, which are about none of
24 lessons, half are near to one, and one in fourteen plainly."""
NEAR_LANGUAGE = 0.3
"""The same for a lesson about the language, which changes all of an answer."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A lesson that fits a request, and how well, of about 1."""

    lesson: Lesson
    score: float

    @property
    def rule(self) -> Rule:
        """The rule as it is told: as one that always holds where its subject is not plainly that of the request."""
        rule = self.lesson.rule
        is_plain = self.score >= PLAIN or rule.facet is Facet.LANGUAGE
        return rule if is_plain or not rule.topical else replace(rule, topical=False)


def gate(lessons: Sequence[Lesson], asked: Asked) -> list[Lesson]:
    """Return the lessons that may be followed in the languages of a request; what it names goes before a lesson."""
    return [lesson for lesson in lessons if _fits(lesson.rule, asked)]


def taught_language(lessons: Sequence[Lesson], scores: Mapping[int, float], message: Message) -> str:
    """Return the language that lessons ask for where the request names none, so that lessons of that one apply."""
    about_it = [one for one in lessons if one.rule.facet is Facet.LANGUAGE and _is_near(one, scores)]
    decided = _decide(about_it, scores, message)
    return decided[0].rule.check.partition(":")[2] if decided else ""


def select(gated: Sequence[Lesson], scores: Mapping[int, float], message: Message) -> list[Scored]:
    """Return what goes into the briefing, the most relevant last.

    ``scores``: how near each lesson is to the request in meaning, by its number. Where only one of several can be
    followed, what holds for the subject goes before what holds for all, then the narrowest scope, then the
    nearest subject, then the newest.
    """
    decided = _decide([lesson for lesson in gated if _is_near(lesson, scores)], scores, message)
    ranked = sorted((Scored(lesson, scores.get(lesson.number, 0.0)) for lesson in decided), key=_first)
    standing = [one for one in ranked if not one.lesson.rule.topical][:MOST_STANDING]
    topical = [one for one in ranked if one.lesson.rule.topical][:MOST_TOPICAL]
    return _fill(sorted([*standing, *topical], key=_first))[::-1]


def _fits(rule: Rule, asked: Asked) -> bool:
    if rule.facet is Facet.LANGUAGE:
        return not asked.is_named and rule.check in ("", f"language:{asked.languages[0]}")
    return not rule.languages or not set(rule.languages).isdisjoint(asked.languages)


def _is_near(lesson: Lesson, scores: Mapping[int, float]) -> bool:
    """Tell whether a lesson is about the subject of the request; a standing one always is."""
    least = NEAR_LANGUAGE if lesson.rule.facet is Facet.LANGUAGE else NEAR
    return not lesson.rule.topical or scores.get(lesson.number, 0.0) >= least


def _decide(gated: Sequence[Lesson], scores: Mapping[int, float], message: Message) -> list[Lesson]:
    def goes_before(lesson: Lesson) -> tuple[bool, int, float, int]:
        near = round(scores.get(lesson.number, 0.0), 1) if lesson.rule.topical else 0.0
        return lesson.rule.topical, narrowness(lesson, message), near, lesson.number

    taken = set[str]()
    decided = []
    for lesson in sorted(gated, key=goes_before, reverse=True):
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
        room -= estimate(say(one.lesson.rule))
        if room < 0:
            break
        kept.append(one)
    return kept
