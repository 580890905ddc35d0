"""What somebody says under an answer today changes what the next person gets tomorrow, and can be undone."""

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.learning.nouns import Scope, Standing
from bot.nouns import State
from tests.bot.learning.hostile import HOSTILE
from tests.bot.learning.school import ANA, BEN, CAT, DAN, HINTED, PLAIN, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"


async def test_a_complaint_mends_the_answer_and_teaches_a_lesson(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        first = await desk.asks(ANA)
        assert PLAIN in first.answer
        mended = await desk.complains(ANA, first, HINTS)
        assert mended.state is State.DONE
        assert HINTED in mended.answer
        assert f"Kept as lesson #1, for you: {HINTS}" in desk.shown(mended)
        later = await desk.asks(ANA)
        assert HINTED in later.answer
        assert "Used lesson #1" in desk.shown(later)
        assert "Used lesson" not in later.answer
        assert PLAIN in (await desk.asks(BEN)).answer


async def test_a_lesson_spreads_with_the_people_who_are_for_it(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        (lesson,) = await desk.lessons()
        assert (lesson.scope, lesson.standing) == (Scope.CHANNEL, Standing.CONFIRMED)
        assert HINTED in (await desk.asks(CAT)).answer
        assert PLAIN in (await desk.asks(CAT, channel="ops")).answer
        await desk.teaches(DAN, HINTS, channel="ops")
        assert [one.scope for one in await desk.lessons()] == [Scope.WORKSPACE]
        assert HINTED in (await desk.asks(CAT, channel="ops")).answer


async def test_where_one_person_is_enough_a_new_lesson_concerns_its_channel_at_once(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server, lessons_channel=1) as desk:
        mended = await desk.teaches(ANA, HINTS)
        assert "Kept as lesson #1, for this channel" in desk.shown(mended)
        assert [(one.scope, one.supporters, one.version) for one in await desk.lessons()] == [
            (Scope.CHANNEL, ("ana",), 1)
        ]
        assert HINTED in (await desk.asks(BEN)).answer
        assert PLAIN in (await desk.asks(BEN, channel="ops")).answer
        await desk.runs(BEN, "add Write long names.", channel="")
        assert [one.scope for one in await desk.lessons()] == [Scope.CHANNEL, Scope.USER]


async def test_nobody_shares_more_than_a_fifth_of_the_lessons_alone(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_channel=1) as desk:
        for number in range(10):
            await desk.runs(ANA, f"add Put a comment with the letter {chr(97 + number)} above each function.")
        for text in ("Write long names.", "Write short lines.", "Write few words.", "Write no macros."):
            await desk.runs(BEN, f"add {text}")
        scopes = [one.scope for one in await desk.lessons()]
        assert scopes == [Scope.CHANNEL] * 13 + [Scope.USER]


async def test_what_is_said_in_a_direct_message_stays_there(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for person in (ANA, BEN, CAT):
            await desk.teaches(person, HINTS, channel="")
        assert [one.scope for one in await desk.lessons()] == [Scope.USER] * 3
        assert PLAIN in (await desk.asks(DAN)).answer
        assert HINTED in (await desk.asks(ANA)).answer


async def test_nothing_crosses_a_workspace(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for number, person in enumerate((ANA, BEN, CAT)):
            desk.pupil.rules[f"canary{number}"] = {}
            await desk.teaches(person, f"Name the result canary{number}.")
        desk.pupil.briefings.clear()
        for person in (ANA, BEN, CAT, DAN):
            await desk.asks(person, workspace="W2")
        assert desk.pupil.briefings
        assert not any("canary" in briefing for briefing in desk.pupil.briefings)
        with pytest.raises(UsageError, match="no lesson #1"):
            await desk.runs(ANA, "show 1", workspace="W2")


async def test_an_undone_lesson_is_in_no_briefing_any_more(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        reply = await desk.runs(ANA, "undo 1")
        assert "gone" in reply.text
        desk.pupil.briefings.clear()
        assert PLAIN in (await desk.asks(ANA)).answer
        assert HINTS not in desk.pupil.briefings[-1]
        await desk.runs(ANA, reply.buttons[0].command.removeprefix("lessons "))
        assert HINTED in (await desk.asks(ANA)).answer


async def test_a_complaint_taken_back_takes_its_lesson_back(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        first = await desk.asks(ANA)
        await desk.complains(ANA, first, HINTS)
        assert HINTED in (await desk.asks(ANA)).answer
        assert await desk.core.engine.revoke("board", first.refs[0], ANA, -1)
        assert PLAIN in (await desk.asks(ANA)).answer
        assert [one.standing for one in await desk.lessons()] == [Standing.DELETED]


async def test_not_here_keeps_a_lesson_away_and_two_make_it_rest(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for person in (ANA, BEN, CAT):
            await desk.teaches(person, HINTS)
        answer = await desk.asks(DAN)
        why = await desk.runs(DAN, f"why {answer.id}")
        assert "#1" in why.text
        assert "✓ followed" in why.text
        await desk.runs(DAN, "not 1")
        assert PLAIN in (await desk.asks(DAN)).answer
        assert HINTED in (await desk.asks(ANA)).answer
        await desk.runs(ANA, "not 1")
        assert PLAIN in (await desk.asks(BEN)).answer
        assert [one.standing for one in await desk.lessons()] == [Standing.PAUSED]


async def test_what_the_request_says_goes_before_a_lesson(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["Rust"] = {"facet": "language", "languages": []}
        await desk.teaches(ANA, "Always write the code in Rust.")
        await desk.teaches(ANA, HINTS)
        assert "Rust" in desk.pupil.briefings[-1]
        await desk.asks(ANA, "Write f in Go.")
        assert "Rust" not in desk.pupil.briefings[-1]
        await desk.asks(ANA, "Write f in Python.")
        assert "Rust" not in desk.pupil.briefings[-1]
        assert HINTS in desk.pupil.briefings[-1]


async def test_the_contrary_takes_the_place_of_a_lesson(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["write the code in"] = {"facet": "language", "languages": []}
        await desk.teaches(ANA, "Always write the code in Rust.")
        await desk.teaches(ANA, "Always write the code in Go.")
        old, new = await desk.lessons()
        assert (old.standing, new.replaces) == (Standing.DELETED, old.number)
        await desk.asks(ANA)
        assert "in Go" in desk.pupil.briefings[-1]
        assert "in Rust" not in desk.pupil.briefings[-1]


async def test_another_language_for_another_subject_takes_no_lesson_s_place(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules |= {
            "servers": {"facet": "language", "languages": [], "when": "HTTP servers"},
            "parsers": {"facet": "language", "languages": [], "when": "parsers of logs"},
        }
        await desk.teaches(ANA, "We write servers in Go.")
        await desk.teaches(ANA, "We write parsers in Rust.")
        assert [one.standing for one in await desk.lessons()] == [Standing.NEW, Standing.NEW]
        for question, wanted, other in (
            ("Write an HTTP server.", "servers in Go", "parsers in Rust"),
            ("Write parsers of logs.", "parsers in Rust", "servers in Go"),
        ):
            await desk.asks(ANA, question)
            assert wanted in desk.pupil.briefings[-1]
            assert other not in desk.pupil.briefings[-1]


async def test_feedback_that_repeats_a_lesson_is_no_support_for_it(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for person in (ANA, BEN):
            await desk.teaches(person, HINTS)
        told = await desk.asks(CAT)
        await desk.complains(CAT, told, HINTS)
        (lesson,) = await desk.lessons()
        assert (lesson.scope, sorted(lesson.supporters)) == (Scope.CHANNEL, ["ana", "ben"])


@pytest.mark.parametrize("words", ["too dumb!", "thanks, great", "it crashes on an empty list"])
async def test_what_holds_for_no_other_question_is_no_lesson(
    words: str, tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        mended = await desk.teaches(ANA, words)
        assert mended.state is State.DONE
        assert "lesson" not in desk.shown(mended)
        assert await desk.lessons() == []


async def test_a_person_teaches_ten_lessons_a_day(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for number in range(10):
            await desk.runs(ANA, f"add Put a comment with the letter {chr(97 + number)} above each function.")
        with pytest.raises(UsageError, match="10 lessons today"):
            await desk.runs(ANA, "add Write long names.")
        await desk.runs(BEN, "add Write long names.")


async def test_hostile_words_leave_no_shared_lesson(tmp_path: Path, model_server: ModelServer) -> None:
    assert len(HOSTILE) >= 40
    async with school(tmp_path, model_server, lessons_channel=2) as desk:
        desk.pupil.rules[""] = {}  # a model that takes everything for a lesson
        for _, text in HOSTILE:
            first = await desk.asks(ANA)
            for person in (ANA, BEN):
                assert not (await desk.complains(person, first, text)).state.is_open
        assert [one.rule.text for one in await desk.lessons() if one.scope is not Scope.USER] == []


async def test_a_share_of_lessons_is_withheld_and_counted(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_withheld=0.5) as desk:
        await desk.teaches(ANA, HINTS)
        answers = [await desk.asks(ANA) for _ in range(20)]
        followed = sum(HINTED in answer.answer for answer in answers)
        effects = await desk.core.store.uses.effects(("board", "W1"))
        assert 0 < followed < 20
        assert effects[1, True].answers == effects[1, True].passed == followed
        assert (effects[1, False].answers, effects[1, False].passed) == (20 - followed, 0)
