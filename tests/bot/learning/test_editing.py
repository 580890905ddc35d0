"""An edited lesson is what its new words say, and nothing of the old ones; undone, it is the old one again."""

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.learning.nouns import Facet
from tests.bot.learning.school import ANA, BEN, school
from tests.fakes.openai_server import ModelServer


async def test_an_edited_lesson_is_another_rule_and_undone_the_old_one(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["write keywords"] = {
            "when": "queries",
            "languages": ["sql"],
            "facet": "format",
            "avoid": True,
        }
        await desk.teaches(ANA, "Never write keywords in small letters.")
        (taught,) = await desk.lessons()
        assert (taught.rule.languages, taught.rule.when, taught.rule.avoid) == (("sql",), "queries", True)
        edited = await desk.runs(ANA, "edit 1 Use pathlib for paths.")
        (lesson,) = await desk.lessons()
        rule = lesson.rule
        assert (rule.check, rule.facet, rule.languages) == ("pathlib", Facet.LIBRARY, ("python",))
        assert (rule.when, rule.avoid) == ("", False)
        undo = edited.buttons[0].command.removeprefix("lessons ")
        again = await desk.runs(ANA, undo)
        assert (await desk.lessons())[0].rule == taught.rule
        await desk.runs(ANA, again.buttons[0].command.removeprefix("lessons "))
        assert (await desk.lessons())[0].rule == rule


async def test_only_who_may_edit_a_lesson_may_undo_that(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        await desk.teaches(ANA, "we always write type hints")
        with pytest.raises(UsageError, match="what it has always said"):
            await desk.runs(ANA, "revert 1")
        await desk.runs(ANA, "edit 1 Use type hints in all functions.")
        await desk.teaches(BEN, "Use type hints in all functions.")
        for person in (ANA, BEN):
            with pytest.raises(UsageError, match="admin"):
                await desk.runs(person, "revert 1")
