"""Keeping code: under a key that is free, and the same code of one person once."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    and_,
    bindparam,
    case,
    delete,
    false,
    insert,
    null,
    or_,
    select,
    update,
)

from bot.nouns import Author, Snippet
from bot.store.columns import Words
from bot.store.dialect import Id, Insert, now, prepared
from bot.store.snippet_rows import OWNED, content, digest, owner, read
from bot.store.snippet_rows import values as describe
from bot.store.snippet_tables import snippet, snippet_link, snippet_version
from bot.store.snippet_text import write

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are easily taken for one another."""
_SHORTEST = 4
_TRIES = 4
"""Keys of one length that are tried before a longer one: a workspace has nearly a million of the shortest."""
_SAME = select(snippet.c.id).where(OWNED, snippet.c.digest == bindparam("same"))
_CHANNEL, _EXCHANGE = bindparam("new_channel", type_=Words), bindparam("new_exchange", type_=Id)
_SOURCE = bindparam("new_source", type_=Words)
_THIS = snippet.c.id == bindparam("this")
_IS_PRIVATE, _IS_GONE = snippet.c.channel == "", snippet.c.deleted.is_not(None)
_IS_NEW = and_(_IS_GONE, snippet.c.version == 1)
# What was private is seen in the channel where its author keeps it again, until that is undone; ``shared`` says by
# which saving, and that undoing it does not delete what was there before. What was thrown away is kept anew: nobody
# asked for it to be shared with whom it was.
_AGAIN = (
    update(snippet)
    .where(_THIS)
    .values(
        deleted=None,
        open=case((_IS_GONE, false()), else_=snippet.c.open),
        channel=case((or_(_IS_PRIVATE, _IS_GONE), _CHANNEL), else_=snippet.c.channel),
        shared=case((_IS_NEW, null()), (or_(_IS_PRIVATE, _IS_GONE), _EXCHANGE), else_=snippet.c.shared),
        exchange=case((_IS_GONE, _EXCHANGE), else_=snippet.c.exchange),
        source=case((_IS_GONE, _SOURCE), else_=snippet.c.source),
    )
    .returning(snippet)
)
_READ = select(snippet).where(_THIS)
_BRING_BACK = update(snippet).where(_THIS, _IS_GONE).values(deleted=None, open=False, channel="", shared=None)
_UNLINK = delete(snippet_link).where(snippet_link.c.snippet.in_(select(snippet.c.id).where(_THIS, _IS_GONE)))


def keep(tx: Connection, snippets: Sequence[Snippet], letters: str = _LETTERS) -> list[Snippet]:
    """Keep each, and return them as they are kept; the same code twice is one. Keys are made of ``letters``."""
    once: dict[tuple[Author, str, str], Snippet] = {}
    for each in snippets:
        once.setdefault((each.author, each.workspace, digest(each)), each)
    return [read(_keep(tx, each, letters)) for each in once.values()]


def bring(tx: Connection, new: Snippet, past: Sequence[Snippet]) -> bool:
    """Keep a snippet of elsewhere as it was there: with its key, if that is free, its dates and its ``past`` versions.

    False where its author keeps that code already: it stays as it is; and what was deleted is back, for them alone.
    """
    row = describe(new)
    had = tx.scalar(_SAME, _same(new, row))
    if had is not None:
        tx.execute(_UNLINK, {"this": had})
        tx.execute(_BRING_BACK, {"this": had})
        return False
    this, is_new = _insert(tx, new, row, _LETTERS, first=new.key)
    if not is_new:
        return False  # somebody else brought it this moment
    dated = {"at": new.at or now(), "updated": new.updated or new.at or now()}
    tx.execute(update(snippet).where(snippet.c.id == this).values(dated))
    for each in past:
        tx.execute(
            insert(snippet_version), {**content(each), "snippet": this, "version": each.version, "at": each.updated}
        )
    return True


def same(tx: Connection, like: Snippet) -> Snippet | None:
    """Return what its author keeps of just that code, deleted or not."""
    kept = select(snippet).where(OWNED, snippet.c.digest == bindparam("same"))
    row = tx.execute(kept, _same(like, describe(like))).one_or_none()
    return read(row) if row else None


def _keep(tx: Connection, new: Snippet, letters: str) -> Row[Any]:
    row = describe(new)
    this, is_new = _insert(tx, new, row, letters)
    if is_new:
        return tx.execute(_READ, {"this": this}).one()
    again = {"new_channel": new.channel, "new_exchange": row["exchange"], "new_source": row["source"]}
    tx.execute(_UNLINK, {"this": this})
    return tx.execute(_AGAIN, {"this": this, **again}).one()


def _insert(tx: Connection, new: Snippet, row: dict[str, object], letters: str, first: str = "") -> tuple[int, bool]:
    """Return the number of the row that holds this code, and whether it was made here, under ``first`` if free."""
    attempts = 0
    while (this := tx.scalar(_SAME, _same(new, row))) is None:
        # Nothing is put in where the key is another one's: then it is still missing, and another key is tried.
        key = first if first and not attempts else _make_key(letters, _SHORTEST + attempts // _TRIES)
        if (made := tx.scalar(_row(tx), {**row, "key": key})) is not None:
            write(tx, made, replace(new, key=key))
            return made, True
        attempts += 1
    return this, False


def _same(new: Snippet, row: dict[str, object]) -> dict[str, object]:
    return {**owner(new.author, new.workspace), "same": row["digest"]}


@prepared
def _row(insert: Insert) -> Executable:
    return insert(snippet).values(at=now()).on_conflict_do_nothing().returning(snippet.c.id)


def _make_key(letters: str, length: int) -> str:
    return "s-" + "".join(secrets.choice(letters) for _ in range(length))
