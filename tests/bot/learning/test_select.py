"""Lessons take up no more of a briefing than they may, and of a full one only what fits beside the request."""

from pathlib import Path

from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.learning.saying import say
from bot.learning.select import MOST_TOKENS, select
from bot.nouns import Message, State
from bot.text import estimate
from tests.bot.learning.school import ANA, school
from tests.fakes.openai_server import ModelServer

STANDING = ("google_docstrings", "param_sql", "raises_on_bad_input", "decimal_money", "main_guard", "dataclass")
TOPICAL = ("csv_dictreader", "type_hints")
NAMES = ("first", "second", "third")


def test_what_a_hint_adds_is_counted() -> None:
    lessons = [
        Lesson(number, _rule(check), Scope.USER, Standing.NEW, ANA) for number, check in enumerate(STANDING + TOPICAL)
    ]
    chosen = select(lessons, dict.fromkeys(range(8), 1.0), Message("m", "c", ANA, "Write f."))
    tokens = [estimate(say(one.lesson.rule)) for one in chosen]
    assert sum(estimate(lesson.rule.text) for lesson in lessons) < MOST_TOKENS
    assert 0 < len(tokens) < len(lessons)
    assert sum(tokens) <= MOST_TOKENS


async def test_a_question_that_fits_alone_is_answered_and_names_the_lessons_that_fit(
    tmp_path: Path, model_server: ModelServer
) -> None:
    model_server.models = {"scripted": 4096}
    async with school(tmp_path, model_server) as desk:
        for name in NAMES:
            await desk.runs(ANA, f"add Name it after the {name} {'wonderful ' * 15}thing.")
        answer = await desk.asks(ANA, "word " * 1380)
        assert answer.state is State.DONE
        used = [use.number for use in await desk.core.store.uses.of(answer.id)]
        briefing = desk.pupil.briefings[-1]
        told = [number for number, name in enumerate(NAMES, 1) if f"the {name}" in briefing]
        assert 0 < len(told) < 3
        assert sorted(used) == told
        named = [number for number in (1, 2, 3) if f"#{number}" in desk.shown(answer)]
        assert named == told


def _rule(check: str) -> Rule:
    return Rule(f"Do what {check} asks. {'word ' * 35}", topical=check in TOPICAL, check=check)
