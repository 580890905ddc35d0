"""Conversations as one person lists them: those in which they asked, on whatever platform, with their marks."""

from bot.store.conversation_rows import PAGE, Listed, find_one, list_page
from bot.store.database import Database
from bot.store.marks import change_marks
from bot.store.snippet_scope import Viewer

__all__ = ["PAGE", "Conversations", "Listed"]


class Conversations:
    """The lists of all people. A conversation in which somebody asked nothing is not in theirs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, viewer: Viewer, words: str = "", *, before: Listed | None = None) -> list[Listed]:
        """Return a page of them and, to tell that there are more, one beyond: the pinned first, then the newest.

        All pinned ones stand on the first page. ``words`` must all be in a title, a question or an answer; ``before``
        is the last that was listed.
        """
        return await self._database.read(list_page, viewer, words, before)

    async def find(self, viewer: Viewer, id: str) -> Listed | None:
        """Return one of theirs, also where it is deleted; None where they asked nothing there."""
        return await self._database.read(find_one, viewer, id)

    async def mark(
        self,
        viewer: Viewer,
        id: str,
        *,
        title: str | None = None,
        pinned: bool | None = None,
        deleted: bool | None = None,
    ) -> None:
        """Change the marks that are given. Raises ``StoreError`` where there is no such conversation.

        One that was deleted comes back to the list when they ask there again.
        """
        await self._database.write(change_marks, viewer.author, id, title, pinned, deleted)
