"""What people see of an answer in a thread: all its messages, in the place where it belongs."""

import asyncio

import pytest

from adapters.slack.surface import MAX_CHARS, SlackSurface
from bot.errors import Forbidden, Gone
from bot.fences import open_fence
from bot.nouns import Attachment, State
from bot.pages import paginate
from bot.surface import Epilogue
from tests.adapters.slack.thread_of import CODE, LONG, SHORT, Kept, Thread, asked, buttons, opened
from tests.fakes.slack import SlackServer
from tests.until import until


@pytest.mark.parametrize("text", [CODE, LONG])
async def test_a_long_answer_goes_on_in_further_messages(thread: Thread, text: str) -> None:
    await thread.write(text, seconds=0.5, size=200)
    assert thread.texts == paginate(text, MAX_CHARS)
    assert buttons(thread)[-1] == ["rate", "regenerate", "save"]
    assert buttons(thread)[:-1] == [[] for _ in thread.texts[:-1]]
    assert all(open_fence(page) is None for page in thread.texts)
    assert not any(post.streaming for post in thread.posts)


async def test_twenty_answers_at_once_lose_nothing_and_overdraw_nothing(slack: SlackServer) -> None:
    async with opened(slack) as workspaces:
        threads = [await asked(slack, workspaces) for _ in range(20)]
        async with asyncio.TaskGroup() as tasks:
            for thread in threads:
                tasks.create_task(thread.write(CODE[:2000], seconds=2))
        for thread in threads:
            assert thread.texts[0].startswith(CODE[:2000])
            assert not thread.posts[0].streaming
    assert not slack.refused


async def test_a_shorter_answer_takes_the_messages_of_the_longer_one_away(thread: Thread) -> None:
    await thread.write(CODE, size=500)
    refs = list(thread.refs)
    assert len(refs) == 2
    await thread.write(SHORT, refs=refs)
    assert thread.texts == [SHORT]
    assert thread.refs[-1] == f"-{refs[1]}"


async def test_a_deleted_message_stops_the_writer(thread: Thread) -> None:
    with pytest.raises(Gone, match="deleted"):
        async with thread.live() as message:
            message.write("word ")
            await until(lambda: bool(thread.posts))
            await thread.slack.deletes("C1", thread.posts[0].ts)
            for _ in range(1000):
                message.write("word ")
                await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("channel", "kind", "sentence"),
    [("C2", Forbidden, "/invite"), ("C3", Forbidden, "archived"), ("C4", Gone, "not a member"), ("C9", Gone, "gone")],
)
async def test_a_channel_that_can_t_be_written_to_is_said(
    slack: SlackServer, channel: str, kind: type[Exception], sentence: str
) -> None:
    async with opened(slack) as workspaces:
        thread = await asked(slack, workspaces, channel=channel if channel != "C9" else "C1")
        if channel == "C9":
            del slack.teams["T1"].channels["C1"]
        with pytest.raises(kind, match=sentence):
            await thread.surface.open("Hello.")


async def test_a_revoked_token_is_said_and_looked_up_anew_after_the_next_install(slack: SlackServer) -> None:
    tokens = Kept()
    async with opened(slack, tokens=tokens) as workspaces:
        thread = await asked(slack, workspaces)
        slack.teams["T1"].gone = "token_revoked"
        with pytest.raises(Forbidden, match="no longer installed"):
            await thread.surface.open("Hello.")
        slack.teams["T1"].gone = ""
        await thread.surface.open("Hello.")
        assert tokens.looked_up == 2
        del tokens.installed["T1"]
        workspaces.forget("T1")
        with pytest.raises(Forbidden, match="no longer installed"):
            await thread.surface.open("Hello.")


async def test_a_missing_permission_is_named(thread: Thread) -> None:
    thread.slack.fails("chat.startStream", "missing_scope")
    with pytest.raises(Forbidden, match="permission"):
        await thread.surface.open("Hello.")


async def test_a_file_stands_beside_the_answer(thread: Thread) -> None:
    await thread.surface.attach(Attachment("long.py", "x = 1\n"))
    assert [(file.name, file.text) for file in thread.slack.files] == [("long.py", "x = 1\n")]


async def test_an_answer_that_is_written_again_has_its_file_once(thread: Thread) -> None:
    code = Attachment("code.py", "x = 1\n")
    for old in ("Before.", "Here is the file."):
        await thread.write(old)
        await thread.surface.attach(code)
    await thread.slack.says("C1", "And then?", thread_ts=thread.place.thread)
    await thread.write("Next answer.")
    await thread.surface.attach(code)
    before, ref, _ = thread.refs
    thread.slack.fails("chat.delete", "cant_delete_message")
    await thread.surface.reopen(before)
    await thread.surface.attach(Attachment("code.py", "x = 2\n"))
    await thread.surface.reopen(ref)
    await thread.surface.attach(Attachment("code.py", "x = 3\n"))
    standing = [file.text for post in thread.posts for file in post.files]
    assert standing == ["x = 1\n", "x = 1\n", "x = 2\n", "x = 3\n"]


async def test_the_session_that_a_dead_process_left_ends_with_its_answer(thread: Thread) -> None:
    workspace, place = await thread.workspaces.get("T1"), thread.place
    where = {"channel_id": place.channel, "thread_ts": place.thread}
    await workspace.call("agents.sessions.setStatus", **where, status="processing")
    left = await thread.surface.open("Half an")
    sessions = thread.slack.teams["T1"].sessions
    orphan = SlackSurface(thread.workspaces, place, "UANA", orphaned=True)
    draft = await orphan.reopen(left.ref)
    await draft.redraw("Half an ans")
    sessions["C1", place.thread] = "processing"  # as a stream's end has set it back
    await draft.finish("Half an answer.", None)
    assert sessions["C1", place.thread] == "processing"
    await draft.finish("Half an answer.", Epilogue(7, State.DONE))
    assert sessions["C1", place.thread] == "active"
    sessions["C1", place.thread] = "processing"
    workspace.rates.coming[place.conversation] += 1  # Ana asked something else meanwhile
    await draft.finish("Half an answer.", Epilogue(7, State.DONE))
    assert sessions["C1", place.thread] == "processing"
    workspace.rates.coming.clear()
    thread.slack.fails("agents.sessions.setStatus", "not_authorized")
    await draft.finish("Half an answer!", Epilogue(7, State.DONE))
    assert thread.texts == ["Half an answer!"]


async def test_workspaces_are_kept_apart(slack: SlackServer) -> None:
    async with opened(slack) as workspaces:
        one = await asked(slack, workspaces)
        two = await asked(slack, workspaces, team="T2")
        await one.write("One.")
        await two.write("Two.")
        assert (one.texts, two.texts) == (["One."], ["Two."])
        assert two.posts[0].user == "UBOT2"


async def test_no_token_is_shown(thread: Thread) -> None:
    workspace = await thread.workspaces.get("T1")
    assert "xoxb" not in repr(Kept().installed) + repr(workspace) + repr(workspace.client)
