"""Beside the threads: shortcuts, Home, the agent's pane, and the end of an installation."""

import asyncio
from pathlib import Path

import pytest

from bot.store.snippets import Viewer
from tests.adapters.slack.wiring import ANA, CODE, Room, in_room
from tests.fakes.openai_server import ModelServer
from tests.until import until


async def test_a_messages_code_is_explained_in_its_thread(room: Room) -> None:
    ts = await room.slack.says("C1", "```if a < b: ...```", "UBEN")
    await room.slack.shortcut("explain", "C1", ts)
    await room.answers(ts)
    assert "if a < b: ..." in room.said[0]
    await room.slack.shortcut("explain", "C1", ts)
    await room.told("explained to you already")
    await room.slack.shortcut("explain", "C1", ts, "UBEN")
    await room.answers(ts, 2)
    await room.slack.says("C1", "<@UBOT1> why the dots?", thread_ts=ts)
    assert "why the dots?" in (await room.answers(ts, 3))[2].markdown


async def test_a_thread_is_not_the_bots_for_having_explained_its_first_message(room: Room) -> None:
    root = await room.slack.says("C1", "x = [f(y) for y in z]", "UBEN")
    await room.slack.says("C1", "shall we merge it?", "UANA", root)
    await room.slack.shortcut("explain", "C1", root)
    await room.answers(root)
    await room.slack.says("C1", "yes, let us merge on monday", "UBEN", root)
    await room.slack.edits("C1", root, "x = [g(y) for y in z]")
    await room.asks("<@UBOT1> something else")
    assert len(room.model.asked) == 2
    assert not room.slack.ephemerals  # nobody asked the code that was changed


async def test_a_file_is_explained_and_one_that_can_not_be_read_is_refused(room: Room) -> None:
    ts = await room.slack.says("C1", "", "UBEN", files=[room.slack.file("a.py", "x = 1")])
    await room.slack.shortcut("explain", "C1", ts)
    await room.answers(ts)
    assert "x = 1" in room.said[0]
    film = await room.slack.says("C1", "", "UBEN", files=[room.slack.file("film.mp4", b"\0\0")])
    await room.slack.shortcut("explain", "C1", film)
    assert "neither text nor a file that I can read" in (await room.answers(film))[0].markdown
    empty = await room.slack.says("C1", "<@UBOT1>", "UBEN", ts)
    await room.slack.shortcut("explain", "C1", empty)
    await room.told("neither text nor a file")


async def test_a_message_is_deleted_while_it_is_explained(room: Room) -> None:
    room.model.says("one two three four")
    room.model.hold(after=2)
    ts = await room.slack.says("C1", "x = 1", "UBEN")
    await room.slack.shortcut("explain", "C1", ts)
    await until(lambda: bool(room.slack.messages("C1", ts)))
    await room.slack.deletes("C1", ts)
    await until(lambda: room.model.deserted == 1)


async def test_where_the_bot_is_not_a_shortcut_says_so(room: Room) -> None:
    for channel in ("C2", "C4"):
        ts = await room.slack.says(channel, "x = 1")
        await room.slack.shortcut("explain", channel, ts)
    await until(lambda: len(room.slack.ephemerals) == 2)
    assert all("/invite @Code" in told.markdown for told in room.slack.ephemerals)
    assert not room.model.asked


async def test_a_messages_code_is_kept(room: Room) -> None:
    ts = await room.slack.says("C1", "Look:\n```\nx = a & b\n```", "UBEN")
    await room.slack.shortcut("save_snippet", "C1", ts)
    said = await room.told("**Saved**")
    (snippet,) = (await room.core.commands.snippets.search(Viewer(ANA, "T1"))).snippets
    assert snippet.code == "x = a & b"
    await room.slack.presses("C1", said.ts, "unsave")
    await room.told("Not saved any more")
    assert not (await room.core.commands.snippets.search(Viewer(ANA, "T1"))).total
    await room.slack.shortcut("dance", "C1", ts)
    await room.told("comes from another version")


async def test_a_messages_file_is_kept_and_what_was_saved_before_stays(room: Room) -> None:
    book, code = room.core.commands.snippets, "x = 1\n" * 300
    file, film = room.slack.file("sort.py", code), room.slack.file("film.mp4", b"\0\0")
    ts = await room.slack.says("C1", "look at this", "UBEN", files=[file, film])
    await room.slack.shortcut("save_snippet", "C1", ts)
    said = await room.told("**Saved**")
    assert "I can't read film.mp4" in said.markdown
    (snippet,) = (await book.search(Viewer(ANA, "T1"))).snippets
    assert (snippet.name, snippet.language, snippet.code) == ("sort.py", "py", code)
    await room.slack.shortcut("save_snippet", "C1", ts)
    await until(lambda: len(room.slack.ephemerals) == 2)
    assert not room.slack.has("C1", room.slack.ephemerals[-1].ts, "unsave")
    only = await room.slack.says("C1", "see here", "UBEN", files=[film])
    await room.slack.shortcut("save_snippet", "C1", only)
    assert "I can't read film.mp4" in (await room.told("no code in this message")).markdown


async def test_code_of_an_explanation_is_not_named_after_our_own_words(room: Room) -> None:
    ts = await room.slack.says("C1", "```\nx()\n```", "UBEN")
    room.model.says("Better:\n```python\nx(1)\n```")
    await room.slack.shortcut("explain", "C1", ts)
    (answer,) = await room.answers(ts)
    await room.slack.presses("C1", answer.ts, "save")
    await room.told("**Saved**")
    (snippet,) = (await room.core.commands.snippets.search(Viewer(ANA, "T1"))).snippets
    assert snippet.name == "x()"


async def test_home_shows_snippets_and_its_buttons_work(room: Room) -> None:
    room.model.says(CODE)
    _, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "save")
    key = (await room.told("**Saved**")).markdown.split("`")[3]
    await room.slack.opens_home()
    await until(lambda: "UANA" in room.slack.homes)
    home = room.slack.homes["UANA"]
    assert key in str(home["blocks"])
    await room.slack.presses_view(home["id"], "run:0", value=f"snippets show {key}")
    shown = await room.form("reply")
    assert "print(1)" in str(room.slack.views[shown]["blocks"])
    await room.slack.presses_view(shown, "run:2", value=f"snippets delete {key}")
    await until(lambda: "Deleted" in str(room.slack.views[shown]["blocks"]))
    await until(lambda: key not in str(room.slack.homes["UANA"]["blocks"]))
    await room.slack.presses_view(shown, "run:0", value=f"snippets restore {key}")
    await until(lambda: key in str(room.slack.homes["UANA"]["blocks"]))


async def test_a_model_chosen_at_home_answers_everywhere(room: Room) -> None:
    room.model.models["other"] = 4096
    await room.slack.opens_home()
    await until(lambda: "UANA" in room.slack.homes)
    await room.slack.presses_view(room.slack.homes["UANA"]["id"], "home:model", value="other")

    async def chosen() -> bool:
        return await room.core.store.preferences.model(ANA, "T1") == "other"

    await until(chosen)
    await room.asks()
    assert room.model.asked[-1].model == "other"


async def test_the_direct_messages_open_with_prompts(room: Room) -> None:
    await room.slack.opens_home(tab="messages")
    await until(lambda: "D1" in room.slack.teams["T1"].prompts)
    assert {"title", "message"} <= set(room.slack.teams["T1"].prompts["D1"][0])


async def test_a_long_snippet_comes_as_a_file_in_direct_messages(room: Room) -> None:
    await room.core.commands.snippets.keep_code("x = 1\n" * 3000, Viewer(ANA, "T1", "C1"), name="long")
    await room.slack.commands("/snippets", "show long")
    await room.told("I send you the file in a direct message")
    await until(lambda: bool(room.slack.files and room.slack.files[0].channel))
    (file,) = room.slack.files
    assert file.channel == "D1"
    assert file.text.count("x = 1") == 3000


async def test_a_long_snippet_comes_as_a_file_from_home_too(room: Room) -> None:
    (long,) = await room.core.commands.snippets.keep_code("x = 1\n" * 3000, Viewer(ANA, "T1", "C1"), name="long")
    await room.slack.opens_home()
    await until(lambda: "UANA" in room.slack.homes)
    await room.slack.presses_view(room.slack.homes["UANA"]["id"], "run:0", value=f"snippets show {long.key}")
    shown = await room.form("reply")
    assert "in a direct message" in str(room.slack.views[shown]["blocks"])
    await until(lambda: bool(room.slack.files and room.slack.files[0].channel == "D1"))


@pytest.mark.parametrize(("listens", "says"), [(True, "slow to say"), (False, "No model can be reached")])
async def test_home_says_why_it_does_not_name_the_default_model(
    listens: bool, says: str, tmp_path: Path, model_server: ModelServer
) -> None:
    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(keep_silent, "127.0.0.1", 0) as provider:
        url = f"http://127.0.0.1:{provider.sockets[0].getsockname()[1]}/v1"
        if not listens:
            provider.close()
        async with in_room(tmp_path, model_server, openai_base_url=url, openai_model="") as room:
            await room.slack.opens_home()
            await until(lambda: "UANA" in room.slack.homes)
            assert says in str(room.slack.homes["UANA"]["blocks"])


async def test_an_uninstall_is_taken_note_of(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    await room.asks()
    await room.slack.uninstalls()
    await until(lambda: caplog.text.count("the Slack app was removed from T1") == 2)
    await room.slack.happens({"type": "tokens_revoked", "tokens": {"oauth": ["UANA"]}}, team="T2")
    assert "removed from T2" not in caplog.text
