"""Kept code: once for each person, seen by whom it concerns, deleted and restored by its author."""

import asyncio
import re
from dataclasses import replace

import pytest

from bot.nouns import Author, Snippet
from bot.store import Store, keeping
from bot.store.dialect import connect
from bot.store.snippets import Viewer
from tests.bot.store.world import ANN, World, ask

BEN = Author("web", "u2", "Ben")
HERE = Viewer(ANN, "T1", "C1")
CODE = "def retry(times):\n    ..."


def snippet(code: str = CODE, **more: object) -> Snippet:
    made = Snippet("", "retry", "python", code, ANN, workspace="T1", channel="C1")
    return replace(made, **more)  # type: ignore[arg-type]


async def keep(store: Store, code: str = CODE, **more: object) -> Snippet:
    (kept,) = await store.snippets.keep([snippet(code, **more)])
    return kept


async def seen(store: Store, viewer: Viewer, query: str = "") -> list[str]:
    found, total = await store.snippets.search(viewer, query, limit=100)
    assert total == len(found)
    return [each.code for each in found]


async def test_what_is_kept_is_read_back_under_a_key(store: Store) -> None:
    exchange = await ask(store, "m1")
    kept = await keep(store, exchange=exchange.id)
    assert re.fullmatch("s-[2-9a-z]{4}", kept.key)
    assert replace(kept, key="", at=0.0, updated=0.0) == snippet(exchange=exchange.id)
    assert kept.at >= exchange.at
    assert (await store.snippets.search(HERE, "", limit=1)) == ([kept], 1)


async def test_the_same_code_of_one_person_is_kept_once(store: Store) -> None:
    first, again = await store.snippets.keep([snippet(), snippet("other"), snippet(name="again")])
    assert (first.name, again.code) == ("retry", "other")
    theirs = await keep(store, author=BEN)
    elsewhere = await keep(store, workspace="T2")
    assert len({first.key, again.key, theirs.key, elsewhere.key}) == 4
    assert await keep(store, channel="C2") == first, "it stays where it was kept"


async def test_two_processes_that_keep_the_same_code_at_once_keep_one(store: Store, other: Store) -> None:
    async with asyncio.TaskGroup() as tasks:
        keeping = [tasks.create_task(keep(each)) for each in (store, other) * 5]
    assert len({task.result().key for task in keeping}) == 1


async def test_code_from_a_direct_message_is_its_author_s_until_it_is_kept_in_a_channel(store: Store) -> None:
    private = await keep(store, channel="")
    assert await seen(store, Viewer(BEN, "T1", "")) == []
    assert await seen(store, Viewer(BEN, "T1", "C1")) == []
    assert await seen(store, Viewer(ANN, "T1", "C9")) == [CODE]
    assert (await keep(store, channel="C1")).key == private.key
    assert await seen(store, Viewer(BEN, "T1", "C1")) == [CODE]


@pytest.mark.parametrize(
    "stranger",
    [
        Viewer(BEN, "T1", "C2"),
        Viewer(BEN, "T2", "C1"),
        Viewer(ANN, "T2", "C1"),
        Viewer(replace(BEN, platform="slack"), "T1", "C1"),
        Viewer(replace(ANN, platform="slack"), "T1", "C1"),
    ],
)
async def test_nothing_is_seen_from_another_channel_workspace_or_platform(store: Store, stranger: Viewer) -> None:
    kept = await keep(store)
    assert await seen(store, Viewer(BEN, "T1", "C1")) == [CODE]
    assert await seen(store, stranger) == []
    assert await store.snippets.named(stranger, kept.key) == []
    assert await store.snippets.delete(stranger, kept.key) is None
    assert await store.snippets.restore(stranger, kept.key) is None
    assert await seen(store, HERE) == [CODE]


async def test_a_deleted_one_is_gone_for_all_and_its_author_restores_it(store: Store) -> None:
    kept = await keep(store)
    other_person = Viewer(BEN, "T1", "C1")
    assert await store.snippets.delete(other_person, kept.key) is None
    deleted = await store.snippets.delete(HERE, kept.key)
    assert deleted == replace(kept, deleted=True)
    assert await store.snippets.delete(HERE, kept.key) is None
    assert await seen(store, HERE) == []
    assert await store.snippets.named(HERE, kept.key) == [deleted]
    assert await store.snippets.named(other_person, kept.key) == []
    assert await store.snippets.restore(HERE, kept.key) == kept
    await store.snippets.delete(HERE, kept.key)
    assert await keep(store) == kept, "kept again it is back, too"


async def test_what_was_kept_of_an_exchange_is_deleted_together(store: Store) -> None:
    first, second = await ask(store, "m1"), await ask(store, "m2")
    await store.snippets.keep([snippet("a", exchange=first.id), snippet("b", exchange=first.id)])
    await keep(store, "c", exchange=second.id)
    await keep(store, "d", exchange=first.id, author=BEN)
    assert {each.code for each in await store.snippets.take_back(HERE, first.id)} == {"a", "b"}
    assert await store.snippets.take_back(HERE, first.id) == []
    assert await seen(store, HERE) == ["d", "c"]
    assert (await keep(store, "a", exchange=second.id)).exchange == second.id


async def test_what_was_kept_before_or_changed_since_is_not_deleted_with_it(store: Store) -> None:
    exchange = await ask(store, "m1")
    twice, edited, private = [snippet(code, exchange=exchange.id) for code in ("a", "b", "c")]
    before = replace(private, channel="")
    (kept,) = await store.snippets.keep([before])
    await store.snippets.keep([twice, edited, private, twice])
    (changed,) = await store.snippets.named(HERE, (await keep(store, "b")).key)
    await store.snippets.edit(HERE, changed.key, ANN, {"note": "mine"})
    assert await store.snippets.unkeep(HERE, changed.key) is None
    undone = await store.snippets.take_back(HERE, exchange.id)
    assert {(each.code, each.channel, each.deleted) for each in undone} == {("a", "C1", True), ("c", "", False)}
    assert await store.snippets.take_back(HERE, exchange.id) == []
    assert await store.snippets.named(HERE, kept.key) == [kept]
    await keep(store, "c", exchange=exchange.id)
    shared = await store.snippets.share(HERE, kept.key, channel="C2")
    assert await store.snippets.take_back(HERE, exchange.id) == []
    assert await store.snippets.named(HERE, kept.key) == [shared]
    await store.snippets.delete(HERE, changed.key)
    assert (await keep(store, "b", channel="C3", exchange=exchange.id)).channel == "C3", "back from the bin"
    (back,) = await store.snippets.take_back(HERE, exchange.id)
    assert (back.key, back.channel, back.deleted) == (changed.key, "", False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["vector", "queue", "retry"]),
        ("std::vec", ["vector"]),
        ("task_done(", ["queue"]),
        ("PYTHON", ["queue", "retry"]),
        ("python tries", ["retry"]),
        ("100%", ["vector"]),
        ("_", ["queue"]),
        ("'; DROP TABLE snippet; --", []),
        ("a\0\ud83d", []),
    ],
)
async def test_words_and_parts_of_code_are_found_what_changed_last_first(
    store: Store, query: str, found: list[str]
) -> None:
    await keep(store, "tries = 3", name="retry")
    await keep(store, "jobs.task_done()", name="queue")
    await keep(store, "std::vector<int> v; // 100% right", name="vector", language="c++")
    seen, total = await store.snippets.search(HERE, query, limit=10)
    assert [each.name for each in seen] == found
    assert total == len(found)


async def test_a_page_of_them_comes_with_how_many_there_are(store: Store) -> None:
    await store.snippets.keep([snippet(f"line {number}") for number in range(12)])
    page, total = await store.snippets.search(HERE, "line", limit=5, offset=10)
    assert ([each.code for each in page], total) == (["line 1", "line 0"], 12)


async def test_where_all_short_keys_are_taken_a_longer_one_is_given(world: World) -> None:
    database = connect(world.url)
    kept = await database.write(keeping.keep, [snippet(f"code {number}") for number in range(40)], "ab")
    assert len({each.key for each in kept}) == 40
    assert max(len(each.key) for each in kept) > len("s-aaaa")
    await database.close()


async def test_any_code_is_stored_and_known_again(store: Store) -> None:
    strange = "a\0b \ud83d\r\n'; DROP TABLE snippet; --"
    kept = await keep(store, strange, name="\0", language="\ud83d")
    assert kept.code == "a\u2400b \ufffd\r\n'; DROP TABLE snippet; --"
    assert await keep(store, strange) == kept


async def test_a_person_s_own_are_found_apart_living_or_deleted(store: Store) -> None:
    await keep(store, "mine")
    await keep(store, "elsewhere", channel="C2")
    thrown = await keep(store, "thrown away")
    await store.snippets.delete(HERE, thrown.key)
    for stranger in ({"author": BEN}, {"workspace": "T2"}, {"author": replace(ANN, platform="slack")}):
        theirs = await keep(store, "theirs, thrown away", **stranger)
        await keep(store, "theirs", **stranger)
        await store.snippets.delete(Viewer(theirs.author, theirs.workspace), theirs.key)

    async def own(query: str = "", *, deleted: bool = False, limit: int = 9) -> tuple[list[str], int]:
        found, total = await store.snippets.own(HERE, query, deleted=deleted, limit=limit)
        return [each.code for each in found], total

    assert await own() == (["elsewhere", "mine"], 2)
    assert await own(limit=1) == (["elsewhere"], 2)
    assert await own("MIN") == (["mine"], 1)
    assert await own(deleted=True) == (["thrown away"], 1)
    assert await own("mine", deleted=True) == ([], 0)
