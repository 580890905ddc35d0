"""What a model is told of lessons: whether one is about the request's subject goes by how near it is."""

from dataclasses import replace

import pytest

from bot.briefing import brief
from bot.learning.nouns import Facet, Lesson, Rule, Scope, Standing
from bot.learning.recall import Recalled
from bot.learning.select import NEAR, PLAIN, Scored
from bot.nouns import Message
from bot.store.lesson_uses import Use
from tests.bot.learning.school import ANA

HINTS = Rule("Add type hints.", check="type_hints")
MONEY = Rule("Use Decimal for money.", topical=True, check="decimal_money")
RUST = Rule("Write it in Rust.", Facet.LANGUAGE, topical=True, check="language:rust")


@pytest.mark.parametrize(
    ("rule", "score", "topical"),
    [
        (MONEY, PLAIN, True),
        (MONEY, PLAIN - 0.01, False),
        (MONEY, NEAR, False),
        (RUST, NEAR, True),
        (HINTS, 1.0, False),
        (HINTS, 0.0, False),
    ],
)
def test_only_what_is_plainly_the_subject_is_told_as_that(rule: Rule, score: float, topical: bool) -> None:
    assert Scored(_lesson(1, rule), score).rule == replace(rule, topical=topical)


@pytest.mark.parametrize(("score", "is_behind"), [(PLAIN, True), (NEAR, False)])
def test_a_subject_stands_behind_the_request_where_it_is_plain(score: float, is_behind: bool) -> None:
    lessons = (_lesson(2, MONEY), _lesson(7, HINTS))
    uses = (Use(2, True, score), Use(5, False, 1.0), Use(7, True, 0.9))
    rules = Recalled(lessons, ("python",), uses).rules
    assert rules == [replace(MONEY, topical=is_behind), HINTS]
    said = brief(Message("m", "c", ANA, "Write f."), (), context=8000, lessons=rules).turns[-1]["content"]
    assert (said.index("Write f.") < said.index(MONEY.text)) is is_behind


def test_a_lesson_of_unknown_nearness_is_told_among_what_always_holds() -> None:
    assert Recalled((_lesson(2, MONEY),)).rules == [replace(MONEY, topical=False)]


def _lesson(number: int, rule: Rule) -> Lesson:
    return Lesson(number, rule, Scope.USER, Standing.NEW, ANA)
