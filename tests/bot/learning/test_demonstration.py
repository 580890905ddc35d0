"""An answer made up to show several rules at once follows each of them, and shows nothing that nobody asked for."""

from itertools import combinations

import pytest

from bot.briefing import brief
from bot.learning import checks
from bot.learning.demonstration import QUESTION, demonstrate
from bot.learning.distil import complete
from bot.learning.nouns import Rule
from bot.nouns import Author, Message

SAID = [
    "Add type hints to every Python function.",
    "Give every Python function a docstring.",
    "Raise a ValueError on bad arguments of Python functions.",
    "Use logging instead of print in Python.",
    "Use f-strings in Python.",
    "Python scripts always need a main guard.",
    "Put the time complexity as big-O above every Python function.",
]
RULES = [complete(Rule(said, languages=("python",))) for said in SAID]
RAISES, F_STRINGS = RULES[2], RULES[4]
HEADER = Rule('Begin the code with the comment "SPDX: MIT"', check="contains:SPDX: MIT")
TERSE = complete(Rule("Answer with code only."))
ASKED = Message("m1", "t1", Author("board", "ana", "Ana"), "Write f.")


@pytest.mark.parametrize("size", [2, 3, len(RULES)])
def test_it_follows_each_of_its_rules(size: int) -> None:
    for rules in combinations(RULES, size):
        if F_STRINGS in rules and RAISES not in rules:
            continue  # a text is said where an error is raised
        answer = demonstrate([*rules, HEADER, TERSE])
        assert [rule.text for rule in [*rules, HEADER, TERSE] if checks.run(rule.check, answer) is not True] == []


def test_it_shows_nothing_that_nobody_asked_for() -> None:
    answer = demonstrate(RULES[:2])
    followed = {rule.check for rule in RULES if checks.run(rule.check, answer)}
    assert followed == {"type_hints", "docstrings"}
    assert not checks.run("code_only", answer)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        RULES[:1],
        [HEADER],
        [HEADER, TERSE],
        [complete(Rule("Use set -euo pipefail in every shell script.")), HEADER],
    ],
)
def test_few_rules_or_other_languages_need_none(rules: list[Rule]) -> None:
    assert demonstrate(rules) == ""


def test_it_stands_before_the_request_and_gives_way_to_it() -> None:
    turns = brief(ASKED, (), context=8000, lessons=RULES).turns
    assert [turn["role"] for turn in turns] == ["system", "user", "assistant", "user"]
    assert turns[1]["content"] == QUESTION
    assert turns[2]["content"] == demonstrate(RULES)
    for context in range(600, 1200, 20):
        short = brief(ASKED, (), context=context, lessons=RULES)
        assert short.turns[-1]["content"].endswith("Write f.")
        if len(short.turns) == 2:
            break
    assert len(brief(ASKED, (), context=700, lessons=RULES).turns) == 2
