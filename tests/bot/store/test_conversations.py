"""Somebody's list of conversations: theirs alone, in order, found by words, marked by themselves."""

import pytest

from bot.errors import StoreError
from bot.nouns import Author, Message, State, Usage
from bot.store import Store
from bot.store.conversations import PAGE, Listed
from bot.store.snippets import Viewer
from tests.bot.store.world import answer, ask_again

ANA = Author("slack", "U1", "Ana")
BEN = Author("slack", "U2", "Ben")
HERE = Viewer(ANA, "T1")
BENS = Viewer(BEN, "T1")


async def say(store: Store, conversation: str, text: str, who: Viewer = HERE, reply: str = "So.") -> int:
    ref = f"{conversation} {text}"
    message = Message(ref, conversation, who.author, text, workspace=who.workspace, home=conversation.split(":")[0])
    exchange = await store.exchanges.begin(message, "p1")
    assert exchange
    await answer(store, exchange, reply)
    return exchange.id


def ids(found: list[Listed]) -> list[str]:
    return [one.id for one in found]


async def test_one_lists_where_one_asked_the_newest_first(store: Store) -> None:
    await say(store, "web:1", "First?")
    await say(store, "slack:C1", "Why?")
    await say(store, "slack:C1", "Because.", BENS)
    await say(store, "web:ben", "Mine.", BENS)
    await say(store, "web:other", "In another team.", Viewer(ANA, "T2"))
    await say(store, "web:1", "And?")
    found = await store.conversations.list(HERE)
    assert ids(found) == ["web:1", "slack:C1"]
    assert [(one.platform, one.question, one.running) for one in found] == [
        ("web", "First?", False),
        ("slack", "Why?", False),
    ]
    assert ids(await store.conversations.list(BENS)) == ["web:ben", "slack:C1"]
    assert await store.conversations.find(HERE, "web:ben") is None
    assert await store.conversations.list(Viewer(Author("web", "U1", "x"), "T1")) == []


async def test_an_answer_that_is_still_to_come_shows(store: Store) -> None:
    exchange = await say(store, "web:1", "First?")
    again = await ask_again(store, exchange, "p1")
    (found,) = await store.conversations.list(HERE)
    assert found.running
    await store.exchanges.finish(again.id, state=State.STOPPED, answer="")
    (found,) = await store.conversations.list(HERE)
    assert not found.running


async def test_marks_are_ones_own(store: Store) -> None:
    await say(store, "slack:C1", "Why?")
    await say(store, "slack:C1", "Because.", BENS)
    await say(store, "web:2", "Newer.")
    await store.conversations.mark(HERE, "slack:C1", title="Reasons")
    await store.conversations.mark(HERE, "slack:C1", pinned=True)
    first, second = await store.conversations.list(HERE)
    assert (first.id, first.title, first.pinned) == ("slack:C1", "Reasons", True)
    assert (second.title, second.pinned) == ("", False)
    (bens,) = await store.conversations.list(BENS)
    assert (bens.title, bens.pinned) == ("", False)
    with pytest.raises(StoreError, match="no such conversation"):
        await store.conversations.mark(HERE, "web:none", pinned=True)


async def test_what_was_deleted_comes_back_by_restoring_or_by_asking_there(store: Store) -> None:
    await say(store, "web:1", "First?")
    await store.conversations.mark(HERE, "web:1", deleted=True)
    assert await store.conversations.list(HERE) == []
    found = await store.conversations.find(HERE, "web:1")
    assert found
    assert found.deleted
    await store.conversations.mark(HERE, "web:1", deleted=False)
    assert ids(await store.conversations.list(HERE)) == ["web:1"]
    await store.conversations.mark(HERE, "web:1", deleted=True)
    await say(store, "web:1", "Are you there?")
    assert ids(await store.conversations.list(HERE)) == ["web:1"]


async def test_words_are_found_in_titles_questions_and_answers(store: Store) -> None:
    await say(store, "web:1", "How do I RETRY?", reply="With tenacity.")
    await say(store, "web:2", "100% sure?", reply="No.")
    await say(store, "web:3", "Another_one.", BENS)
    await store.conversations.mark(HERE, "web:2", title="On certainty")
    for words, expected in (
        ("retry", ["web:1"]),
        ("TENACITY retry", ["web:1"]),
        ("retry certainty", []),
        ("Certain", ["web:2"]),
        ("%", ["web:2"]),
        ("_", []),
        (" ", ["web:2", "web:1"]),
    ):
        assert ids(await store.conversations.list(HERE, words)) == expected, words


async def test_a_long_list_comes_in_pages(store: Store) -> None:
    for n in range(PAGE + 3):
        await say(store, f"web:{n}", f"Number {n}?")
    await store.conversations.mark(HERE, "web:0", pinned=True)
    first = await store.conversations.list(HERE)
    assert ids(first) == ["web:0", *(f"web:{n}" for n in range(PAGE + 2, 1, -1))]
    rest = await store.conversations.list(HERE, before=first[-2])
    assert ids(rest) == ["web:2", "web:1"]
    assert ids(await store.conversations.list(HERE, before=first[0])) == ids(first[1:])


async def test_what_stands_beside_answers_is_ones_own_thumb_and_what_they_took(store: Store) -> None:
    first = await say(store, "slack:C1", "Why?")
    second = await say(store, "slack:C1", "How?", BENS)
    await store.exchanges.finish(second, state=State.DONE, answer="So.", usage=Usage(10, 5, 2))
    await store.feedback.give(first, BEN, -1, "no")
    await store.feedback.give(second, ANA, 1)
    anas = await store.beside.of("slack:C1", ANA)
    assert [(anas[id].verdict, anas[id].usage) for id in (first, second)] == [(0, None), (1, Usage(10, 5, 2))]
    assert (await store.beside.one(first, BEN)).verdict == -1
    assert (await store.beside.one(first, ANA)).verdict == 0
    again = await ask_again(store, first, "p1")
    assert [one.id for one in await store.beside.all("slack:C1")] == [first, second, again.id]
