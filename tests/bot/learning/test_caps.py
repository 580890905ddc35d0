"""Nobody fills a workspace with their own lessons, and no workspace has more of them than can be looked through."""

from pathlib import Path

from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.nouns import Author
from bot.store.lessons import Source
from tests.bot.learning.school import ANA, BEN, School, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"


async def share(desk: School, author: Author, count: int, standing: Standing = Standing.CONFIRMED) -> None:
    """Let a person have taught lessons that hold for everybody."""
    for number in range(count):
        rule = Rule(f"Put the word {author.id}{number} first.")
        taught = Lesson(0, rule, Scope.WORKSPACE, standing, author, workspace="W1", place="dev")
        await desk.core.store.lessons.teach(taught, Source())


async def spread(desk: School) -> Scope:
    await desk.teaches(ANA, HINTS)
    await desk.teaches(BEN, HINTS)
    return next(one.scope for one in await desk.lessons() if one.rule.text == HINTS)


async def test_a_person_has_at_most_a_fifth_of_what_is_shared(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await share(desk, ANA, 3)
        await share(desk, Author("board", "eve", "Eve"), 9)
        assert await spread(desk) is Scope.USER


async def test_a_person_with_less_than_a_fifth_may_share_more(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await share(desk, ANA, 2)
        await share(desk, Author("board", "eve", "Eve"), 9)
        assert await spread(desk) is Scope.CHANNEL


async def test_the_first_few_lessons_of_a_workspace_may_be_one_persons(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        await share(desk, ANA, 8)
        assert await spread(desk) is Scope.CHANNEL


async def test_two_hundred_shared_lessons_are_enough(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await share(desk, Author("board", "eve", "Eve"), 199)
        await share(desk, Author("board", "fay", "Fay"), 5, Standing.PAUSED)
        assert await spread(desk) is Scope.CHANNEL
        desk.pupil.rules["pathlib"] = {}
        for person in (ANA, BEN):
            await desk.teaches(person, "we always use pathlib")
        assert [one.scope for one in await desk.lessons() if "pathlib" in one.rule.text] == [Scope.USER]
