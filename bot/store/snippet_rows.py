"""A snippet as its row holds it, and back."""

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, bindparam

from bot.nouns import Author, Snippet
from bot.store.snippet_tables import snippet
from bot.text import clean

OWNED = and_(
    snippet.c.platform == bindparam("p"), snippet.c.workspace == bindparam("w"), snippet.c.author_id == bindparam("who")
)


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
        files=row.files,
        tags=row.tags,
        note=row.note,
        source=row.source,
        pinned=row.pinned,
        is_open=row.open,
        version=row.version,
        updated=row.updated,
        editor=row.editor,
    )


def content(kept: Snippet) -> dict[str, object]:
    """Return what a person may edit, as columns; a version is a row of these."""
    return {
        "name": kept.name,
        "language": kept.language,
        "code": kept.code,
        "files": kept.files,
        "tags": kept.tags,
        "note": kept.note,
        "editor": kept.editor,
    }


def digest(kept: Snippet) -> str:
    """Return what is the same where the code is the same, files and all."""
    found = hashlib.sha256(clean(kept.code).encode())
    for file in kept.files:
        found.update(f"\0{clean(file.name)}\0{clean(file.text)}".encode())
    return found.hexdigest()


def values(new: Snippet) -> dict[str, object]:
    """Return the row of a snippet that is not kept yet, but its key and when."""
    return {
        **content(new),
        "platform": new.author.platform,
        "workspace": new.workspace,
        "channel": new.channel,
        "digest": digest(new),
        "author_id": new.author.id,
        "author_name": new.author.name,
        "exchange": new.exchange or None,
        "source": new.source,
        "pinned": new.pinned,
        "open": new.is_open,
        "version": new.version,
    }


def past(kept: Snippet, row: Any) -> Snippet:
    """Return a snippet as it was in a version that was edited since."""
    return replace(
        kept,
        name=row.name,
        language=row.language,
        code=row.code,
        files=row.files,
        tags=row.tags,
        note=row.note,
        version=row.version,
        updated=row.at,
        editor=row.editor,
    )
