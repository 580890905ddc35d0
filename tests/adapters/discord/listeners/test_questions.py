"""Asking: by a command, a mention, a reply, in a thread or directly."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.place import Place
from adapters.transcript import NAME
from tests.adapters.discord.wiring import AUTHOR, COUNT, Room, in_room
from tests.fakes.discord import ANA, BEN, BOT, EMBEDDED, G1, GENERAL, OTHER, ROLE1
from tests.fakes.discord.nouns import SUPPRESS_NOTIFICATIONS
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"


async def test_a_command_shows_the_question_and_is_answered_in_a_thread_on_it(room: Room) -> None:
    room.model.says(COUNT)
    room.model.hold(after=2)
    question = await room.codes("sort a list\nof **names**")
    assert question.content == "**Ana** asks:\n> sort a list\n> of **names**"
    await until(lambda: bool(room.mine(question.id)))
    (thread,) = room.discord.threads(GENERAL)
    assert room.discord.typed == [thread.id]
    (draft,) = room.mine(thread.id)
    assert (thread.id, thread.name) == (question.id, "sort a list")
    assert draft.content.startswith("one")
    assert draft.flags & SUPPRESS_NOTIFICATIONS
    assert room.discord.has(draft, "Stop")
    room.model.release()
    (answer,) = await room.answers(thread.id)
    assert (answer.id, answer.content) == (draft.id, COUNT)
    assert not room.discord.has(answer, "Stop")
    await room.discord.says(thread.id, "and backwards")
    assert (await room.answers(thread.id, 2))[1].content == "You asked: and backwards"


async def test_the_question_is_shown_whatever_it_is_made_of(room: Room) -> None:
    for prompt in ("\n" * 1400 + "x", "🙂" * 1500, "`" * 1500, "x" * 6000, "@everyone <@" + BEN + ">"):
        question = await room.codes(prompt)
        await room.answers(question.id)
        assert len(room.discord.channel(question.id).name) <= 100
    assert "I was given all 6,000 characters" in room.mine(GENERAL)[3].content
    assert "x" * 6000 in room.said[3]


async def test_an_empty_question_opens_no_thread(room: Room) -> None:
    await room.discord.says(GENERAL, ME)
    await room.posted("The question is empty")
    done = await room.discord.commands("/code", {"prompt": "  "})
    await room.told("The question is empty")
    assert done.is_ephemeral
    assert not room.discord.threads(GENERAL)


async def test_names_of_threads_keep_what_code_is_made_of(room: Room) -> None:
    names = {
        "what does `__init__` do in C#?": "what does __init__ do in C#?",
        "```\nfoo()\n```": "foo()",
        "🙂" * 200: "🙂" * 49 + "…",
        "<@" + BEN + "> a [b] | c": "@Ben a [b] | c",
    }
    for asked, name in names.items():
        thread, _ = await room.asks(f"{ME} {asked}")
        assert room.discord.channel(thread).name == name


async def test_a_command_in_a_thread_is_answered_there(room: Room) -> None:
    thread, _ = await room.asks()
    question = await room.codes("print two", thread)
    _, answer = await room.answers(thread, 2)
    assert question.channel == answer.channel == thread
    assert "print one" in room.said[1]
    assert len(room.discord.threads(GENERAL)) == 1


async def test_a_command_in_direct_messages_is_answered_there(room: Room) -> None:
    direct = room.discord.direct()
    await room.codes("print two", direct)
    (answer,) = await room.answers(direct)
    assert answer.content == "You asked: print two"
    await room.discord.says(direct, "and three")
    await room.answers(direct, 2)
    assert "print two" in room.said[1]


async def test_the_model_is_chosen_with_the_question(room: Room) -> None:
    room.model.models["other"] = 4096
    question = await room.codes("print one", model="other")
    await room.answers(question.id)
    assert room.model.asked[0].model == "other"
    unserved = await room.codes("print one", model="nonsense")
    (answer,) = await room.answers(unserved.id)
    assert "nonsense" in answer.content


async def test_a_file_comes_with_the_question_and_with_a_change_of_the_answer(room: Room) -> None:
    file = room.discord.file("sort.py", "def sort(): ...")
    question = await room.codes("what is this?", file=file)
    await room.answers(question.id)
    assert "def sort(): ..." in room.said[0]
    room.model.says("Use the log.", "done")
    log = room.discord.file("log.txt", "KeyError: banana")
    await room.discord.commands("/code", {"prompt": "see the log", "mode": "feedback", "file": log})
    await room.answers(question.id, 2)
    assert "KeyError: banana" in room.said[2]  # behind the question, and the words that were refined


async def test_a_change_to_the_last_answer_is_written_in_its_thread(room: Room) -> None:
    thread, _ = await room.asks()
    room.model.says("Write it in C++.", "int main() {}")
    await room.discord.commands("/code", {"prompt": "no, in C++", "mode": "feedback"})
    await room.told(f"I mend the last answer to you: https://discord.com/channels/{G1}/{thread}/")
    (_, mended) = await room.answers(thread, 2)
    assert mended.content == "> **Correction:** Write it in C++.\n\nint main() {}"
    first, _ = await room.core.store.exchanges.conversation(Place(G1, thread).conversation)
    assert [given.words for given in await room.core.store.feedback.on(first.id)] == ["no, in C++"]


async def test_a_change_without_an_answer_gives_the_words_back(room: Room) -> None:
    await room.discord.commands("/code", {"prompt": "no, in `C++`", "mode": "feedback"}, BEN)
    assert (await room.told("There is no answer to you", BEN)).content.endswith("You wrote:\n\n```\nno, in `C++`\n```")


async def test_a_mention_is_answered_in_a_thread_that_goes_on_without_one(room: Room) -> None:
    thread, answer = await room.asks(f"{ME} print one")
    assert room.discord.channel(thread).name == "print one"
    assert answer.content == "You asked: print one"
    await room.discord.says(thread, "and two", BEN)
    assert (await room.answers(thread, 2))[1].content == "You asked: Ben: and two"
    await room.discord.redelivers()
    await room.heard()
    assert len(room.mine(thread)) == 2


async def test_a_mention_of_the_bots_own_role_is_one_too(room: Room) -> None:
    thread = await room.discord.says(GENERAL, f"<@&{ROLE1}> print one")
    (answer,) = await room.answers(thread)
    assert answer.content == "You asked: print one"


async def test_where_a_channel_wants_it_a_mention_is_answered_in_place(room: Room) -> None:
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    await room.discord.commands("/settings", {"setting": "inplace", "value": "on"})
    await room.told("A mention is answered below it")
    asked = await room.discord.says(GENERAL, f"{ME} print one")
    (answer,) = await room.answers(GENERAL)
    assert answer.reference
    assert answer.reference["message_id"] == asked
    more = await room.discord.says(GENERAL, "and two", BEN, reply_to=answer.id)
    _, second = await room.answers(GENERAL, 2)
    assert second.reference
    assert second.reference["message_id"] == more
    assert "print one" in room.said[1]
    await room.discord.says(GENERAL, "and two", BEN)
    await room.heard()
    assert len(room.model.asked) == 2
    assert not room.discord.threads(GENERAL)


async def test_a_reply_to_any_message_of_the_bot_is_heard(room: Room) -> None:
    question = await room.codes("print one")
    (answer,) = await room.answers(question.id)
    await room.discord.says(question.id, "louder", reply_to=answer.id)
    await room.answers(question.id, 2)
    await room.discord.says(GENERAL, "and two", reply_to=question.id)
    (_, _, more) = await room.answers(question.id, 3)
    assert more.content == "You asked: and two"
    await room.discord.says(GENERAL, ME)
    empty = await room.posted("The question is empty")
    again = await room.discord.says(GENERAL, "print three then", reply_to=empty.id)
    assert (await room.answers(again))[0].content == "You asked: print three then"


async def test_a_channel_can_ask_for_mentions_in_the_bots_own_threads(room: Room) -> None:
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    await room.discord.commands("/settings", {"setting": "mention", "value": "on"})
    await room.told("only where it mentions me")
    thread, answer = await room.asks()
    await room.discord.says(thread, "I like it", BEN)
    await room.discord.says(thread, f"{ME} again")
    await room.answers(thread, 2)
    assert "Ben: I like it" in room.said[1]
    await room.discord.says(thread, "and again", reply_to=answer.id)
    await room.answers(thread, 3)
    assert len(room.model.asked) == 3


async def test_a_foreign_thread_comes_along_with_who_said_what(room: Room) -> None:
    room.model.says("Because.", "Oh.")
    root = await room.discord.says(GENERAL, "the <b> loop & list is slow", BEN)
    thread = await room.discord.begins_thread(GENERAL, "slow", BEN, on=root)
    await room.discord.says(thread, f"<@{ANA}> have a look", BEN, files=[room.discord.file("slow.py", "sleep(9)")])
    await room.discord.says(thread, f"{ME} why?")
    await room.answers(thread)
    assert "Ben: the <b> loop & list is slow\n\nBen: @Ana have a look [file slow.py]" in room.said[0]
    assert "sleep(9)" in room.said[0]
    await room.discord.says(thread, "it got worse", BEN)
    await room.discord.says(thread, f"{ME} and now?")
    await room.answers(thread, 2)
    now = room.model.asked[1].messages[-1]["content"]
    assert "Ben: it got worse" in now
    assert "slow" not in now  # that stands above, with the first question
    assert len(room.model.asked) == 2  # a thread that is not the bot's needs a mention each time


async def test_a_long_thread_is_read_to_its_end(room: Room) -> None:
    thread = await room.discord.begins_thread(GENERAL, "long", BEN)
    for number in range(120):
        await room.discord.says(thread, f"line {number}.", BEN)
    await room.discord.says(thread, f"{ME} sum up")
    await room.answers(thread)
    (attachment,) = (await room.last(thread)).message.attachments
    assert attachment.name == NAME
    assert "line 119." in attachment.text
    assert "line 70." in attachment.text
    assert "line 69." not in attachment.text


async def test_a_thread_that_can_not_be_read_is_said_to_be_so(room: Room) -> None:
    thread = await room.discord.begins_thread(GENERAL, "slow", BEN)
    await room.discord.says(thread, "it is slow", BEN)
    room.discord.permit(GENERAL, read_message_history=False)
    await room.discord.says(thread, f"{ME} why?")
    await room.answers(thread)
    assert "could not be read" in room.said[0]


async def test_what_a_mention_replies_to_comes_along(room: Room) -> None:
    slow = await room.discord.says(GENERAL, "the loop is slow", BEN)
    worse = await room.discord.says(GENERAL, "mine too", ANA, reply_to=slow)
    thread = await room.discord.says(GENERAL, f"{ME} why?", reply_to=worse)
    await room.answers(thread)
    assert "Ben: the loop is slow\n\nAna: mine too" in room.said[0]
    alone = await room.discord.says(GENERAL, ME, reply_to=slow)
    await room.answers(alone)
    assert "Help with this." in room.said[1]


async def test_nothing_is_said_to_what_is_not_for_the_bot(room: Room) -> None:
    thread, answer = await room.asks(f"{ME} print one")
    theirs = await room.discord.says(thread, f"<@{BEN}> do you like it?")
    await room.discord.says(thread, "I do", BEN, reply_to=theirs)
    await room.discord.says(thread, f"<@{BEN}> look at this", reply_to=answer.id)
    await room.discord.says(thread, f"{ME} hello", OTHER)
    await room.discord.says(GENERAL, "joined", kind=7)
    await room.discord.forwards(answer.id, GENERAL)
    await room.discord.forwards(answer.id, thread)
    await room.discord.says(GENERAL, "shall we sort it?")
    await room.heard()
    assert len(room.model.asked) == 1
    assert len(room.mine(thread)) == 1
    assert not room.discord.ephemerals


async def test_what_people_say_to_each_other_is_known_when_the_next_question_comes(room: Room) -> None:
    thread, _ = await room.asks(f"{ME} print one")
    await room.discord.says(thread, f"<@{ANA}> I get KeyError banana", BEN)
    await room.discord.says(thread, "fix what Ben says")
    await room.answers(thread, 2)
    assert "Ben: @Ana I get KeyError banana" in room.said[1]


async def test_direct_messages_are_one_conversation(room: Room) -> None:
    direct = room.discord.direct()
    await room.discord.says(direct, "print one")
    await room.answers(direct)
    await room.discord.says(direct, "louder")
    (_, second) = await room.answers(direct, 2)
    assert second.content == "You asked: louder"
    assert "print one" in room.said[1]
    (exchange, _) = await room.core.store.exchanges.conversation(Place("", direct).conversation)
    assert (exchange.message.author, exchange.message.workspace) == (AUTHOR, "")


async def test_what_is_forwarded_to_the_bot_directly_is_read(room: Room) -> None:
    direct = room.discord.direct()
    source = await room.discord.says(GENERAL, "x = [f(y) for y in z]", BEN)
    await room.discord.forwards(source, direct)
    await room.answers(direct)
    assert "x = [f(y) for y in z]" in room.said[0]


async def test_files_come_along_and_those_that_can_not_be_read_are_named(room: Room) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    files = [
        room.discord.file("sort.py", "def sort(): ..."),
        room.discord.file("film.mp4", b"\0\0", content_type="video/mp4"),
        room.discord.file("big.txt", "x" * 200_001),
        room.discord.file("picture.png", png),
        room.discord.file("gone.txt", "gone"),
        room.discord.file("odd.png", b"no picture"),
    ]
    files[4].status = 404
    thread = await room.discord.says(GENERAL, f"{ME} look", files=files)
    (answer,) = await room.answers(thread)
    assert "def sort(): ..." in room.said[0]
    for sentence in (
        "I can't read film.mp4: it is neither a text nor a picture (video/mp4)",
        "I can't read big.txt: it has 200 KB, and I read up to 200 KB",
        "I can't read gone.txt: Discord does not show it to me any more",
        "I can't read odd.png: it is damaged",
        "scripted can't see pictures",
    ):
        assert sentence in answer.content


async def test_a_picture_is_shown_to_a_model_that_sees(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, model_vision="true") as room:
        png = room.discord.file("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
        thread = await room.discord.says(GENERAL, ME, files=[png])
        await room.answers(thread)
        (picture,) = room.model.asked[0].pictures
        assert picture.startswith("data:image/png;base64,iVBOR")
        assert room.model.asked[0].text == "Help with this."


async def test_a_file_is_not_believed_to_be_as_small_as_it_says(room: Room) -> None:
    file = room.discord.file("endless.txt", "x" * 1000)
    file.endless, file.size = True, 10
    thread = await room.discord.says(GENERAL, f"{ME} look", files=[file])
    (answer,) = await room.answers(thread)
    assert "it has more than the 200 KB that I read" in answer.content


async def test_files_are_fetched_from_discord_alone(room: Room) -> None:
    await room.discord.says(GENERAL, "look", files=[room.discord.file("a.py", "x = 1")])
    said = room.discord.deliveries[-1]
    forged = {**said.data, "id": room.discord.world.ids.next(), "content": f"{ME} look"}
    forged["attachments"] = [{**said.data["attachments"][0], "url": f"http://localhost:{room.discord.port}/secret"}]
    forged["channel_id"] = thread = await room.discord.begins_thread(GENERAL, "a thread", BEN)
    room.discord.sessions.deliver(replace(said, data=forged))
    (answer,) = await room.answers(thread)
    assert "I can't read a.py: it is not kept by Discord itself" in answer.content


async def test_a_question_by_a_file_alone(room: Room) -> None:
    direct = room.discord.direct()
    await room.discord.says(direct, "", files=[room.discord.file("a.py", "x = 1")])
    await room.answers(direct)
    assert "Help with this." in room.said[0]
    assert "x = 1" in room.said[0]


@pytest.mark.parametrize("word", ["stop", "Stop!", f"{ME} stop"])
async def test_stop_as_a_word_stops_the_answer(room: Room, word: str) -> None:
    thread = await room.writes()
    await room.discord.says(thread, word, BEN)
    (answer,) = await room.answers(thread)
    assert answer.content.endswith("*Stopped.*")
    await until(lambda: room.model.deserted == 1)
    await room.discord.says(thread, "stop")
    await room.posted("No answer is being written for you here.", thread)


async def test_stop_is_heard_wherever_an_answer_is_being_written(room: Room) -> None:
    theirs = await room.discord.begins_thread(GENERAL, "my own thread", BEN)
    await room.writes(theirs)
    await room.discord.says(theirs, "stop", BEN)
    (answer,) = await room.answers(theirs)
    assert answer.content.endswith("*Stopped.*")
    await room.discord.says(theirs, "stop", BEN)
    await room.heard()
    assert len(room.mine(theirs)) == 1  # nothing is written there any more: it was not for us


async def test_help_as_a_word_says_what_there_is(room: Room) -> None:
    direct = room.discord.direct()
    await room.discord.says(direct, "help")
    await room.posted("/model name:NAME", direct)
    await room.discord.says(GENERAL, f"{ME} help")
    assert "`/settings`" in (await room.posted("/model name:NAME")).content
    assert not room.model.asked


async def test_without_the_intent_for_messages_commands_and_mentions_work(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with in_room(tmp_path, model_server, reads_all=False) as room:
        assert "Message Content Intent is off" in caplog.text
        question = await room.codes("print one")
        await room.answers(question.id)
        thread, answer = await room.asks()
        await room.discord.says(thread, "I talk to myself")
        await room.discord.says(thread, f"{ME} and two")
        await room.answers(thread, 2)
        await room.discord.says(GENERAL, "and louder", reply_to=thread)  # to her own question, so nobody is named
        await room.posted("Write it once more, with a mention")
        direct = room.discord.direct()
        await room.discord.says(direct, "print three")
        await room.answers(direct)
        assert len(room.model.asked) == 4
        done = await room.discord.presses(answer.id, "👍")
        assert done.acknowledged
        await room.rated(thread)


async def test_two_channels_are_answered_beside_each_other(room: Room) -> None:
    room.model.hold(after=1)
    here = await room.discord.says(GENERAL, f"{ME} one")
    there = await room.discord.says(EMBEDDED, f"{ME} two", BEN)
    await room.model.runs(2)
    room.model.release()
    assert (await room.answers(here))[0].content == "You asked: one"
    assert (await room.answers(there))[0].content == "You asked: two"
