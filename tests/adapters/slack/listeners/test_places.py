"""Beside the threads: shortcuts, Home, the agent's pane, and the end of an installation."""

import pytest

from bot.snippets import Viewer
from tests.adapters.slack.wiring import ANA, CODE, Room
from tests.until import until


async def test_a_messages_code_is_explained_in_its_thread(room: Room) -> None:
    ts = await room.slack.says("C1", "```if a < b: ...```", "UBEN")
    await room.slack.shortcut("explain", "C1", ts)
    await room.answers(ts)
    assert "if a < b: ..." in room.said[0]
    await room.slack.shortcut("explain", "C1", ts)
    await room.told("answered already")
    await room.slack.says("C1", "why the dots?", thread_ts=ts)
    assert "why the dots?" in (await room.answers(ts, 2))[1].markdown


async def test_where_the_bot_is_not_a_shortcut_says_so(room: Room) -> None:
    for channel in ("C2", "C4"):
        ts = await room.slack.says(channel, "x = 1")
        await room.slack.shortcut("explain", channel, ts)
    await room.told("I'm not in this channel")
    await room.told("I'm not a member of it")


async def test_a_messages_code_is_kept(room: Room) -> None:
    ts = await room.slack.says("C1", "Look:\n```\nx = a & b\n```", "UBEN")
    await room.slack.shortcut("save_snippet", "C1", ts)
    await room.told("**Kept**")
    (snippet,) = (await room.core.commands.snippets.list(Viewer(ANA, "T1"))).snippets
    assert snippet.code == "x = a & b"
    await room.slack.shortcut("dance", "C1", ts)
    await room.told("comes from another version")


async def test_home_shows_snippets_and_its_buttons_work(room: Room) -> None:
    room.model.says(CODE)
    _, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "save")
    key = (await room.told("**Kept**")).markdown.split("`")[3]
    await room.slack.opens_home()
    await until(lambda: "UANA" in room.slack.homes)
    home = room.slack.homes["UANA"]
    assert key in str(home["blocks"])
    await room.slack.presses_view(home["id"], "run:0", value=f"snippets show {key}")
    shown = await room.form("reply")
    assert "print(1)" in str(room.slack.views[shown]["blocks"])
    await room.slack.presses_view(shown, "run:0", value=f"snippets delete {key}")
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
    await room.told("I sent you the file in a direct message")
    (file,) = room.slack.files
    assert file.channel == "D1"
    assert file.text.count("x = 1") == 3000


async def test_an_uninstall_is_taken_note_of(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    await room.asks()
    await room.slack.uninstalls()
    await until(lambda: caplog.text.count("the Slack app was removed from T1") == 2)
    await room.slack.happens({"type": "tokens_revoked", "tokens": {"oauth": ["UANA"]}}, team="T2")
    assert "removed from T2" not in caplog.text
