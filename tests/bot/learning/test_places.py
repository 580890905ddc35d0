"""Where a lesson holds: in its thread, in direct messages, on its platform, and where admins decide alone."""

from dataclasses import replace
from pathlib import Path

from bot.learning.nouns import Scope
from bot.nouns import Author, Message
from tests.bot.learning.school import ANA, BEN, CAT, DAN, HINTED, PLAIN, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"


async def test_what_holds_for_one_talk_stays_in_its_thread(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["type hints"] = {"reach": "talk"}
        first = await desk.asks(ANA, thread="here")
        await desk.complains(ANA, first, "type hints for now")
        (lesson,) = await desk.lessons()
        assert (lesson.scope, lesson.place) == (Scope.THREAD, "here")
        assert HINTED in (await desk.asks(BEN, thread="here")).answer
        assert PLAIN in (await desk.asks(ANA)).answer
        for person in (BEN, CAT, DAN):
            await desk.complains(person, await desk.asks(person, thread="there"), "type hints for now")
        assert {one.scope for one in await desk.lessons()} == {Scope.THREAD}


async def test_a_direct_lesson_concerns_its_author_in_channels_too(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS, channel="")
        assert HINTED in (await desk.asks(ANA)).answer
        await desk.teaches(BEN, HINTS)
        await desk.teaches(CAT, HINTS)
        own, shared = await desk.lessons()
        assert (own.scope, own.supporters) == (Scope.USER, ("ana",))
        assert sorted(shared.supporters) == ["ben", "cat"]
        assert "Ana" not in (await desk.runs(BEN, f"show {shared.number}")).text


async def test_a_channel_is_shared_with_by_who_said_so_there(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_workspace=4) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS, channel="ops")
        (lesson,) = await desk.lessons()
        assert (lesson.scope, dict(zip(lesson.supporters, lesson.heard_in, strict=True))) == (
            Scope.USER,
            {"ana": "dev", "ben": "ops"},
        )
        assert PLAIN in (await desk.asks(DAN)).answer
        await desk.teaches(CAT, HINTS)
        assert [one.scope for one in await desk.lessons()] == [Scope.CHANNEL]
        assert HINTED in (await desk.asks(DAN)).answer
        await desk.teaches(DAN, HINTS, channel="lab")
        assert [one.scope for one in await desk.lessons()] == [Scope.WORKSPACE]


async def test_who_is_for_a_lesson_in_direct_messages_is_so_for_themselves(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        await desk.runs(CAT, "support 1")
        assert [one.scope for one in await desk.lessons()] == [Scope.WORKSPACE]
        for person in (BEN, CAT):
            await desk.runs(person, "withdraw 1")
        await desk.runs(BEN, "support 1")
        assert [one.scope for one in await desk.lessons()] == [Scope.CHANNEL]
        await desk.runs(CAT, "support 1", channel="")
        assert [one.scope for one in await desk.lessons()] == [Scope.CHANNEL]


async def test_admins_alone_share_lessons_in_a_strict_workspace(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_strict=True, admins="board:dan") as desk:
        for person in (ANA, BEN, CAT):
            await desk.teaches(person, HINTS)
        (lesson,) = await desk.lessons()
        assert (lesson.scope, len(lesson.supporters)) == (Scope.USER, 3)
        assert PLAIN in (await desk.asks(DAN)).answer
        await desk.runs(DAN, "pin 1")
        assert HINTED in (await desk.asks(DAN)).answer
        assert HINTED in (await desk.asks(Author("board", "eve", "Eve"), channel="ops")).answer


async def test_workspaces_of_two_platforms_with_one_id_are_two(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for person in (ANA, BEN, CAT):
            await desk.teaches(person, HINTS)
        stranger = replace(ANA, platform="other")
        message = Message("x1", "other-thread", stranger, "Write f.", workspace="W1", channel="dev")
        exchange = await desk.core.engine.answer(message, desk.board.place("other-thread"))
        assert exchange
        assert PLAIN in exchange.answer
        assert (await desk.core.store.lessons.all("other", "W1")) == (0, [])
        assert HINTED in (await desk.asks(DAN)).answer
