"""Text from people and models: nothing that they write can make the store fail."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.nouns import Attachment, Author, Message, State
from bot.store import Store
from bot.text import clean

CLEANED = [
    ("plain ä 漢 🙂", "plain ä 漢 🙂"),
    ("a\0b", "a\u2400b"),
    ("cut \ud83d", "cut \ufffd"),
    ("\ude42 cut", "\ufffd cut"),
    ("\ud83d\ude42", "🙂"),
    ("\ufeffright \u202eto\u202c left\u200f", "\ufeffright \u202eto\u202c left\u200f"),
    ("\x01\x1b[31m\u2028", "\x01\x1b[31m\u2028"),
    ("`" * 50_000, "`" * 50_000),
]


@pytest.mark.parametrize(("text", "cleaned"), CLEANED)
def test_only_what_cannot_be_stored_is_replaced(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(exclude_categories=[]), max_size=50))
@example("\ud83d\0\ude42")
def test_clean_text_can_be_sent_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(("bad", "good"), CLEANED)
async def test_any_text_is_stored_wherever_it_stands(store: Store, bad: str, good: str) -> None:
    bad, good = bad[:1000], good[:1000]
    said = Message(
        ref=bad,
        conversation=bad,
        author=Author("web", bad, bad),
        text=bad,
        model=bad,
        workspace=bad,
        channel=bad,
        attachments=(Attachment(bad, bad),),
    )
    begun = await store.exchanges.begin(said, "p1")
    assert begun is not None
    assert begun.message.text == begun.message.attachments[0].text == begun.message.author.name == good
    await store.exchanges.writing(begun.id, bad, bad)
    await store.exchanges.opened(begun.id, bad, 0)
    await store.exchanges.finish(begun.id, state=State.DONE, answer=bad, problem=bad)

    found = await store.exchanges.by_ref("web", bad)
    assert found is not None
    assert found.message == begun.message
    assert (found.answer, found.problem, found.model, found.correction, found.refs) == (good, good, good, good, (good,))
    assert await store.exchanges.latest(bad) == await store.exchanges.by_message("web", bad) == found
    assert await store.events.first(bad)
    assert not await store.events.first(good)


async def test_a_long_question_is_stored_whole(store: Store) -> None:
    long = "x\n" * 500_000
    begun = await store.exchanges.begin(Message("m1", "thread", Author("web", "u1", "Ann"), long), "p1")
    assert begun is not None
    found = await store.exchanges.get(begun.id)
    assert found is not None
    assert found.message.text == long
