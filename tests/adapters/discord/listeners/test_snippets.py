"""The story of a snippet in Discord: from an answer through the form and the bin to another server, byte for byte."""

from pathlib import Path
from typing import Any

import pytest

from bot.nouns import Snippet
from bot.snippets.limits import LARGEST
from bot.store.snippets import Viewer
from tests.adapters.discord.acts import press, run, send
from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.wiring import AUTHOR, Room
from tests.fakes.discord import ANA, BEN, G1, GENERAL, GENERAL2, DiscordServer, FakeMessage, Interaction
from tests.fakes.openai_server import ModelServer
from tests.until import until

HERE = Viewer(AUTHOR, G1, GENERAL)
CODE = "def retry():\n    return 1"
EDITED = '```\ndef retry():\n    return "`2`"  # 🙂\n```\n'
"""It begins with a fence and ends with a line break, and both belong to it."""


FIRST_TWO: Any = {"from": 1, "to": 2}


async def keep(room: Room, code: str = CODE, name: str = "retry", language: str = "python") -> str:
    """Let Ana keep code; return its key."""
    (kept,) = await room.core.commands.snippets.keep_code(code, HERE, name=name, language=language)
    return kept.key


async def opens(room: Room, key: str, user: str = ANA) -> Interaction:
    """Let somebody open the form for the code of a snippet."""
    form = await room.discord.commands("/snippets edit", {"name": key}, user)
    assert form.acknowledged == "modal"
    return form


def field(form: Interaction) -> dict[str, object]:
    """The one field of a form."""
    assert form.modal
    ((label, inner),) = [(top["label"], top["component"]) for top in form.modal["components"]]
    return {**inner, "label": label}


async def found(room: Room, key: str, viewer: Viewer = HERE) -> Snippet:
    return await room.core.commands.snippets.find(viewer, key)


async def test_from_an_answer_to_another_server(room: Room) -> None:
    room.model.says(f"So:\n\n```python\n{CODE}\n```")
    thread, answer = await room.asks()
    key = (await run(room, "/snippets save", channel=thread)).content.split("`")[1]
    assert key in (await run(room, "/snippets list", query="lang:python retry")).content
    shown = await run(room, "/snippets show", name=key)
    assert f"```python\n{CODE}\n```" in shown.content
    assert f"](https://discord.com/channels/{G1}/{thread}/{answer.id})" in shown.content

    form = await room.discord.presses(shown, "Edit")
    assert form.modal
    assert form.modal["title"] == f"Edit {key}"
    assert (field(form)["label"], field(form)["value"]) == ("retry", CODE)
    edited = await send(room, form, EDITED)
    assert f"`{key}` `retry` is at version 2 now." in edited.content
    assert "-    return 1" in edited.content
    assert (await found(room, key)).code == EDITED
    assert "as in version 1 again" in await press(room, edited, "Undo")
    assert (await found(room, key)).code == CODE
    late = await send(room, form, "def retry(): ...  # mine")
    assert "at version 3 now, not 1. Nothing was written over." in late.content
    assert "def retry(): ...  # mine" in late.content
    again = await room.discord.presses(late, "Edit it as it is now")
    assert field(again)["value"] == CODE
    await send(room, again, EDITED)

    changed = (await run(room, "/snippets diff", name=key)).content
    assert "version 3 to 4" in changed
    assert "version 1 to 2" in (await run(room, "/snippets diff", name=key, **FIRST_TWO)).content
    assert "version 3 to 4" in (await run(room, "/snippets diff", name=key, to=4)).content
    assert "version 4 ·" in (await run(room, "/snippets history", name=key)).content
    assert CODE in (await run(room, "/snippets show", name=key, version=1)).content

    deleted = await run(room, "/snippets delete", name=key)
    assert key in (await run(room, "/snippets bin")).content
    assert "is back" in await press(room, deleted, "Undo")

    (json,) = (await run(room, "/snippets export")).attachments
    (zip,) = (await run(room, "/snippets export", format="zip", query="retry")).attachments
    assert (zip.name, zip.content[:2]) == ("snippets.zip", b"PK")
    planned = await run(room, "/snippets import", channel=GENERAL2, file=zip)
    assert "1 new" in planned.content
    assert "No snippets" in (await run(room, "/snippets list", channel=GENERAL2)).content
    assert "Imported 1 snippet" in await press(room, planned, "Import 1")
    assert (await found(room, key, Viewer(AUTHOR, room.discord.channel(GENERAL2).guild))).code == EDITED
    (there,) = (await run(room, "/snippets export", channel=GENERAL2)).attachments
    assert there.content == json.content
    assert not room.discord.late


async def test_a_snippet_is_described_pinned_and_shared(room: Room) -> None:
    key = await keep(room, name="my own retry")
    named = {"name": "my own retry"}
    assert "#http #retry" in (await run(room, "/snippets tag", **named, tags="#retry http")).content
    assert "has the tags #http now" in (await run(room, "/snippets tag", **named, tags="-#retry")).content
    assert "is written" in (await run(room, "/snippets note", **named, text="Ask *Ben*.")).content
    assert "is `go` now" in (await run(room, "/snippets language", **named, language="Go")).content
    assert "stands before" in (await run(room, "/snippets pin", **named)).content
    kept = await found(room, key)
    assert (kept.tags, kept.note, kept.language, kept.pinned) == (("http",), "Ask *Ben*.", "go", True)
    assert "📌" in (await run(room, "/snippets list", query="#http")).content
    assert "any more" in (await run(room, "/snippets unpin", **named)).content
    assert "is gone" in (await run(room, "/snippets note", **named)).content
    assert "as in version 1 again" in (await run(room, "/snippets revert", **named, version=1)).content
    assert "is called `new name` now" in (await run(room, "/snippets rename", **named, new="new name")).content
    assert "Only who saved it" in (await run(room, "/snippets unshare", name=key)).content
    assert "No snippets" in (await run(room, "/snippets list", BEN)).content
    assert "Everybody in this" in (await run(room, "/snippets share", name=key, everyone=True)).content
    assert key in (await run(room, "/snippets list", BEN)).content


async def test_a_file_is_saved_and_one_is_the_new_code(room: Room) -> None:
    saved = await run(room, "/snippets save", file=room.discord.file("retry.py", CODE + "\n"))
    key = saved.content.split("`")[1]
    assert (await found(room, key)).code == CODE + "\n"
    edited = await run(room, "/snippets edit", name=key, file=room.discord.file("new.py", EDITED))
    assert "is at version 2 now" in edited.content
    assert (await found(room, key)).code == EDITED


@pytest.mark.parametrize("code", ["x = 1\n" * 700, "x = 1\r\ny = 2\r\n", "🙂" * 2001])
async def test_what_no_form_can_hold_is_to_be_sent_as_a_file(room: Room, code: str) -> None:
    key = await keep(room, code)
    told = await run_without_waiting(room, key)
    assert f"send the new code as a file: `/snippets edit name:{key} file:FILE`" in told.content
    await run(room, "/snippets show", name=key)
    await until(lambda: room.discord.has(room.seen()[-1], "Edit"))
    last = room.seen()[-1]
    assert "file:FILE" in await press(room, last, "Edit")


async def run_without_waiting(room: Room, key: str) -> FakeMessage:
    done = await room.discord.commands("/snippets edit", {"name": key})
    assert done.acknowledged == "message"
    assert done.is_ephemeral
    assert done.original
    return done.original


async def test_a_form_holds_just_as_much_as_discord_takes(room: Room) -> None:
    key = await keep(room, "x" * 4000, name="n" * 60)
    form = await opens(room, key)
    assert field(form)["label"] == "n" * 45
    await send(room, form, "y" * 4000)
    assert (await found(room, key)).code == "y" * 4000


async def test_a_form_from_before_a_restart_is_taken(tmp_path: Path, model_server: ModelServer) -> None:
    async with DiscordServer(second=0.1) as discord:
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            room = Room(discord, model_server, core, adapter)
            key = await keep(room)
            form = await opens(room, key)
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            room = Room(discord, model_server, core, adapter)
            assert "is at version 2 now" in (await send(room, form, EDITED)).content
            assert (await found(room, key)).code == EDITED


async def test_what_was_written_is_given_back_where_it_is_not_taken(room: Room) -> None:
    key, other = await keep(room), await keep(room, "other = 1", name="other")
    form = await opens(room, key)
    had = await send(room, form, "other = 1")
    assert f"keeps just that code already, as `{other}`" in had.content
    assert "You wrote:\n\n```\nother = 1\n```" in had.content
    await run(room, "/snippets delete", name=key)
    gone = await send(room, form, "mine = 1")
    assert f"`/snippets restore name:{key}`" in gone.content
    assert "mine = 1" in gone.content
    await run(room, "/snippets restore", name=key)
    database = room.core.store.database
    async with vars(database)["_writing"]:
        done = await room.discord.submits(form, {"text": "mine = 2"})
        assert "Our own database did not answer" in done.messages[0].content
        assert "mine = 2" in done.messages[0].content
    assert (await found(room, key)).code == CODE
    assert not room.discord.late


async def test_a_form_is_nobody_elses_to_open_or_send(room: Room) -> None:
    key = await keep(room)
    refused = await run_as_refused(room, key)
    assert "can be edited only by who saved it, Ana, or an admin" in refused.content
    form = await opens(room, key)
    sent = await send(room, form, "bens = 1", BEN)
    assert "can be edited only by who saved it" in sent.content
    assert "There is no snippet called" in (await run_as_refused(room, "nothing")).content
    assert (await found(room, key)).code == CODE


async def run_as_refused(room: Room, key: str) -> FakeMessage:
    done = await room.discord.commands("/snippets edit", {"name": key}, BEN)
    assert done.is_ephemeral
    assert done.original
    return done.original


async def test_a_form_that_discord_does_not_open_is_told_in_words(room: Room) -> None:
    key = await keep(room)
    room.discord.fails("POST", "/interactions/{interaction}/{token}/callback", 50035)
    done = await room.discord.commands("/snippets edit", {"name": key})
    await until(lambda: bool(done.messages))
    assert "file:FILE" in done.messages[0].content


async def test_files_that_can_not_be_imported_or_are_no_code_are_refused(room: Room) -> None:
    key = await keep(room)
    large = room.discord.file("all.zip", b"PK\3\4")
    large.size = 11 * 1024**2
    assert "I can't read all.zip: it has 11,534 KB" in (await run(room, "/snippets import", file=large)).content
    endless = room.discord.file("all.zip", b"x" * 100_000)
    endless.size, endless.endless = 5, True
    assert "it has more than the 10,485 KB" in (await run(room, "/snippets import", file=endless)).content
    odd = room.discord.file("cat.png", b"\x89PNG\0\1")
    assert "neither a ZIP nor a text" in (await run(room, "/snippets import", file=odd)).content
    assert "neither a text" in (await run(room, "/snippets edit", name=key, file=odd)).content
    code = room.discord.file("big.py", "x" * (LARGEST + 1))
    assert "I can't read big.py" in (await run(room, "/snippets edit", name=key, file=code)).content
    empty = room.discord.file("empty.py", "")
    assert "it is empty" in (await run(room, "/snippets save", file=empty)).content
    assert "is no snippet" in (await run(room, "/snippets export", query="nothing")).content
    assert (await found(room, key)).version == 1


async def test_an_export_that_discord_does_not_take_says_so(room: Room) -> None:
    book = room.core.commands.snippets
    for number in range(45):
        await book.keep_code(f"{number:06}" + "x" * 250_000, HERE, name=f"big {number}")
    exported = await run(room, "/snippets export")
    assert "Discord takes 10 MB here" in exported.content
    assert not exported.attachments
    (zip,) = (await run(room, "/snippets export", format="zip")).attachments
    planned = await run(room, "/snippets import", channel=GENERAL2, file=zip)
    assert "45 new" in planned.content
