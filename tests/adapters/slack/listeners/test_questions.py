"""Asking: by a command, a form, a mention, a direct message, a reply."""

from pathlib import Path

import pytest

from adapters.transcript import NAME
from tests.adapters.slack.program import opened_slack
from tests.adapters.slack.wiring import CODE, Room, in_room
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import SlackServer
from tests.until import until


async def test_a_command_posts_the_question_and_is_answered_in_its_thread(room: Room) -> None:
    await room.slack.commands("/code", "sort <a> & b\n<!channel> “quoted”", "C1")
    root = await room.posted("sort")
    (answer,) = await room.answers(root.ts)
    (block,) = root.blocks
    assert [part["type"] for part in block["elements"]] == ["rich_text_section", "rich_text_quote"]
    assert block["elements"][1]["elements"] == [{"type": "text", "text": 'sort <a> & b\n@channel "quoted"'}]
    assert "<!channel>" not in root.text
    assert answer.markdown.startswith('You asked: sort <a> & b\n@channel "quoted"'.replace("@", "@\u200b"))
    await room.slack.says("C1", "and backwards", thread_ts=root.ts)
    assert (await room.answers(root.ts, 2))[1].markdown == "You asked: and backwards"


async def test_code_in_a_question_is_posted_as_it_was_typed(room: Room) -> None:
    await room.slack.commands("/code", "why? ```\ndef __init__(self):\n    *x = 1``` and *this*?", "C1")
    root = await room.posted("why?")
    said, code, more = root.blocks[0]["elements"][1:]
    assert (said["type"], said["elements"][0]["text"]) == ("rich_text_quote", "why?")
    assert (code["type"], code["elements"][0]["text"]) == (
        "rich_text_preformatted",
        "def __init__(self):\n    *x = 1",
    )
    assert (more["type"], more["elements"][0]["text"]) == ("rich_text_quote", "and *this*?")
    await room.slack.commands("/code", "def f():\n    return 1", "C1")
    (_, code) = (await room.posted("def f")).blocks[0]["elements"]
    assert (code["type"], code["elements"][0]["text"]) == ("rich_text_preformatted", "def f():\n    return 1")


@pytest.mark.parametrize("text", ["z " * 10_000, '"\\\n' * 5_000, "``` a" * 3_000])
async def test_a_long_question_says_that_the_model_was_given_all_of_it(room: Room, text: str) -> None:
    await room.slack.commands("/code", text, "C1")
    root = await room.posted("Ana asks")
    await room.answers(root.ts)
    assert f"I was given all {len(text.strip()):,} characters" in root.blocks[1]["elements"][0]["text"]
    assert text.strip() in room.said[0]


async def test_a_command_that_comes_twice_posts_one_question(room: Room) -> None:
    await room.slack.commands("/code", "sort a list", "C1")
    root = await room.posted("sort")
    await room.slack.redelivers()
    await room.answers(root.ts)
    await room.slack.commands("/code", "help")
    await room.told("/code model")
    assert len([post for post in room.slack.messages("C1") if not post.thread_ts]) == 1


@pytest.mark.parametrize("channel", ["C2", "C4"])
async def test_where_the_bot_is_not_it_asks_to_be_invited(room: Room, channel: str) -> None:
    await room.slack.commands("/code", "sort a list", channel)
    assert "/invite @Code" in (await room.told("Invite me first")).markdown
    assert not room.model.asked


async def test_in_an_archived_channel_the_person_is_told_so(room: Room) -> None:
    await room.slack.commands("/code", "sort a list", "C3")
    await room.told("archived")
    assert not room.model.asked


async def test_a_command_without_text_opens_a_form_which_is_answered_once(room: Room) -> None:
    room.model.models["other"] = 4096
    await room.slack.commands("/code", "")
    form = await room.form("ask")
    values = {"problem": "def f(x):\n    return x & 1 < 2", "model": "other", "mode": "query"}
    await room.slack.submits(form, values)
    await room.slack.submits(form, values, again=True)
    root = await room.posted("def f")
    (answer,) = await room.answers(root.ts)
    assert room.model.asked[0].model == "other"
    assert "x & 1 < 2" in answer.markdown
    assert len(room.model.asked) == 1


async def test_a_form_without_a_problem_stays_open_and_says_so(room: Room) -> None:
    await room.slack.commands("/code")
    form = await room.form("ask")
    answer = await room.slack.submits(form, {"problem": "  ", "model": "default", "mode": "query"})
    assert answer["errors"] == {"problem": "Say in words what the code should do."}
    assert room.slack.views[form]["open"]


async def test_the_form_corrects_the_last_answer_in_the_channel(room: Room) -> None:
    ts, _ = await room.asks()
    room.model.says("Write it in C++.", "int main() {}")
    await room.slack.commands("/code")
    values = {"problem": "no, in C++", "model": "default", "mode": "feedback"}
    await room.slack.submits(await room.form("ask"), values)
    assert "int main() {}" in (await room.answers(ts, 2))[1].markdown


async def test_in_direct_messages_the_form_corrects_the_last_answer_there(room: Room) -> None:
    ts, _ = await room.asks("print one", "D1")
    await room.asks()  # later, and elsewhere
    room.model.says("Write it in C++.", "int main() {}")
    await room.slack.commands("/code", "", "D1")
    values = {"problem": "no, in C++", "model": "default", "mode": "feedback"}
    await room.slack.submits(await room.form("ask"), values)
    assert "int main() {}" in (await room.answers(ts, 2, "D1"))[1].markdown


@pytest.mark.parametrize("channel", ["C2", "C4"])
async def test_for_a_channel_without_the_bot_no_form_opens(room: Room, channel: str) -> None:
    await room.slack.commands("/code", "", channel)
    await room.told("Invite me first")
    assert not room.slack.views


async def test_where_nobody_says_soon_whether_the_bot_is_there_the_form_opens(room: Room) -> None:
    room.slack.fails("conversations.info", "missing_scope")
    await room.slack.commands("/code")
    await room.form("ask")


async def test_a_form_that_can_not_be_acted_on_gives_the_words_back(room: Room) -> None:
    await room.slack.commands("/code")
    form = await room.form("ask")
    room.slack.teams["T1"].channels["C1"].members.remove("UBOT1")
    await room.slack.submits(form, {"problem": "my ``` long problem", "model": "default", "mode": "query"})
    told = await room.posted("Invite me first", "D1")
    assert told.markdown.endswith("You wrote:\n\n````\nmy ``` long problem\n````")


async def test_a_change_without_an_answer_gives_the_words_back(room: Room) -> None:
    await room.slack.commands("/code")
    values = {"problem": "no, in C++", "model": "default", "mode": "feedback"}
    await room.slack.submits(await room.form("ask"), values)
    told = await room.told("There is no answer to you")
    assert "no, in C++" in told.markdown


async def test_commands_are_answered_to_the_caller_alone_and_their_buttons_work(room: Room) -> None:
    await room.slack.commands("/code", "settings mention on")
    answer = await room.told("only where it mentions me")
    await room.slack.presses("C1", answer.ts, "run:0")
    await room.told("answered without a mention")
    assert not room.slack.messages("C1")


async def test_a_mistyped_command_gets_a_suggestion(room: Room) -> None:
    await room.slack.commands("/snippets", "lst")
    await room.told("Did you mean `/snippets list`?")
    await room.slack.commands("/dance", "")
    await room.told("There is no command `/dance`")


async def test_a_mention_is_answered_once_although_it_comes_as_two_events(room: Room) -> None:
    ts, answer = await room.asks("<@UBOT1>: print one")
    await room.slack.redelivers()
    await room.slack.redelivers(-2)
    await room.asks("<@UBOT1> and two")
    assert answer.markdown == "You asked: print one"
    assert len(room.slack.messages("C1", ts)) == 1
    assert len(room.model.asked) == 2


async def test_nothing_is_said_to_what_is_not_for_the_bot(room: Room) -> None:
    root = await room.slack.says("C1", "shall we sort it?")
    await room.slack.says("C1", "yes", "UBEN", root)
    await room.slack.says("C1", "<@UBOT1> hello", "UOTHER")
    await room.slack.says("D1", "joined", subtype="channel_join")
    ts, _ = await room.asks("<@UBOT1> print one")
    await room.slack.says("C1", "<@UBEN> do you like it?", thread_ts=ts)
    await room.asks("<@UBOT1> print two")
    assert len(room.model.asked) == 2


async def test_a_mention_in_a_thread_brings_the_thread_along_with_who_said_what(room: Room) -> None:
    room.model.says("Because.", "Oh.")
    root = await room.slack.says("C1", "the <b> loop & list is slow", "UBEN")
    await room.slack.says("C1", "<@UANA> have a look", "UBEN", root)
    await room.slack.says("C1", "<@UBOT1> why?", thread_ts=root)
    await room.answers(root)
    assert "Ben: the <b> loop & list is slow\n\nBen: @Ana have a look" in room.said[0]
    await room.slack.says("C1", "it got worse", "UBEN", root)
    await room.slack.says("C1", "<@UBOT1> and now?", thread_ts=root)
    await room.answers(root, 2)
    now = room.model.asked[1].messages[-1]["content"]
    assert "Ben: it got worse" in now
    assert "slow" not in now  # that stands above, with the first question
    assert room.said[1].count("is slow") == 1
    assert len(room.model.asked) == 2  # a thread that is not the bot's needs a mention each time


async def test_a_mention_alone_asks_for_help_with_what_was_said(room: Room) -> None:
    root = await room.slack.says("C1", "how do I sort a list?", "UBEN")
    await room.slack.says("C1", "<@UBOT1>", thread_ts=root)
    await room.answers(root)
    assert "Help with this." in room.said[0]
    await room.slack.says("C1", "<@UBOT1>")
    await room.told("The question is empty")


async def test_what_people_say_to_each_other_in_the_bots_thread_is_known_when_the_next_question_comes(
    room: Room,
) -> None:
    room.model.says("first", "second", "third")
    ts, _ = await room.asks("<@UBOT1> print one")
    await room.slack.says("C1", "<@UANA> I get KeyError banana", "UBEN", ts)
    await room.slack.says("C1", "fix what Ben says", thread_ts=ts)
    await room.answers(ts, 2)
    assert "Ben: @Ana I get KeyError banana" in room.said[1]
    await room.slack.says("C1", "and now?", thread_ts=ts)
    await room.answers(ts, 3)
    assert [room.said[2].count(words) for words in ("banana", "print one", "fix what")] == [1, 1, 1]


@pytest.mark.parametrize("channel", ["C1", "D1"])
async def test_after_an_answer_that_failed_the_thread_is_read_again(room: Room, channel: str) -> None:
    for _ in range(3):
        room.model.breaks("500")
    root = await room.slack.says(channel, "<@UBOT1> the loop is slow")
    await room.answers(root, channel=channel)
    await room.slack.says(channel, "<@UBOT1> why? once more", thread_ts=root)
    await room.answers(root, 2, channel=channel)
    assert "Ana: the loop is slow" in room.said[-1] or "Ana: @Code the loop is slow" in room.said[-1]


async def test_what_was_read_for_an_answer_that_failed_is_read_again(room: Room) -> None:
    root = await room.slack.says("C1", "the loop is slow", "UBEN")
    for _ in range(3):
        room.model.breaks("500")
    await room.slack.says("C1", "<@UBOT1> why?", thread_ts=root)
    await room.answers(root)
    await room.slack.says("C1", "<@UBOT1> why? once more", thread_ts=root)
    await room.answers(root, 2)
    assert "the loop is slow" in room.said[-1]


async def test_after_an_explanation_the_thread_is_still_to_be_read(room: Room) -> None:
    root = await room.slack.says("C1", "the loop is slow", "UBEN")
    middle = await room.slack.says("C1", "x = [f(y) for y in z]", "UBEN", root)
    await room.slack.shortcut("explain", "C1", middle)
    await room.answers(root)
    await room.slack.says("C1", "<@UBOT1> and what is slow here?", thread_ts=root)
    await room.answers(root, 2)
    assert "the loop is slow" in room.said[-1]


async def test_a_question_is_written_down_before_its_thread_is_read(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=3.0) as slack:
        async with opened_slack(tmp_path, model_server, slack) as core:
            root = await slack.says("C1", "it is slow", "UBEN")
            slack.fails("conversations.replies", 429, retry_after=4.0)
            asked = await slack.says("C1", "<@UBOT1> why?", thread_ts=root)
            await until(lambda: slack.counted["conversations.replies"] == 1)
            assert slack.statuses["C1", root]
            assert await core.store.exchanges.by_message("slack", f"T1:C1:{asked}")
        async with opened_slack(tmp_path, model_server, slack) as core:

            async def is_over() -> bool:
                exchange = await core.store.exchanges.by_message("slack", f"T1:C1:{asked}")
                return exchange is not None and not exchange.state.is_open

            await until(is_over)
        assert slack.messages("C1", root)


async def test_names_that_slack_does_not_say_are_not_waited_for(room: Room) -> None:
    room.slack.fails("users.info", 429, times=2, retry_after=30.0)
    _, answer = await room.asks("<@UBOT1> hello <@UBEN>")
    assert answer.markdown == "You asked: hello @UBEN"
    before = room.slack.counted["users.info"]
    await room.asks("<@UBOT1> hello <@UBEN> again")
    assert room.slack.counted["users.info"] == before


async def test_a_long_thread_is_read_to_its_end(room: Room) -> None:
    room.slack.limits = False
    root = await room.slack.says("C2", "line 0")  # where nothing is delivered
    for number in range(1, 220):
        await room.slack.says("C2", f"line {number}.", thread_ts=root)
    room.slack.teams["T1"].channels["C2"].members.add("UBOT1")
    await room.slack.says("C2", "<@UBOT1> sum up", thread_ts=root)
    await room.answers(root, channel="C2")
    (exchange,) = await room.core.store.exchanges.conversation(f"slack::T1:C2:{root}")
    (attachment,) = exchange.message.attachments
    assert attachment.name == NAME
    assert "line 219." in attachment.text
    assert "line 170." in attachment.text
    assert "line 169." not in attachment.text
    assert attachment.text.startswith("(What was said before this is left out.)")


async def test_a_thread_that_can_not_be_read_is_said_to_be_so(room: Room) -> None:
    root = await room.slack.says("C1", "slow", "UBEN")
    room.slack.fails("conversations.replies", "missing_scope")
    await room.slack.says("C1", "<@UBOT1> why?", thread_ts=root)
    await room.answers(root)
    assert "This thread could not be read" in room.said[0]


async def test_each_direct_message_is_a_thread_of_its_own(room: Room) -> None:
    first = await room.slack.says("D1", "print one")
    second = await room.slack.says("D1", "print two")
    (one,), (two,) = await room.answers(first, channel="D1"), await room.answers(second, channel="D1")
    await room.slack.says("D1", "louder", thread_ts=first)
    await room.answers(first, 2, channel="D1")
    assert (one.markdown, two.markdown) == ("You asked: print one", "You asked: print two")
    assert [turn["content"].count("print one") for turn in room.model.asked[-1].messages if turn["role"] == "user"] == [
        1,
        0,
    ]


async def test_a_channel_can_ask_for_mentions_in_the_bots_own_threads(room: Room) -> None:
    await room.slack.commands("/code", "settings mention on")
    await room.told("only where it mentions me")
    ts, _ = await room.asks("<@UBOT1> print one")
    await room.slack.says("C1", "I like it", "UBEN", ts)
    await room.slack.says("C1", "<@UBOT1> again", thread_ts=ts)
    (_, again) = await room.answers(ts, 2)
    assert len(room.model.asked) == 2
    assert "Ben: I like it" in room.said[1]
    assert again.markdown.startswith("You asked: again")


async def test_stop_is_heard_wherever_an_answer_is_being_written(room: Room) -> None:
    await room.slack.commands("/code", "settings mention on")
    await room.told("only where it mentions me")
    theirs = await room.slack.says("C1", "my own thread", "UBEN")
    for thread in ("", theirs):
        room.model.says("one two three four five six")
        room.model.hold(after=2)
        ts = await room.slack.says("C1", "<@UBOT1> count", thread_ts=thread)
        root = thread or ts

        async def begun(root: str = root) -> bool:
            return any(post.user == "UBOT1" for post in room.slack.messages("C1", root))

        await until(begun)
        await room.slack.says("C1", "stop", "UBEN", root)
        (answer,) = await room.answers(root)
        assert answer.markdown.endswith("*Stopped.*")
        room.model.release()
    told = len(room.slack.ephemerals)
    await room.slack.says("C1", "stop", "UBEN", theirs)
    await room.asks("<@UBOT1> one")
    assert len(room.slack.ephemerals) == told  # nothing is written there any more: it was not for us


async def test_a_mention_that_comes_with_a_change_is_answered_once(room: Room) -> None:
    ts = await room.slack.says("C1", "how do I sort?", files=[room.slack.file("sort.py", "def sort(): ...")])
    await room.slack.edits("C1", ts, "<@UBOT1> how do I sort?")
    (answer,) = await room.answers(ts)
    assert answer.markdown.startswith("You asked: how do I sort?")
    assert "def sort(): ..." in room.said[0]
    await room.slack.edits("C1", ts, "<@UBOT1> how do I sort well?")
    await room.told("You changed your question")
    assert len(room.model.asked) == 1


async def test_who_speaks_is_said_where_it_is_not_who_asked_first(room: Room) -> None:
    ts, _ = await room.asks("<@UBOT1> print one")
    await room.slack.says("C1", "and two", "UBEN", ts)
    await room.answers(ts, 2)
    await room.slack.says("C1", "and three", thread_ts=ts)
    await room.answers(ts, 3)
    asked = [turn["content"] for turn in room.model.asked[-1].messages if turn["role"] == "user"]
    assert asked == ["print one", "Ben: and two", "and three"]


async def test_a_file_comes_along_and_one_that_can_not_be_read_is_named(room: Room) -> None:
    code, film = room.slack.file("sort.py", "def sort(): ..."), room.slack.file("film.mp4", b"\0\0")
    ts = await room.slack.says("C1", "<@UBOT1> look", files=[code, film])
    await room.answers(ts)
    assert "def sort(): ..." in room.said[0]
    assert "I can't read film.mp4" in room.finished(ts)[0].markdown


async def test_a_file_further_up_in_the_thread_is_read_too(room: Room) -> None:
    root = await room.slack.says("C1", "it is slow", "UBEN", files=[room.slack.file("slow.py", "sleep(9)")])
    await room.slack.says("C1", "<@UBOT1> why?", thread_ts=root)
    await room.answers(root)
    assert "sleep(9)" in room.said[0]
    assert "Ben: it is slow [file slow.py]" in room.said[0]


async def test_stop_as_a_word_stops_the_answer(room: Room) -> None:
    room.model.says("one two three four five six")
    room.model.hold(after=2)
    ts = await room.slack.says("C1", "<@UBOT1> count")
    await until(lambda: bool(room.slack.messages("C1", ts)))
    await room.slack.says("C1", "Stop!", thread_ts=ts)
    (answer,) = await room.answers(ts)
    assert answer.markdown.endswith("*Stopped.*")
    await until(lambda: room.model.deserted == 1)
    await room.slack.says("C1", "<@UBOT1> stop")
    await room.told("No answer is being written for you here.")


async def test_help_as_a_word_says_what_there_is(room: Room) -> None:
    await room.slack.says("D1", "help")
    await room.told("/code model")
    assert not room.model.asked


async def test_without_native_streaming_all_is_the_same(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, streaming=False, transport="http") as room:
        room.model.says(CODE)
        ts, answer = await room.asks("<@UBOT1> print one")
        assert answer.markdown.strip() == CODE.strip()
        await room.slack.says("C1", "again", thread_ts=ts)
        await room.answers(ts, 2)
        assert room.slack.counted["assistant.threads.setStatus"] == 1
        assert room.slack.counted["agents.sessions.setStatus"] == 1
