"""Feedback that teaches, in Slack: what stands under an answer, what pressing it does, and `/lessons`."""

from pathlib import Path

import pytest

from bot.learning.nouns import Lesson, Scope, Standing
from tests.adapters.slack.program import opened_slack
from tests.adapters.slack.wiring import Room, in_room
from tests.bot.learning.school import HINTED, PLAIN, Pupil
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import FakeMessage, SlackServer
from tests.until import until

HINTS = "we always write type hints"
ASKED = "<@UBOT1> Write f."


@pytest.fixture(autouse=True)
def pupil(model_server: ModelServer) -> Pupil:
    """The model: it follows whatever lessons it is given, and learns of type hints."""
    made = Pupil()
    made.rules["type hints"] = {}
    model_server.answer = made.answer
    return made


async def teaches(room: Room, user: str = "UANA", channel: str = "C1") -> tuple[str, FakeMessage]:
    """Let somebody ask, press the thumb down and say why; return the thread, and the mended answer."""
    ts = await room.slack.says(channel, "Write f." if channel == "D1" else ASKED, user)
    (answer,) = await room.answers(ts, channel=channel)
    assert PLAIN in answer.markdown
    await room.slack.presses(channel, answer.ts, "rate", user, value="down")
    await room.slack.submits(await room.form("change"), {"chips": ["style"], "words": HINTS}, user)
    _, mended = await room.answers(ts, 2, channel)
    return ts, mended


async def asks(room: Room, user: str = "UANA") -> FakeMessage:
    """Let somebody ask once more, in a thread of its own; return the answer."""
    (answer,) = await room.answers(await room.slack.says("C1", ASKED, user))
    return answer


async def lessons(room: Room) -> list[Lesson]:
    return (await room.core.store.lessons.all("slack", "T1"))[1]


async def stands(room: Room, *expected: Standing) -> None:
    """Wait until the lessons stand like this."""

    async def stand() -> bool:
        return [one.standing for one in await lessons(room)] == list(expected)

    await until(stand)


def labels(message: FakeMessage) -> list[str]:
    elements = [element for block in message.blocks for element in block.get("elements", [])]
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


async def test_a_complaint_mends_the_answer_is_kept_and_can_be_undone(room: Room) -> None:
    ts, mended = await teaches(room)
    before = mended.markdown
    assert HINTED in before
    assert "*Kept as lesson #1, for you: Write it in another style. we always write type hints*" in before
    assert labels(mended) == ["Regenerate", "Save code", "Undo #1"]
    await room.slack.presses("C1", mended.ts, "offer:0", value="lessons undo 1")
    gone = await room.told("Lesson #1 is gone")
    assert gone.thread_ts == ts
    assert mended.markdown == before  # what all see stays as it is
    assert PLAIN in (await asks(room)).markdown
    await room.slack.presses("C1", gone.ts, "run:0", value="lessons restore 1")
    await room.told("It is back")
    assert HINTED in (await asks(room)).markdown


async def test_an_answer_names_its_lessons_and_why_leads_to_what_undoes_them(room: Room) -> None:
    await teaches(room)
    answer = await asks(room)
    assert "*Used lesson #1*" in answer.markdown
    exchange = await room.core.store.exchanges.by_ref("slack", f"T1:C1:{answer.ts}")
    assert exchange
    await room.slack.presses("C1", answer.ts, "offer:0", value=f"lessons why {exchange.id}")
    why = await room.told("Lessons used for this answer")
    assert "type hints" in why.markdown
    assert "✓ followed" in why.markdown
    assert room.slack.has("C1", why.ts, "run:1")  # Undo
    await room.slack.presses("C1", why.ts, "run:0", value="lessons not 1")
    left = await room.told("does not concern your answers any more")
    assert PLAIN in (await asks(room)).markdown
    await room.slack.presses("C1", left.ts, "run:0", value="lessons support 1")
    await room.told("You are for lesson #1")
    assert HINTED in (await asks(room)).markdown


async def test_who_presses_does_it_for_themselves(room: Room) -> None:
    await teaches(room)
    _, bens = await teaches(room, "UBEN")
    assert "*Like lesson #1, for this channel:" in bens.markdown
    answer = await asks(room)
    why = next(label for label in labels(answer) if label == "Why?")
    assert why
    await room.slack.presses("C1", answer.ts, "offer:0", "UBEN")
    await room.slack.presses("C1", (await room.told("Lessons used", "UBEN")).ts, "run:1", "UBEN")
    await room.told("it stays for them", "UBEN")
    assert PLAIN in (await asks(room, "UBEN")).markdown
    assert HINTED in (await asks(room)).markdown
    assert not [seen for seen in room.slack.ephemerals if seen.user == "UANA"]


async def test_what_concerns_somebody_else_alone_is_not_told(room: Room) -> None:
    _, mended = await teaches(room)
    answer = await asks(room)
    await room.slack.presses("C1", answer.ts, "offer:0", "UBEN")
    why = await room.told("Lessons used", "UBEN")
    assert "**#1** concerns somebody else alone" in why.markdown
    assert "type hints" not in why.markdown
    await room.slack.presses("C1", mended.ts, "offer:0", "UBEN")
    await room.told("There is no lesson #1 here", "UBEN")
    await stands(room, Standing.NEW)


async def test_lessons_as_a_command(room: Room) -> None:
    await room.slack.commands("/lessons", "")
    await room.told("No lessons concern you here yet")
    await room.slack.commands("/lessons", "add Use pathlib for paths.")
    kept = await room.told("Kept as **#1** Use pathlib for paths.")
    await room.slack.commands("/lessons", "list")
    listed = await room.told("**Lessons** (1)")
    await room.slack.presses("C1", listed.ts, "run:0", value="lessons show 1")
    await room.told("Ana is for it")
    await room.slack.commands("/lessons", "edit 1 Use pathlib for all paths.")
    await room.told("It says now: **#1** Use pathlib for all paths.")
    await room.slack.commands("/lessons", "delete 1")
    deleted = await room.told("Deleted lesson #1")
    await stands(room, Standing.DELETED)
    await room.slack.presses("C1", deleted.ts, "run:0", value="lessons restore 1")
    await room.told("It is back")
    await room.slack.presses("C1", kept.ts, "run:0", value="lessons undo 1")
    await room.told("Lesson #1 is gone")
    await room.slack.commands("/lessons", "shw 1")
    await room.told("Did you mean `/lessons show`?")


async def test_lessons_are_taken_along_as_a_file(room: Room) -> None:
    await room.slack.commands("/lessons", "add Use pathlib for paths.")
    await room.told("Kept as")
    await room.slack.commands("/lessons", "export")
    await room.told("I send you the file in a direct message")
    await until(lambda: bool(room.slack.files and room.slack.files[0].channel == "D1"))
    assert "- Use pathlib for paths." in room.slack.files[0].text


async def test_home_shows_the_lessons_of_its_person(room: Room) -> None:
    await room.slack.opens_home()
    await until(lambda: "how I learn" in str(room.slack.homes.get("UANA")))
    await room.slack.commands("/lessons", "add Use pathlib for paths.")
    await room.told("Kept as")
    await room.slack.opens_home()
    await until(lambda: "Use pathlib for paths." in str(room.slack.homes["UANA"]["blocks"]))
    home = room.slack.homes["UANA"]["id"]
    await room.slack.presses_view(home, "run:0", value="lessons show 1")
    shown = await room.form("reply")
    assert "Ana is for it" in str(room.slack.views[shown]["blocks"])
    await room.slack.presses_view(home, "run:1", value="lessons undo 1")
    await until(lambda: "Use pathlib" not in str(room.slack.homes["UANA"]["blocks"]))
    await stands(room, Standing.DELETED)


async def test_a_thumb_down_that_is_taken_back_takes_its_lesson_back(room: Room) -> None:
    ts, answer = await room.asks(ASKED)
    await room.slack.reacts("C1", answer.ts, "-1")
    await room.told("What should I change?")
    await room.slack.says("C1", HINTS, thread_ts=ts)
    _, mended = await room.answers(ts, 2)
    assert f"*Kept as lesson #1, for you: {HINTS}*" in mended.markdown
    await room.slack.reacts("C1", answer.ts, "-1", removed=True)
    await stands(room, Standing.DELETED)
    assert PLAIN in (await asks(room)).markdown


async def test_what_is_said_in_direct_messages_stays_with_its_person(room: Room) -> None:
    await teaches(room, channel="D1")
    assert HINTED in (await asks(room)).markdown
    await teaches(room, "UBEN")
    assert [(one.scope, one.place, one.author.id) for one in await lessons(room)] == [
        (Scope.USER, "", "UANA"),
        (Scope.USER, "C1", "UBEN"),
    ]


async def test_buttons_from_before_a_restart_work(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=3.0) as slack:
        async with opened_slack(tmp_path, model_server, slack) as core:
            _, mended = await teaches(Room(slack, model_server, core))
        async with opened_slack(tmp_path, model_server, slack) as core:
            room = Room(slack, model_server, core)
            await slack.presses("C1", mended.ts, "offer:0", value="lessons undo 1")
            await room.told("Lesson #1 is gone")
            assert PLAIN in (await asks(room)).markdown


async def test_without_streaming_they_stand_under_the_answer_too(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, streaming=False) as room:
        _, mended = await teaches(room)
        assert labels(mended) == ["Regenerate", "Save code", "Undo #1"]
        assert labels(await asks(room)) == ["Regenerate", "Save code", "Why?"]
