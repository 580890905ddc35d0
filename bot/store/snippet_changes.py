"""Editing kept code: what it was before stays as a version, and nobody writes over what they have not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.errors import HadAlready, Outdated
from bot.nouns import Author, Snippet
from bot.store.dialect import now
from bot.store.snippet_rows import OWNED, content, digest, owner, past, read
from bot.store.snippet_tables import snippet, snippet_link, snippet_version
from bot.store.snippet_text import write

_MANY = 500
"""Parameters of one statement; a database allows no more than some thousands."""
_THIS = select(snippet).where(OWNED, snippet.c.key == bindparam("this"), snippet.c.deleted.is_(None))
_HIDE = update(snippet).where(OWNED, snippet.c.key == bindparam("this"), snippet.c.deleted.is_(None)).returning(snippet)
_VERSIONS = (
    select(snippet_version)
    .where(snippet_version.c.snippet == bindparam("id"))
    .order_by(snippet_version.c.version.desc())
)


def edit(
    tx: Connection,
    author: Author,
    workspace: str,
    key: str,
    editor: Author,
    changes: Mapping[str, Any],
    at_version: int,
) -> Snippet | None:
    """Edit a snippet of ``author``'s: its name, language, code, files, tags or note; None where there is none.

    What changes nothing makes no version. Raises ``Outdated`` where ``at_version`` is not the last one, 0 being any,
    and ``HadAlready`` where its author keeps that code already.
    """
    row = tx.execute(_THIS.with_for_update(), _place(author, workspace, key)).one_or_none()
    if row is None:
        return None
    before = read(row)
    if at_version not in (0, before.version):
        raise Outdated(f"Somebody changed `{key}` meanwhile: it is at version {before.version} now, not {at_version}.")
    after = replace(before, **changes)
    if after == before:
        return before
    wrote = "" if editor.id == author.id else editor.name
    after = replace(after, version=before.version + 1, editor=wrote)
    _check_had(tx, row.id, after)
    archived = {**content(before), "snippet": row.id, "version": before.version, "at": before.updated}
    tx.execute(insert(snippet_version), archived)
    write(tx, row.id, after)
    written = {**content(after), "digest": digest(after), "version": after.version, "updated": now()}
    return read(tx.execute(update(snippet).where(snippet.c.id == row.id).values(written).returning(snippet)).one())


def versions(tx: Connection, author: Author, workspace: str, key: str) -> list[Snippet]:
    """Return a snippet as it is, and as it was in each version before, the newest first; deleted or not."""
    this = select(snippet).where(OWNED, snippet.c.key == bindparam("this"))
    row = tx.execute(this, _place(author, workspace, key)).one_or_none()
    if row is None:
        return []
    kept = read(row)
    return [kept, *(past(kept, each) for each in tx.execute(_VERSIONS, {"id": row.id}))]


def unshare(tx: Connection, author: Author, workspace: str, key: str, *, channel: bool) -> Snippet | None:
    """Let all of the workspace see it no more, nor whoever has a link, nor with ``channel`` the people of its own."""
    hidden: dict[str, object] = {"open": False, **({"channel": ""} if channel else {})}
    row = tx.execute(_HIDE.values(hidden), _place(author, workspace, key)).one_or_none()
    if row is None:
        return None
    tx.execute(delete(snippet_link).where(snippet_link.c.snippet == row.id))
    return read(row)


def purge(tx: Connection, age: float) -> int:
    """Remove for good what was deleted ``age`` seconds ago or before; return how many that were."""
    old = select(snippet.c.id).where(snippet.c.deleted < now() - age)
    gone = list(tx.scalars(old))
    _remove(tx, gone)
    return len(gone)


def remove(tx: Connection, author: Author, workspace: str, key: str) -> bool:
    """Remove a snippet that is in the bin for good; tell whether there was one."""
    binned = select(snippet.c.id).where(OWNED, snippet.c.key == bindparam("this"), snippet.c.deleted.is_not(None))
    gone = list(tx.scalars(binned, _place(author, workspace, key)))
    _remove(tx, gone)
    return bool(gone)


def _remove(tx: Connection, gone: Sequence[int]) -> None:
    for at in range(0, len(gone), _MANY):
        part = gone[at : at + _MANY]
        for table in (snippet_version, snippet_link):
            tx.execute(delete(table).where(table.c.snippet.in_(part)))
        tx.execute(delete(snippet).where(snippet.c.id.in_(part)))


def _place(author: Author, workspace: str, key: str) -> dict[str, object]:
    return {**owner(author, workspace), "this": key}


def _check_had(tx: Connection, id: int, after: Snippet) -> None:
    same = select(snippet.c.key, snippet.c.deleted).where(OWNED, snippet.c.digest == digest(after), snippet.c.id != id)
    if had := tx.execute(same, owner(after.author, after.workspace)).one_or_none():
        binned = f"; it lies in the bin: `/snippets restore {had.key}` brings it back" if had.deleted else ""
        raise HadAlready(f"{after.author.name} keeps just that code already, as `{had.key}`{binned}.")
