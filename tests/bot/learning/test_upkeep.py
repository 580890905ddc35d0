"""Lessons that nobody confirms expire, those that are liked less rest, and each is embedded by the model of the day."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.learning.nouns import KEEPER, Standing
from bot.learning.shares import Share
from bot.learning.upkeep import AGES, Upkeep, drags
from tests.bot.learning.school import ANA, BEN, HINTED, PLAIN, School, school
from tests.fakes.openai_server import ModelServer
from tests.until import until

DAY = 24 * 60 * 60
PLACE = ("board", "W1")


class Lengths:
    """An embedder that knows of a text how long it is."""

    model = "lengths"

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        import numpy as np

        return [np.array([1, len(text)], "<f4").tobytes() for text in texts]

    async def aclose(self) -> None:
        """Nothing is held."""


async def days_pass(desk: School, days: float) -> None:
    """Let everything that was done to lessons have been done so long ago."""

    def age(tx: Connection) -> None:
        by = {"by": days * DAY}
        tx.execute(text("UPDATE lesson SET confirmed = confirmed - :by, used = max(used - :by, 0)"), by)

    await desk.core.store.database.write(age)


async def standing(desk: School) -> Standing:
    (lesson,) = await desk.lessons()
    return lesson.standing


async def test_a_lesson_that_nobody_confirms_expires(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        upkeep = Upkeep(desk.core.store, None)
        await desk.teaches(ANA, "we always write type hints")
        await days_pass(desk, 29)
        await upkeep.expire()
        assert await standing(desk) is Standing.NEW
        await days_pass(desk, 2)
        await upkeep.expire()
        await upkeep.expire()
        assert await standing(desk) is Standing.EXPIRED
        assert PLAIN in (await desk.asks(ANA)).answer
        *_, last = await desk.core.store.lessons.history(PLACE, 1)
        assert (last.deed, last.author.name, last.before) == ("expired", KEEPER.name, {"standing": "new"})
        await desk.teaches(ANA, "we always write type hints")
        assert await standing(desk) is Standing.NEW


async def test_a_like_confirms_what_the_answer_followed(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        upkeep = Upkeep(desk.core.store, None)
        await desk.teaches(ANA, "we always write type hints")
        await desk.likes(BEN, await desk.asks(ANA))
        assert await standing(desk) is Standing.CONFIRMED
        await days_pass(desk, 179)
        await desk.asks(ANA)  # which uses it
        await days_pass(desk, 179)
        await upkeep.expire()
        assert await standing(desk) is Standing.CONFIRMED
        await days_pass(desk, 2)
        await upkeep.expire()
        assert await standing(desk) is Standing.EXPIRED


async def test_what_an_admin_pinned_never_expires(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:ana") as desk:
        await desk.teaches(ANA, "we always write type hints")
        await desk.runs(ANA, "pin 1")
        await days_pass(desk, 10_000)
        await Upkeep(desk.core.store, None).expire()
        assert await standing(desk) is Standing.PINNED


async def test_a_lesson_that_is_liked_less_rests(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        upkeep = Upkeep(desk.core.store, None)
        for _ in range(12):
            await desk.likes(BEN, await desk.asks(BEN))
        await desk.teaches(ANA, "we always write type hints")
        for _ in range(4):
            answer = await desk.asks(ANA)
            await desk.core.engine.rate("board", answer.refs[0], BEN, -1)
        await upkeep.rest()
        assert await standing(desk) is Standing.NEW, "four are too few"
        answer = await desk.asks(ANA)
        await desk.core.engine.rate("board", answer.refs[0], BEN, -1)
        await upkeep.rest()
        assert await standing(desk) is Standing.PAUSED
        await desk.runs(ANA, "resume 1")
        await upkeep.rest()
        assert await standing(desk) is Standing.NEW, "who resumes it begins anew"
        assert HINTED in (await desk.asks(ANA)).answer


@pytest.mark.parametrize(
    ("liked", "baseline", "rests"),
    [((0, 5), (50, 100), True), ((2, 8), (60, 100), True), ((3, 10), (60, 100), False), ((0, 4), (9, 10), False)],
)
def test_only_what_is_surely_worse_rests(liked: tuple[int, int], baseline: tuple[int, int], rests: bool) -> None:
    assert drags(Share(*liked), Share(*baseline)) is rests


async def test_lessons_and_exemplars_are_embedded_anew(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for letter in "abcdefghijklmnopqrst":
            await desk.runs(BEN if letter > "j" else ANA, f"add Put the letter {letter} above each function.")
        await desk.likes(BEN, await desk.asks(ANA))
        upkeep = Upkeep(desk.core.store, Lengths())
        await upkeep.embed()
        assert {lesson.embedder for lesson in await desk.lessons()} == {"lengths"}
        assert all(lesson.vector for lesson in await desk.lessons())
        assert await desk.core.store.exemplars.unknown("lengths", 9) == []
        assert len(await desk.core.store.exemplars.unknown("another", 9)) == 1
        assert AGES[Standing.NEW] < AGES[Standing.CONFIRMED]


async def test_what_is_taught_while_nothing_embeds_is_kept_and_embedded_later(
    tmp_path: Path, model_server: ModelServer
) -> None:
    nowhere = {"embeddings": "http://127.0.0.1:9/v1", "embeddings_model": "m"}
    async with school(tmp_path, model_server, **nowhere) as desk:
        mended = await desk.teaches(ANA, "we always write type hints")
        assert "Kept as lesson #1" in desk.shown(mended)
        await desk.runs(BEN, "add Put the letter a above each function.")
        await desk.runs(BEN, "edit 2 Put the letter b above each function.")
        assert [(one.vector, one.embedder) for one in await desk.lessons()] == [(b"", ""), (b"", "")]
        assert HINTED in (await desk.asks(ANA)).answer
        await Upkeep(desk.core.store, Lengths()).embed()
        assert all(one.vector and one.embedder == "lengths" for one in await desk.lessons())


async def test_a_service_looks_after_lessons_from_its_start(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, "we always write type hints")
        await days_pass(desk, 31)
    async with school(tmp_path, model_server) as desk:

        async def has_expired() -> bool:
            return await standing(desk) is Standing.EXPIRED

        await until(has_expired)
