"""What goes wrong on Discord's side, or is taken away, while somebody waits for an answer."""

from pathlib import Path

import pytest

from adapters.discord.place import Place
from bot.nouns import State
from tests.adapters.discord.wiring import COUNT, TO_ACKNOWLEDGE, TO_POST, Room, answered_alone, in_room
from tests.fakes.discord import ANA, BEN, BOT, CY, EMBEDDED, G1, GENERAL
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door
from tests.until import until

ME = f"<@{BOT}>"
OVER = (State.STOPPED, State.WITHDRAWN)


@pytest.mark.parametrize("what", ["question", "answer", "thread", "purge"])
async def test_deleting_what_is_being_written_stops_the_model(room: Room, what: str) -> None:
    thread = await room.writes()
    (draft,) = room.mine(thread)
    match what:
        case "question":
            await room.discord.deletes(room.discord.message(thread))
        case "answer":
            await room.discord.deletes(draft)
        case "thread":
            await room.discord.deletes_thread(thread)
        case "purge":
            await room.discord.purges(thread, [draft.id])
    await until(lambda: room.model.deserted == 1)
    exchange = await room.ends(Place(G1, thread), *OVER)
    assert exchange.state is (State.STOPPED if what == "question" else State.WITHDRAWN)
    assert len(room.model.asked) == 1
    if what != "thread":
        assert len(room.mine(thread)) == (what == "question")


async def test_deleting_what_a_command_shows_stops_the_model(room: Room) -> None:
    room.model.says(COUNT)
    room.model.hold(after=2)
    question = await room.codes("count")
    await until(lambda: bool(room.mine(question.id)))
    await room.discord.deletes(question)
    await until(lambda: room.model.deserted == 1)


async def test_a_channel_is_deleted_with_the_threads_in_it(room: Room) -> None:
    thread = await room.writes(EMBEDDED)
    await room.discord.deletes(EMBEDDED)
    await until(lambda: room.model.deserted == 1)
    await room.ends(Place(G1, thread), *OVER)
    room.model.release()
    await room.asks()


async def test_a_server_removes_the_bot_while_it_writes(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    thread = await room.writes()
    await room.discord.leaves(G1)
    await until(lambda: room.model.deserted == 1)
    await room.ends(Place(G1, thread), *OVER, State.FAILED)
    room.model.release()
    direct = room.discord.direct()
    await room.discord.says(direct, "print one")
    await room.answers(direct)
    await room.discord.joins(G1)
    await room.asks()
    assert "Traceback" not in caplog.text


async def test_a_question_that_waits_is_withdrawn_and_no_other(room: Room) -> None:
    thread = await room.writes()
    waiting = await room.discord.says(thread, "and then")

    async def waits() -> bool:
        return len(await room.core.store.exchanges.conversation(Place(G1, thread).conversation)) == 2

    await until(waits)
    await room.discord.deletes(waiting)
    await room.ends(Place(G1, thread), State.STOPPED)
    room.model.release()
    (answer,) = await room.answers(thread)
    assert answer.content == COUNT
    assert len(room.model.asked) == 1


async def test_an_interaction_that_nobody_waits_for_any_more_is_in_the_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    _, answer = await room.asks()
    room.discord.fails(*TO_ACKNOWLEDGE, 10062, times=20)
    room.discord.patience = 0.2
    for act in ("/code", "/help"):
        await room.discord.commands(act, {"prompt": "print"} if act == "/code" else {})
    for label in ("👍", "Save code", "Regenerate"):
        await room.discord.presses(answer, label)
    await until(lambda: caplog.text.count("too late, or answered elsewhere") >= 5)
    assert not [post for post in room.mine(GENERAL) if "asks" in post.content]
    assert "Traceback" not in caplog.text
    room.discord.patience = 3.0
    room.discord.works(*TO_ACKNOWLEDGE)
    room.discord.late.clear()
    await room.asks(f"{ME} still there?")


async def test_an_interaction_that_was_acknowledged_elsewhere_is_left_alone(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.discord.fails(*TO_ACKNOWLEDGE, 40060, done=True)
    await room.discord.commands("/code", {"prompt": "print one"})
    await until(lambda: "answered elsewhere" in caplog.text)
    assert not room.model.asked


async def test_the_time_for_an_interaction_is_over_before_it_is_answered(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    thread = await room.writes()
    room.discord.token_life = 0.0
    await room.discord.commands("/usage")
    await until(lambda: "could not be told" in caplog.text)
    room.model.release()
    (answer,) = await room.answers(thread)
    assert answer.content == COUNT


async def test_the_question_can_not_be_shown(room: Room) -> None:
    room.discord.fails("PATCH", "/webhooks/{application}/{token}/messages/@original", 50035)
    done = await room.discord.commands("/code", {"prompt": "print one"})
    await until(lambda: any("You wrote:" in message.content for message in done.messages))
    assert not room.model.asked


@pytest.mark.parametrize("fault", [500, "cut", 429])
async def test_what_passes_is_waited_out(room: Room, fault: str | int) -> None:
    thread = await room.discord.begins_thread(GENERAL, "theirs", BEN)
    room.discord.fails(*TO_POST, fault, times=2, retry_after=0.1)
    room.discord.fails("PATCH", "/channels/{channel}/messages/{message}", fault, retry_after=0.1)
    room.model.says(COUNT)
    await room.discord.says(thread, f"{ME} count")
    (answer,) = await room.answers(thread)
    assert answer.content == COUNT
    assert len(room.mine(thread)) == 1


async def test_where_the_database_is_away_whoever_waits_is_told(room: Room, tmp_path: Path) -> None:
    thread, _ = await room.asks()
    await by_the_back_door(tmp_path, "ALTER TABLE event RENAME TO gone")
    await room.discord.says(thread, f"{ME} and two")
    await room.posted("The database", thread)
    done = await room.discord.commands("/code", {"prompt": "print one"})
    await until(lambda: answered_alone(done, "Our own database did not answer"))
    await by_the_back_door(tmp_path, "ALTER TABLE gone RENAME TO event")
    await room.discord.says(thread, f"{ME} and three")
    await room.answers(thread, 2)


async def test_a_model_that_is_down_is_said_to_be_so(room: Room) -> None:
    await room.model.stop()
    _, answer = await room.asks()
    assert "⚠️" in answer.content
    assert room.discord.has(answer, "Try again")
    await room.model.start()
    room.model.says("whole")
    await room.discord.presses(answer, "Try again", BEN)
    await until(lambda: answer.content == "whole")


async def test_code_that_can_not_be_attached_is_shown_whole(room: Room) -> None:
    room.discord.permit(GENERAL, attach_files=False)
    room.model.says("```python\n" + "x = 1\n" * 2000 + "```")
    thread, _ = await room.asks()
    assert sum(post.content.count("x = 1") for post in room.mine(thread)) == 2000


async def test_a_dropped_connection_loses_nothing(room: Room) -> None:
    thread = await room.writes()
    room.discord.drops()
    await room.discord.says(thread, "stop", BEN)  # kept for the bot until it is back
    (answer,) = await room.answers(thread)
    assert answer.content.endswith("*Stopped.*")


async def test_who_owns_the_server_can_ask_where_the_bot_sees_nothing(room: Room) -> None:
    room.discord.permit(EMBEDDED, view_channel=False)
    done = await room.discord.commands("/code", {"prompt": "print one"}, CY, EMBEDDED)
    await until(lambda: answered_alone(done, "I lack *View Channel*"))


async def test_the_interaction_of_a_thread_nobody_told_of(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server) as room:
        thread = await room.discord.begins_thread(GENERAL, "old", BEN)
        await room.discord.archives(thread)
        room.discord.forgets_sessions()
        await room.discord.connected()
        await room.discord.says(thread, f"{ME} print one", ANA)
        (answer,) = await room.answers(thread)
        assert answer.content == "You asked: print one"
