"""Receipts: what a request to the API made, so that who sends it twice makes it once."""

from sqlalchemy import Connection, Executable, and_, bindparam, delete, select, update

from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.snippet_tables import receipt
from bot.store.snippets import Viewer

KEPT = 24 * 60 * 60.0
"""Seconds for which a receipt holds."""
_THIS = and_(
    receipt.c.platform == bindparam("p"),
    receipt.c.workspace == bindparam("w"),
    receipt.c.author_id == bindparam("who"),
    receipt.c.key == bindparam("this"),
)
_STANDING = select(receipt.c.digest, receipt.c.snippet).where(_THIS)
_OLD = delete(receipt).where(receipt.c.at < now() - KEPT)


class Receipts:
    """Receipts by the key that a sender gave a request; each sender has keys of their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, viewer: Viewer, key: str, digest: str) -> tuple[str, str]:
        """Return the digest of the request that has this key, and what it made; this one gets it if it is free.

        What it made is empty as long as that is not noted.
        """
        return await self._database.write(_claim, viewer, key, digest)

    async def note(self, viewer: Viewer, key: str, snippet: str) -> None:
        """Note what the request of this key made."""
        await self._database.write(_note, viewer, key, snippet)

    async def purge(self) -> int:
        """Remove what does not hold any more; return how many that were."""
        return await self._database.write(_purge)


@prepared
def _put(insert: Insert) -> Executable:
    return insert(receipt).values(at=now()).on_conflict_do_nothing()


def _purge(tx: Connection) -> int:
    return tx.execute(_OLD).rowcount


def _claim(tx: Connection, viewer: Viewer, key: str, digest: str) -> tuple[str, str]:
    tx.execute(_OLD)
    author = viewer.author
    place = {"platform": author.platform, "workspace": viewer.workspace, "author_id": author.id}
    tx.execute(_put(tx), {**place, "key": key, "digest": digest, "snippet": ""})
    row = tx.execute(_STANDING, _place(viewer, key)).one()
    return row.digest, row.snippet


def _note(tx: Connection, viewer: Viewer, key: str, snippet: str) -> None:
    tx.execute(update(receipt).where(_THIS).values(snippet=snippet), _place(viewer, key))


def _place(viewer: Viewer, key: str) -> dict[str, object]:
    return {"p": viewer.author.platform, "w": viewer.workspace, "who": viewer.author.id, "this": key}
