"""Who sees a lesson, and the words that taught it: nothing leaves the channel or the direct message it was said in."""

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.learning.nouns import Scope, Standing
from tests.bot.learning.school import ANA, BEN, CAT, DAN, HINTED, PLAIN, school
from tests.fakes.openai_server import ModelServer

HINTS = "we always write type hints"
PLACE = ("board", "W1")


async def test_words_are_shown_in_the_channel_where_they_were_said(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        for number, (who, channel) in enumerate(((ANA, "dev"), (BEN, "secret"), (CAT, "ops"))):
            await desk.teaches(who, f"{HINTS}, says {number}", channel=channel)
        (lesson,) = await desk.lessons()
        assert lesson.scope is Scope.WORKSPACE
        for who, channel, seen in ((DAN, "dev", "0"), (DAN, "secret", "1"), (DAN, "", ""), (BEN, "dev", "01")):
            shown = (await desk.runs(who, "show 1", channel=channel)).text
            assert [number for number in "012" if f"says {number}”" in shown] == list(seen), (who.name, channel)


async def test_words_of_a_direct_message_are_shown_to_nobody_else(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, lessons_workspace=1) as desk:
        bens = await desk.asks(BEN, channel="")
        await desk.teaches(ANA, HINTS)
        await desk.complains(BEN, bens, f"{HINTS}, psst")
        assert [sorted(one.supporters) for one in await desk.lessons()] == [["ana", "ben"]]
        for channel in ("dev", ""):
            assert "psst" not in (await desk.runs(ANA, "show 1", channel=channel)).text
            assert "psst" in (await desk.runs(BEN, "show 1", channel=channel)).text


async def test_what_was_taught_in_a_direct_message_is_no_admins(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:dan") as desk:
        desk.pupil.rules["just here"] = {"reach": "talk"}
        await desk.teaches(ANA, HINTS, channel="")
        await desk.teaches(ANA, "Write short names, just here.", channel="")
        await desk.runs(ANA, "add Write long names.", channel="")
        await desk.runs(ANA, "delete 3", channel="")
        for channel in ("dev", ""):
            assert "No lessons" in (await desk.runs(DAN, "list", channel=channel)).text
            assert await desk.core.learning.deleted(DAN, PLACE, channel) == []
            for deed in ("show 1", "pin 1", "edit 1 Do it.", "delete 1", "show 2", "restore 3"):
                with pytest.raises(UsageError, match="no lesson #"):
                    await desk.runs(DAN, deed, channel=channel)
        assert "(2)" in (await desk.runs(ANA, "list")).text
        assert [one.number for one in await desk.core.learning.deleted(ANA, PLACE, "dev")] == [3]


async def test_what_is_exported_is_shared_or_ones_own(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server, admins="board:dan") as desk:
        await desk.teaches(ANA, HINTS)
        await desk.runs(DAN, "add Write long names.")
        await desk.runs(DAN, "add Write short functions.", channel="")
        assert "(3)" in (await desk.runs(DAN, "list")).text, "an admin sees what was said in channels"
        file = (await desk.runs(DAN, "export")).file
        assert file
        assert "long names" in file.text
        assert "short functions" in file.text
        assert "type hints" not in file.text
        await desk.teaches(BEN, HINTS)
        file = (await desk.runs(DAN, "export")).file
        assert file
        assert "type hints" in file.text


async def test_whoever_is_in_a_thread_sees_its_lesson_and_can_refuse_it(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["type hints"] = {"reach": "talk"}
        await desk.complains(ANA, await desk.asks(ANA, thread="here"), "type hints for now")
        answer = await desk.asks(BEN, thread="here")
        assert HINTED in answer.answer
        why = await desk.runs(BEN, f"why {answer.id}")
        assert "type hints for now" in why.text
        await desk.runs(BEN, why.buttons[0].command.removeprefix("lessons "))
        assert PLAIN in (await desk.asks(BEN, thread="here")).answer
        assert HINTED in (await desk.asks(ANA, thread="here")).answer
        assert "No lessons" in (await desk.runs(DAN, "list")).text, "elsewhere it is of no use"
        for channel in ("ops", ""):
            with pytest.raises(UsageError, match="no lesson #1"):
                await desk.runs(DAN, "show 1", channel=channel)
        await desk.runs(DAN, "not 1")
        assert [one.standing for one in await desk.lessons()] == [Standing.PAUSED]


async def test_a_threads_lesson_that_nobody_is_for_concerns_nobody(tmp_path: Path, model_server: ModelServer) -> None:
    async with school(tmp_path, model_server) as desk:
        desk.pupil.rules["type hints"] = {"reach": "talk"}
        await desk.complains(ANA, await desk.asks(ANA, thread="here"), "type hints for now")
        await desk.runs(ANA, "not 1")
        assert PLAIN in (await desk.asks(BEN, thread="here")).answer
