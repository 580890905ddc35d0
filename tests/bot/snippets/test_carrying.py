"""A person takes their snippets along: out of one house and into another, byte for byte, and back out of it again."""

import asyncio
import io
import json
import zipfile
from dataclasses import replace

import pytest

from bot.errors import UsageError
from bot.nouns import Attachment, Author, Snippet
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit
from bot.store import Store
from bot.store.snippets import Viewer

ANN, BEN = Author("web", "u1", "Ann"), Author("web", "u2", "Ben")
HERE = Viewer(ANN, "T1", "C1")
RETRY = "def retry(times):\n    return times\n"


async def keep(store: Store, code: str = RETRY, **more: object) -> Snippet:
    made = replace(Snippet("", "retry", "python", code, ANN, workspace="T1", channel="C1"), **more)  # type: ignore[arg-type]
    (kept,) = await store.snippets.keep([made])
    return kept


async def fill(store: Store, book: SnippetBook) -> None:
    """Keep something of everything."""
    retry = await keep(store)
    await book.editing.edit(HERE, retry.key, Edit(code="def retry(): ...", tags=["http", "#Ünïcode"], note="why\n\nso"))
    await book.editing.edit(HERE, retry.key, Edit(name="again", files=[Attachment("conf/a b.toml", "é = '😀'\r\n")]))
    await book.editing.pin(HERE, retry.key, pinned=True)
    await keep(store, "SELECT 'a\x00b', '\\' -- $1 }", name="../../etc/passwd", language="sql")
    await keep(
        store,
        "\n\n  indented\t\n\n",
        name="Robert'); DROP TABLE snippet;-- 🙂",
        language="",
        source="https://x.example/p/1",
    )
    await keep(store, "theirs", author=BEN, name="of Ben")


def text_of(file: Attachment) -> str:
    return file.text or file.data.decode()


@pytest.mark.parametrize("form", ["json", "zip"])
async def test_what_is_exported_and_brought_elsewhere_is_exported_there_byte_for_byte(
    store: Store, book: SnippetBook, new_house: SnippetBook, form: str
) -> None:
    await fill(store, book)
    file = await book.carrying.export(HERE, form=form)
    assert await book.carrying.export(HERE, form=form) == file, "nothing in it depends on when it was made"
    moved = Viewer(ANN, "elsewhere")
    plan = await new_house.carrying.plan(moved, file)
    assert (len(plan.new), plan.had, plan.refused) == (3, (), ())
    assert (await new_house.search(moved)).total == 0, "a look changes nothing"
    brought = await new_house.carrying.bring(moved, plan)
    assert len(brought.new) == 3
    there = await new_house.carrying.export(moved, form=form)
    assert (there.name, there.text, there.data) == (file.name, file.text, file.data)
    again = await new_house.find(moved, "again")
    here = await book.find(HERE, "again")
    assert again.key == here.key
    assert [each.code for each in await new_house.editing.versions(moved, "again")] == [
        each.code for each in await book.editing.versions(HERE, "again")
    ]


async def test_what_is_brought_is_its_bringer_s_alone(store: Store, book: SnippetBook, new_house: SnippetBook) -> None:
    kept = await keep(store)
    await book.editing.share(HERE, kept.key, "")
    file = await book.carrying.export(HERE)
    bens = Viewer(BEN, "T9", "C1")
    await new_house.carrying.bring(bens, await new_house.carrying.plan(bens, file))
    brought = await new_house.find(bens, kept.key)
    assert (brought.author, brought.editor) == (BEN, "Ann"), "who wrote it is still known"
    assert (brought.channel, brought.is_open, brought.workspace) == ("", False, "T9")
    assert (await new_house.search(Viewer(ANN, "T9", "C1"))).total == 0


async def test_what_somebody_has_stays_and_what_they_threw_away_comes_back(store: Store, book: SnippetBook) -> None:
    kept, thrown, gone = [await keep(store, code) for code in ("kept", "thrown", "gone")]
    file = await book.carrying.export(HERE)
    await book.editing.edit(HERE, kept.key, Edit(note="mine"))
    await book.editing.delete(HERE, thrown.key)
    await book.editing.delete(HERE, gone.key)
    await book.editing.remove(HERE, gone.key)
    await keep(store, "other", author=BEN)
    plan = await book.carrying.plan(HERE, file)
    assert [each.snippet.key for each in plan.new] == [gone.key]
    assert {(held.key, held.deleted) for _, held in plan.had} == {(kept.key, False), (thrown.key, True)}
    assert [held.key for _, held in plan.back] == [thrown.key]
    brought = await book.carrying.bring(HERE, plan)
    assert (brought.new, brought.back, brought.had) == ((gone.key,), (thrown.key,), (kept.key,))
    assert (await book.find(HERE, kept.key)).note == "mine"
    assert await book.carrying.undo(HERE, [*brought.new, *brought.back]) != []
    assert [each.code for each in (await book.search(HERE, "")).snippets if each.author == ANN] == ["kept"]
    assert await book.carrying.undo(HERE, brought.new) == [], "it is done already"


async def test_a_key_that_another_one_has_here_is_not_taken_from_them(store: Store, book: SnippetBook) -> None:
    theirs = await keep(store, "theirs", author=BEN)
    file = await book.carrying.export(Viewer(BEN, "T1"))
    said = json.loads(file.text)
    said["snippets"][0]["code"] = "mine"
    plan = await book.carrying.plan(HERE, Attachment("x", json.dumps(said)))
    (key,) = (await book.carrying.bring(HERE, plan)).new
    assert key != theirs.key
    assert (await book.find(HERE, theirs.key)).code == "theirs"
    assert (await book.find(HERE, key)).code == "mine"


async def test_the_same_code_twice_in_a_file_is_brought_once(book: SnippetBook) -> None:
    one = {"name": "a", "code": "x"}
    file = Attachment(
        "x.json",
        json.dumps({"format": "code-supporter snippets", "version": 1, "snippets": [one, {**one, "name": "b"}]}),
    )
    plan = await book.carrying.plan(HERE, file)
    assert [each.name for each in plan.new] == ["a"]
    assert len((await book.carrying.bring(HERE, plan)).new) == 1


async def test_two_who_bring_the_same_file_at_once_bring_it_once(
    store: Store, book: SnippetBook, new_house: SnippetBook
) -> None:
    for number in range(30):
        await keep(store, f"code {number}")
    plan = await new_house.carrying.plan(HERE, await book.carrying.export(HERE))
    brought = await asyncio.gather(*(new_house.carrying.bring(HERE, plan) for _ in range(3)))
    assert sum(len(each.new) for each in brought) == 30
    assert (await new_house.search(HERE)).total == 30


async def test_one_exports_what_is_one_s_own_or_all_that_one_sees(store: Store, book: SnippetBook) -> None:
    await keep(store, "mine")
    await keep(store, "of Ben", author=BEN)
    await keep(store, "secret of Ben", author=BEN, channel="")
    await keep(store, "elsewhere", workspace="T2")

    async def codes(**options: object) -> list[str]:
        file = await book.carrying.export(HERE, **options)  # type: ignore[arg-type]
        return [each["code"] for each in json.loads(file.text)["snippets"]]

    assert await codes() == ["mine"]
    assert await codes(everybody=True) == ["mine", "of Ben"]
    assert await codes(query="ben", everybody=True) == ["of Ben"]
    with pytest.raises(UsageError, match="no snippet"):
        await codes(query="ben")
    with pytest.raises(UsageError, match="json, zip or vscode"):
        await codes(form="pdf")


async def test_a_zip_has_a_file_for_each_snippet_whose_name_leads_nowhere(store: Store, book: SnippetBook) -> None:
    await fill(store, book)
    await keep(store, "b", name="AGAIN")
    await keep(store, "c", name="con", language="c")
    file = await book.carrying.export(HERE, form="zip")
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        names = archive.namelist()
        assert names[0] == "snippets.json"
        assert set(names[1:]) == {
            "again/again.py",
            "again/conf-a-b.toml",
            "etc-passwd.sql",
            "Robert-DROP-TABLE-snippet.txt",
            "AGAIN.py",
            "_con.c",
        }
        assert archive.read("again/again.py") == b"def retry(): ..."


async def test_vs_code_s_snippets_stand_for_themselves(store: Store, book: SnippetBook, new_house: SnippetBook) -> None:
    code = 'echo "${HOME}" $1 \\$x }\n\ttab'
    await keep(store, code, name="say home", language="bash", note="about")
    await keep(store, "b", name="say home", language="c++")
    file = await book.carrying.export(HERE, form="vscode")
    said = json.loads(file.text)
    assert file.name == "snippets.code-snippets"
    first = said["say home"]
    assert first == {
        "prefix": "say-home",
        "scope": "shellscript",
        "body": ['echo "\\${HOME\\}" \\$1 \\\\\\$x \\}', "\ttab"],
        "description": "about",
    }
    assert [each["scope"] for each in said.values()] == ["shellscript", "cpp"]
    plan = await new_house.carrying.plan(HERE, file)
    assert [(each.snippet.code, each.snippet.language, each.snippet.tags) for each in plan.new] == [
        (code, "bash", ()),
        ("b", "cpp", ()),
    ]
