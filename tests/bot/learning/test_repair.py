"""Where the operator allows it, an answer that does not follow a lesson is asked for once more, and only once."""

import asyncio
from pathlib import Path

from bot.learning.effect import measure
from bot.learning.shares import Share
from bot.nouns import State
from tests.bot.learning.school import ANA, HINTED, PLAIN, School, school
from tests.fakes.openai_server import ModelServer
from tests.fakes.openai_wire import Asked
from tests.until import until

AGAIN = "Your answer does not do"
RULE = "Use type hints in every function."


def stubborn(desk: School, *mended: str) -> list[str]:
    """Let the model follow no lesson at first, and then answer with one of ``mended`` after another."""
    asked_again: list[str] = []
    left = list(mended)

    def answer(asked: Asked) -> str:
        said = asked.messages[-1]["content"]
        if not said.startswith(AGAIN):
            return PLAIN
        asked_again.append(said)
        return left.pop(0)

    desk.pupil.answer = answer  # type: ignore[method-assign]
    return asked_again


async def test_an_answer_is_mended_once(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_repair=True) as desk:
        asked = stubborn(desk, HINTED)
        model_server.answer = desk.pupil.answer
        await desk.runs(ANA, f"add {RULE}")
        answer = await desk.asks(ANA)
        assert len(asked) == 1
        assert RULE in asked[0]
        assert "hints the types" in asked[0]
        shown = desk.shown(answer)
        assert shown.index("x):") < shown.index("Mended for lesson #1:") < shown.index("x: int")
        assert answer.answer == HINTED
        (use,) = await desk.core.store.uses.of(answer.id)
        assert (use.passed, use.mended) == (False, True)
        assert "✓ followed" in (await desk.runs(ANA, f"why {answer.id}")).text
        report = await measure(desk.core.store, ("board", "W1"))
        assert report.of(1).checks.applied == Share(0, 1), "what a lesson does is told by the first answer"


async def test_what_does_not_help_leaves_the_first_answer(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_repair=True) as desk:
        asked = stubborn(desk, "```python\ndef f(y):\n    return y\n```")
        model_server.answer = desk.pupil.answer
        await desk.runs(ANA, f"add {RULE}")
        answer = await desk.asks(ANA)
        assert len(asked) == 1
        assert answer.answer == PLAIN
        assert "still does not follow lesson #1" in desk.shown(answer)


async def test_what_breaks_off_leaves_the_first_answer(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_repair=True) as desk:
        await desk.runs(ANA, f"add {RULE}")

        def answer(asked: Asked) -> str:
            if asked.text.startswith(AGAIN):
                return HINTED
            model_server.breaks("cut", after=3)
            return PLAIN

        model_server.answer = answer
        answered = await desk.asks(ANA)
        assert answered.answer == PLAIN
        assert "The answer above stands" in desk.shown(answered)


async def test_what_is_stopped_leaves_the_first_answer(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_repair=True) as desk, asyncio.TaskGroup() as people:
        await desk.runs(ANA, f"add {RULE}")

        def answer(asked: Asked) -> str:
            if not asked.text.startswith(AGAIN):
                return PLAIN
            model_server.hold(after=3)
            return HINTED

        model_server.answer = answer
        asking = people.create_task(desk.asks(ANA, thread="t"))
        await until(lambda: any(HINTED[:12] in post.text.partition("Mended")[2] for post in desk.board.shown("t")))
        assert await desk.core.engine.stop("t")
        model_server.release()
        assert ((await asking).state, (await asking).answer) == (State.STOPPED, PLAIN)


async def test_nothing_is_asked_again_unless_the_operator_says_so(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        asked = stubborn(desk)
        model_server.answer = desk.pupil.answer
        await desk.runs(ANA, f"add {RULE}")
        answer = await desk.asks(ANA)
        assert asked == []
        assert "Mended" not in desk.shown(answer)


async def test_what_is_followed_needs_no_mending(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_repair=True) as desk:
        await desk.runs(ANA, f"add {RULE}")
        answer = await desk.asks(ANA)
        assert HINTED in answer.answer
        assert "Mended" not in desk.shown(answer)
