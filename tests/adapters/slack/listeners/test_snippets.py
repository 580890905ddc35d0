"""Snippets in Slack: saved, edited in a form, shared, taken along and brought back."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.nouns import Snippet
from bot.store.snippets import Viewer
from tests.adapters.slack.program import opened_slack
from tests.adapters.slack.wiring import ANA, Room, in_room
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import Ephemeral, FakeFile, SlackServer
from tests.until import until

CODE = 'def retry():\n    if a < b & c:\n\treturn "&lt;“é”"  # 👩\u200d👧 \\n'
ANSWER = f"Do this:\n\n```python\n{CODE}\n```\n"


def labels(seen: Ephemeral) -> list[str]:
    return [element["text"]["text"] for block in seen.blocks for element in block.get("elements", [])]


async def press(room: Room, seen: Ephemeral, label: str, user: str = "UANA") -> None:
    await room.slack.presses(seen.channel, seen.ts, f"run:{labels(seen).index(label)}", user)


async def kept(room: Room) -> list[Snippet]:
    return (await room.core.commands.snippets.search(Viewer(ANA, "T1"))).snippets


async def saves(room: Room, channel: str = "C1", answer: str = ANSWER) -> Snippet:
    """Let Ana ask, and save the code of the answer."""
    room.model.says(answer)
    _, said = await room.asks(channel=channel)
    await room.slack.presses(channel, said.ts, "save")
    await room.told("**Saved**")
    return (await kept(room))[0]


async def view(room: Room, callback: str) -> dict[str, Any]:
    """Wait until a window is open; return it."""
    id = await room.form(callback)
    return room.slack.views[id]


async def edits(room: Room, code: str, *, form: str = "write") -> None:
    """Write a new text into the form that is open."""
    await room.slack.submits(await room.form(form), {"text": code})


async def exported(room: Room, how: str) -> FakeFile:
    """Let Ana take her snippets along; return the file."""
    before = len(room.slack.files)
    await room.slack.commands("/snippets", how)
    await room.told("I send you the file in a direct message")
    await until(lambda: len(room.slack.files) > before and room.slack.files[-1].channel == "D1")
    return room.slack.files[-1]


async def test_the_story_of_a_snippet(room: Room, tmp_path: Path, model_server: ModelServer) -> None:
    room.model.says(ANSWER)
    _, answer = await room.asks()
    await room.slack.commands("/snippets", "save")
    await press(room, await room.told("**Saved**"), f"Show {(await kept(room))[0].key}")
    (snippet,) = await kept(room)
    assert (snippet.code, snippet.channel) == (CODE, "C1")
    link = f"https://t1.slack.com/archives/C1/p{answer.ts.replace('.', '')}"
    shown = await room.told("Where it comes from")
    assert f"]({link}?thread_ts=" in shown.markdown
    assert CODE in shown.markdown
    await press(room, shown, "Edit")
    form = await view(room, "write")
    assert form["title"]["text"] == f"Edit {snippet.key}"
    assert form["blocks"][0]["element"]["initial_value"] == CODE
    better = f"  {CODE}\n\n# “better” &amp; <b>\n```\nnot a fence\n```"
    await edits(room, better)
    edited = await room.told("is at version 2 now.")
    assert "+# “better” &amp; <b>" in edited.markdown
    assert edited.channel == "C1"
    assert (await kept(room))[0].code == better
    await press(room, edited, "Undo")
    await room.told("as in version 1 again")
    assert (await kept(room))[0].code == CODE
    await room.slack.commands("/snippets", f"delete {snippet.key}")
    deleted = await room.told("Deleted")
    assert await kept(room) == []
    await press(room, deleted, "Undo")
    await room.told("is back")
    file = await exported(room, "export zip")
    assert file.name.endswith(".zip")
    async with in_room(tmp_path / "fresh", model_server) as fresh:
        await fresh.slack.commands("/snippets", "import")
        carried = fresh.slack.file(file.name, file.content)
        await fresh.slack.submits(await fresh.form("send_file"), {"file": [carried]})
        planned = await fresh.told("Nothing is changed yet")
        assert await kept(fresh) == []
        await press(fresh, planned, "Import 1")
        await fresh.told("Imported 1 snippet")
        (again,) = await kept(fresh)
        assert (again.code, again.name, again.version, again.source) == (CODE, snippet.name, 3, snippet.source)
        assert (again.code.encode(), again.language) == (CODE.encode(), "python")


async def test_whoever_was_slower_keeps_their_text_and_can_put_it_in_again(room: Room) -> None:
    snippet = await saves(room)
    await room.slack.commands("/snippets", f"edit {snippet.key}")
    first = await room.form("write")
    await room.slack.commands("/snippets", f"edit {snippet.key}\nx = 2")
    await room.told("is at version 2 now")
    await room.slack.submits(first, {"text": "x = 3"})
    conflict = await room.told("Nothing was written over. This is your text:")
    assert "```python\nx = 3\n```" in conflict.markdown
    await press(room, conflict, "Edit it as it is now")
    form = await view(room, "write")
    assert form["blocks"][0]["element"]["initial_value"] == "x = 2"
    await edits(room, "x = 3")
    await room.told("is at version 3 now")
    assert (await kept(room))[0].code == "x = 3"


async def test_a_form_from_before_a_restart_is_taken_and_only_once(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=3.0) as slack:
        async with opened_slack(tmp_path, model_server, slack) as core:
            snippet = await saves(Room(slack, model_server, core))
            await slack.commands("/snippets", f"edit {snippet.key}")
            form = await Room(slack, model_server, core).form("write")
        async with opened_slack(tmp_path, model_server, slack) as core:
            room = Room(slack, model_server, core)
            await slack.submits(form, {"text": "x = 2"})
            await room.told("is at version 2 now")
            told = len(slack.ephemerals)
            await slack.submits(form, {"text": "x = 3"}, again=True)
            await slack.commands("/snippets", "help")
            await room.told("**Snippets** are code")
            assert len(slack.ephemerals) == told + 1
            assert (await kept(room))[0].code == "x = 2"


async def test_code_too_long_for_a_field_comes_back_as_a_file(room: Room) -> None:
    long = "x = “1”  # é\n" * 400
    snippet = await saves(room, answer=f"```python\n{long}```")
    await room.slack.commands("/snippets", f"edit {snippet.key}")
    form = await room.form("send_file")
    assert "too long for a field" in str(room.slack.views[form]["blocks"])
    await room.slack.submits(form, {"file": [room.slack.file("mine.py", f"{long}y = 2\n")]})
    edited = await room.told("is at version 2 now")
    assert "+y = 2" in edited.markdown
    assert (await kept(room))[0].code == f"{long}y = 2\n"
    await room.slack.commands("/snippets", f"edit {snippet.key}")
    await room.slack.submits(await room.form("send_file"), {"file": [room.slack.file("film.mp4", b"\0\0")]})
    await room.told("I can't read film.mp4")


async def test_where_no_form_opens_it_is_said_how_to_do_without(room: Room) -> None:
    snippet = await saves(room)
    room.slack.fails("views.open", "internal_error")
    await room.slack.commands("/snippets", f"edit {snippet.key}")
    said = await room.told(f"`/snippets edit {snippet.key}`, a line break, and the code.")
    assert "as a file" not in said.markdown  # Slack's commands take none
    await room.slack.commands("/snippets", "help")
    assert "`/snippets import` – bring them back" in (await room.told("**Snippets**")).markdown
    room.slack.fails("views.open", "expired_trigger_id")
    await room.slack.commands("/snippets", "import FILE")
    await room.told("did not let the form open")
    await room.slack.commands("/snippets", "edit s-none")
    await room.told("There is no snippet called `s-none`")


async def test_what_can_not_be_done_any_more_gives_the_text_back(room: Room) -> None:
    snippet = await saves(room)
    await room.slack.commands("/snippets", f"edit {snippet.key}")
    form = await room.form("write")
    await room.slack.commands("/snippets", f"delete {snippet.key}")
    await room.told("Deleted")
    await room.slack.submits(form, {"text": "x = 3"})
    assert "x = 3" in (await room.told("is deleted")).markdown


async def test_a_form_of_another_version_is_refused_where_it_stands(room: Room) -> None:
    snippet = await saves(room)
    await room.slack.commands("/snippets", f"edit {snippet.key}")
    form = await room.form("write")
    room.slack.views[form]["private_metadata"] = "C1"
    refused = await room.slack.submits(form, {"text": "x = 3"})
    assert "another version" in refused["errors"]["text"]


async def test_where_the_bot_is_not_the_end_of_a_form_is_told_directly(room: Room) -> None:
    snippet = await saves(room)
    await room.slack.commands("/snippets", f"edit {snippet.key}", "C2")
    await edits(room, "x = 2")
    await until(lambda: any("is at version 2 now" in post.shown for post in room.slack.messages("D1")))


async def test_at_home_snippets_are_edited_in_windows_and_what_is_pinned_stands_first(room: Room) -> None:
    snippet = await saves(room)
    other = await saves(room, answer="```python\nother = 1\n```")
    await room.slack.commands("/snippets", f"pin {snippet.key}")
    await room.told("stands before the others now")
    await room.slack.opens_home()
    await until(lambda: "UANA" in room.slack.homes)
    shown = str(room.slack.homes["UANA"]["blocks"])
    assert 0 < shown.index("📌 *retry*") < shown.index(other.key)
    home = room.slack.homes["UANA"]["id"]
    await room.slack.presses_view(home, "run:1", value=f"snippets edit {snippet.key}")
    await edits(room, "x = 2")
    window = await room.form("reply")
    assert "is at version 2 now" in str(room.slack.views[window]["blocks"])
    await room.slack.presses_view(window, "run:0")
    await until(lambda: "as in version 1 again" in str(room.slack.views[window]["blocks"]))
    await room.slack.closes(window)
    await room.slack.presses_view(home, "run:0", value=f"snippets show {snippet.key}")
    window = await room.form("reply")
    assert "|Where it comes from>" in str(room.slack.views[window]["blocks"])
    await room.slack.presses_view(window, "run:0", value=f"snippets edit {snippet.key}")
    assert await room.form("write") == window
    room.slack.fails("views.open", "expired_trigger_id")
    await edits(room, "x = 4")
    await until(lambda: any("is at version 4 now" in post.shown for post in room.slack.messages("D1")))
    assert not room.slack.ephemerals[-1].markdown.startswith("is at version")


async def test_home_shows_what_is_its_persons_own_and_nothing_that_others_share(room: Room) -> None:
    snippet = await saves(room)
    await room.slack.commands("/snippets", f"share {snippet.key} everyone")
    await room.told("Everybody in this workspace sees")
    await room.slack.opens_home("UBEN")
    await until(lambda: "UBEN" in room.slack.homes)
    assert "None yet. *Save code*" in str(room.slack.homes["UBEN"]["blocks"])
    assert snippet.key not in str(room.slack.homes["UBEN"]["blocks"])


@pytest.mark.parametrize("way", ["command", "button", "reaction", "shortcut"])
@pytest.mark.parametrize("channel", ["C5", "C6", "D1"])
async def test_what_is_saved_in_private_is_its_authors_until_shared(room: Room, channel: str, way: str) -> None:
    room.model.says(ANSWER)
    _, answer = await room.asks(channel=channel)
    if way == "command":
        await room.slack.commands("/snippets", "save", channel)
    elif way == "button":
        await room.slack.presses(channel, answer.ts, "save")
    elif way == "reaction":
        await room.slack.reacts(channel, answer.ts, "pushpin")
    else:
        ts = await room.slack.says(channel, f"```\n{CODE}\n```", "UBEN" if channel != "D1" else "UANA")
        await room.slack.shortcut("save_snippet", channel, ts)
    await room.told("**Saved**")
    (snippet,) = await kept(room)
    assert (snippet.channel, snippet.source.split("?")[0].split("/")[-2]) == ("", channel)
    if channel == "D1":
        return
    await room.slack.commands("/snippets", "list", channel, "UBEN")
    await room.told("No snippets are saved here yet", "UBEN")
    await room.slack.commands("/snippets", f"share {snippet.key}", channel)
    await room.told("The people of this channel see")
    await room.slack.commands("/snippets", "list", channel, "UBEN")
    await room.told(snippet.key, "UBEN")


async def test_whether_a_channel_is_private_is_asked_once_and_doubt_is_for_its_author(room: Room) -> None:
    room.model.answer = lambda asked: f"```python\nx = {len(room.model.asked)}\n```"
    for channel, seen_in in (("C1", "C1"), ("C1", "C1"), ("C5", ""), ("C5", "")):
        _, answer = await room.asks(channel=channel)
        before = len(await kept(room))
        await room.slack.reacts(channel, answer.ts, "pushpin")
        await until(partial(_has_more, room, before))
        assert (await kept(room))[0].channel == seen_in
    assert [call.args["channel"] for call in room.slack.calls if call.method == "conversations.info"] == ["C1", "C5"]


async def _has_more(room: Room, before: int) -> bool:
    return len(await kept(room)) > before


async def test_what_slack_does_not_say_of_a_place_hinders_no_saving(room: Room) -> None:
    room.model.says(ANSWER)
    _, answer = await room.asks()
    room.slack.fails("chat.getPermalink", "internal_error")
    room.slack.fails("conversations.info", "internal_error")
    await room.slack.reacts("C1", answer.ts, "pushpin")
    await room.told("**Saved**")
    (snippet,) = await kept(room)
    assert (snippet.source, snippet.channel) == ("", "")


async def test_snippets_are_taken_along_in_each_form_and_odd_files_are_refused(room: Room) -> None:
    await saves(room)
    ours = json.loads((await exported(room, "export json retry")).text)
    assert [each["code"] for each in ours["snippets"]] == [CODE]
    assert (await exported(room, "export vscode")).name.endswith(".code-snippets")
    for name, content, sentence in (
        ("a.zip", b"PK\3\4broken", "The ZIP is broken"),
        ("a.txt", b"Hello.", "*Save as snippet* in the menu of its message keeps"),
        ("a.json", b"", "The file is empty"),
    ):
        await room.slack.commands("/snippets", "import")
        await room.slack.submits(await room.form("send_file"), {"file": [room.slack.file(name, content)]})
        await room.told(sentence)
    file = room.slack.file("gone.zip", b"PK")
    await room.slack.commands("/snippets", "import")
    form = await room.form("send_file")
    file.content = b"x" * (10 * 1024**2 + 1)
    with pytest.raises(ValueError, match="bytes"):
        await room.slack.submits(form, {"file": [file]})
