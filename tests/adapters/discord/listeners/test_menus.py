"""What stands in the menu of a message: explain its code, keep its code."""

import pytest

from tests.adapters.discord.wiring import CODE, Room, answered_alone
from tests.fakes.discord import ANA, BEN, BOT, GENERAL, Interaction
from tests.fakes.discord.nouns import FakeMessage
from tests.until import until

EXPLAIN, SAVE = "Explain this code", "Save as snippet"
ME = f"<@{BOT}>"


async def choose(room: Room, name: str, message: str | FakeMessage, text: str, user: str = ANA) -> Interaction:
    """Choose from a message's menu, and wait for what its person alone is told."""
    done = await room.discord.chooses(name, message, user)
    assert done.is_ephemeral
    await until(lambda: answered_alone(done, text))
    return done


async def test_a_messages_code_is_explained_in_its_thread(room: Room) -> None:
    said = await room.discord.says(GENERAL, "```if a < b: ...```", BEN)
    await choose(room, EXPLAIN, said, "I explain it in the thread of this message.")
    await room.answers(said)
    assert "if a < b: ..." in room.said[0]
    assert room.discord.channel(said).name.startswith("Explained: if a < b")
    await choose(room, EXPLAIN, said, "explained to you already")
    await choose(room, EXPLAIN, said, "I explain it ", BEN)
    await room.answers(said, 2)
    await room.discord.says(said, "why the dots?")
    assert "You asked: why the dots?" in (await room.answers(said, 3))[2].content


async def test_a_thread_that_is_there_already_is_used_and_stays_theirs(room: Room) -> None:
    said = await room.discord.says(GENERAL, "x = [f(y) for y in z]", BEN)
    await room.discord.begins_thread(GENERAL, "shall we merge it?", BEN, on=said)
    await choose(room, EXPLAIN, said, "I explain it in the thread")
    await room.answers(said)
    await room.discord.says(said, "yes, let us merge on monday", BEN)
    await room.heard()
    assert len(room.model.asked) == 1
    assert room.discord.channel(said).name == "shall we merge it?"


@pytest.mark.parametrize("where", ["thread", "direct"])
async def test_in_a_thread_and_directly_it_is_explained_there(room: Room, where: str) -> None:
    place = room.discord.direct() if where == "direct" else await room.discord.begins_thread(GENERAL, "x", BEN)
    room.discord.message_content = True
    said = await room.discord.says(place, f"<@{BEN}> x = 1" if where == "thread" else "x = 1")
    if where == "direct":
        await room.answers(place)
    await choose(room, EXPLAIN, said, "I explain it below.")
    await room.answers(place, 2 if where == "direct" else 1)
    assert "x = 1" in room.said[-1]


async def test_a_file_is_explained_and_one_that_can_not_be_read_is_refused(room: Room) -> None:
    said = await room.discord.says(GENERAL, "", BEN, files=[room.discord.file("a.py", "x = 1")])
    await choose(room, EXPLAIN, said, "I explain it ")
    await room.answers(said)
    assert "x = 1" in room.said[0]
    video = room.discord.file("film.mp4", b"\0\0", content_type="video/mp4")
    film = await room.discord.says(GENERAL, "", BEN, files=[video])
    await choose(room, EXPLAIN, film, "I explain it ")
    assert "neither text nor a file that I can read" in (await room.answers(film))[0].content


async def test_a_message_without_anything_is_refused(room: Room) -> None:
    empty = await room.discord.says(GENERAL, ME, BEN)
    await room.posted("The question is empty")
    await choose(room, EXPLAIN, empty, "neither text nor a file")
    await choose(room, SAVE, empty, "no code in this message")
    assert not room.discord.threads(GENERAL)


async def test_what_was_forwarded_is_explained_and_kept(room: Room) -> None:
    source = await room.discord.says(GENERAL, "```py\nx = 1\n```", BEN)
    forward = await room.discord.forwards(source, GENERAL, BEN)
    await choose(room, EXPLAIN, forward, "I explain it ")
    await room.answers(forward)
    assert "x = 1" in room.said[0]
    await choose(room, SAVE, forward, "**Saved**")
    assert await room.kept() == ["x = 1"]


async def test_a_message_is_deleted_while_it_is_explained(room: Room) -> None:
    room.model.says("one two three four")
    room.model.hold(after=2)
    said = await room.discord.says(GENERAL, "x = 1", BEN)
    await room.discord.chooses(EXPLAIN, said)
    await until(lambda: bool(room.mine(said)))
    await room.discord.deletes(room.discord.message(said))
    await until(lambda: room.model.deserted == 1)


async def test_a_messages_code_is_kept_and_the_keeping_undone(room: Room) -> None:
    said = await room.discord.says(GENERAL, "Look:\n```\nx = a & b\n```", BEN)
    done = await choose(room, SAVE, said, "**Saved**")
    assert await room.kept() == ["x = a & b"]
    (told,) = done.messages
    await room.discord.presses(told, "Undo")
    assert told.content == "Not saved any more."
    assert await room.kept() == []


async def test_a_messages_file_is_kept_and_what_was_saved_before_stays(room: Room) -> None:
    code = "x = 1\n" * 300
    video = room.discord.file("film.mp4", b"\0\0", content_type="video/mp4")
    said = await room.discord.says(GENERAL, "look at this", BEN, files=[room.discord.file("sort.py", code), video])
    await choose(room, SAVE, said, "I can't read film.mp4")
    assert await room.kept() == [code]
    done = await choose(room, SAVE, said, "**Saved**")
    assert not room.discord.has(done.messages[0], "Undo")
    only = await room.discord.says(GENERAL, "see here", BEN, files=[video])
    await choose(room, SAVE, only, "no code in this message")


async def test_an_answer_of_ours_is_kept_and_explained_like_any_other_message(room: Room) -> None:
    room.model.says(CODE, "It prints.")
    thread, answer = await room.asks()
    await choose(room, SAVE, answer.id, "**Saved**")
    assert await room.kept() == ["print(1)"]
    await choose(room, EXPLAIN, answer.id, "I explain it ")
    assert (await room.answers(thread, 2))[1].content == "It prints."
    assert "print(1)" in room.said[1]


async def test_an_answer_is_not_kept_before_it_is_complete(room: Room) -> None:
    thread = await room.writes()
    (draft,) = room.mine(thread)
    await choose(room, SAVE, draft.id, "still being written")
    room.model.release()
    await room.answers(thread)
