"""Where and whom the bot answers: allow-lists, permissions, archived and locked threads, and how much at once."""

import logging
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.access import NOT_HERE, NOT_YOU
from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.wiring import CODE, TO_OPEN_A_THREAD, Room, answered_alone, in_room
from tests.fakes.discord import ANA, BEN, BOT, DEE, EMBEDDED, GENERAL, GENERAL2, DiscordServer
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"


async def refused(room: Room, text: str, user: str = ANA, channel: str = GENERAL) -> None:
    """Let somebody ask by a command, and see that they alone are told why not, and get their words back."""
    done = await room.discord.commands("/code", {"prompt": "print one"}, user, channel)
    assert done.is_ephemeral
    await until(lambda: answered_alone(done, text))
    assert answered_alone(done, "You wrote:\n\n```\nprint one\n```")


async def test_only_in_the_channels_of_the_list(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, discord_channels=(EMBEDDED,)) as room:
        await refused(room, NOT_HERE)
        await room.discord.says(GENERAL, f"{ME} print one")
        await room.posted(NOT_HERE)
        direct = room.discord.direct()
        await room.discord.says(direct, "print one")
        await room.posted(NOT_HERE, direct)
        done = await room.discord.commands("/snippets list")
        await until(lambda: answered_alone(done, NOT_HERE))
        said = await room.discord.says(GENERAL, "x = 1")
        done = await room.discord.chooses("Explain this code", said)
        await until(lambda: answered_alone(done, NOT_HERE))
        assert not room.model.asked
        thread, answer = await room.asks(channel=EMBEDDED)
        await room.discord.says(thread, "and in its threads")
        await room.answers(thread, 2)
        await room.discord.presses(answer, "Regenerate")
        await room.answers(thread, 3)
        await room.discord.reacts(answer.id, "🔁")
        await room.answers(thread, 4)


async def test_a_category_stands_for_its_channels(tmp_path: Path, model_server: ModelServer) -> None:
    category = "1174109841000000001"
    async with in_room(tmp_path, model_server, discord_channels=(category,)) as room:
        await refused(room, NOT_HERE)
        place = room.discord.channel(GENERAL)
        shown = {**place.text_json(()), "parent_id": category}
        room.discord.tell("CHANNEL_UPDATE", shown, place.guild)
        room.model.says(CODE, "again")
        thread, answer = await room.asks()
        await room.discord.reacts(answer.id, "🔁")
        await room.answers(thread, 2)
        assert room.said[-1].endswith("print one")


async def test_only_for_the_roles_of_the_list(tmp_path: Path, model_server: ModelServer) -> None:
    async with DiscordServer(second=0.1) as discord, AsyncExitStack() as stack:
        role = discord.gives_role(BEN, "coders")
        opened = opened_discord(tmp_path, model_server, discord, discord_roles=(role,))
        room = Room(discord, model_server, *await stack.enter_async_context(opened))
        await refused(room, NOT_YOU)
        await room.discord.says(GENERAL, f"{ME} print one")
        await room.posted(NOT_YOU)
        thread = await room.discord.says(GENERAL, f"{ME} print one", BEN)
        (answer,) = await room.answers(thread)
        await room.discord.presses(answer, "Regenerate", ANA)
        await room.told(NOT_YOU)
        await room.discord.reacts(answer.id, "🔁", ANA)
        await room.posted(NOT_YOU, thread)
        await room.discord.reacts(answer.id, "🔁", BEN)
        await room.answers(thread, 2)
        assert len(room.model.asked) == 2


async def test_thirty_questions_in_a_second(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    direct = room.discord.direct()
    for number in range(30):
        await room.discord.says(direct, f"print {number}")
    await room.answers(direct, 20)
    await until(lambda: caplog.text.count("You asked 20 questions within a minute") == 9)
    await room.posted("You asked 20 questions within a minute", direct)
    assert len(room.mine(direct)) == 21  # the sentence is said once, where others read along
    assert len(room.model.asked) == 20
    assert room.model.most_running == 1
    done = await room.discord.commands("/code", {"prompt": "and one more"})
    await until(lambda: answered_alone(done, "Wait "))
    thread = await room.discord.says(GENERAL, f"{ME} and I?", BEN)
    await room.answers(thread)


PERMISSIONS = [
    ({"send_messages": False}, "I lack *Send Messages*"),
    ({"create_public_threads": False}, "I lack *Create Public Threads*"),
    ({"send_messages_in_threads": False}, "I lack *Send Messages in Threads*"),
    (
        {"send_messages": False, "create_public_threads": False},
        "I lack *Send Messages* and *Create Public Threads*",
    ),
    ({"view_channel": False}, "I lack *View Channel*"),
]


@pytest.mark.parametrize(("lacking", "says"), PERMISSIONS)
async def test_what_the_bot_lacks_is_said_before_it_tries(room: Room, lacking: dict[str, bool], says: str) -> None:
    room.discord.permit(GENERAL, BOT, **lacking)
    await refused(room, says)
    assert not room.mine(GENERAL)
    assert not room.discord.threads(GENERAL)
    assert not room.model.asked
    assert room.discord.invalid == 0


async def test_in_a_thread_the_bot_needs_to_write_there_alone(room: Room) -> None:
    thread = await room.discord.begins_thread(GENERAL, "theirs", BEN)
    room.discord.permit(GENERAL, send_messages=False, create_public_threads=False)
    await room.codes("print one", thread)
    await room.answers(thread)
    room.discord.permit(GENERAL, send_messages_in_threads=False)
    await refused(room, "I lack *Send Messages in Threads*", channel=thread)


async def test_who_mentions_the_bot_where_it_may_not_write_is_told_directly(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.discord.permit(GENERAL, send_messages=False, create_public_threads=False, send_messages_in_threads=False)
    await room.discord.says(GENERAL, f"{ME} print one")
    direct = room.discord.direct()
    told = await room.posted("I can't answer here: I lack *Send Messages*", direct)
    assert told.content.startswith(f"<#{GENERAL}>: ")
    assert not room.discord.made(*TO_OPEN_A_THREAD)
    room.discord.closes_direct(BEN)
    await room.discord.says(GENERAL, f"{ME} print two", BEN)
    await until(lambda: f"{BEN} could not be told" in caplog.text)
    assert not room.mine(GENERAL)


async def test_without_reading_what_was_said_before_the_bot_answers_all_the_same(room: Room) -> None:
    room.discord.permit(GENERAL, read_message_history=False)
    thread, answer = await room.asks()
    assert answer.content == "You asked: print one"
    await room.discord.says(GENERAL, ME)
    assert not (await room.posted("The question is empty")).reference
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    await room.discord.commands("/settings", {"setting": "inplace", "value": "on"})
    await room.told("A mention is answered below it")
    await room.discord.says(GENERAL, f"{ME} print two")
    assert not (await room.posted("give me *Read Message History*")).reference
    assert [post.content for post in room.mine(thread)] == ["You asked: print one"]


@pytest.mark.parametrize("code", [50013, 160006, 429, 500])
@pytest.mark.parametrize("way", ["mention", "command"])
async def test_where_no_thread_can_be_opened_it_is_answered_in_place(
    room: Room, way: str, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    if code == 500:
        room.discord.fails(*TO_OPEN_A_THREAD, "cut", times=6)
    else:
        room.discord.fails(*TO_OPEN_A_THREAD, code, retry_after=120)
    if way == "mention":
        asked = await room.discord.says(GENERAL, f"{ME} print one")
    else:
        asked = (await room.codes("print one")).id
        await room.told("I could open no thread on it")
    (answer,) = await room.answers(GENERAL)
    assert answer.content == "You asked: print one"
    assert answer.reference
    assert answer.reference["message_id"] == asked
    assert "no thread could be opened" in caplog.text
    room.discord.works(*TO_OPEN_A_THREAD)
    await room.discord.says(GENERAL, "and two", BEN, reply_to=answer.id)
    await room.answers(GENERAL, 2)
    assert "print one" in room.said[1]
    if way == "command":
        await room.discord.presses(answer, "Regenerate")
        await room.answers(GENERAL, 3)


async def test_a_thread_that_somebody_opened_in_between_is_used(room: Room) -> None:
    room.discord.fails(*TO_OPEN_A_THREAD, 160004, done=True)
    thread, answer = await room.asks()
    assert answer.channel == thread


async def test_a_thread_that_sleeps_is_woken_and_a_locked_one_is_said_to_be_so(room: Room) -> None:
    thread, answer = await room.asks()
    await room.discord.archives(thread)
    await room.discord.commands("/code", {"prompt": "no, in C++", "mode": "feedback"})
    await room.answers(thread, 2)
    assert not room.discord.channel(thread).archived
    await room.discord.archives(thread, locked=True)
    await room.discord.commands("/code", {"prompt": "no, in Rust", "mode": "feedback"})
    told = await room.told("This thread is locked")
    assert "no, in Rust" in told.content
    assert len(room.finished(thread)) == 2
    assert answer.content == "You asked: print one"


async def test_two_servers_are_answered_each_for_itself(room: Room) -> None:
    here, _ = await room.asks()
    there = await room.discord.says(GENERAL2, f"{ME} print two", DEE)
    await room.answers(there)
    assert "print one" not in room.said[1]
    done = await room.discord.commands("/code", {"prompt": "no", "mode": "feedback"}, ANA, GENERAL2)
    await until(lambda: answered_alone(done, "There is no answer to you"))
    assert len(room.mine(here)) == 1


async def test_in_a_chain_every_answer_replies_to_its_own_question(room: Room) -> None:
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    await room.discord.commands("/settings", {"setting": "inplace", "value": "on"})
    await room.told("A mention is answered below it")
    first = await room.discord.says(GENERAL, f"{ME} print one")
    (one,) = await room.answers(GENERAL)
    second = await room.discord.says(GENERAL, "and two", BEN, reply_to=one.id)
    two = (await room.answers(GENERAL, 2))[1]
    await room.discord.presses(two, "Regenerate", BEN)
    form = await room.discord.presses(two, "👎", BEN)
    await room.discord.submits(form, {"words": "louder"})
    answers = await room.answers(GENERAL, 4)
    replied = [post.reference["message_id"] for post in answers if post.reference]
    assert replied == [first, second, second, second]
