"""Exemplars are read from thumbs: there while somebody likes an answer, for those who may see it."""

from bot.nouns import Author, Message, State
from bot.store import Store
from bot.store.lesson_uses import Use
from bot.store.lessons import Source
from tests.bot.store.test_lessons import BOB, PLACE, new
from tests.bot.store.world import ANN

CAT = Author("web", "u3", "Cat")


async def answered(store: Store, ref: str, *, channel: str = "dev", workspace: str = "T1") -> int:
    said = Message(ref, f"c-{ref}", ANN, f"Question {ref}", workspace=workspace, channel=channel)
    exchange = await store.exchanges.begin(said, "p1")
    assert exchange
    await store.exchanges.finish(exchange.id, state=State.DONE, answer="Use sorted().")
    return exchange.id


def asked(who: Author, *, channel: str = "dev", workspace: str = "T1", conversation: str = "new") -> Message:
    return Message("q", conversation, who, "?", workspace=workspace, channel=channel)


async def found(store: Store, message: Message) -> list[int]:
    return [one.exchange for one in await store.exemplars.liked(message, 9)]


async def test_only_liked_answers_of_the_place_are_found(store: Store) -> None:
    liked, direct, bare = [await answered(store, f"m-{name}", channel=name) for name in ("dev", "", "dev2")]
    for id in (liked, direct):
        await store.feedback.give(id, BOB, 1)
    assert await found(store, asked(CAT)) == [liked]
    assert await found(store, asked(ANN, channel="ops")) == [liked]
    assert await found(store, asked(ANN, channel="")) == [direct, liked]
    assert bare not in await found(store, asked(ANN, channel="dev2"))
    for elsewhere in (asked(CAT, channel=""), asked(CAT, channel="ops"), asked(ANN, workspace="T2")):
        assert await found(store, elsewhere) == []
    assert await found(store, asked(ANN, channel="", conversation="c-m-dev")) == [direct]
    stranger = Author("slack", "u1", "Ann")
    assert await found(store, asked(stranger)) == []


async def test_a_thumb_makes_and_unmakes_them(store: Store) -> None:
    id = await answered(store, "a")
    await store.feedback.give(id, ANN, 1)
    assert await found(store, asked(CAT)) == []
    await store.feedback.give(id, BOB, 1)
    assert await found(store, asked(CAT)) == [id]
    await store.feedback.give(id, CAT, -1)
    assert await found(store, asked(CAT)) == []
    assert await store.exemplars.question(id) == ""
    await store.feedback.take_back(id, CAT, -1)
    assert await store.exemplars.question(id) == "Question a"


async def test_a_failed_check_unmakes_them_and_a_mended_one_does_not(store: Store) -> None:
    id = await answered(store, "a")
    await store.feedback.give(id, BOB, 1)
    await store.lessons.teach(new(), Source())
    await store.uses.record(id, PLACE, [Use(1, True)])
    await store.uses.judge(id, PLACE, {1: False})
    assert await found(store, asked(CAT)) == []
    await store.uses.judge(id, PLACE, {1: True}, mended=True)
    assert await found(store, asked(CAT)) == [id]


async def test_a_choice_is_kept_and_read_through_the_thumbs(store: Store) -> None:
    await answered(store, "here")
    first, second = [await answered(store, ref) for ref in "ab"]
    for id in (first, second):
        await store.feedback.give(id, BOB, 1)
    here = asked(CAT, conversation="c-here")
    await store.exemplars.choose("c-here", [second, first])
    await store.exemplars.choose("c-here", [first])
    assert [one.exchange for one in await store.exemplars.chosen(here)] == [second, first]
    await store.feedback.take_back(second, BOB, 1)
    assert [one.exchange for one in await store.exemplars.chosen(here)] == [first]
    await store.forgetting.forget(PLACE, ANN)
    assert await store.exemplars.chosen(here) == []


async def test_vectors_go_with_the_thumb(store: Store) -> None:
    id = await answered(store, "a")
    await store.feedback.give(id, BOB, 1)
    assert await store.exemplars.unknown("m", 9) == [(id, "Question a")]
    await store.exemplars.embed(id, b"1234", "m")
    assert await store.exemplars.unknown("m", 9) == []
    (one,) = await store.exemplars.liked(asked(CAT), 9)
    assert (one.vector, one.embedder, one.is_own) == (b"1234", "m", False)
    await store.feedback.take_back(id, BOB, 1)
    await store.exemplars.embed(id, b"1234", "m")
    await store.feedback.give(id, BOB, 1)
    assert await store.exemplars.unknown("m", 9) == [(id, "Question a")]
