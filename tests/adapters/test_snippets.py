"""Snippets in the hands of a person at a terminal: the real program on a database, while no service runs."""

import asyncio
import json
import shlex
import zipfile
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.cli import commands
from adapters.person_at_page import LOCAL, WORKSPACE
from adapters.snippets.whose import Whose
from adapters.snippets.wording import plain
from bot.errors import UsageError
from bot.nouns import Author
from bot.snippets import SnippetBook
from bot.store import open_store
from bot.store.snippets import Viewer
from tests.adapters.test_cli import Ended, Person
from tests.fakes.openai_server import ModelServer
from tests.until import until

RETRY = "def retry(call, times=3):\n    for _ in range(times - 1):\n        call()\n    return call()"
ANSWER = f"Like so:\n\n```python\n{RETRY}\n```\n\nThen:\n\n```bash\npip install tenacity\n```\n"
SEEN = ("--platform", "slack", "--workspace", "T1", "--user", "U1")


@pytest.fixture
def person(tmp_path: Path, model_server: ModelServer) -> Person:
    return Person(tmp_path, model_server)


async def keep(person: Person, code: str, viewer: Viewer, name: str = "") -> str:
    """Keep code as its author's chat would; return its key."""
    person.data.mkdir(exist_ok=True)
    async with open_store(f"sqlite+aiosqlite:///{person.data / 'code-supporter.db'}") as store:
        (kept,) = await SnippetBook(store.snippets).keep_code(f"```python\n{code}\n```", viewer, name=name)
    return kept.key


async def saved(person: Person, code: str = RETRY) -> str:
    """Save code; return its key."""
    ended = await person.calls("snippets", "save", "--language", "python", pipes=code.encode())
    assert (ended.code, ended.err) == (0, "")
    return ended.out.split()[2]


async def refuses(person: Person, *args: str, pipes: bytes = b"") -> str:
    """Return why a command is refused: in this process, since the program takes seconds to start."""

    def run() -> str:
        with chdir(person.home), CliRunner().isolation(pipes, person.env) as (out, _, _):
            with pytest.raises(UsageError) as refused:
                commands.main(["snippets", *args], standalone_mode=False)
            assert out.getvalue() == b""
            return str(refused.value)

    return await asyncio.to_thread(run)


async def test_code_is_asked_for_kept_found_changed_thrown_away_and_brought_back(
    person: Person, model_server: ModelServer
) -> None:
    model_server.says(ANSWER)
    await person.runs("ask", "How do I retry a call?")

    kept = await person.calls("snippets", "save")
    assert (kept.code, kept.err) == (0, "")
    first, _ = [line.split()[1] for line in kept.out.splitlines()[1:]]
    assert kept.out.startswith(f"Saved\n- {first} retry · python\n")

    listed = await person.calls("snippets", "list")
    assert listed.out.startswith("Snippets (2)\n")
    assert f"- {first} retry · python\n" in listed.out
    found = await person.calls("snippets", "search", "range(times")
    assert found.out.count("\n- ") == 1
    shown = await person.calls("snippets", "show", "retry")
    assert shown.out == RETRY + "\n"

    (person.home / "new.py").write_text(RETRY.replace("3", "5") + "\n")
    edited = await person.calls("snippets", "edit", first, "--file", str(person.home / "new.py"))
    assert edited.out.startswith(f"{first} retry is at version 2 now.\n\n---")
    assert edited.out.endswith(f"\nTo undo: code-supporter snippets revert {first} 1 --version 2\n")
    told = await person.calls("snippets", "diff", first)
    assert "\n-def retry(call, times=3):\n+def retry(call, times=5):\n" in told.out
    assert "version 1" in (await person.calls("snippets", "history", first)).out
    assert (await person.calls("snippets", "show", first, "--version", "1")).out == RETRY + "\n"

    deleted = await person.calls("snippets", "delete", first)
    assert deleted.out.endswith(f"\nTo undo: code-supporter snippets restore {first}\n")
    assert first not in (await person.calls("snippets", "list")).out
    assert first in (await person.calls("snippets", "bin")).out
    gone = await person.runs("snippets", "show", first)
    back = f"code-supporter snippets restore {first} brings it back."
    told_in_one_line(gone, f"code-supporter: The snippet {first} is deleted. {back}\n")
    assert (await person.calls("snippets", "restore", first)).code == 0
    assert (await person.calls("snippets", "show", first)).out == RETRY.replace("3", "5") + "\n"


async def test_a_snippet_is_described_and_each_step_can_be_undone_by_what_it_prints(person: Person) -> None:
    key = await saved(person)
    for words, said in [
        (("rename", "retry", "retry", "a", "call; twice"), "is called retry a call; twice now"),
        (("tag", key, "http", "-x", "#net"), "has the tags #http #net"),
        (("note", key, "Ask Ben", "first"), "note"),
        (("language", key, "python3"), "is python3 now"),
        (("pin", key), "before the others"),
        (("share", key), "Everybody"),
    ]:
        ended = await person.calls("snippets", *words)
        assert (ended.code, ended.err) == (0, "")
        assert said in ended.out
        assert "\nTo undo: code-supporter snippets " in ended.out
    described = json.loads((await person.calls("snippets", "show", key, "--json")).out)
    assert described["code"] == RETRY
    assert (described["tags"], described["note"], described["pinned"]) == (["http", "net"], "Ask Ben first", True)

    renamed = await person.calls("snippets", "rename", key, "retry")
    assert renamed.out.endswith(f"To undo: code-supporter snippets rename {key} retry a 'call;' twice\n")
    assert (await person.calls("snippets", "unpin", key)).code == 0
    assert (await person.calls("snippets", "unshare", key)).code == 0
    assert "is gone" in (await person.calls("snippets", "note", key)).out
    assert (await person.calls("snippets", "revert", key, "1")).code == 0
    assert json.loads((await person.calls("snippets", "list", "--json")).out)["snippets"][0]["tags"] == []


@pytest.mark.parametrize("is_elsewhere", [False, True])
async def test_each_line_that_undoes_something_runs_as_it_is_printed(person: Person, is_elsewhere: bool) -> None:
    whose = SEEN if is_elsewhere else ()
    kept = await person.calls("snippets", "save", "--name", "-v retry; twice", *whose, pipes=RETRY.encode())
    key = kept.out.split()[2]

    async def look() -> dict[str, Any]:
        shown = json.loads((await person.calls("snippets", "show", key, "--json", *whose)).out)
        return {name: value for name, value in shown.items() if name not in ("version", "updated", "at")}

    await person.calls("snippets", "tag", key, "old", *whose)
    was = await look()
    for words, code in [
        (("rename", key, "again"), b""),
        (("tag", key, "http"), b""),
        (("note", key, "Ask Ben"), b""),
        (("language", key, "python"), b""),
        (("edit", key), b"x = 1\n"),
        (("pin", key), b""),
        (("share", key), b""),
        (("delete", key), b""),
        (("revert", key, "1"), b""),
    ]:
        done = await person.calls("snippets", *words, *whose, pipes=code)
        assert (done.code, done.err) == (0, ""), words
        line = done.out.splitlines()[-1]
        assert line.startswith("To undo: code-supporter snippets "), (words, done)
        undone = await person.calls(*shlex.split(line)[3:])
        assert (undone.code, undone.err) == (0, ""), line
        assert await look() == was
    await person.calls("snippets", "share", key, *whose)
    closed = await person.calls("snippets", "unshare", key, *whose)
    opened = await person.calls(*shlex.split(closed.out.splitlines()[-1])[3:])
    assert "Everybody in this workspace sees" in opened.out


async def test_a_version_that_was_overtaken_is_not_undone(person: Person) -> None:
    key = await saved(person)
    for tag in ("a", "b"):
        await person.calls("snippets", "tag", key, tag)
    assert f"Somebody changed {key} meanwhile" in await refuses(person, "revert", key, "1", "--version", "2")


async def test_words_in_quotes_are_looked_for_as_they_stand(person: Person) -> None:
    key = await saved(person, "two words")
    other = await saved(person, "words, two")
    for words in (["list", "two words"], ["search", "two words"], ["list", '"two words" two']):
        found = (await person.calls("snippets", *words)).out
        assert (key in found, other in found) == (True, False), words
    assert other in (await person.calls("snippets", "list", "two", "words")).out
    listed = json.loads((await person.calls("snippets", "list", "--json", "two words")).out)
    assert [each["key"] for each in listed["snippets"]] == [key]
    taken = json.loads((await person.calls("snippets", "export", "two words")).out)
    assert len(taken["snippets"]) == 1
    await person.calls("snippets", "delete", key)
    assert key in (await person.calls("snippets", "bin", "two words")).out


async def test_a_list_is_paged_and_narrowed(person: Person) -> None:
    viewer = Viewer(Author("slack", "U1", "Ana"), "T1")
    for number in range(12):
        await keep(person, f"x = {number}", viewer, f"number {number}")
    first = await person.calls("snippets", "list", *SEEN)
    assert "(12 · page 1 of 2)" in first.out
    more = "More: code-supporter snippets list --page 2 " + " ".join(SEEN)
    assert first.out.endswith(f"\n{more}\n")
    assert (await person.calls(*more.split()[2:])).out.count("\n- ") == 2
    listed = json.loads((await person.calls("snippets", "list", "--json", "x", "=", "11", *SEEN)).out)
    assert [each["name"] for each in listed["snippets"]] == ["number 11"]


async def test_what_others_keep_is_not_seen(person: Person) -> None:
    ana = Viewer(Author("slack", "U1", "Ana"), "T1", "C1")
    key = await keep(person, "secret = 1", ana)
    assert "secret" in (await person.calls("snippets", "show", key, *SEEN)).out
    for others in [(), (*SEEN[:-1], "U2"), (*SEEN[:2], "--workspace", "T2", "--user", "U1")]:
        assert "There is no snippet called" in await refuses(person, "show", key, *others)
        assert "secret" not in (await person.calls("snippets", "list", *others)).out


async def test_what_is_saved_for_the_page_is_that_of_its_person(person: Person) -> None:
    assert Whose("web").viewer == Whose("web", user="local").viewer == Viewer(LOCAL, WORKSPACE)
    await person.calls("snippets", "save", "--platform", "web", pipes=b"x = 1")
    listed = json.loads((await person.calls("snippets", "list", "--json", "--platform", "web")).out)
    assert [each["author"] for each in listed["snippets"]] == ["you"]


async def test_a_file_is_kept_as_it_is_and_a_pipe_by_its_blocks(person: Person) -> None:
    notes = person.home / "how to.md"
    notes.write_text(ANSWER)
    assert "how to.md · md" in (await person.calls("snippets", "save", "--file", str(notes))).out
    assert (await person.calls("snippets", "show", "how to.md")).out == ANSWER
    assert (await person.calls("snippets", "save", pipes=ANSWER.encode())).out.count("\n- ") == 2
    named = await person.calls("snippets", "save", "--name", "one thing", "--language", "c++", pipes=b"int x;\n")
    assert "one thing · c++" in named.out


async def test_a_file_is_kept_to_its_last_byte_and_what_is_no_text_is_refused(person: Person) -> None:
    code = b"\n\nx = 1  \r\n```\n\n\n"
    (person.home / "x.py").write_bytes(code)
    kept = await person.calls("snippets", "save", "--file", "x.py", "--name", "a file", "--language", "python3")
    assert "a file · python3" in kept.out
    shown = json.loads((await person.calls("snippets", "show", "a file", "--json")).out)
    assert shown["code"].encode() == code
    key = await saved(person)
    for words in (["save"], ["save", "--name", "y"], ["edit", key]):
        refused = await refuses(person, *words, pipes=b"caf\xe9 = 1")
        assert refused == "What comes through the pipe is no text in UTF-8, and a snippet holds nothing else."


async def test_code_is_written_in_the_editor_of_the_person(person: Person) -> None:
    key = await saved(person)
    editor = person.home / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/times/attempts/ "$1"\n')
    editor.chmod(0o700)
    person.env["EDITOR"] = str(editor)
    async with person.at_terminal("snippets", "edit", key) as session:
        assert await session.ends() == 0
    assert f"{key} retry is at version 2 now." in session.terminal.text
    assert (await person.calls("snippets", "show", key)).out == RETRY.replace("times", "attempts") + "\n"

    editor.write_text("#!/bin/sh\n")
    async with person.at_terminal("snippets", "edit", key) as session:
        assert await session.ends() == 0
    assert session.terminal.text == "Nothing was changed."


async def test_an_edit_that_somebody_else_overtakes_is_refused_and_its_text_stays(person: Person) -> None:
    key = await saved(person)
    go_on, begun = person.home / "go on", person.home / "begun"
    editor = person.home / "editor"
    editor.write_text(f'#!/bin/sh\ntouch "{begun}"\nuntil [ -e "{go_on}" ]; do sleep 0.05; done\necho mine > "$1"\n')
    editor.chmod(0o700)
    person.env |= {"EDITOR": str(editor), "TMPDIR": str(person.home)}
    async with person.at_terminal("snippets", "edit", key, width=500) as session:
        await until(begun.exists)
        assert (await person.calls("snippets", "edit", key, pipes=b"theirs\n")).code == 0
        go_on.touch()
        assert await session.ends() == 2
    said, _, path = session.terminal.text.partition(" Your text stays in ")
    assert said == f"code-supporter: Somebody changed {key} meanwhile: it is at version 2 now, not 1."
    (kept,) = person.home.glob(f"{key}-*.py")
    assert (str(kept), kept.read_text(), kept.stat().st_mode & 0o777) == (path, "mine", 0o600)
    assert (await person.calls("snippets", "show", key)).out == "theirs\n"


async def test_code_is_shown_in_colour_on_a_screen_and_moves_no_cursor(person: Person) -> None:
    key = await saved(person, RETRY + "\n# \x1b[2J")
    async with person.at_terminal("snippets", "show", key) as session:
        assert await session.ends() == 0
    assert "def retry(call, times=3):" in session.terminal.text
    assert "␛[2J" in session.terminal.text
    assert "\x1b[35mdef" in session.written
    assert session.terminal.strange == []

    long = await saved(person, "\n".join(f"print({number})" for number in range(1000)))
    async with person.at_terminal("snippets", "show", long) as session:
        assert await session.ends() == 0
    assert "print(0)\nprint(1)\n" in session.terminal.text
    assert "print(999)" in session.terminal.text


@pytest.mark.parametrize("ending", ["json", "zip"])
async def test_all_is_taken_along_and_brought_into_a_fresh_house_byte_for_byte(person: Person, ending: str) -> None:
    key = await saved(person)
    await person.calls("snippets", "tag", key, "http")
    await person.calls("snippets", "edit", key, pipes=b"#!/usr/bin/env python\r\n\xe2\x98\x83\t\n\n")
    name = f"mine.{ending}"
    told = await person.calls("snippets", "export", "-o", name)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"{name} is written. Here are your snippets, with all that they were. code-supporter")

    person.env["DATA_DIR"] = str(person.home / "fresh")
    planned = await person.calls("snippets", "import", name, "--dry-run")
    assert "- 1 new: retry\n" in planned.out
    assert "No snippets are saved here yet" in (await person.calls("snippets", "list")).out
    unsure = await person.calls("snippets", "import", name)
    assert (unsure.code, unsure.err) == (2, "code-supporter: Nothing was imported. To import that: --yes\n")
    brought = await person.calls("snippets", "import", name, "--yes")
    assert f"Imported 1 snippet: {key}." in brought.out
    await person.calls("snippets", "export", "-o", f"again-{name}")
    assert (person.home / name).read_bytes() == (person.home / f"again-{name}").read_bytes()
    assert (await person.calls("snippets", "show", key, "--version", "1")).out == RETRY + "\n"
    had = await person.calls("snippets", "import", name, "--yes")
    assert "So there is nothing to be imported." in had.out

    undo = brought.out.splitlines()[-1].removeprefix("To undo: code-supporter ").split()
    assert "1 snippet deleted" in (await person.calls(*undo)).out
    assert "can't be undone with one press" in await refuses(person, *undo[1:])
    assert "No snippets are saved here yet" in (await person.calls("snippets", "list")).out


async def test_an_export_writes_over_nothing_and_a_pipe_gets_it_alone(person: Person) -> None:
    await saved(person)
    there = person.home / "x.code-snippets"
    there.write_text("mine")
    refused = await refuses(person, "export", "-o", there.name)
    assert refused == "x.code-snippets is there already: --force writes over it"
    assert there.read_text() == "mine"
    assert (await person.calls("snippets", "export", "--force", "-o", there.name)).code == 0
    assert json.loads(there.read_text())["retry"]["body"] == RETRY.split("\n")

    assert (await person.calls("snippets", "export", "zip", "-o", "x.any")).code == 0
    with zipfile.ZipFile(person.home / "x.any") as archive:
        assert archive.namelist()

    piped = await person.calls("snippets", "export", "retry")
    assert RETRY in json.dumps(json.loads(piped.out)).replace("\\n", "\n")
    assert piped.err.startswith("Here are your snippets")


async def test_at_a_terminal_an_import_asks(person: Person) -> None:
    await saved(person)
    await person.calls("snippets", "export", "-o", "mine.json")
    person.env["DATA_DIR"] = str(person.home / "fresh")
    async with person.at_terminal("snippets", "import", "mine.json") as session:
        await session.sees("Import that? [y/N]:")
        session.types("n\n")
        assert await session.ends() == 130
    async with person.at_terminal("snippets", "import", "mine.json") as session:
        await session.sees("Import that? [y/N]:")
        session.types("y\n")
        assert await session.ends() == 0
    assert "Imported 1 snippet" in session.terminal.text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["save"], "There is no answer to you here yet whose code could be saved."),
        (["list", "--platform", "slack"], "--platform slack --workspace ID --user ID"),
        (["restore", "s-2222"], "There is no snippet called s-2222: none is saved here yet."),
    ],
)
async def test_what_can_not_be_done_is_told_in_one_line(person: Person, args: list[str], said: str) -> None:
    refused = await refuses(person, *args)
    assert said in refused
    assert "`" not in refused


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["save", "--name", "x"], "Say what to save: --file PATH"),
        (["save", "--file", "nowhere.py"], "'nowhere.py' does not exist"),
        (["search"], "Missing argument 'WORDS...'"),
        (["list", "--page", "0"], "0 is not in the range"),
        (["shwo", "x"], "Did you mean 'show'?"),
    ],
)
async def test_what_makes_no_sense_is_told_in_one_line(person: Person, args: list[str], said: str) -> None:
    told_in_one_line(await person.calls("snippets", *args), said)


def told_in_one_line(ended: Ended, said: str) -> None:
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert "`" not in ended.err


async def test_a_file_that_is_no_text_is_refused(person: Person) -> None:
    (person.home / "x.bin").write_bytes(b"\xff\xfe\x00")
    assert "no text in UTF-8" in await refuses(person, "save", "--file", "x.bin")
    endless = await person.calls("snippets", "save", pipes=b"x" * 5_000_000)
    assert "more than 4,000,000 bytes" in endless.err
    assert "A snippet holds 256 KB at most" in await refuses(person, "save", pipes=b"x" * 300_000)


def test_what_stands_as_code_stays_as_it_is() -> None:
    said = "**Saved** `a**b**` [here](http://h/x)\n\n```py\n`x` **y**\n```\n\nThen `/snippets list`.\n\n~~~\nopen"
    assert plain(said) == "Saved a**b** here: http://h/x\n\n`x` **y**\n\nThen /snippets list.\n\nopen"
