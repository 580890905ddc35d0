"""What goes by itself: out of the bin after 30 days, and links, parcels and receipts that ran out."""

from sqlalchemy import Connection, Update, func, select, update

from bot.nouns import Attachment, Author
from bot.snippets import SnippetBook
from bot.snippets.editing import BIN
from bot.snippets.expiring import Expiring
from bot.store import Store
from bot.store.snippet_tables import parcel, receipt, snippet, snippet_link, snippet_version
from bot.store.snippets import Viewer

ANA = Viewer(Author("slack", "UANA", "Ana"), "T1", "C1")
_DAY = 24 * 60 * 60.0


async def pass_by(store: Store, seconds: float) -> None:
    """Let time go by for all that runs out."""
    older = [
        update(snippet).values(deleted=snippet.c.deleted - seconds),
        update(snippet_link).values(until=snippet_link.c.until - seconds),
        update(parcel).values(at=parcel.c.at - seconds),
        update(receipt).values(at=receipt.c.at - seconds),
    ]
    await store.database.write(_run, older)


def _run(tx: Connection, statements: list[Update]) -> None:
    for statement in statements:
        tx.execute(statement)


async def left(store: Store) -> list[int]:
    """Count snippets, their versions, links, parcels and receipts."""
    return await store.database.read(_count)


def _count(tx: Connection) -> list[int]:
    tables = (snippet, snippet_version, snippet_link, parcel, receipt)
    return [tx.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def test_what_ran_out_is_gone_for_good_and_the_rest_stays(store: Store) -> None:
    book = SnippetBook(store.snippets)
    thrown, stays = [(await book.keep_code(f"x = {number}", ANA))[0].key for number in range(2)]
    for key in (thrown, stays):
        await store.snippets.edit(ANA, key, ANA.author, {"note": "new"})
    await store.links.make(ANA, thrown, _DAY)
    await store.links.make(ANA, stays, _DAY)
    await store.parcels.put(ANA, Attachment("x.json", "{}"))
    await store.receipts.claim(ANA, "first", "digest")
    await book.editing.delete(ANA, thrown)
    expiring = Expiring(store)

    await expiring.purge()
    assert await left(store) == [2, 2, 2, 1, 1]
    await pass_by(store, 2 * _DAY)
    await expiring.purge()
    assert await left(store) == [2, 2, 2, 0, 0]
    assert (await book.restore(ANA, thrown)).key == thrown

    await book.editing.delete(ANA, thrown)
    await pass_by(store, BIN + 60)
    await expiring.purge()
    assert await left(store) == [1, 1, 0, 0, 0]
    assert (await book.find(ANA, stays)).note == "new"
    assert await store.snippets.named(ANA, thrown) == []
