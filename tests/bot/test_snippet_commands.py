"""`/snippets` in words: described, edited, shared, thrown away; and each of that undone."""

import re
from typing import Any

import pytest

from bot.commands import Call, Reply
from bot.commands.snippet_editing import SnippetEditing
from bot.errors import Outdated, UsageError
from bot.nouns import Attachment, Author, Button, Exchange, Snippet
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit
from bot.store.snippets import Viewer
from tests.bot.test_commands import ANA, BEN, Desk, desk
from tests.fakes.openai_server import ModelServer

__all__ = ["desk"]
ANSWER = "Do:\n```python\ndef retry():\n    return 1\n```"


async def save(desk: Desk, model_server: ModelServer, answer: str = ANSWER, channel: str = "C1") -> str:
    """Let Ana keep the code of an answer; return its key."""
    model_server.says(answer)
    await desk.ask("How do I retry?", channel=channel)
    saved = await desk.run("snippets save", channel=channel)
    return saved.buttons[0].command.split()[-1]


async def press(desk: Desk, reply: Reply, label: str, author: Author = ANA) -> Reply:
    (button,) = [button for button in reply.buttons if button.label == label]
    assert len(f"run:{button.command}") <= 100, "Discord's buttons carry no more"
    return await desk.run(button.command, author)


async def test_the_story_of_a_snippet(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    assert f"`{key}` `retry` · python" in (await desk.run("snippets list")).text
    assert f"(1)\n- `{key}` `retry` · python\n  line 2: `return 1`" in (await desk.run("snippets search return 1")).text
    edited = await desk.run(f"snippets edit {key}\n```python\ndef retry():\n    return 2\n```")
    assert f"`{key}` `retry` is at version 2 now." in edited.text
    assert "-    return 1\n+    return 2" in edited.text
    assert "-    return 1\n+    return 2" in (await desk.run(f"snippets diff {key}")).text
    undone = await press(desk, edited, "Undo")
    assert "as in version 1 again; that is version 3" in undone.text
    shown = await desk.run(f"snippets show {key}")
    assert "return 1" in shown.text
    history = await press(desk, shown, "History")
    assert re.findall(r"version (\d)", history.text) == ["3", "2", "1"]
    old = await press(desk, history, "Show version 2")
    assert "return 2" in old.text
    await press(desk, old, "Make it this again")
    deleted = await press(desk, await desk.run(f"snippets show {key}"), "Delete")
    assert "No snippets are saved" in (await desk.run("snippets")).text
    assert f"`{key}` `retry`" in (await desk.run("snippets bin")).text
    assert f"`{key}` `retry` is back." in (await press(desk, deleted, "Undo")).text
    assert "return 2" in (await desk.run(f"snippets show {key}")).text
    assert "bin is empty" in (await desk.run("snippets bin")).text


async def test_it_is_described_and_what_was_said_before_comes_back(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    tagged = await desk.run(f"snippets tag {key} #HTTP retry, #c++")
    assert f"`{key}` `retry` has the tags #c++ #http #retry now." in tagged.text
    assert "has the tags #http #retry now" in (await desk.run(f"snippets tag {key} -c++")).text
    await desk.run(f"snippets note {key} Ask Ben first.\nHe wrote it.")
    await desk.run(f"snippets language {key} Py")
    shown = (await desk.run(f"snippets show {key}")).text
    assert f"`{key}` `retry` · py · #http #retry · version 5" in shown
    assert "> Ask Ben first.\n> He wrote it." in shown
    assert "```py\n" in shown
    bare = await desk.run(f"snippets tag {key} -#http -retry")
    assert f"`{key}` `retry` has no tags now." in bare.text
    with pytest.raises(UsageError, match="at version 6 now, not 2"):
        await press(desk, tagged, "Undo")
    await press(desk, bare, "Undo")
    assert f"`{key}` `retry` · py · #http #retry · version 7" in (await desk.run(f"snippets show {key}")).text


async def test_others_see_what_is_shared_and_no_more(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server, channel="")
    with pytest.raises(UsageError, match="There is no snippet called"):
        await desk.run(f"snippets show {key}", BEN)
    with pytest.raises(UsageError, match="in the channel that should see it"):
        await desk.run(f"snippets share {key}", channel="")
    shared = await desk.run(f"snippets share {key}")
    assert "The people of this channel see" in shared.text
    assert (await desk.run(f"snippets show {key}", BEN)).buttons == ()
    assert "No snippets" in (await desk.run("snippets", BEN, "C2")).text
    opened = await desk.run(f"snippets share {key} everyone", channel="C9")
    assert key in (await desk.run("snippets", BEN, "C2")).text
    assert "No snippets" in (await desk.run("snippets", BEN, "C2", "T2")).text
    assert "only the people of its channel" in (await press(desk, opened, "Undo")).text
    assert key in (await desk.run("snippets", BEN)).text
    assert "Only who saved it sees" in (await press(desk, shared, "Undo")).text
    assert "No snippets" in (await desk.run("snippets", BEN)).text


async def test_an_undo_brings_back_who_saw_it_before_or_there_is_none(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    assert (await desk.run(f"snippets share {key}")).buttons == (), "its people saw it before"
    moved = await desk.run(f"snippets share {key}", channel="C2")
    assert "of this channel see" in moved.text
    assert "and no longer those of the channel where it was" in moved.text
    assert moved.buttons == ()
    assert f"`/snippets share {key}` in that one gives it back" in moved.text
    await desk.run(f"snippets share {key} everyone")
    assert (await desk.run(f"snippets share {key} everyone")).buttons == ()
    assert (await desk.run(f"snippets unshare {key}", channel="C2")).buttons == (), "it was seen both ways"
    await press(desk, await desk.run(f"snippets share {key} everyone"), "Undo")
    taken = await desk.run(f"snippets unshare {key}")
    assert "Only who saved it sees" in taken.text
    assert "seen by you alone" in (await desk.run(f"snippets show {key}")).text


async def test_what_is_saved_where_not_all_read_along_is_its_authors_until_shared(
    desk: Desk, model_server: ModelServer
) -> None:
    async def link(exchange: Exchange) -> str:
        return f"https://board.test/{exchange.message.ref}"

    async def run(text: str, **more: Any) -> Reply:
        return await desk.core.commands.run(Call("snippets", text, ANA, "T1", "P1", is_private=True, **more))

    model_server.says(ANSWER)
    asked = await desk.ask("How do I retry?", channel="P1")
    saved = await run("save", link=link)
    key = saved.buttons[0].command.split()[-1]
    assert f"[Where it comes from](https://board.test/{asked.message.ref})" in (await run(f"show {key}")).text
    files = (Attachment("mine.py", "mine = 1\n"),)
    mine = (await run("save", files=files)).buttons[0].command.split()[-1]
    assert "seen by you alone" in (await run(f"show {mine}")).text
    assert "No snippets" in (await desk.run("snippets", BEN, "P1")).text
    await run(f"share {key}")
    theirs = (await desk.run("snippets", BEN, "P1")).text
    assert key in theirs
    assert mine not in theirs


async def test_where_it_comes_from_is_said_anew_of_what_is_saved_again(desk: Desk) -> None:
    book, here = desk.core.commands.snippets, desk.viewer(ANA)
    (kept,) = await book.keep_code("x = 1", here, source="https://board.test/1")
    assert (await book.keep_code("x = 1", here, source="https://board.test/2"))[0].source == kept.source
    await book.throw_away([kept.key], here)
    (again,) = await book.keep_code("x = 1", here, source="https://board.test/3")
    assert (again.key, again.source) == (kept.key, "https://board.test/3")


async def test_what_is_pinned_stands_first_and_only_its_author_changes_it(
    desk: Desk, model_server: ModelServer
) -> None:
    key = await save(desk, model_server)
    await save(desk, model_server, "```python\nother = 1\n```")
    pinned = await desk.run(f"snippets pin {key}")
    assert f"📌 `{key}` `retry`" in (await desk.run("snippets")).text
    await press(desk, pinned, "Undo")
    assert "📌" not in (await desk.run("snippets")).text
    for line in (
        f"pin {key}",
        f"edit {key}\nx",
        f"edit {key}",
        f"tag {key} a",
        f"note {key} a",
        f"language {key} go",
        f"revert {key} 1",
        f"share {key} everyone",
        f"unshare {key}",
        f"delete {key}",
    ):
        with pytest.raises(UsageError, match="only by who saved it, Ana, or an admin"):
            await desk.run(f"snippets {line}", BEN)


async def test_who_was_slower_is_told_and_keeps_their_text(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    form = (await desk.run(f"snippets edit {key}")).form
    assert form
    assert (form.text, form.command) == ("def retry():\n    return 1", f"snippets edit {key} --version 1")
    await desk.run(f"{form.command}\ndef retry():\n    return 2")
    late = await desk.run(f"{form.command}\ndef retry():\n    return 3")
    assert "changed `" in late.text
    assert "at version 2 now, not 1. Nothing was written over." in late.text
    assert "return 3" in late.text
    assert late.buttons[1] == Button("Edit it as it is now", f"snippets edit {key}")
    assert "return 2" in (await desk.run(f"snippets show {key}")).text
    text = "x = 1  # long\n" * 200
    long = await desk.run(f"{form.command}\n{text}")
    assert long.file
    assert long.file.text == text.strip("\n")


class Overtaken(SnippetBook):
    """A book in which somebody else tags a snippet between the first look at it and what is done to it."""

    is_overtaken = False

    async def find(self, viewer: Viewer, name: str) -> Snippet:
        found = await super().find(viewer, name)
        if not self.is_overtaken:
            self.is_overtaken = True
            await self.editing.edit(viewer, name, Edit(tags=["quick"]))
        return found


async def test_who_tags_what_was_tagged_meanwhile_is_told_and_takes_no_tag(
    desk: Desk, model_server: ModelServer
) -> None:
    key = await save(desk, model_server)
    tag = SnippetEditing(Overtaken(desk.core.store.snippets)).verbs["tag"]
    call = Call("snippets", "", ANA, "T1", "C1")
    with pytest.raises(Outdated, match="at version 2 now, not 1"):
        await tag(call, f"{key} slow")
    assert "has the tags #quick #slow now" in (await tag(call, f"{key} slow")).text


async def test_a_note_is_shown_and_goes_only_by_a_word_that_says_so(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    assert (
        f"`{key}` `retry` has no note. `/snippets note {key} TEXT` writes one"
        in (await desk.run(f"snippets note {key}")).text
    )
    await desk.run(f"snippets note {key}\nAsk Ben first.\nHe wrote it.")
    noted = (await desk.run(f"snippets note {key}")).text
    assert f"The note of `{key}` `retry`:\n\n> Ask Ben first.\n> He wrote it." in noted
    assert f"`/snippets note {key} -` takes it away" in noted
    gone = await desk.run(f"snippets note {key} -")
    assert f"The note of `{key}` `retry` is gone." in gone.text
    assert "Ask Ben" not in (await desk.run(f"snippets show {key}")).text
    await press(desk, gone, "Undo")
    assert "> Ask Ben first." in (await desk.run(f"snippets show {key}")).text
    assert "`/snippets note NAME -`" in (await desk.run("snippets help")).text


async def test_blanks_in_quotes_are_looked_for_as_they_stand(desk: Desk) -> None:
    book, viewer = desk.core.commands.snippets, desk.viewer(ANA)
    for number in range(12):
        await book.keep_code(f"x = {number}\nreturn  1", viewer)
    await book.keep_code("return 1", viewer)
    first = await desk.run('snippets list  "return  1" ')
    assert "(12 · page 1 of 2)" in first.text
    more = await press(desk, first, "More")
    assert "(12 · page 2 of 2)" in more.text
    assert "(13 · page 2 of 2)" in (await press(desk, await desk.run("snippets"), "More")).text


@pytest.mark.parametrize(
    ("typed", "code", "language"),
    [
        ("\n    indented()\n  less()", "    indented()\n  less()", "python"),
        (" ```go\nx := 1\n```", "x := 1", "go"),
        ("\n```\nplain\n```\n", "plain", "python"),
        (" ```x = 1```", "x = 1", "python"),
        (" --version 1\nx = 2", "x = 2", "python"),
        ("\n~~~sh\nls\n~~~", "ls", "sh"),
        ("\nsays(```)", "says(```)", "python"),
        (" x = 3  # in one line", "x = 3  # in one line", "python"),
    ],
)
async def test_code_is_read_however_it_is_typed(
    desk: Desk, model_server: ModelServer, typed: str, code: str, language: str
) -> None:
    key = await save(desk, model_server)
    await desk.run(f"snippets edit {key}{typed}")
    (kept, *_) = await desk.core.store.snippets.named(desk.viewer(ANA), key)
    assert (kept.code, kept.language) == (code, language)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("edit nothing\nx", "There is no snippet called `nothing`"),
        ("tag KEY", "Say which tags"),
        ("tag KEY #a/b", "A tag is one word"),
        ("tag KEY " + " ".join(f"t{n}" for n in range(11)), "10 tags at most; these are 11"),
        ("language KEY the best one", "A language is one word"),
        ("note KEY " + "x" * 2001, "2,000 characters at most"),
        ("edit KEY\n" + "x" * 300_000, "256 KB at most; this one has 293 KB"),
        ("revert KEY two", "A version is a number"),
        ("revert KEY 9", "no version 9 of"),
        ("show KEY --version 9", "no version 9 of"),
        ("diff KEY 1 9", "no version 9 of"),
        ("history", "Say which snippet"),
        ("pin", "Say which snippet"),
    ],
)
async def test_what_can_t_be_done_is_said(desk: Desk, model_server: ModelServer, line: str, sentence: str) -> None:
    key = await save(desk, model_server)
    with pytest.raises(UsageError, match=sentence):
        await desk.run(f"snippets {line.replace('KEY', key)}")
    assert "version" not in (await desk.run(f"snippets show {key}")).text


async def test_an_edit_to_code_that_is_kept_already_says_which(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    other = await save(desk, model_server, "```python\nother = 1\n```")
    with pytest.raises(UsageError, match=f"Ana keeps just that code already, as `{other}`"):
        await desk.run(f"snippets edit {key}\nother = 1")
    assert "has one version" in (await desk.run(f"snippets diff {key}")).text
    await desk.run(f"snippets delete {other}")
    with pytest.raises(UsageError, match=f"as `{other}`; it lies in the bin: `/snippets restore {other}` brings it"):
        await desk.run(f"snippets edit {key}\nother = 1")
    await desk.run(f"snippets restore {other}")
    assert "says already" in (await desk.run(f"snippets edit {other}\nother = 1")).text


async def test_files_that_come_with_the_command_are_saved_and_written(desk: Desk) -> None:
    saved = await desk.run("snippets save", files=(Attachment("retry.py", "def retry(): ...\n"),))
    key = saved.buttons[0].command.split()[-1]
    assert f"- `{key}` `retry.py` · py" in saved.text
    await desk.run(f"snippets edit {key}", files=(Attachment("new.py", "def again(): ...\n"),))
    assert "def again" in (await desk.run(f"snippets show {key}")).text


async def test_a_snippet_of_several_files_is_shown_with_their_names(desk: Desk) -> None:
    book, viewer = desk.core.commands.snippets, desk.viewer(ANA)
    (kept,) = await book.keep_code("x = 1", viewer, name="main.py", language="py")
    await desk.core.store.snippets.edit(viewer, kept.key, ANA, {"files": (Attachment("lib.sh", "ls"),)})
    shown = await desk.run(f"snippets show {kept.key}")
    assert "`main.py` · py · 2 files · version 2" in shown.text
    assert "`main.py`\n```py\nx = 1\n```\n\n`lib.sh`\n```sh\nls\n```" in shown.text
    assert "+++ lib.sh version 2" in (await desk.run(f"snippets diff {kept.key}")).text


async def test_a_file_that_is_no_text_is_named_and_nothing_is_written(desk: Desk, model_server: ModelServer) -> None:
    key = await save(desk, model_server)
    with pytest.raises(UsageError, match=r"`film\.mp4` is no text in UTF-8"):
        await desk.run(f"snippets edit {key}", files=(Attachment("film.mp4", data=b"\xff\xfe"),))
    assert "return 1" in (await desk.run(f"snippets show {key}")).text
