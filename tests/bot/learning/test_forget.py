"""Whoever wants to be forgotten leaves no lesson, no vote, no name and no words behind."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.errors import UsageError
from bot.learning.nouns import Standing
from bot.store.lesson_tables import lesson, lesson_change, lesson_vote
from tests.bot.learning.school import ANA, BEN, CAT, HINTED, PLAIN, School, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"


def kept(tx: Connection) -> str:
    """All that the tables of lessons hold of people."""
    tables = (lesson, lesson_vote, lesson_change)
    columns = [column for table in tables for column in table.c if column.name in ("author_id", "author_name", "quote")]
    return "|".join(str(value) for column in columns for value in tx.scalars(select(column)))


async def forget(desk: School) -> str:
    asked = await desk.runs(ANA, "forget me")
    assert "can't be undone" in asked.text
    (button,) = asked.buttons
    assert button.danger
    return (await desk.runs(ANA, button.command.removeprefix("lessons "))).text


async def test_a_lesson_that_nobody_else_is_for_is_gone(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        assert HINTED in (await desk.asks(ANA)).answer
        assert "1 lesson deleted, 1 of your votes" in await forget(desk)
        assert await desk.lessons() == []
        assert await desk.core.store.database.read(kept) == ""
        assert PLAIN in (await desk.asks(ANA)).answer
        with pytest.raises(UsageError, match="no lesson #1"):
            await desk.runs(ANA, "restore 1")


async def test_others_keep_what_they_are_for_without_the_name(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)
        assert "1 lesson that others are for stay" in await forget(desk)
        (left,) = await desk.lessons()
        assert (left.supporters, left.standing) == (("ben",), Standing.CONFIRMED)
        found = (await desk.core.store.database.read(kept)).lower()
        assert "ana" not in found
        assert "ben" in found
        assert HINTED in (await desk.asks(BEN)).answer
        assert "Ana" not in (await desk.runs(BEN, "show 1")).text


async def test_who_was_only_for_a_lesson_leaves_its_author_alone(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(BEN, HINTS)
        await desk.teaches(ANA, HINTS)
        await forget(desk)
        (left,) = await desk.lessons()
        assert (left.author.id, left.supporters) == ("ben", ("ben",))


async def test_another_workspace_remembers(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS, workspace="W2")
        await forget(desk)
        assert len(await desk.lessons("W2")) == 1


async def test_answers_to_the_forgotten_are_no_examples(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        reverse = "Reverse a list of words."
        await desk.likes(BEN, await desk.asks(ANA, reverse))
        await desk.asks(CAT, reverse)
        assert len(desk.pupil.turns[-1]) == 4
        await forget(desk)
        await desk.asks(CAT, reverse)
        assert len(desk.pupil.turns[-1]) == 2


async def test_nobody_is_forgotten_by_somebody_else(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        with pytest.raises(UsageError, match="forget me"):
            await desk.runs(ANA, "forget ben")
