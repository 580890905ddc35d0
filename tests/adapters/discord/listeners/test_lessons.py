"""Feedback that teaches, in Discord: what stands under an answer, what pressing it does, and `/lessons`."""

from pathlib import Path

import pytest

from bot.learning.nouns import Lesson, Scope, Standing
from tests.adapters.discord.acts import press, run
from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.wiring import Room, answered_alone
from tests.bot.learning.school import HINTED, PLAIN, Pupil
from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until

HINTS = "we always write type hints"
ASKED = f"<@{BOT}> Write f."


@pytest.fixture(autouse=True)
def pupil(model_server: ModelServer) -> Pupil:
    """The model: it follows whatever lessons it is given, and learns of type hints."""
    made = Pupil()
    made.rules["type hints"] = {}
    model_server.answer = made.answer
    return made


async def teaches(room: Room, user: str = ANA) -> tuple[FakeMessage, FakeMessage]:
    """Let somebody ask, press the thumb down and say why; return the answer, and the mended one."""
    thread = await room.discord.says(GENERAL, ASKED, user)
    (answer,) = await room.answers(thread)
    assert PLAIN in answer.content
    form = await room.discord.presses(answer, "👎", user)
    await room.discord.submits(form, {"chips": ["style"], "words": HINTS}, user)
    _, mended = await room.answers(thread, 2)
    return answer, mended


async def asks(room: Room, user: str = ANA) -> FakeMessage:
    """Let somebody ask once more, in a thread of its own; return the answer."""
    return (await room.answers(await room.discord.says(GENERAL, ASKED, user)))[0]


async def lessons(room: Room, guild: str = G1) -> list[Lesson]:
    return (await room.core.store.lessons.all("discord", guild))[1]


async def stands(room: Room, *expected: Standing) -> None:
    """Wait until the lessons of the server stand like this."""

    async def stand() -> bool:
        return [one.standing for one in await lessons(room)] == list(expected)

    await until(stand)


def rows(message: FakeMessage) -> list[list[str]]:
    """The labels of what can be pressed, row by row."""
    return [[each.get("label", "") for each in row["components"]] for row in message.components]


async def test_a_complaint_mends_the_answer_is_kept_and_can_be_undone(room: Room) -> None:
    _, mended = await teaches(room)
    before = mended.content
    assert HINTED in before
    assert "*Kept as lesson #1, for you: Write it in another style. we always write type hints*" in before
    assert rows(mended) == [["", "", "Regenerate", "Save code", "scripted"], ["Undo #1"]]
    done = await room.discord.presses(mended, "Undo #1")
    await until(lambda: answered_alone(done, "Lesson #1 is gone"))
    assert mended.content == before  # what all see stays as it is
    assert PLAIN in (await asks(room)).content
    assert "It is back" in await press(room, done.messages[-1], "Undo")
    assert HINTED in (await asks(room)).content


async def test_an_answer_names_its_lessons_and_why_leads_to_what_undoes_them(room: Room) -> None:
    await teaches(room)
    answer = await asks(room)
    assert "*Used lesson #1*" in answer.content
    await room.discord.presses(answer, "Why?")
    why = await room.told("Lessons used for this answer")
    assert "type hints" in why.content
    assert "✓ followed" in why.content
    assert rows(why) == [["Not here: #1", "Undo #1"]]
    assert "does not concern your answers any more" in await press(room, why, "Not here: #1")
    assert PLAIN in (await asks(room)).content
    assert "You are for lesson #1" in await press(room, why, "Undo")
    assert HINTED in (await asks(room)).content


async def test_who_presses_does_it_for_themselves(room: Room) -> None:
    await teaches(room)
    _, bens = await teaches(room, BEN)
    assert "*Like lesson #1, for this channel:" in bens.content
    answer = await asks(room)
    await room.discord.presses(answer, "Why?", BEN)
    assert "it stays for them" in await press(room, await room.told("Lessons used", BEN), "Undo #1", BEN)
    assert PLAIN in (await asks(room, BEN)).content
    assert HINTED in (await asks(room)).content
    assert not room.seen("esson")


async def test_what_concerns_somebody_else_alone_is_not_told(room: Room) -> None:
    _, mended = await teaches(room)
    await room.discord.presses(await asks(room), "Why?", BEN)
    why = await room.told("Lessons used", BEN)
    assert "**#1** concerns somebody else alone" in why.content
    assert "type hints" not in why.content
    await room.discord.presses(mended, "Undo #1", BEN)
    await room.told("There is no lesson #1 here", BEN)
    await stands(room, Standing.NEW)


async def test_lessons_as_commands(room: Room) -> None:
    assert "No lessons concern you here yet" in (await run(room, "/lessons list")).content
    kept = await run(room, "/lessons add", rule="Use pathlib for paths.")
    assert "Kept as **#1** Use pathlib for paths." in kept.content
    assert "**Lessons** (1)" in (await run(room, "/lessons list", words="pathlib")).content
    assert "Ana is for it" in (await run(room, "/lessons show", lesson="#1")).content
    edited = await run(room, "/lessons edit", lesson="1", rule="Use pathlib for all paths.")
    assert "It says now: **#1** Use pathlib for all paths." in edited.content
    assert "**#1** Use pathlib for paths." in await press(room, edited, "Undo")
    for verb, said, standing in (
        ("pause", "rests, for everybody", Standing.PAUSED),
        ("resume", "In force again", Standing.NEW),
        ("not", "does not concern your answers", Standing.NEW),
        ("support", "You are for lesson #1", Standing.NEW),
        ("delete", "Deleted lesson #1", Standing.DELETED),
        ("restore", "It is back", Standing.NEW),
    ):
        assert said in (await run(room, f"/lessons {verb}", lesson="1")).content
        await stands(room, standing)
    (file,) = (await run(room, "/lessons export")).attachments
    assert (file.name, "- Use pathlib for paths." in file.text) == ("AGENTS.md", True)
    assert "Lesson #1 is gone" in await press(room, kept, "Undo #1")
    asked = await run(room, "/lessons forget")
    assert "This can't be undone" in asked.content
    assert "Forgotten" in await press(room, asked, "Forget me for good")
    for verb in ("pin", "unpin"):
        assert "no lesson #1 here" in (await run(room, f"/lessons {verb}", lesson="1")).content


async def test_what_is_wrong_is_said_with_the_words_of_discord(room: Room) -> None:
    assert "`/lessons show lesson:12`" in (await run(room, "/lessons show", lesson="the newest")).content
    await run(room, "/lessons add", rule="Use pathlib for paths.")
    assert "`/lessons edit lesson:12`" in (await run(room, "/lessons edit", lesson="1 or 2", rule="Do it.")).content
    await run(room, "/help")
    said = (await room.told("`/lessons export`")).content
    for command in ("list", "add rule:RULE", "edit lesson:NUMBER rule:RULE", "support lesson:NUMBER", "export"):
        assert f"`/lessons {command}`" in said


async def offers(room: Room, verb: str, typed: str = "", user: str = ANA) -> list[str]:
    """The numbers of the lessons that Discord offers for a command."""
    options = {"lesson": typed, "rule": "x"} if verb == "edit" else {"lesson": typed}
    shown = await room.discord.completes(f"/lessons {verb}", options, "lesson", user)
    return [choice["value"] for choice in shown]


async def test_lessons_are_offered_by_number_and_words_where_something_can_be_done(room: Room) -> None:
    for rule in ("Use pathlib for paths.", "Write type hints.", "Name tests after journeys.", "Prefer f-strings."):
        await run(room, "/lessons add", rule=rule)
    await run(room, "/lessons add", BEN, rule="Write short functions.")
    await run(room, "/lessons pause", lesson="3")
    await run(room, "/lessons delete", lesson="4")
    (offered,) = await room.discord.completes("/lessons show", {"lesson": "HINTS"}, "lesson")
    assert offered == {"name": "#2 · Write type hints.", "value": "2"}
    assert await offers(room, "show") == ["3", "2", "1"]
    assert await offers(room, "show", "#1") == ["1"]
    assert await offers(room, "show", "nonsense") == []
    assert await offers(room, "edit") == ["3", "2", "1"]
    assert await offers(room, "not") == ["2", "1"]
    assert await offers(room, "resume") == ["3"]
    assert await offers(room, "restore") == ["4"]
    assert await offers(room, "unpin") == []
    assert await offers(room, "show", user=BEN) == ["5"]


async def test_a_thumb_down_that_is_taken_back_takes_its_lesson_back(room: Room) -> None:
    answer, _ = await teaches(room)
    await stands(room, Standing.NEW)
    await room.discord.presses(answer, "👎")
    await room.told("Taken back.")
    await stands(room, Standing.DELETED)
    assert PLAIN in (await asks(room)).content


async def test_what_is_said_in_direct_messages_stays_there(room: Room) -> None:
    direct = room.discord.direct()
    await room.discord.says(direct, "Write f.")
    (answer,) = await room.answers(direct)
    form = await room.discord.presses(answer, "👎")
    await room.discord.submits(form, {"words": HINTS})
    _, mended = await room.answers(direct, 2)
    assert f"*Kept as lesson #1, for you: {HINTS}*" in mended.content
    assert [(one.scope, one.place) for one in await lessons(room, "")] == [(Scope.USER, "")]
    assert await lessons(room) == []
    assert PLAIN in (await asks(room, BEN)).content


async def test_buttons_from_before_a_restart_work(tmp_path: Path, model_server: ModelServer) -> None:
    async with DiscordServer(second=0.1) as discord:
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            _, mended = await teaches(Room(discord, model_server, core, adapter))
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            room = Room(discord, model_server, core, adapter)
            await discord.presses(mended, "Undo #1")
            await room.told("Lesson #1 is gone")
            assert PLAIN in (await asks(room)).content
