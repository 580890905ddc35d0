"""What it takes to carry many snippets at once: their past, which of them a person has, and undoing all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, bindparam, select, update

from bot.nouns import Author, Snippet
from bot.store.dialect import now
from bot.store.snippet_rows import OWNED, digest, owner, past
from bot.store.snippet_tables import snippet, snippet_version

T = TypeVar("T")

_MANY = 500
"""Parameters of one statement; SQLite itself may be built for 999 at most."""
_KEYS = snippet.c.key.in_(bindparam("keys", expanding=True))
_PAST = (
    select(snippet.c.key, snippet_version)
    .join_from(snippet_version, snippet)
    .where(snippet.c.platform == bindparam("p"), snippet.c.workspace == bindparam("w"), _KEYS)
    .order_by(snippet_version.c.version.desc())
)
_HELD = select(snippet.c.key, snippet.c.digest, snippet.c.deleted).where(
    OWNED, snippet.c.digest.in_(bindparam("digests", expanding=True))
)
_THROW = update(snippet).where(OWNED, _KEYS, snippet.c.deleted.is_(None)).values(deleted=now()).returning(snippet.c.key)


@dataclass(frozen=True, slots=True)
class Held:
    """That a person has some code already."""

    key: str
    deleted: bool
    """True where it is in their bin."""


def pasts(tx: Connection, platform: str, workspace: str, snippets: Sequence[Snippet]) -> list[tuple[Snippet, ...]]:
    """Return what each snippet was before it was edited, the newest first."""
    found: dict[str, list[Snippet]] = {each.key: [] for each in snippets}
    kept = {each.key: each for each in snippets}
    for keys in _parts(list(kept)):
        for row in tx.execute(_PAST, {"p": platform, "w": workspace, "keys": keys}):
            # What was written since the snippets were read belongs to a version that is not here.
            if row.version < kept[row.key].version:
                found[row.key].append(past(kept[row.key], row))
    return [tuple(found[each.key]) for each in snippets]


def held(tx: Connection, author: Author, workspace: str, snippets: Sequence[Snippet]) -> list[Held | None]:
    """Return for each snippet whether ``author`` keeps its code already."""
    digests = [digest(each) for each in snippets]
    found: dict[str, Held] = {}
    for part in _parts(digests):
        for row in tx.execute(_HELD, {**owner(author, workspace), "digests": part}):
            found[row.digest] = Held(row.key, row.deleted is not None)
    return [found.get(each) for each in digests]


def throw_away(tx: Connection, author: Author, workspace: str, keys: Sequence[str]) -> list[str]:
    """Put those of these snippets into the bin that are ``author``'s, and return their keys."""
    thrown = (tx.scalars(_THROW, {**owner(author, workspace), "keys": part}) for part in _parts(keys))
    return [key for part in thrown for key in part]


def _parts(of: Sequence[T]) -> Iterator[Sequence[T]]:
    return (of[at : at + _MANY] for at in range(0, len(of), _MANY))
