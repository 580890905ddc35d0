"""A lesson is its author's to change for as long as it is theirs alone; then it is an admin's."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.learning.nouns import Scope, Standing
from tests.bot.learning.school import ANA, BEN, CAT, DAN, HINTED, PLAIN, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"
PLACE = ("board", "W1")


async def test_an_author_changes_what_is_theirs_alone(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.runs(ANA, "edit 1 Use type hints in all functions.")
        for deed in ("pause 1", "resume 1", "delete 1", "restore 1"):
            await desk.runs(ANA, deed)
        assert HINTED in (await desk.asks(ANA)).answer
        with pytest.raises(UsageError, match="no lesson #1"):
            await desk.runs(BEN, "delete 1")


@pytest.mark.parametrize("deed", ["edit 1 Write no type hints.", "pause 1", "delete 1", "pin 1"])
async def test_what_others_are_for_is_an_admins(deed: str, tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:cat", lessons_strict=deed.startswith("edit")) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.runs(CAT, "support 1")
        with pytest.raises(UsageError, match="admin"):
            await desk.runs(ANA, deed)
        await desk.runs(CAT, deed)


async def test_what_an_admin_pinned_is_not_undone_by_its_author(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:cat") as desk:
        await desk.teaches(ANA, HINTS)
        await desk.runs(CAT, "pin 1")
        for deed in ("delete 1", "pause 1", "unpin 1"):
            with pytest.raises(UsageError, match="admin"):
                await desk.runs(ANA, deed)
        await desk.runs(ANA, "undo 1")
        assert PLAIN in (await desk.asks(ANA)).answer
        assert HINTED in (await desk.asks(DAN)).answer


async def test_what_an_admin_stopped_is_not_let_go_on_by_its_author(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:cat") as desk:
        await desk.teaches(ANA, HINTS)
        for stops, goes_on in (("pause 1", "resume 1"), ("delete 1", "restore 1")):
            await desk.runs(CAT, stops)
            with pytest.raises(UsageError, match="Somebody else stopped"):
                await desk.runs(ANA, goes_on)
            await desk.runs(CAT, goes_on)


@pytest.mark.parametrize(
    ("stops", "detour"),
    [
        ("pause 1", ["unpin 1"]),
        ("pause 1", ["delete 1", "restore 1"]),
        ("pause 1", ["edit 1 Use type hints in all functions.", "resume 1"]),
        ("delete 1", ["restore 1"]),
    ],
)
async def test_no_detour_leads_an_author_around_who_stopped_their_lesson(
    stops: str, detour: list[str], tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server, admins="board:cat") as desk:
        await desk.teaches(ANA, HINTS)
        await desk.runs(CAT, stops)
        *before, last = detour
        for deed in before:
            await desk.runs(ANA, deed)
        with pytest.raises(UsageError, match="is not pinned" if last.startswith("unpin") else "Somebody else stopped"):
            await desk.runs(ANA, last)
        assert PLAIN in (await desk.asks(ANA)).answer


async def test_what_an_admin_let_go_on_is_its_authors_again(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:cat") as desk:
        await desk.teaches(ANA, HINTS)
        for deed in ("pause 1", "resume 1"):
            await desk.runs(CAT, deed)
        for deed in ("pause 1", "resume 1", "delete 1", "restore 1"):
            await desk.runs(ANA, deed)
        assert HINTED in (await desk.asks(ANA)).answer


async def test_undo_takes_a_shared_lesson_from_oneself_only(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        assert "stays for them" in (await desk.runs(ANA, "undo 1")).text
        assert PLAIN in (await desk.asks(ANA)).answer
        assert HINTED in (await desk.asks(BEN)).answer
        assert HINTED in (await desk.asks(DAN)).answer


async def test_a_deleted_lesson_is_not_outvoted_back(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:dan") as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        (seen,) = await desk.lessons()
        await desk.runs(DAN, "delete 1")
        for person in (ANA, BEN):
            await desk.core.learning.not_here(person, PLACE, seen)
        (lesson,) = await desk.lessons()
        assert lesson.standing is Standing.DELETED


async def test_two_admins_at_once_both_stand_in_the_history(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:cat,board:dan") as desk:
        await desk.teaches(ANA, HINTS)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(desk.runs(CAT, "edit 1 Use type hints everywhere."))
            tasks.create_task(desk.runs(DAN, "pin 1"))
        (lesson,) = await desk.lessons()
        assert (lesson.standing, lesson.scope) == (Standing.PINNED, Scope.WORKSPACE)
        assert lesson.rule.text == "Use type hints everywhere."
        changes = await desk.core.store.lessons.history(PLACE, 1)
        assert [change.version for change in changes] == [1, 2, 3]
        assert {change.author.name for change in changes} == {"Ana", "Cat", "Dan"}


async def test_an_admin_of_one_platform_is_none_on_another(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="slack:ana") as desk:
        await desk.teaches(ANA, HINTS)
        with pytest.raises(UsageError, match="Only an admin"):
            await desk.runs(ANA, "pin 1")
