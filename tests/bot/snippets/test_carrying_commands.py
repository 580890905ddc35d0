"""What a person types to take their snippets along and to bring them: a look first, then the deed, then perhaps not."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.commands.call import Call, Reply
from bot.commands.snippet_carrying import SnippetCarrying
from bot.errors import Missing, StoreError, UsageError
from bot.nouns import Attachment, Snippet
from bot.snippets import SnippetBook
from bot.store import Store
from bot.store.snippets import SnippetRows
from tests.bot.snippets.test_carrying import ANN, BEN, HERE, keep
from tests.bot.store.world import World

CALL = Call("snippets", "", ANN, "T1", "C1")


@pytest.fixture
def carrying(store: Store, book: SnippetBook) -> SnippetCarrying:
    return SnippetCarrying(book, store)


async def press(carrying: SnippetCarrying, reply: Reply, call: Call = CALL) -> Reply:
    """Press the one button below a reply."""
    (button,) = reply.buttons
    assert len(button.command) <= 90, "Discord carries no more"
    return await carrying.bring(call, button.command.removeprefix("snippets import").strip())


async def test_a_look_then_the_deed_then_undo(store: Store, book: SnippetBook, carrying: SnippetCarrying) -> None:
    kept, thrown = await keep(store, "a"), await keep(store, "b", name="old `one`")
    exported = await carrying.export(CALL, "zip")
    assert exported.file
    assert "`/snippets import FILE` brings them back" in exported.text
    await book.editing.delete(HERE, thrown.key)
    call = replace(CALL, author=BEN, channel="C2", files=(exported.file,))
    look = await carrying.bring(call, "")
    assert look.text.startswith("**`snippets.zip` holds**\n- 2 new: `retry`, `old one`\n")
    assert look.buttons[0].label == "Import 2"
    assert (await book.search(call.viewer)).total == 0
    done = await press(carrying, look, call)
    assert done.text.startswith("Imported 2 snippets: ")
    assert (await book.search(call.viewer)).total == 2
    with pytest.raises(UsageError, match="imported already"):
        await press(carrying, look, call)
    with pytest.raises(UsageError, match="can't be undone"):
        await press(carrying, done, CALL)
    assert (await press(carrying, done, call)).text.startswith("Undone: 2 snippets deleted.")
    assert (await book.search(call.viewer)).total == 0
    with pytest.raises(UsageError, match="can't be undone"):
        await press(carrying, done, call)
    own = await carrying.bring(replace(CALL, files=(exported.file,)), "")
    assert "- 1 to come back from your bin: `old one`\n- 1 that you have already, which stay" in own.text
    assert f"Back from your bin: `{thrown.key}`. 1 snippet you had already." in (await press(carrying, own)).text
    assert (await book.find(HERE, thrown.key)).code == "b"
    assert (await book.search(replace(HERE, author=BEN, channel="C3"))).total == 0
    with pytest.raises(Missing):
        await book.find(replace(HERE, author=BEN), thrown.key)
    again = await carrying.bring(replace(CALL, files=(exported.file,)), "")
    assert again.text.endswith("So there is nothing to be imported.")
    assert again.buttons == ()
    assert (await book.find(HERE, kept.key)).code == "a"


class FailsOnce(SnippetRows):
    """Snippets whose database fails while the second part of an import is written."""

    parts = 0

    async def bring(self, brought: Sequence[tuple[Snippet, Sequence[Snippet]]]) -> list[bool]:
        self.parts += 1
        if self.parts == 2:
            raise StoreError("the disk is full")
        return await super().bring(brought)


async def test_what_fails_half_way_goes_on_when_it_is_pressed_again_and_is_undone_as_one(store: Store) -> None:
    carrying = SnippetCarrying(SnippetBook(FailsOnce(store.database)), store)
    bodies = ", ".join(f'"n{number}": {{"body": "x{number}"}}' for number in range(120))
    look = await carrying.bring(replace(CALL, files=(Attachment("keys", f"{{{bodies}}}"),)), "")
    with pytest.raises(StoreError):
        await press(carrying, look)
    assert len((await store.snippets.own(HERE, "", limit=200))[0]) == 50
    done = await press(carrying, look)
    assert done.text.startswith("Imported 70 snippets: ")
    assert "50 snippets you had already." in done.text
    assert (await press(carrying, done)).text.startswith("Undone: 120 snippets deleted.")


async def test_what_can_t_be_imported_is_named_and_the_rest_can(carrying: SnippetCarrying) -> None:
    body = ", ".join(f'"bad {number}": {{"body": ""}}' for number in range(12))
    file = Attachment("x.json", f'{{"good": {{"body": "x"}}, {body}}}')
    look = await carrying.bring(replace(CALL, files=(file,)), "")
    assert (
        "- 1 new: `good`\n- 12 that can't be imported:\n  - `bad 0`: A snippet without code can't be kept." in look.text
    )
    assert "… and 2 more" in look.text
    assert "Imported 1 snippet" in (await press(carrying, look)).text


@pytest.mark.parametrize("said", ["", "what", "undo", "undo p-0", "p-0123456789abcdef what"])
async def test_without_a_file_it_says_how_to_give_one(carrying: SnippetCarrying, said: str) -> None:
    with pytest.raises(UsageError, match="Give a file along: `/snippets import FILE`"):
        await carrying.bring(CALL, said)
    two = (Attachment("a", "x"), Attachment("b", "y"))
    with pytest.raises(UsageError, match="one file at a time"):
        await carrying.bring(replace(CALL, files=two), "")


@pytest.mark.parametrize(
    ("said", "name", "holds"),
    [
        ("", "snippets.json", '"code":"mine"'),
        ("JSON retry", "snippets.json", '"code":"mine"'),
        ("vscode", "snippets.code-snippets", '"mine"'),
        ("all ben", "snippets.json", '"code":"theirs"'),
        ("vscode all ben", "snippets.code-snippets", '"theirs"'),
        ("all vscode ben", "snippets.code-snippets", '"theirs"'),
    ],
)
async def test_one_says_as_what_to_export_and_which(
    store: Store, carrying: SnippetCarrying, said: str, name: str, holds: str
) -> None:
    await keep(store, "mine")
    await keep(store, "theirs", author=BEN, name="of ben")
    file = (await carrying.export(CALL, said)).file
    assert file
    assert file.name == name
    assert holds in file.text.replace('": ', '":')
    assert ("mine" in file.text) is not ("theirs" in file.text)


async def test_a_parcel_is_its_person_s_for_an_hour(store: Store, world: World) -> None:
    file = Attachment("x.zip", data=b"PK\0\xff")
    key = await store.parcels.put(HERE, file)
    assert await store.parcels.take(replace(HERE, author=BEN), key) is None
    assert await store.parcels.take(replace(HERE, workspace="T2"), key) is None
    assert await store.parcels.take(HERE, "p-0") is None
    assert await store.parcels.take(HERE, key) == file
    assert await store.parcels.take(HERE, key) is None, "once"
    old, _ = await store.parcels.put(HERE, file), await store.parcels.put(HERE, file)
    world.run(f"UPDATE parcel SET at = at - 3601 WHERE key = '{old}'")
    assert await store.parcels.take(HERE, old) is None
    world.run("UPDATE parcel SET at = at - 3601")
    assert await store.parcels.purge() == 1
    for _ in range(9):
        await store.parcels.put(HERE, file)
    await store.parcels.put(replace(HERE, author=BEN), file)
    assert world.run("SELECT count(*) FROM parcel") == "6", "the oldest of one person give way"
    with pytest.raises(UsageError, match="10 MB at most"):
        await store.parcels.put(HERE, Attachment("x", data=b"x" * (10 * 1024 * 1024 + 1)))
