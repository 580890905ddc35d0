"""What an agent may look up: snippets and lessons, as one person sees them. Nothing here changes anything."""

from collections.abc import Sequence

from adapters.snippets.wording import as_markdown
from bot.commands.call import Call
from bot.commands.lesson_text import line
from bot.commands.lessons import LessonsCommand
from bot.commands.snippet_text import code, describe, detail
from bot.errors import UsageError
from bot.learning.learning import Learning
from bot.models import Models
from bot.nouns import Snippet
from bot.snippets import SnippetBook
from bot.store import Store
from bot.store.snippets import Viewer

MOST = 50
"""Snippets that are found at once."""
_NO_SNIPPETS = "No snippet holds that."
_NO_LESSONS = "No lesson in force says that."


class Library:
    """Returns Markdown. Raises ``UsageError`` for what is not there, or not for this person to see."""

    def __init__(self, store: Store, viewer: Viewer, admins: frozenset[str]) -> None:
        """``viewer``: who looks, from no channel: they see what is theirs, and what all of the workspace sees."""
        # Nothing that is done here asks a model.
        learning = Learning(store, Models([]), None, admins=admins)
        self._learning = learning
        self._lessons = LessonsCommand(learning, store)
        self._book = SnippetBook(store.snippets)
        self._viewer = viewer

    async def search_snippets(self, query: str, limit: int) -> str:
        """Return a line for each snippet that holds all words of ``query``, the best ``limit`` of them."""
        found, total, is_more = await self._search(query, limit)
        if not found:
            return _NO_SNIPPETS
        lines = [f"- {describe(snippet, self._call('list'))}" for snippet in found]
        left = f"{total - len(found):,}{' or' if is_more else ''}"
        more = [f"\n{left} more hold that: search for more words."] if total > len(found) else []
        return "\n".join([*lines, *more])

    async def get_snippet(self, key: str) -> str:
        """Return a snippet with all that is known of it, and all of its code, however long."""
        snippet = await self._book.find(self._viewer, key)
        text, file = code(snippet)
        return f"{detail(snippet, self._call('show'))}\n\n{as_markdown(file) if file else text}"

    async def list_lessons(self, query: str) -> str:
        """Return a line for each lesson in force that says all words of ``query``, newest first."""
        call, wanted = self._call("list"), query.casefold().split()
        lessons = await self._learning.visible(call.author, call.place, call.channel)
        active = [one for one in reversed(lessons) if one.standing.in_force]
        found = [one for one in active if all(word in one.rule.text.casefold() for word in wanted)]
        return "\n".join(f"- {line(one)}" for one in found) or _NO_LESSONS

    async def active_lessons(self) -> str:
        """Return the lessons in force as a section of an ``AGENTS.md``, as `/lessons export` writes it."""
        try:
            reply = await self._lessons.run(self._call("export"))
        except UsageError:  # there are none, which is nothing wrong
            return _NO_LESSONS
        return reply.file.text if reply.file else _NO_LESSONS

    async def _search(self, query: str, limit: int) -> tuple[Sequence[Snippet], int, bool]:
        snippets, page = list[Snippet](), 1
        while True:
            found = await self._book.search(self._viewer, query, page)
            snippets += found.snippets
            if len(snippets) >= limit or page >= found.pages:
                return snippets[:limit], found.total, found.is_more
            page += 1

    def _call(self, text: str) -> Call:
        return Call("", text, self._viewer.author, self._viewer.workspace, self._viewer.channel)
