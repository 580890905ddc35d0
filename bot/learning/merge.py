"""Whether a new rule says what a lesson says already, or the contrary: by plain code, never by a model."""

import re
from collections.abc import Callable

from bot.learning.nouns import Facet, Lesson, Rule

SAME_MEANING = 0.85
"""Cosine from which two rules of one facet say the same."""
_ONE_AT_A_TIME = ("language", "max_lines", "max_function_lines", "max_words", "code_only")
"""Checks of which an answer can follow one argument alone."""
_OPPOSITES = {"uses": "avoids", "avoids": "uses", "contains": "lacks", "lacks": "contains"}
_INSTEAD = re.compile(
    r"(?P<this>[\w.+#@/-]+)(?: \w+)? (?:instead of|rather than|and not|,? not|over) (?:the |a )?(?P<that>[\w.+#@/-]+)",
    re.IGNORECASE,
)

Likeness = Callable[[Lesson], float]
"""The cosine of a lesson's meaning and the new rule's; 0 where either has no vector."""


def says_same(rule: Rule, lesson: Lesson, likeness: Likeness) -> bool:
    """Tell whether a lesson says what ``rule`` says."""
    other = lesson.rule
    # What is said of one language is no word about another, even where the words are the same.
    if not _meet(rule, other) or contradicts(rule, lesson):
        return False
    if rule.text.casefold().rstrip(".!") == other.text.casefold().rstrip(".!"):
        return True
    if rule.check and rule.check == other.check and not _of_other_subjects(rule, other):
        return True
    alike = rule.facet is other.facet and rule.avoid == other.avoid
    return alike and likeness(lesson) >= SAME_MEANING


def contradicts(rule: Rule, lesson: Lesson) -> bool:
    """Tell whether nobody can follow both."""
    other = lesson.rule
    if not _meet(rule, other) or _of_other_subjects(rule, other):
        return False
    check, argument = _parts(rule.check)
    kept, standing = _parts(other.check)
    if check and check == kept and argument != standing:
        return check in _ONE_AT_A_TIME
    if check and _OPPOSITES.get(check) == kept and argument == standing:
        return True
    return _are_swapped(rule.text, other.text)


def slot(rule: Rule) -> str:
    """Return what a rule decides where only one can be followed at a time; empty where it decides no such thing."""
    check, argument = _parts(rule.check)
    if check in _ONE_AT_A_TIME:
        return check
    if check in _OPPOSITES:
        return argument
    return Facet.LANGUAGE if rule.facet is Facet.LANGUAGE else ""


def _of_other_subjects(rule: Rule, other: Rule) -> bool:
    """Tell whether each says which language is for what, and of other things: servers in Go, pages in TypeScript."""
    are_languages = rule.facet is other.facet is Facet.LANGUAGE
    return are_languages and bool(rule.when and other.when) and rule.when.casefold() != other.when.casefold()


def _are_swapped(text: str, other: str) -> bool:
    one, two = _INSTEAD.search(text.casefold()), _INSTEAD.search(other.casefold())
    return bool(one and two and one["this"] == two["that"] and one["that"] == two["this"])


def _meet(rule: Rule, other: Rule) -> bool:
    return not rule.languages or not other.languages or bool(set(rule.languages) & set(other.languages))


def _parts(spec: str) -> tuple[str, str]:
    name, _, argument = spec.partition(":")
    return name, argument
