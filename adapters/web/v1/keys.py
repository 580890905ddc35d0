"""Snippets by their keys: the API takes no names, which several may share."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Path

from bot.errors import Missing
from bot.nouns import Snippet
from bot.snippets import SnippetBook
from bot.store.snippets import Viewer

_KEY = re.compile(r"s-[0-9a-z]{1,40}")

Key = Annotated[str, Path(description="Such as `s-7k2f`.", min_length=1, max_length=60)]
Find = Callable[[Viewer, str], Awaitable[Snippet]]


def by_key(book: SnippetBook) -> Find:
    """Return what finds a snippet of just that key, and raises ``Missing`` for any other name."""

    async def find(viewer: Viewer, key: str) -> Snippet:
        check(key)
        found = await book.find(viewer, key)
        if found.key != key:
            raise _missing(key)
        return found

    return find


def check(key: str) -> str:
    """Return what may be a key. Raises ``Missing``."""
    if not _KEY.fullmatch(key):
        raise _missing(key)
    return key


def _missing(key: str) -> Missing:
    return Missing(f"There is no snippet {key[:50]!r} here.")
