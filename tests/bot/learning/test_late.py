"""What is still to be done when an answer has its last word never costs the answer, and ends when it is not wanted."""

import asyncio
from pathlib import Path

import pytest

from bot.learning.nouns import Standing
from bot.nouns import State
from tests.bot.learning.school import ANA, HINTED, School, school
from tests.fakes.openai_server import ModelServer
from tests.fakes.openai_wire import Asked
from tests.stack import by_the_back_door

HINTS = "we always write type hints"
DISTILLING, ANSWERING = "A person gave feedback", "You "


def hold_when(desk: School, server: ModelServer, begins: str) -> asyncio.Event:
    """Hold the next request whose prompt begins so; return what is set when it has come."""
    come = asyncio.Event()

    def answer(asked: Asked) -> str:
        if asked.messages[0]["content"].startswith(begins):
            server.hold()
            come.set()
        return desk.pupil.answer(asked)

    server.answer = answer
    return come


@pytest.mark.parametrize("begins", [ANSWERING, DISTILLING])
@pytest.mark.parametrize("again", [0, 1])
async def test_a_complaint_taken_back_meanwhile_teaches_nothing(
    tmp_path: Path, model_server: ModelServer, begins: str, again: int
) -> None:
    async with school(tmp_path, model_server) as desk, asyncio.TaskGroup() as people:
        first = await desk.asks(ANA)
        come = hold_when(desk, model_server, begins)
        complaining = people.create_task(desk.complains(ANA, first, HINTS))
        await come.wait()
        if again:
            await desk.likes(ANA, first)
        else:
            assert await desk.core.engine.revoke("board", first.refs[0], ANA, -1)
        model_server.release()
        mended = await complaining
        assert HINTED in mended.answer
        assert "lesson" not in desk.shown(mended)
        assert [one for one in await desk.lessons() if one.standing is not Standing.DELETED] == []


async def test_a_thumb_below_an_answer_that_was_written_again_in_its_place_is_taken_back_with_its_lesson(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        first = await desk.asks(ANA)
        await desk.complains(ANA, first, HINTS)
        place = desk.board.place(first.message.conversation)
        again = await desk.core.engine.regenerate(first.id, place, event="again", refs=first.refs)
        assert again
        assert again.refs == first.refs
        assert await desk.core.engine.revoke("board", first.refs[0], ANA, 1) is None
        assert await desk.core.engine.revoke("board", first.refs[0], ANA, -1) == again
        assert await desk.core.engine.revoke("board", first.refs[0], ANA, -1) is None
        assert [one.standing for one in await desk.lessons()] == [Standing.DELETED]


async def test_a_shutdown_waits_for_no_lesson(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with school(tmp_path, model_server) as desk, asyncio.TaskGroup() as people:
        first = await desk.asks(ANA)
        come = hold_when(desk, model_server, DISTILLING)
        complaining = people.create_task(desk.complains(ANA, first, HINTS))
        await come.wait()
        async with asyncio.timeout(20):
            await desk.core.engine.close(grace=0.1)
        mended = await complaining
        assert (mended.state, HINTED in mended.answer) == (State.DONE, True)
        assert await desk.lessons() == []
        assert "taught nothing: there was no time left" in caplog.text
        assert "Not kept as a lesson: there was no time left" in desk.shown(mended)
        model_server.release()


async def test_an_answer_stands_whose_checks_can_not_be_noted(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with school(tmp_path, model_server) as desk, asyncio.TaskGroup() as people:
        await desk.runs(ANA, "add Use type hints in every function.")
        come = hold_when(desk, model_server, ANSWERING)
        asking = people.create_task(desk.asks(ANA))
        await come.wait()
        await by_the_back_door(tmp_path, "ALTER TABLE lesson_use RENAME TO elsewhere")
        model_server.release()
        answer = await asking
        assert (answer.state, answer.problem) == (State.DONE, "")
        assert "Used lesson #1" in desk.shown(answer)
        assert "is not noted" in caplog.text
