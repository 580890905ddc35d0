"""The lessons of the feedback-transfer test are whole, and no task gives its rule away."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.learning import checks
from bot.learning.nouns import Facet
from evals.placebo import placebo
from evals.tasks import LESSONS, BadCase, Case, read_case, read_cases

CASES = read_cases()
PROMPTS = Path(__file__).parents[2] / "prompts"
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def test_there_are_24_lessons_half_of_them_standing() -> None:
    assert len(CASES) == 24
    assert sum(case.topical for case in CASES) == 12


def test_some_are_about_other_languages_than_python_or_about_the_form_of_answers() -> None:
    assert sum(case.languages != ("python",) for case in CASES) >= 5
    assert {Facet.LANGUAGE, Facet.FORMAT, Facet.LIBRARY, Facet.STYLE} <= {case.facet for case in CASES}


def test_nothing_is_asked_or_taught_twice() -> None:
    tasks = [task for case in CASES for task in (case.teaching, *case.held_out, *case.near_miss, *case.unforeseen)]
    for texts in ([task.ask.lower() for task in tasks], [case.rule for case in CASES], [case.check for case in CASES]):
        assert [text for text, count in Counter(texts).items() if count > 1] == []


@each
def test_no_held_out_task_gives_its_rule_away(case: Case) -> None:
    said = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in case.words), re.IGNORECASE)
    assert [task.ask for task in (case.teaching, *case.held_out) if said.search(task.ask)] == []
    assert said.search(case.rule)


@each
def test_its_check_is_known(case: Case) -> None:
    assert checks.is_known(case.check)


@each
def test_no_prompt_shows_its_complaint_or_its_tasks(case: Case) -> None:
    shown = "\n".join(file.read_text(encoding="utf-8") for file in PROMPTS.glob("*.md")).lower()
    tasks = (case.teaching, *case.held_out, *case.near_miss, *case.unforeseen)
    texts = [case.complaint, *(task.ask for task in tasks)]
    assert [text for text in texts if text.lower() in shown] == []


@each
def test_placebos_are_other_lessons_that_stay_the_same(case: Case) -> None:
    chosen = placebo(case, CASES, count=3, seed=7)
    assert len(set(chosen)) == 3
    assert case not in chosen
    assert chosen == placebo(case, tuple(reversed(CASES)), count=3, seed=7)
    assert case.check.partition(":")[0] not in {other.check.partition(":")[0] for other in chosen}
    assert Facet.LANGUAGE not in {other.facet for other in chosen}


def test_placebos_of_another_seed_are_others_and_kindred_ones_are_none() -> None:
    by_id = {case.id: case for case in CASES}
    assert len({placebo(by_id["paths"], CASES, seed=seed) for seed in range(10)}) > 3
    assert by_id["http_timeout"] not in placebo(by_id["httpx"], CASES, count=12)
    with pytest.raises(ValueError, match="have nothing to do with paths"):
        placebo(by_id["paths"], CASES, count=24)


@pytest.mark.parametrize(
    ("found", "wrong", "said"),
    [
        ("rule =", "rules =", "rule"),
        ("[[near_miss]]", "[[held_out]]", "held_out"),
        ('facet = "library"', 'facet = "taste"', "facet"),
        ("topical = true", "topical = true\nnote = 1", "note"),
        ("topical = true", "topical =", "Invalid value"),
    ],
)
def test_a_lesson_that_is_not_whole_is_refused(tmp_path: Path, found: str, wrong: str, said: str) -> None:
    file = Path(shutil.copy(LESSONS / "paths.toml", tmp_path))
    file.write_text(file.read_text(encoding="utf-8").replace(found, wrong), encoding="utf-8")
    with pytest.raises(BadCase, match=rf"(?s)^paths.toml.*{said}"):
        read_case(file)
