"""The code in an answer, the names it gets, and the book that it is kept in."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import Block, code_blocks, name_block
from bot.errors import Missing, UsageError
from bot.fences import close_fence, open_fence
from bot.nouns import Author, Exchange, Message, State
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit
from bot.store import Store, open_store
from bot.store.snippets import Viewer
from tests.fresh import lay

ANA, BEN = Author("slack", "UANA", "Ana"), Author("slack", "UBEN", "Ben")
HERE = Viewer(ANA, "T1", "C1")
ANSWER = "Do:\n\n```python\ndef retry():\n    ...\n```\n\nThen:\n\n```bash\npip install tenacity\n```\n"


async def answered(store: Store, answer: str = ANSWER, *, ref: str = "m1", channel: str = "C1") -> Exchange:
    message = Message(ref, f"thread-{ref}", ANA, "How do I retry a call?", workspace="T1", channel=channel)
    exchange = await store.exchanges.begin(message, "p1")
    assert exchange
    await store.exchanges.finish(exchange.id, state=State.DONE, answer=answer)
    return await store.exchanges.get(exchange.id) or exchange


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(lay(tmp_path / "store.db")) as store:
        yield store


@pytest.fixture
def book(store: Store) -> SnippetBook:
    return SnippetBook(store.snippets)


@pytest.mark.parametrize(
    ("answer", "blocks"),
    [
        ("Nothing to `see` here.", []),
        (ANSWER, [Block("python", "def retry():\n    ..."), Block("bash", "pip install tenacity")]),
        ("```\nx\n```", [Block("", "x")]),
        ("~~~Py title=a\nx\n~~~", [Block("py", "x")]),
        ("```c++\nx\n```\n```objective-c\ny\n```", [Block("c++", "x"), Block("objective-c", "y")]),
        ("```{.python .numberLines}\nx\n```", [Block("python", "x")]),
        ("````md\n```py\nx\n```\n````", [Block("md", "```py\nx\n```")]),
        ("1. Do:\n   ```py\n   if x:\n       y\n   ```", [Block("py", "if x:\n    y")]),
        ("> ```py\n> if x:\n>     y\n> ```", [Block("py", "if x:\n    y")]),
        ("> ```py\n> x\n\nnot quoted", [Block("py", "x")]),
        ("> ```py\n> x\n```js\ny\n```", [Block("py", "x"), Block("js", "y")]),
        ("```py\n\n  x\n\n```", [Block("py", "  x")]),
        ("```py\n \n```", []),
        ("```py\nx = 1", [Block("py", "x = 1")]),
        ("```py\nx\n``` no\ny\n```", [Block("py", "x\n``` no\ny")]),
        ("`" * 12 + "py\nx\n" + "`" * 12, [Block("py", "x")]),
        ("`" * 13 + "md\n```py\nx\n```\n" + "`" * 13, [Block("py", "x")]),
    ],
)
def test_the_code_blocks_of_an_answer_are_read(answer: str, blocks: list[Block]) -> None:
    assert code_blocks(answer) == blocks


def test_code_that_is_quoted_very_deeply_costs_no_more_than_its_length() -> None:
    quote = "> " * 100_000
    began = time.process_time()
    (block,) = code_blocks(f"{quote}```py\n" + f"{quote}x = 1\n" * 10 + f"{quote}```\n")
    assert block.code.endswith("> x = 1")
    assert time.process_time() - began < 3, "it took ten seconds to take each level off each line"


@given(st.text(st.sampled_from("`~> \npx"), max_size=40).map(lambda text: text.replace("p", "`" * 11)))
def test_code_that_is_left_open_is_the_same_for_pages_and_for_the_book(answer: str) -> None:
    closed = close_fence(answer)
    assert open_fence(closed) is None
    assert code_blocks(closed) == code_blocks(answer)


@given(st.text(st.sampled_from("`~> \n\tpy#x"), max_size=80))
def test_whatever_an_answer_looks_like_its_blocks_hold_something(answer: str) -> None:
    assert all(block.code.strip() for block in code_blocks(answer))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import os\n\nasync def fetch_all(urls):\n    ...", "fetch_all"),
        ("class Cache(dict): ...", "Cache"),
        ("export default async function loadUser() {}", "loadUser"),
        ("func (s *Server) Serve(addr string) error {", "Serve"),
        ("pub fn parse<T>(x: T) {}", "parse"),
        ("CREATE TABLE IF NOT EXISTS users (id INT);", "users"),
        ("#include <stdio.h>\nint main(int argc, char **argv) {", "main"),
        ("static void sort_list(struct node *head)", "sort_list"),
        ("public static int add(int a, int b)\n{", "add"),
        ("std::vector<int> Pool::drain(const std::string& s) const {", "drain"),
        ("public Map<String, List<Integer>> group(List<Integer> all) {", "group"),
        ("const retry = async (n) => {", "retry"),
        ("let x = 5;\nexport const load: Load = (url) => get(url);", "load"),
        ("#!/bin/sh\nset -e\nbuild-all () {", "build-all"),
        ("deploy() {\n  echo done\n}", "deploy"),
        ("def first(): ...\nint second() {", "first"),
        ("if (x) {\n}\nelse if (y) {\n}", "How do I retry a call?"),
        ("return add(x)\nprint (x)", "How do I retry a call?"),
        ("docker run app (x)\nSELECT a FROM t WHERE id IN (SELECT 1)", "How do I retry a call?"),
        ("pip install x", "How do I retry a call?"),
        ("", "How do I retry a call?"),
    ],
)
def test_code_is_named_after_what_it_defines_or_what_was_asked(code: str, name: str) -> None:
    assert name_block(Block("", code), "\n> How do I `retry` a call?\nLong story.") == name


def test_a_name_is_one_short_line() -> None:
    assert name_block(Block("sql", "select 1"), "word " * 40) == ("word " * 12).strip()
    assert len(name_block(Block("", "x"), "y" * 500)) == 60
    assert name_block(Block("sql", "select 1")) == "select 1"
    assert name_block(Block("", "x(1)"), "```python\nx()\n```") == "x()"
    assert name_block(Block("", "###")) == "code"


async def test_all_code_of_an_answer_is_kept_once_and_thrown_away_together(store: Store, book: SnippetBook) -> None:
    exchange = await answered(store)
    kept = await book.keep(exchange, ANA)
    assert [(each.name, each.language, each.exchange) for each in kept] == [
        ("retry", "python", exchange.id),
        ("How do I retry a call?", "bash", exchange.id),
    ]
    assert await book.keep(exchange, ANA) == kept
    (theirs, _) = await book.keep(exchange, BEN)
    assert theirs.key != kept[0].key
    assert {each.key for each in await book.unkeep(exchange, ANA)} == {each.key for each in kept}
    assert [each.author.id for each in (await book.search(HERE)).snippets] == ["UBEN", "UBEN"]


async def test_what_was_private_is_so_again_where_its_second_saving_is_undone(store: Store, book: SnippetBook) -> None:
    private, public = await answered(store, channel="D1"), await answered(store, ref="m2")
    keys = {each.key for each in await book.keep(private, ANA, channel="")}
    await book.keep(public, ANA)
    assert (await book.search(Viewer(BEN, "T1", "C1"))).total == 2
    undone = await book.unkeep(public, ANA)
    assert {(each.key, each.channel, each.deleted) for each in undone} == {(key, "", False) for key in keys}
    assert (await book.search(Viewer(BEN, "T1", "C1"))).total == 0
    assert (await book.search(HERE)).total == 2
    assert await book.unkeep(public, ANA) == []
    assert {each.key for each in await book.unkeep(private, ANA) if each.deleted} == keys


async def test_undoing_a_second_saving_leaves_what_the_channel_had_before(store: Store, book: SnippetBook) -> None:
    first, second = await answered(store), await answered(store, ref="m2", channel="C2")
    await book.keep(first, ANA)
    await book.keep(second, ANA)
    assert await book.unkeep(second, ANA) == []
    assert (await book.search(Viewer(BEN, "T1", "C1"))).total == 2


async def test_an_answer_without_code_keeps_nothing(store: Store, book: SnippetBook) -> None:
    assert await book.keep(await answered(store, "No code."), ANA) == []
    assert (await book.search(HERE)).total == 0


async def test_what_is_kept_privately_is_seen_by_its_author_alone(store: Store, book: SnippetBook) -> None:
    (kept, _) = await book.keep(await answered(store, channel="D1"), ANA, channel="")
    assert await book.find(HERE, kept.key) == kept
    for viewer in (Viewer(BEN, "T1", "C1"), Viewer(BEN, "T1", "D1"), Viewer(BEN, "T1"), Viewer(ANA, "T2")):
        with pytest.raises(UsageError, match="none is saved here yet"):
            await book.find(viewer, kept.key)


async def test_code_of_any_message_can_be_kept(book: SnippetBook) -> None:
    (block,) = await book.keep_code("Look:\n```js\nlet x = 1\n```", HERE)
    assert (block.code, block.language, block.exchange) == ("let x = 1", "js", 0)
    (whole,) = await book.keep_code("create table t (x)\n", HERE, language="sql", name="one")
    assert (whole.code, whole.language, whole.name) == ("create table t (x)", "sql", "one")
    with pytest.raises(UsageError, match="nothing in it"):
        await book.keep_code(" \n", HERE)


async def test_a_snippet_is_found_by_key_or_name(store: Store, book: SnippetBook) -> None:
    (kept, _) = await book.keep(await answered(store), ANA)
    for name in (kept.key, kept.key.upper(), kept.key.removeprefix("s-"), f" `{kept.key}` ", "retry", "Retry"):
        assert await book.find(HERE, name) == kept


async def test_a_tag_is_no_name_and_nothing_is_none(store: Store, book: SnippetBook) -> None:
    (kept, other) = await book.keep(await answered(store), ANA)
    await book.editing.edit(HERE, kept.key, Edit(tags=["http"]))
    with pytest.raises(Missing, match="no snippet called `#http`"):
        await book.editing.delete(HERE, "#http")
    await book.editing.edit(HERE, other.key, Edit(name="#HTTP"))
    assert (await book.find(HERE, "#http")).key == other.key
    for name in ("", " ` ", "```"):
        with pytest.raises(UsageError, match="Say which snippet: by its key"):
            await book.find(HERE, name)
        with pytest.raises(UsageError, match="Say which snippet: by its key"):
            await book.restore(HERE, name)


async def test_an_unknown_name_suggests_the_closest(store: Store, book: SnippetBook) -> None:
    (kept, _) = await book.keep(await answered(store), ANA)
    with pytest.raises(UsageError, match=f"no snippet called `retyr`. Did you mean `{kept.key}`, `retry`"):
        await book.find(HERE, "retyr")
    with pytest.raises(UsageError, match=r"no snippet called `zzzz`. `/snippets list` shows"):
        await book.find(HERE, "zzzz")


async def test_of_several_with_one_name_the_key_says_which(book: SnippetBook) -> None:
    keys = [(await book.keep_code(code, HERE, name="same"))[0].key for code in ("a", "b")]
    with pytest.raises(UsageError, match=f"called `same`.*`{keys[1]}`, `{keys[0]}`"):
        await book.find(HERE, "same")
    assert (await book.find(HERE, keys[0])).code == "a"


async def test_the_author_deletes_and_restores(store: Store, book: SnippetBook) -> None:
    (kept, _) = await book.keep(await answered(store), ANA)
    with pytest.raises(UsageError, match=f"`{kept.key}` can be deleted only by who saved it, Ana, or an admin"):
        await book.editing.delete(Viewer(BEN, "T1", "C1"), "retry")
    assert (await book.editing.delete(HERE, "retry")).deleted
    with pytest.raises(UsageError, match=f"`{kept.key}` is deleted. `/snippets restore {kept.key}`"):
        await book.editing.delete(HERE, "retry")
    assert await book.restore(HERE, kept.key) == kept
    assert await book.restore(HERE, kept.key) == kept
    with pytest.raises(UsageError, match="no snippet called `nothing`"):
        await book.restore(HERE, "nothing")


async def test_a_search_that_is_too_long_or_a_page_too_far_is_told_so(book: SnippetBook) -> None:
    with pytest.raises(UsageError, match="200 characters at most; this one has 2,000"):
        await book.search(HERE, "x" * 2000)
    with pytest.raises(UsageError, match="no page 2 of these snippets; the last one is 1"):
        await book.search(HERE, page=2)
