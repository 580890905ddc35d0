"""Keeping code: under a key that is free, and the same code of one person once."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Row, and_, bindparam, case, select, update

from bot.nouns import Author, Snippet
from bot.store.columns import Words
from bot.store.dialect import Id, Insert, now, prepared
from bot.store.tables import snippet
from bot.text import clean

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are easily taken for one another."""
_SHORTEST = 4
_TRIES = 4
"""Keys of one length that are tried before a longer one: a workspace has nearly a million of the shortest."""
OWNED = and_(
    snippet.c.platform == bindparam("p"), snippet.c.workspace == bindparam("w"), snippet.c.author_id == bindparam("who")
)
_SAME = select(snippet.c.id).where(OWNED, snippet.c.digest == bindparam("same"))
_CHANNEL, _EXCHANGE = bindparam("new_channel", type_=Words), bindparam("new_exchange", type_=Id)
_IS_PRIVATE = snippet.c.channel == ""
# What was private is seen in the channel where its author keeps it again, until that is undone.
_AGAIN = (
    update(snippet)
    .where(snippet.c.id == bindparam("this"))
    .values(
        deleted=None,
        channel=case((_IS_PRIVATE, _CHANNEL), else_=snippet.c.channel),
        shared=case((and_(_IS_PRIVATE, _CHANNEL != ""), _EXCHANGE), else_=snippet.c.shared),
        exchange=case((snippet.c.deleted.is_(None), snippet.c.exchange), else_=_EXCHANGE),
    )
    .returning(snippet)
)


def keep(tx: Connection, snippets: Sequence[Snippet], letters: str = _LETTERS) -> list[Snippet]:
    """Keep each, and return them as they are kept; the same code twice is one. Keys are made of ``letters``."""
    kept = [read(_keep(tx, each, letters)) for each in snippets]
    return list({each.key: each for each in kept}.values())


def owner(author: Author, workspace: str) -> dict[str, object]:
    """Return what ``OWNED`` is to be bound to."""
    return {"p": author.platform, "w": workspace, "who": author.id}


def read(row: Any) -> Snippet:
    """Return a row as a snippet."""
    return Snippet(
        row.key,
        row.name,
        row.language,
        row.code,
        Author(row.platform, row.author_id, row.author_name),
        workspace=row.workspace,
        channel=row.channel,
        exchange=row.exchange or 0,
        at=row.at,
        deleted=row.deleted is not None,
    )


def _keep(tx: Connection, new: Snippet, letters: str) -> Row[Any]:
    values = _values(new)
    same = {**owner(new.author, new.workspace), "same": values["digest"]}
    attempts = 0
    while (this := tx.scalar(_SAME, same)) is None:
        # Nothing is put in where the key is another one's: then it is still missing, and another key is tried.
        tx.execute(_row(tx), {**values, "key": _make_key(letters, _SHORTEST + attempts // _TRIES)})
        attempts += 1
    return tx.execute(_AGAIN, {"this": this, "new_channel": new.channel, "new_exchange": values["exchange"]}).one()


@prepared
def _row(insert: Insert) -> Executable:
    return insert(snippet).values(at=now()).on_conflict_do_nothing()


def _make_key(letters: str, length: int) -> str:
    return "s-" + "".join(secrets.choice(letters) for _ in range(length))


def _values(new: Snippet) -> dict[str, object]:
    return {
        "platform": new.author.platform,
        "workspace": new.workspace,
        "channel": new.channel,
        "name": new.name,
        "language": new.language,
        "code": new.code,
        "digest": hashlib.sha256(clean(new.code).encode()).hexdigest(),
        "author_id": new.author.id,
        "author_name": new.author.name,
        "exchange": new.exchange or None,
    }
