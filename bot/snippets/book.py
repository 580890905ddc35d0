"""The snippet book: code that people keep out of answers, find again, and throw away."""

import difflib
from collections.abc import Callable, Sequence

from bot.blocks import code_blocks
from bot.errors import Missing, UsageError
from bot.nouns import Attachment, Author, Exchange, Mode, Snippet
from bot.snippets import limits
from bot.snippets.carrying import Carrying
from bot.snippets.editing import Editing
from bot.snippets.finding import PAGE, Finding, Found, Shelf
from bot.snippets.making import make, make_all
from bot.snippets.query import LONGEST_QUERY, Query
from bot.store.snippet_looking import Facets
from bot.store.snippets import SnippetRows, Viewer
from bot.text import bare, clean
from bot.wordless import own_words

_NEAR = 1000
"""Snippets, the newest, among which one is looked for whose name is nearly the one that was given."""


class SnippetBook:
    """All that can be done with snippets. Raises ``UsageError`` for what is not there or belongs to somebody else."""

    def __init__(self, rows: SnippetRows, is_admin: Callable[[Author], bool] = lambda author: False) -> None:
        """``is_admin``: whether a person may change and delete what others saved."""
        self._rows = rows
        self.editing = Editing(rows, self.find, is_admin)
        self.carrying = Carrying(rows)
        self._finding = Finding(rows)

    async def keep(
        self, exchange: Exchange, author: Author, channel: str | None = None, source: str = ""
    ) -> list[Snippet]:
        """Keep the code blocks of an answer for ``author``, and return them; what is kept already stays as it is.

        ``channel``: whose people see them beside the author; empty: nobody; None: where the answer was given.
        ``source``: the address of the answer.
        """
        message = exchange.message
        seen_in = message.channel if channel is None else channel
        viewer = Viewer(author, message.workspace, seen_in)
        # A complaint does not say what the code does, nor do words of ours.
        question = "" if message.mode is Mode.FEEDBACK else own_words(message.text)
        blocks = code_blocks(exchange.answer)
        return await self._keep([make(block, viewer, question, exchange.id, source=source) for block in blocks])

    async def keep_code(
        self,
        text: str,
        viewer: Viewer,
        *,
        language: str = "",
        name: str = "",
        files: Sequence[Attachment] = (),
        source: str = "",
    ) -> list[Snippet]:
        """Keep the code of a text that is no answer of ours: its blocks and its ``files``, or else all of it.

        ``source``: the address of the message that it stands in.
        """
        made = make_all(text, viewer, files, language, name, source)
        if not made:
            raise UsageError("There is nothing in it that could be saved.")
        return await self._keep(made)

    async def keep_as(self, described: Snippet) -> tuple[Snippet, bool]:
        """Keep a snippet as it is described; return it as it is kept, and whether its author had just that code."""
        limits.check(described)
        had = await self._rows.same(described)
        (kept,) = await self._rows.keep([described])
        return kept, had is not None

    async def had(self, text: str, viewer: Viewer, files: Sequence[Attachment] = ()) -> set[str]:
        """Return the code that ``keep_code`` would keep and its author keeps already."""
        made = make_all(text, viewer, files)
        held = await self._rows.held(viewer, made)
        return {clean(each.code) for each, there in zip(made, held, strict=True) if there and not there.deleted}

    async def throw_away(self, keys: Sequence[str], viewer: Viewer) -> list[Snippet]:
        """Delete those of the viewer's snippets of these keys that were not edited, and return them."""
        thrown = [await self._rows.unkeep(viewer, key) for key in keys]
        return [snippet for snippet in thrown if snippet]

    async def unkeep(self, exchange: Exchange, author: Author) -> list[Snippet]:
        """Take back the keeping of an answer's code; return what that changed.

        This is deleted then; but what ``author`` edited since is not, nor what they had before: where that was
        private, it is seen by nobody else again.
        """
        return await self._rows.take_back(Viewer(author, exchange.message.workspace), exchange.id)

    async def search(self, viewer: Viewer, query: str = "", page: int = 1) -> Found:
        """Return a page of what ``viewer`` sees and has all that a query asks for, the best first.

        Without words in the query pinned ones come first, then what changed last.
        """
        return await self._finding.search(viewer, query, page)

    async def shelf(self, viewer: Viewer, query: Query, *, limit: int, after: str = "") -> Shelf:
        """Return up to ``limit`` of what ``viewer`` sees, pinned ones first, then what changed last.

        ``after``: what the shelf before this one said; a ``UsageError`` where none did.
        """
        return await self._finding.shelf(viewer, query, limit, after)

    async def facets(self, viewer: Viewer) -> Facets:
        """Return how many snippets of each language and with each tag ``viewer`` sees."""
        return await self._finding.facets(viewer)

    async def find(self, viewer: Viewer, name: str) -> Snippet:
        """Return the snippet of that key, with or without its ``s-``, or of that name."""
        named = await self._named(viewer, name)
        living = [snippet for snippet in named if not snippet.deleted]
        if len(living) == 1:
            return living[0]
        if living:
            keys = ", ".join(f"`{snippet.key}`" for snippet in living[:PAGE])
            raise UsageError(f"Several snippets are called {_quote(name)}: say which one by its key: {keys}.")
        if named:
            key = named[0].key
            raise Missing(f"The snippet `{key}` is deleted. `/snippets restore {key}` brings it back.")
        raise Missing(await self._suggest(viewer, name))

    async def is_there(self, viewer: Viewer, name: str) -> bool:
        """Tell whether the viewer sees a snippet of that key or name."""
        return bool(await self._named(viewer, name))

    async def restore(self, viewer: Viewer, name: str) -> Snippet:
        """Bring back what its author or an admin deleted; what is not deleted stays as it is."""
        named = await self._named(viewer, name)
        deleted = next((snippet for snippet in named if snippet.deleted), None)
        deleted = deleted or await self._rows.binned(viewer, _key(name))
        if deleted and self.editing.may_change(viewer.author, deleted):
            owner = Viewer(deleted.author, deleted.workspace)
            return await self._rows.restore(owner, deleted.key) or deleted
        return named[0] if named else await self.find(viewer, name)

    async def _keep(self, made: Sequence[Snippet]) -> list[Snippet]:
        for snippet in made:
            limits.check(snippet)
        return await self._rows.keep(made)

    async def _named(self, viewer: Viewer, name: str) -> list[Snippet]:
        """Return what is meant: a key goes before a name. Raises ``UsageError`` where nothing is said."""
        name = _typed(name)
        if not name:
            raise UsageError("Say which snippet: by its key, such as `s-7k2f`, or its name.")
        named = await self._rows.named(viewer, name) or await self._rows.named(viewer, f"s-{name}")
        return [snippet for snippet in named if snippet.key == name.lower()] or named

    async def _suggest(self, viewer: Viewer, name: str) -> str:
        seen = await self._rows.labels(viewer, Query(), _NEAR)
        if not seen:
            return f"There is no snippet called {_quote(name)}: none is saved here yet. `/snippets save` saves one."
        called = {called.lower(): snippet for snippet in reversed(seen) for called in (snippet.key, snippet.name)}
        near = difflib.get_close_matches(name.strip().lower()[:LONGEST_QUERY], called, n=1, cutoff=0.5)
        hint = f"Did you mean `{called[near[0]].key}`, {_quote(called[near[0]].name)}?" if near else ""
        return f"There is no snippet called {_quote(name)}. {hint or '`/snippets list` shows what there is.'}"


def _typed(name: str) -> str:
    return name.strip().strip("`").strip()


def _key(name: str) -> str:
    typed = _typed(name).lower()
    return typed if typed.startswith("s-") else f"s-{typed}"


def _quote(name: str) -> str:
    return f"`{bare(name)[:80]}`"
