"""Pictures: large, so that only the newest few are read, and only for an answer."""

from dataclasses import replace

from bot.nouns import Attachment, Exchange, Message
from bot.store import Store
from tests.bot.store.world import World, answer, ask_again, said


def picture(name: str) -> Attachment:
    return Attachment(f"{name[:9]}.png", image=f"data:image/png;base64,{name}")


def show(ref: str, *names: str) -> Message:
    return replace(said(ref), attachments=(Attachment("a.py", "pass"), *map(picture, names)))


async def ask(store: Store, ref: str, *names: str) -> Exchange:
    exchange = await store.exchanges.begin(show(ref, *names), "p1")
    assert exchange
    return exchange


def seen(exchange: Exchange) -> list[str]:
    """Return the contents of its pictures; those that were not read have none."""
    return [file.image.rpartition(",")[2] for file in exchange.message.attachments if file.image]


async def test_an_exchange_is_read_without_its_pictures_though_with_their_names(store: Store) -> None:
    first, last = await ask(store, "m1", "AA", "BB"), await ask(store, "m2")
    await answer(store, first)
    (told,) = await store.exchanges.history("thread", before=last.id)
    found = await store.exchanges.get(first.id)
    for read in (told, found, await ask_again(store, first.id, "p1")):
        assert read
        assert [file.name for file in read.message.attachments] == ["a.py", "AA.png", "BB.png"]
        assert seen(read) == ["", ""]


async def test_for_an_answer_the_newest_pictures_are_read(store: Store) -> None:
    told = [await ask(store, "m1", "AA"), await ask(store, "m2", "BB", "CC"), await ask(store, "m3", "DD", "EE")]
    for exchange in told:
        await answer(store, exchange)
    last = await ask(store, "m4", "FF")
    history = await store.exchanges.history("thread", before=last.id)
    read = await store.exchanges.get(last.id)
    assert read
    for asked in (last, read):
        everything = await store.exchanges.see([*history, asked], newest=9, most=9)
        assert [seen(each) for each in everything] == [["AA"], ["BB", "CC"], ["DD", "EE"], ["FF"]]
        assert everything[-1] == last
        most = await store.exchanges.see([*history, asked], newest=9, most=4)
        assert [seen(each) for each in most] == [[""], ["BB", ""], ["DD", "EE"], ["FF"]]
        newest = await store.exchanges.see([*history, asked], newest=2, most=9)
        assert [seen(each) for each in newest] == [[""], ["", ""], ["DD", "EE"], ["FF"]]


async def test_a_picture_that_is_fetched_later_is_read_like_the_others(store: Store) -> None:
    begun = await ask(store, "m1", "AA")
    await store.exchanges.attach(show("m1", "AA", "BB"))
    found = await store.exchanges.get(begun.id)
    assert found
    assert [seen(each) for each in await store.exchanges.see([found], newest=1, most=5)] == [["AA", "BB"]]


async def test_what_is_stored_of_a_message_itself_stays_small(store: Store, world: World) -> None:
    await ask(store, "m1", "A" * 10_000)
    assert int(world.run("SELECT length(CAST(attachments AS TEXT)) FROM message")) < 300
