"""Snippets by their keys: the API takes no names, which several may share."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Path
from starlette.convertors import Convertor, register_url_convertor

from bot.errors import Missing
from bot.nouns import Snippet
from bot.snippets import SnippetBook
from bot.store.snippets import Viewer

Key = Annotated[str, Path(description="Such as `s-7k2f`.")]
Find = Callable[[Viewer, str], Awaitable[Snippet]]


class _KeyInPath(Convertor[str]):
    """What stands as ``{key:key}`` in a path: nothing else leads to a snippet."""

    regex = "s-[0-9a-z]{1,40}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("key", _KeyInPath())


def by_key(book: SnippetBook) -> Find:
    """Return what finds a snippet of just that key; it raises ``Missing`` also where one is called so."""

    async def find(viewer: Viewer, key: str) -> Snippet:
        found = await book.find(viewer, key)
        if found.key != key:
            raise Missing(f"There is no snippet {key!r} here.")
        return found

    return find
