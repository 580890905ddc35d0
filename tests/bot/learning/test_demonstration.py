"""Answers made up to show several rules at once follow each of them, and show nothing that nobody asked for."""

from itertools import combinations

import pytest

from bot.briefing import brief
from bot.learning import checks
from bot.learning.demonstration import demonstrate
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
OF_SUBJECTS = [
    "Use httpx instead of requests.",
    "Pass a timeout to every HTTP request.",
    "Use Decimal for money.",
    "Use an Enum for choices.",
    "Use a dataclass instead of a dict.",
    "Use pathlib.",
    "Make every datetime timezone-aware.",
    "Read CSV files by csv.DictReader.",
    "Use secrets.",
    "Use parametrized SQL queries.",
]
RULES = [complete(Rule(said, languages=("python",))) for said in SAID]
SUBJECTS = [complete(Rule(said, languages=("python",))) for said in OF_SUBJECTS]
RAISES, F_STRINGS = RULES[2], RULES[4]
HEADER = Rule('Begin the code with the comment "SPDX: MIT"', check="contains:SPDX: MIT")
TERSE = complete(Rule("Answer with code only."))
STRICT = complete(Rule("Use set -euo pipefail in every shell script.", languages=("bash",)))
LIMIT = Rule("End the code with the words LIMIT 9", languages=("sql",), check="contains:LIMIT 9")
ASKED = Message("m1", "t1", Author("board", "ana", "Ana"), "Write f.")


def failed(rules: list[Rule], answer: str) -> list[str]:
    return [rule.text for rule in rules if checks.run(rule.check, answer) is not True]


@pytest.mark.parametrize("size", [2, 3, len(RULES)])
def test_it_follows_each_of_its_rules(size: int) -> None:
    for rules in combinations(RULES, size):
        if F_STRINGS in rules and RAISES not in rules:
            continue  # a text is said where an error is raised
        (shown,) = demonstrate([*rules, HEADER, TERSE])
        assert failed([*rules, HEADER, TERSE], shown.answer) == []


@pytest.mark.parametrize("rule", SUBJECTS, ids=OF_SUBJECTS)
@pytest.mark.parametrize("google", [False, True])
def test_a_rule_about_a_subject_has_an_answer_of_its_own(rule: Rule, google: bool) -> None:
    docs = complete(Rule("Write Google-style docstrings.", languages=("python",)))
    rules = [RULES[0], docs if google else RULES[1], RULES[3], RULES[-1], HEADER, TERSE]
    assert rule.topical
    first, second = demonstrate([*rules, rule])
    assert failed([*rules, rule], second.answer) == []
    assert failed(rules, first.answer) == []
    assert checks.run(rule.check, first.answer) is not True


def test_the_most_relevant_rule_is_shown_last() -> None:
    httpx, timeout, money = SUBJECTS[:3]
    *_, rent, web = demonstrate([*RULES, money, httpx])
    assert (checks.run(money.check, rent.answer), checks.run(httpx.check, web.answer)) == (True, True)
    for rules in ([httpx, timeout], [timeout, httpx]):
        _, web = demonstrate([*RULES, *rules])
        assert failed(rules, web.answer) == []


def test_it_shows_nothing_that_nobody_asked_for() -> None:
    (shown,) = demonstrate(RULES[:2])
    followed = {rule.check for rule in [*RULES, *SUBJECTS] if checks.run(rule.check, shown.answer)}
    assert followed == {"type_hints", "docstrings"}
    assert not checks.run("code_only", shown.answer)
    for rule in SUBJECTS:
        *_, shown = demonstrate([HEADER, rule])
        assert [each.check for each in RULES if checks.run(each.check, shown.answer)] == []
        assert not checks.run("code_only", shown.answer)


@pytest.mark.parametrize("rule", [STRICT, LIMIT])
@pytest.mark.parametrize("beside", [[HEADER], [HEADER, TERSE]])
def test_scripts_and_queries_are_shown_beside_a_first_line(rule: Rule, beside: list[Rule]) -> None:
    (shown,) = demonstrate([*beside, rule])
    assert failed([*beside, rule], shown.answer) == []
    assert checks.run("code_only", shown.answer) is (TERSE in beside)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        RULES[:1],
        [HEADER],
        [HEADER, TERSE],
        [SUBJECTS[0], TERSE],
        [STRICT, TERSE],
        [LIMIT, TERSE],
        [Rule("End the code with the words the end", languages=("sql",), check="contains:the end"), HEADER],
    ],
)
def test_few_rules_or_other_languages_need_none(rules: list[Rule]) -> None:
    assert demonstrate(rules) == []


def test_it_stands_before_the_request_and_gives_way_to_it() -> None:
    turns = brief(ASKED, (), context=8000, lessons=RULES).turns
    assert [turn["role"] for turn in turns] == ["system", "user", "assistant", "user"]
    assert (turns[1]["content"], turns[2]["content"]) == demonstrate(RULES)[0]
    for context in range(600, 1200, 20):
        short = brief(ASKED, (), context=context, lessons=RULES)
        assert short.turns[-1]["content"].endswith("Write f.")
        if len(short.turns) == 2:
            break
    assert len(brief(ASKED, (), context=700, lessons=RULES).turns) == 2


def test_of_several_rules_those_about_the_subject_stand_behind_the_request() -> None:
    httpx = SUBJECTS[0]
    said = brief(ASKED, (), context=8000, lessons=[httpx, *RULES]).turns[-1]["content"]
    assert said.index(RULES[-1].text) < said.index("Write f.") < said.index(httpx.text)
    for rules in ([httpx], SUBJECTS[:2], RULES):
        said = brief(ASKED, (), context=8000, lessons=rules).turns[-1]["content"]
        assert said.endswith("Write f.")
