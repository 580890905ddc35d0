"""What lessons do is measured: with them and without, and how often something has to be said again."""

from pathlib import Path

from bot.learning.effect import Repeats, measure
from bot.learning.shares import Share
from tests.bot.learning.school import ANA, BEN, CAT, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"
PLACE = ("board", "W1")


async def test_thumbs_are_counted_with_a_lesson_and_without(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_withheld=0.5) as desk:
        await desk.teaches(ANA, HINTS)
        with_it = []
        for _ in range(16):
            answer = await desk.asks(ANA)
            is_with = "int" in answer.answer
            with_it.append(is_with)
            await desk.core.engine.rate("board", answer.refs[0], ANA, 1 if is_with else -1)
        report = await measure(desk.core.store, PLACE)
        applied = sum(with_it)
        assert report.of(1).likes.applied == Share(applied, applied)
        assert report.of(1).likes.withheld == Share(0, 16 - applied)
        assert report.all.likes == report.of(1).likes
        assert report.of(1).checks.applied == Share(applied, applied)
        assert report.of(1).answers == applied
        assert report.of(2).likes.applied == Share()


async def test_what_has_to_be_said_again_is_counted(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, HINTS)
        assert (await measure(desk.core.store, PLACE)).repeats == Repeats(1)
        await desk.teaches(ANA, HINTS)
        await desk.teaches(BEN, HINTS)  # who was for it by then: not Ben, so nothing had to be said again
        assert (await measure(desk.core.store, PLACE)).repeats == Repeats(3, told=1)
        await desk.runs(CAT, "support 1")
        go = await desk.asks(CAT, "Write f in Go.")  # the lesson is about Python, and is not found
        await desk.complains(CAT, go, HINTS)
        assert (await measure(desk.core.store, PLACE)).repeats == Repeats(4, told=1, missed=1)


async def test_a_lesson_withheld_by_chance_is_no_repeated_correction(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_withheld=0.5) as desk:
        await desk.teaches(ANA, HINTS)
        plain = [answer for _ in range(8) if "int" not in (answer := await desk.asks(ANA)).answer]
        await desk.complains(ANA, plain[0], HINTS)
        assert (await measure(desk.core.store, PLACE)).repeats == Repeats(1)
