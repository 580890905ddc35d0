"""Links to a snippet, which let anybody read it who has one: made, listed and revoked by who may change it."""

from bot.errors import Missing, UsageError
from bot.nouns import Snippet
from bot.snippets.book import SnippetBook
from bot.store.snippet_links import Link, SnippetLinks
from bot.store.snippets import Viewer

MOST_LINKS = 50
SHORTEST, LONGEST = 60, 365 * 24 * 60 * 60
"""Seconds for which a link may hold."""


class Linking:
    """The links of a book's snippets. Raises ``UsageError``: ``Missing``, ``NotTheirs``, or for a time that is none."""

    def __init__(self, book: SnippetBook, links: SnippetLinks) -> None:
        self._book = book
        self._links = links

    async def make(self, viewer: Viewer, name: str, seconds: int) -> tuple[Link, str]:
        """Return a new link, and its secret, which nobody can read here again."""
        if not SHORTEST <= seconds <= LONGEST:
            raise UsageError(f"A link holds for {SHORTEST} to {LONGEST:,} seconds; this would be {seconds:,}.")
        snippet, owner = await self._theirs(viewer, name)
        if len(await self._links.of(owner, snippet.key)) >= MOST_LINKS:
            raise UsageError(f"There are {MOST_LINKS} links to `{snippet.key}` already; revoke one of them first.")
        made = await self._links.make(owner, snippet.key, seconds)
        if not made:
            raise Missing(f"The snippet `{snippet.key}` was deleted meanwhile.")
        return made

    async def of(self, viewer: Viewer, name: str) -> list[Link]:
        """Return the links to a snippet that still hold."""
        snippet, owner = await self._theirs(viewer, name)
        return await self._links.of(owner, snippet.key)

    async def revoke(self, viewer: Viewer, name: str, id: str = "") -> None:
        """Let a link lead nowhere any more; without ``id`` all of them, if there are any."""
        snippet, owner = await self._theirs(viewer, name)
        revoked = await self._links.revoke(owner, snippet.key, id)
        if id and not revoked:
            raise Missing(f"There is no link `{id[:20]}` to `{snippet.key}`.")

    async def open(self, secret: str) -> tuple[Snippet, bool]:
        """Return what a link leads to, and whether it still holds. Raises ``Missing`` where there is no such link."""
        opened = await self._links.open(secret)
        if not opened:
            raise Missing("There is no such link, or it was revoked.")
        snippet, is_over = opened
        return snippet, not (is_over or snippet.deleted)

    async def _theirs(self, viewer: Viewer, name: str) -> tuple[Snippet, Viewer]:
        snippet = await self._book.editing.theirs(viewer, name, "shared")
        return snippet, Viewer(snippet.author, snippet.workspace)
