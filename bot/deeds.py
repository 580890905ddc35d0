"""What people can do to an answer on every platform, whichever way they ask for it."""

import asyncio
from collections.abc import Sequence

from bot.errors import UsageError
from bot.nouns import Author, Exchange, Snippet
from bot.snippets import SnippetBook
from bot.store import Store
from bot.store.snippets import Viewer
from bot.text import bare

LOST = "This answer is not known here any more. Ask the question once more."
_DIGITS = 15
_LOOKS, _PAUSE = 20, 0.1
_MOST_UNDONE = 100


class Deeds:
    """Finds the answer that something is about, and does it. Raises ``UsageError`` where that can't be."""

    def __init__(self, store: Store, snippets: SnippetBook) -> None:
        self._exchanges = store.exchanges
        self._snippets = snippets

    async def find(self, platform: str, workspace: str, number: str) -> Exchange:
        """Return the exchange that a button names by its number; it must be one of this workspace."""
        id = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else 0
        exchange = await self._exchanges.get(id) if id else None
        if not exchange or (exchange.message.author.platform, exchange.message.workspace) != (platform, workspace):
            raise UsageError(LOST)
        return exchange

    async def finished(self, exchange: Exchange) -> Exchange:
        """Return the exchange at its end, which people see a moment before the store does."""
        for _ in range(_LOOKS):
            if not exchange.state.is_open:
                return exchange
            await asyncio.sleep(_PAUSE)
            exchange = await self._exchanges.get(exchange.id) or exchange
        raise UsageError("This answer is still being written. Wait for its end, or stop it first.")

    async def keep(self, exchange: Exchange, author: Author, channel: str, source: str = "") -> str:
        """Keep the code of an answer; return what to say of it.

        ``channel``: whose people see it; ``source``: the address of the answer.
        """
        kept = await self._snippets.keep(await self.finished(exchange), author, channel, source)
        if not kept:
            raise UsageError("There is no code in this answer that could be saved.")
        return list_kept(kept)

    async def unkeep(self, author: Author, workspace: str, value: str) -> str:
        """Undo a saving, named by the number of its answer or by the keys of its snippets; return what to say."""
        if value.startswith("s-"):  # what was kept of a message that is no answer of ours
            return say_undone(await self._snippets.throw_away(value.split(), Viewer(author, workspace)))
        return say_undone(await self._snippets.unkeep(await self.find(author.platform, workspace, value), author))


def list_kept(kept: Sequence[Snippet]) -> str:
    """Return what to say of code that was kept."""
    lines = [f"- `{snippet.key}` {bare(snippet.name)}" for snippet in kept]
    return "\n".join(["**Saved** (`/snippets list` shows what is saved here)", *lines])


def name_new(kept: Sequence[Snippet], had: set[str]) -> str:
    """Return the keys by which ``Deeds.unkeep`` undoes a saving, without the code that was ``had`` before."""
    return " ".join(snippet.key for snippet in kept[:_MOST_UNDONE] if snippet.code not in had)


def say_undone(snippets: Sequence[Snippet]) -> str:
    """Return what to say of code after its saving was undone."""
    if not snippets:
        return "You had saved this before, or changed it since, so it stays."
    if all(snippet.deleted for snippet in snippets):
        return "Not saved any more."
    return "What you had saved before stays, and only you see it again."
