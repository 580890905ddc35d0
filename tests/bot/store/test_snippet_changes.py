"""Kept code is edited without loss: every version stays, nobody writes over what they have not seen."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import HadAlready, Outdated
from bot.nouns import Attachment, Author, Snippet
from bot.store import Store
from bot.store.snippets import Viewer
from tests.bot.store.test_snippets import BEN, HERE, keep, seen, snippet
from tests.bot.store.world import ANN

ADMIN = Author("web", "u9", "Ada")
NAMESAKE = Author("web", "u8", "Ann")


async def edit(store: Store, key: str, at_version: int = 0, editor: Author = ANN, **changes: object) -> Snippet:
    edited = await store.snippets.edit(HERE, key, editor, changes, at_version)
    assert edited
    return edited


async def test_an_edit_makes_a_version_and_keeps_the_one_before(store: Store) -> None:
    kept = await keep(store)
    second = await edit(store, kept.key, code="b", tags=("http", "retry"), files=(Attachment("a.txt", "é\n"),))
    third = await edit(store, kept.key, editor=ADMIN, name="new", note="why")
    assert (second.version, third.version, third.editor) == (2, 3, "Ada")
    assert third.updated >= second.updated >= kept.updated
    assert await store.snippets.versions(HERE, kept.key) == [third, second, kept]
    assert await edit(store, kept.key, name="new") == third, "what changes nothing makes no version"
    assert (await edit(store, kept.key, editor=NAMESAKE, note="hers")).editor == "Ann", "who is only called so"
    assert (await edit(store, kept.key, editor=replace(ANN, name="Anne"), note="mine")).editor == ""
    assert await store.snippets.edit(Viewer(BEN, "T1"), kept.key, BEN, {"code": "c"}) is None
    assert await store.snippets.versions(Viewer(ANN, "T2"), kept.key) == []


async def test_of_two_who_edit_the_same_version_one_is_told(store: Store, other: Store) -> None:
    kept = await keep(store)
    edits = [edit(each, kept.key, 1, code=f"by {number}") for number, each in enumerate((store, other))]
    done = await asyncio.gather(*edits, return_exceptions=True)
    (lost,) = [each for each in done if isinstance(each, BaseException)]
    assert isinstance(lost, Outdated)
    assert "at version 2 now, not 1" in str(lost)
    assert [each.version for each in await store.snippets.versions(HERE, kept.key)] == [2, 1]


async def test_nobody_keeps_the_same_code_twice_by_editing(store: Store) -> None:
    first, second = await keep(store), await keep(store, "other")
    with pytest.raises(HadAlready, match=first.key):
        await edit(store, second.key, code=first.code)
    assert (await edit(store, second.key, code=first.code, files=(Attachment("x", "y"),))).version == 2


async def test_all_of_the_workspace_sees_what_is_open(store: Store) -> None:
    kept = await keep(store, channel="")
    stranger = Viewer(BEN, "T1", "C9")
    assert await seen(store, stranger) == []
    assert await store.snippets.mark(HERE, kept.key, open=True, pinned=True) == replace(kept, is_open=True, pinned=True)
    assert await seen(store, stranger) == [kept.code]
    assert await seen(store, Viewer(BEN, "T2", "C9")) == []
    await store.snippets.delete(HERE, kept.key)
    assert await seen(store, stranger) == []


async def test_what_was_deleted_long_ago_goes_for_good_with_its_versions(store: Store) -> None:
    kept, living = await keep(store), await keep(store, "living")
    await edit(store, kept.key, code="b")
    assert not await store.snippets.remove(HERE, kept.key), "only what is in the bin goes"
    await store.snippets.delete(HERE, kept.key)
    assert await store.snippets.purge(3600) == 0
    assert await store.snippets.purge(0) == 1
    assert await store.snippets.versions(HERE, kept.key) == []
    await store.snippets.delete(HERE, living.key)
    assert await store.snippets.remove(HERE, living.key)
    many = await store.snippets.keep([snippet(f"line {number}") for number in range(501)])
    await store.snippets.throw_away(HERE, [each.key for each in many])
    assert await store.snippets.purge(0) == 501
    assert await store.snippets.restore(HERE, living.key) is None


async def test_what_comes_from_elsewhere_keeps_its_key_dates_and_versions(store: Store) -> None:
    old = snippet("a", key="s-aaaa", at=100.0, updated=100.0)
    new = replace(old, code="b", tags=("x",), version=2, updated=200.0, pinned=True)
    assert await store.snippets.bring([(new, [old])]) == [True]
    assert await store.snippets.versions(HERE, "s-aaaa") == [new, replace(old, pinned=True)]
    theirs = replace(new, author=BEN)
    assert await store.snippets.bring([(new, [old]), (theirs, [])]) == [False, True]
    ((ben,), _) = await store.snippets.own(Viewer(BEN, "T1"), "", limit=9)
    assert ben.key != "s-aaaa", "the key is another one's here"
    await store.snippets.delete(HERE, "s-aaaa")
    assert await store.snippets.bring([(new, [])]) == [False]
    assert await store.snippets.named(HERE, "s-aaaa") == [replace(new, channel="")], "it is back"


async def links(store: Store, key: str) -> int:
    return len(await store.links.of(HERE, key))


@pytest.mark.parametrize("way", ["import", "save", "save in a channel"])
async def test_what_comes_back_from_the_bin_by_the_way_is_private_again(store: Store, way: str) -> None:
    kept = await keep(store)
    await store.snippets.mark(HERE, kept.key, open=True)
    assert await store.links.make(HERE, kept.key, 60)
    await store.snippets.delete(HERE, kept.key)
    if way == "import":
        assert await store.snippets.bring([(snippet(channel=""), [])]) == [False]
    else:
        await keep(store, channel="C2" if way == "save in a channel" else "")
    assert (await store.snippets.named(HERE, kept.key)) == [
        replace(kept, channel="C2" if way == "save in a channel" else "")
    ]
    assert await links(store, kept.key) == 0


async def test_what_is_restored_or_saved_again_is_shared_as_before(store: Store) -> None:
    kept = await keep(store)
    shared = await store.snippets.mark(HERE, kept.key, open=True)
    await store.links.make(HERE, kept.key, 60)
    await store.snippets.delete(HERE, kept.key)
    assert await store.snippets.restore(HERE, kept.key) == shared
    await keep(store, channel="")
    await store.snippets.bring([(snippet(channel=""), [])])
    assert await store.snippets.named(HERE, kept.key) == [shared]
    assert await links(store, kept.key) == 1


@pytest.mark.parametrize("channel", [True, False])
async def test_what_is_taken_back_is_read_by_no_link_either(store: Store, channel: bool) -> None:
    kept = await keep(store)
    await store.snippets.mark(HERE, kept.key, open=True)
    made, other = await store.links.make(HERE, kept.key, 60), await keep(store, "other")
    await store.links.make(HERE, other.key, 60)
    assert made
    assert await store.snippets.unshare(Viewer(BEN, "T1"), kept.key, channel=channel) is None
    assert await store.links.open(made[1])
    taken = await store.snippets.unshare(HERE, kept.key, channel=channel)
    assert taken == replace(kept, channel="" if channel else "C1")
    assert await store.links.open(made[1]) is None
    assert await links(store, other.key) == 1
