"""What people do to an answer: it is found, at its end, and its code is kept; or they are told why not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.deeds import LOST, Deeds, name_new
from bot.errors import UsageError
from bot.nouns import Author, Exchange, Message, Snippet, State
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit
from bot.store import Store, open_store
from bot.store.snippets import Viewer
from tests.fresh import lay

ANA = Author("slack", "UANA", "Ana")
HERE = Viewer(ANA, "T1", "C1")
STAYS = "You had saved this before, or changed it since, so it stays."
HIDDEN = "What you had saved before stays, and only you see it again."


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(lay(tmp_path / "store.db")) as store:
        yield store


@pytest.fixture
def book(store: Store) -> SnippetBook:
    return SnippetBook(store.snippets)


@pytest.fixture
def deeds(store: Store, book: SnippetBook) -> Deeds:
    return Deeds(store, book)


async def asked(store: Store, ref: str = "m1") -> Exchange:
    message = Message(ref, f"thread-{ref}", ANA, "How?", workspace="T1", channel="C1")
    exchange = await store.exchanges.begin(message, "p1")
    assert exchange
    return exchange


async def answered(store: Store, answer: str = "```python\nx = 1\n```", ref: str = "m1") -> Exchange:
    exchange = await asked(store, ref)
    await store.exchanges.finish(exchange.id, state=State.DONE, answer=answer)
    return await store.exchanges.get(exchange.id) or exchange


async def test_an_answer_is_found_by_its_number_where_it_was_given(store: Store, deeds: Deeds) -> None:
    exchange = await answered(store)
    assert await deeds.find("slack", "T1", str(exchange.id)) == exchange
    for platform, workspace in (("slack", "T2"), ("discord", "T1")):
        with pytest.raises(UsageError, match=LOST):
            await deeds.find(platform, workspace, str(exchange.id))


@pytest.mark.parametrize("number", ["", "0", "7", "-1", "x", "²", "٣", "1" * 16, "9" * 5000])
async def test_what_names_no_answer_finds_none(deeds: Deeds, number: str) -> None:
    with pytest.raises(UsageError, match=LOST):
        await deeds.find("slack", "T1", number)


async def test_the_end_of_an_answer_is_waited_for_but_not_long(store: Store, deeds: Deeds) -> None:
    exchange = await asked(store)
    with pytest.raises(UsageError, match="still being written"):
        await deeds.keep(exchange, ANA, "C1")
    waiting = asyncio.create_task(deeds.finished(exchange))
    await store.exchanges.finish(exchange.id, state=State.DONE, answer="Done.")
    assert (await waiting).answer == "Done."


async def test_an_answer_without_code_is_not_kept(store: Store, deeds: Deeds) -> None:
    with pytest.raises(UsageError, match="no code"):
        await deeds.keep(await answered(store, "Just words."), ANA, "C1")


async def test_a_saving_is_undone_by_the_number_of_its_answer(store: Store, deeds: Deeds) -> None:
    exchange = await answered(store)
    number = str(exchange.id)
    said = await deeds.keep(exchange, ANA, "C1")
    assert said.startswith("**Saved** (`/snippets list` shows what is saved here)\n- `s-")
    assert await deeds.unkeep(ANA, "T1", number) == "Not saved any more."
    assert await deeds.unkeep(ANA, "T1", number) == STAYS
    with pytest.raises(UsageError, match=LOST):
        await deeds.unkeep(ANA, "T2", number)


async def test_what_was_saved_for_oneself_before_stays_so(store: Store, deeds: Deeds) -> None:
    private, public = await answered(store), await answered(store, ref="m2")
    await deeds.keep(private, ANA, "")
    await deeds.keep(public, ANA, "C1")
    said = await deeds.unkeep(ANA, "T1", str(public.id))
    assert said == HIDDEN


@pytest.mark.parametrize("channel", ["C1", ""])
async def test_what_was_kept_at_once_stays_where_its_saving_is_undone(
    store: Store, book: SnippetBook, deeds: Deeds, channel: str
) -> None:
    exchange = await answered(store)
    (kept,) = await book.keep(exchange, ANA, channel="")
    await deeds.keep(exchange, ANA, channel)
    assert await deeds.unkeep(ANA, "T1", str(exchange.id)) == (HIDDEN if channel else STAYS)
    assert await deeds.unkeep(ANA, "T1", str(exchange.id)) == STAYS
    assert await book.find(HERE, kept.key) == kept


async def test_what_was_edited_since_stays(store: Store, book: SnippetBook, deeds: Deeds) -> None:
    exchange = await answered(store, "```python\nx = 1\n```\n```python\ny = 2\n```")
    said = await deeds.keep(exchange, ANA, "C1")
    first, _ = said.split("`")[3::2]
    await book.editing.edit(HERE, first, Edit(note="mine"))
    assert await deeds.unkeep(ANA, "T1", first) == STAYS, "also where its key says what was saved"
    assert await deeds.unkeep(ANA, "T1", str(exchange.id)) == "Not saved any more."
    assert [each.key for each in (await book.search(HERE)).snippets] == [first]
    assert (await book.find(HERE, first)).channel == "C1"


@pytest.mark.parametrize("is_again", [True, False])
async def test_what_was_shared_since_stays_so(store: Store, book: SnippetBook, deeds: Deeds, is_again: bool) -> None:
    private, public = await answered(store), await answered(store, ref="m2")
    (kept,) = await book.keep(private, ANA, channel="")
    saved = private if is_again else public
    await deeds.keep(saved, ANA, "C1")
    await book.editing.share(HERE, kept.key, "C2")
    assert await deeds.unkeep(ANA, "T1", str(saved.id)) == STAYS
    assert (await book.find(HERE, kept.key)).channel == "C2"


async def test_a_saving_is_undone_by_the_keys_of_its_snippets(store: Store, deeds: Deeds) -> None:
    said = await deeds.keep(await answered(store, "```python\nx = 1\n```\n```python\ny = 2\n```"), ANA, "C1")
    keys = " ".join(said.split("`")[3::2])
    assert await deeds.unkeep(Author("slack", "UBEN", "Ben"), "T1", keys) == STAYS
    assert await deeds.unkeep(ANA, "T1", keys) == "Not saved any more."


def test_only_what_is_new_is_named_and_no_more_than_a_button_holds() -> None:
    kept = [Snippet(f"s-{number:04}", "x", "", f"x = {number}", ANA) for number in range(200)]
    assert name_new(kept[:3], {"x = 1"}) == "s-0000 s-0002"
    assert name_new(kept[:1], {"x = 0"}) == ""
    assert len(name_new(kept, set()).split()) == 100
