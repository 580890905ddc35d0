"""Finds the check that verifies a rule written in free English, by plain keywords; rather none than a wrong one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.learning.checks.check import Check
from bot.learning.checks.finding_languages import find_language, find_subject, languages_named
from bot.learning.checks.finding_limits import find_limit
from bot.learning.checks.finding_words import find_words
from bot.learning.checks.languages import named
from bot.learning.checks.phrases import PHRASES, Phrase
from bot.learning.checks.phrases_beside import FORMATS, LIBRARIES
from bot.learning.checks.polarity import Wishes, read_wishes

_USE = r"(?:use|uses|using|prefer|with|via|by|through|to|on)(?: (?:the|only|python's|a))*"


def find_spec(rule: str, languages: Sequence[str], checks: Mapping[str, Check]) -> str:
    """Return the spec of the check for ``rule``; empty where none fits it and ``languages``."""
    wishes = read_wishes(rule)
    about = {named(language) for language in languages} or languages_named(wishes.whole)
    for spec in _candidates(wishes):
        check = checks[spec.partition(":")[0]]
        if not about or not check.languages or about & set(check.languages):
            return spec
    words = find_words(rule)
    return f"contains:{words}" if words else ""


def read_subject(rule: str) -> str:
    """Return what alone ``rule`` wants written in a language, as "our HTTP servers"; empty where it is all code."""
    return find_subject(read_wishes(rule))


def _candidates(wishes: Wishes) -> Iterable[str]:
    yield from (phrase.spec for phrase in PHRASES if _is_said(phrase, wishes, wishes.demanded))
    if limit := find_limit(wishes):
        yield limit
    if language := find_language(wishes):
        yield f"language:{language}"
    yield from (phrase.spec for phrase in FORMATS if _is_said(phrase, wishes, wishes.wanted))
    yield from _libraries(wishes)


def _is_said(phrase: Phrase, wishes: Wishes, wanted: list[str]) -> bool:
    if phrase.about and not re.search(phrase.about, wishes.whole):
        return False
    right = _stands(phrase.wanted, wanted) or _stands(phrase.refused, wishes.refused)
    wrong = _stands(phrase.wanted, wishes.refused) or _stands(phrase.refused, wanted)
    return right and not wrong


def _stands(pattern: str, clauses: list[str]) -> bool:
    return bool(pattern) and any(re.search(pattern, clause) for clause in clauses)


def _libraries(wishes: Wishes) -> Iterable[str]:
    """Yield what a rule wants used before what it wants avoided: of "polars, not pandas" the first says more."""
    for clauses, spec in ((wishes.demanded, "uses"), (wishes.refused, "avoids")):
        other = wishes.refused if spec == "uses" else wishes.demanded
        for clause in clauses:
            for name in re.findall(r"[a-z][\w.-]*", clause):
                asked = re.search(rf"(?:^|\b{_USE} ){re.escape(name)}(?![\w.-])", clause)
                if name in LIBRARIES and asked and not any(name in each.split() for each in other):
                    yield f"{spec}:{name}"
