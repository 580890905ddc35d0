"""What was taught or supported and is taken back leaves nothing behind that it had caused."""

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.learning.nouns import Scope, Standing
from tests.bot.learning.school import ANA, BEN, CAT, DAN, HINTED, PLAIN, School, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"
RUST, GO = "Always write the code in Rust.", "Always write the code in Go."


async def standings(desk: School) -> list[Standing]:
    return [one.standing for one in await desk.lessons()]


async def test_a_lesson_reaches_no_further_than_who_is_still_for_it(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        cats = await desk.asks(CAT, channel="ops")
        await desk.complains(CAT, cats, HINTS)
        scopes = [(await desk.lessons())[0].scope]
        assert await desk.core.engine.revoke("board", cats.refs[0], CAT, -1)
        scopes.append((await desk.lessons())[0].scope)
        assert HINTED in (await desk.asks(DAN)).answer
        await desk.runs(BEN, "withdraw 1")
        scopes.append((await desk.lessons())[0].scope)
        assert scopes == [Scope.WORKSPACE, Scope.CHANNEL, Scope.USER]
        assert PLAIN in (await desk.asks(DAN)).answer
        assert HINTED in (await desk.asks(ANA)).answer


async def test_what_an_admin_pinned_stays_when_people_leave(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:dan") as desk:
        await desk.teaches(ANA, HINTS)
        await desk.runs(DAN, "pin 1")
        await desk.runs(ANA, "withdraw 1")
        assert [(one.scope, one.standing) for one in await desk.lessons()] == [(Scope.WORKSPACE, Standing.PINNED)]


async def test_without_the_forgotten_a_lesson_reaches_less_far(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        await desk.runs(ANA, "forget me for good")
        (lesson,) = await desk.lessons()
        assert (lesson.scope, lesson.supporters) == (Scope.USER, ("ben",))


async def test_what_gave_way_to_a_lesson_comes_back_when_that_goes(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["write the code in"] = {"facet": "language", "languages": []}
        await desk.teaches(ANA, RUST)
        there = await desk.asks(ANA)
        await desk.complains(ANA, there, GO)
        gone, stays = [Standing.DELETED, Standing.NEW], [Standing.NEW, Standing.DELETED]
        assert await standings(desk) == gone
        await desk.runs(ANA, "undo 2")
        assert await standings(desk) == stays
        await desk.asks(ANA)
        assert "in Rust" in desk.pupil.briefings[-1]
        assert "in Rust.”" in (await desk.runs(ANA, "show 1")).text
        await desk.runs(ANA, "restore 2")
        assert await standings(desk) == gone
        assert await desk.core.engine.revoke("board", there.refs[0], ANA, -1)
        assert await standings(desk) == stays


async def test_who_left_a_shared_lesson_for_the_contrary_is_for_it_again(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["write the code in"] = {"facet": "language", "languages": []}
        await desk.teaches(ANA, RUST)
        await desk.teaches(BEN, RUST)
        await desk.teaches(BEN, GO)
        old, _ = await desk.lessons()
        assert (old.scope, old.supporters) == (Scope.USER, ("ana",))
        await desk.runs(BEN, "withdraw 2")
        old, new = await desk.lessons()
        assert (old.scope, sorted(old.supporters)) == (Scope.CHANNEL, ["ana", "ben"])
        assert new.standing is Standing.DELETED


async def test_an_admin_who_stops_a_lesson_brings_none_back(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:dan") as desk:
        desk.pupil.rules["write the code in"] = {"facet": "language", "languages": []}
        await desk.teaches(ANA, RUST)
        await desk.teaches(ANA, GO)
        await desk.runs(DAN, "delete 2")
        assert await standings(desk) == [Standing.DELETED, Standing.DELETED]


async def test_undo_of_a_mere_support_takes_that_back_alone(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:ben") as desk:
        await desk.teaches(ANA, "we always use pathlib for paths")
        bens = await desk.runs(BEN, "add we always use pathlib for paths")
        assert "There is such a lesson already" in bens.text
        assert [button.command for button in bens.buttons] == ["lessons withdraw 1"]
        assert "others are" in (await desk.runs(BEN, "withdraw 1")).text
        (lesson,) = await desk.lessons()
        assert (lesson.standing.in_force, lesson.supporters, lesson.opponents) == (True, ("ana",), ())
        with pytest.raises(UsageError, match="You are not for lesson #1"):
            await desk.runs(BEN, "withdraw 1")
        supported = await desk.runs(BEN, "support 1")
        assert [button.command for button in supported.buttons] == ["lessons withdraw 1"]
        await desk.runs(BEN, "undo 1")
        (lesson,) = await desk.lessons()
        assert lesson.standing.in_force, "nobody deletes for all what they are merely for"


async def test_below_an_answer_undo_takes_back_what_was_said_there(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        mended = await desk.teaches(BEN, HINTS)
        (shown,) = [one for one in desk.board.shown(mended.message.conversation) if "Like lesson #1" in one.text]
        assert shown.epilogue
        assert [button.command for button in shown.epilogue.offers] == ["lessons withdraw 1"]
