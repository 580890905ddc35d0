"""The figures of the feedback-transfer test, from answers that were made up, and what is written of them."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from evals import report
from evals.arms import HELD_OUT, HUMANEVAL, NEAR_MISS, UNFORESEEN, Arm, asker, questions, teacher
from evals.figures import Figures
from evals.ledger import Answered, Learnt, Ledger
from evals.tasks import read_cases
from evals.transfer import make_plan, read_options

CASES = {case.id: case for case in read_cases()}
PATHS, LOOPS, RUST, LIMIT = CASES["paths"], CASES["loops"], CASES["rust_bytes"], CASES["sql_limit"]


def rows(arm: Arm, case: str, followed: str, kind: str = HELD_OUT) -> list[Answered]:
    """Answers by letters: f follows, F does so and had the lesson in its prompt, - does not, ? has nothing to judge."""
    verdicts = {"f": True, "F": True, "-": False, "?": None}
    return [Answered(arm, kind, case, n, verdicts[each], has_own=each == "F") for n, each in enumerate(followed)]


def test_differences_are_of_the_same_tasks_and_nothing_to_judge_is_not_followed() -> None:
    answers = [
        *rows(Arm.NONE, "paths", "f----"),
        *rows(Arm.SYSTEM, "paths", "FFF?f"),
        *rows(Arm.ORACLE, "paths", "FFFFF"),
    ]
    figures = Figures(answers, [PATHS])
    assert [figures.following(arm).value for arm in (Arm.NONE, Arm.SYSTEM, Arm.ORACLE)] == [0.2, 0.8, 1.0]
    assert figures.difference(Arm.NONE, Arm.SYSTEM).value == pytest.approx(0.6)
    assert figures.efficiency() == pytest.approx(0.75)
    assert figures.reached(Arm.SYSTEM).value == 0.6
    fewer = Figures([row for row in answers if (row.arm, row.n) != (Arm.SYSTEM, 0)], [PATHS])
    assert fewer.difference(Arm.NONE, Arm.SYSTEM).value == 0.75
    assert math.isnan(Figures([], [PATHS]).efficiency())


def test_lessons_without_room_or_beyond_the_model_are_dropped() -> None:
    answers = [
        *(*rows(Arm.NONE, "paths", "fffff"), *rows(Arm.ORACLE, "paths", "FFFFF")),
        *(*rows(Arm.NONE, "loops", "ffff-"), *rows(Arm.ORACLE, "loops", "FFF--")),
        *(*rows(Arm.NONE, "rust_bytes", "-----"), *rows(Arm.ORACLE, "rust_bytes", "FF---")),
    ]
    figures = Figures(answers, [PATHS, LOOPS, RUST])
    assert figures.dropped() == ["paths", "rust_bytes"]
    parts = figures.parts()
    assert [case.id for case in parts["without the dropped"].cases] == ["loops"]
    assert [case.id for case in parts["that only the model distils"].cases] == ["rust_bytes"]


def test_tasks_that_things_were_tuned_on_are_told_apart() -> None:
    answers = [*rows(Arm.SYSTEM, "paths", "F-FFF"), *rows(Arm.SYSTEM, "sql_limit", "FF---")]
    parts = Figures(answers, [PATHS, LIMIT]).parts()
    untuned, late = (parts[name].of(Arm.SYSTEM) for name in ("tasks that nothing was tuned on", "tasks 3 to 5"))
    assert [(row.case, row.n) for row in untuned] == [
        *(("paths", n) for n in (1, 2, 3, 4)),
        *(("sql_limit", n) for n in (2, 3, 4)),
    ]
    assert {row.n for row in late} == {2, 3, 4}


def test_a_leak_is_seen_in_any_arm_that_may_have_no_lesson() -> None:
    clean = [row for arm in Arm for row in rows(arm, "paths", "-----")]
    bare = [arm for arm in Arm if arm.is_bare]
    assert bare == [Arm.NONE, Arm.ELSEWHERE, Arm.FOREIGN, Arm.UNDONE]
    assert Figures(clean, [PATHS]).leaks(*bare) == (0, 20)
    for arm in bare:
        leaked = replace(rows(arm, "paths", "-")[0], leaks=(PATHS.rule,))
        assert Figures([*clean, leaked], [PATHS]).leaks(arm) == (1, 6)


def test_near_miss_answers_and_problems_count_apart() -> None:
    answers = [
        *(*rows(Arm.NONE, "paths", "-f", NEAR_MISS), *rows(Arm.SYSTEM, "paths", "Ff", NEAR_MISS)),
        *(*rows(Arm.NONE, "HumanEval/0", "f", HUMANEVAL), *rows(Arm.SYSTEM, "HumanEval/0", "-", HUMANEVAL)),
    ]
    figures = Figures(answers, [PATHS])
    assert [figures.overapplied(arm).value for arm in (Arm.NONE, Arm.SYSTEM)] == [0.5, 1.0]
    assert (figures.misled().value, figures.let_in().value) == (0.5, 0.5)
    assert (figures.solving(Arm.NONE).value, figures.regression().value) == (1, -1)
    assert math.isnan(figures.following(Arm.SYSTEM).value)


def test_where_a_check_sees_nothing_no_lesson_is_seen_to_be_followed_wrongly() -> None:
    figures = Figures(rows(Arm.SYSTEM, "paths", "F?", UNFORESEEN), [PATHS])
    assert figures.overapplied(kind=UNFORESEEN).value == 0.5
    assert figures.overapplied_where_seen(UNFORESEEN).value == 1.0
    assert math.isnan(figures.overapplied().value)


def test_the_report_says_what_was_not_measured_and_keeps_the_rest(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for row in [*rows(Arm.NONE, "paths", "-----"), *rows(Arm.SYSTEM, "paths", "FFFF-")]:
        ledger.add(row)
    ledger.learn(Learnt("paths", "UTEACH0", "a | b", "none"))
    text = report.write(tmp_path, Ledger(tmp_path), [PATHS], "scripted", 1.0)
    assert "| HumanEval: A1 − A0 | – |" in text
    assert "| paths | a \\| b | none | – | – | – |" in text
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert (found["parts"]["all"]["won"]["value"], found["parts"]["all"]["efficiency"]) == (0.8, None)
    assert (tmp_path / "plot.svg").read_text(encoding="utf-8").count("<rect") == 3


def test_everybody_asks_where_they_should() -> None:
    asked = list(questions(frozenset(Arm), list(CASES.values()), 5, ()))
    assert len(asked) == len({one.key for one in asked}) == 24 * (8 * 5 + 2 * 2 + 2)
    teachers = [teacher(case) for case in CASES.values()]
    assert max(teachers.count(each) for each in teachers) <= 24 / 5
    assert {one.channel for one in asked if one.arm in (Arm.SYSTEM, Arm.UNDONE, Arm.FOREIGN)} == {"C1"}
    assert {one.who for one in asked if one.arm in (Arm.SYSTEM, Arm.UNDONE)}.isdisjoint(teachers)
    assert {one.who for one in asked if one.arm is Arm.FOREIGN} == {*teachers}
    assert len({asker(Arm.RAW, case) for case in CASES.values()}) == 24


def test_the_command_line_says_what_there_is_not(tmp_path: Path) -> None:
    plan = make_plan(
        read_options(["--lessons", "paths,loops", "--tasks", "1", "--humaneval", "0", "--arms", "none,system"])
    )
    assert [case.id for case in plan.cases] == ["loops", "paths"]
    assert (plan.arms, plan.folder.name) == (frozenset((Arm.NONE, Arm.SYSTEM)), "qwen2.5-coder-0.5b")
    with pytest.raises(SystemExit, match="called everything, nobody"):
        make_plan(read_options(["--lessons", "nobody", "--arms", "everything", "--humaneval", "0"]))
