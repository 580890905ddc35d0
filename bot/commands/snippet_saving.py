"""`/snippets save`: the code of the last answer, or of the files that come with the command."""

from bot.commands.call import Call, Reply
from bot.commands.snippet_text import list_lines, to_show
from bot.errors import UsageError
from bot.nouns import Exchange, Snippet
from bot.snippets import SnippetBook
from bot.store import Store

_SAVES = (
    "`/snippets save` saves all code of the last answer to you here, under names of its own: nothing follows it."
    " *Save as snippet* in the menu of a message saves the code of that one."
)
_BUTTONS = 5


class SnippetSaving:
    """Keeps code for the caller, seen by the people of the channel where they are, unless that is private."""

    def __init__(self, book: SnippetBook, store: Store) -> None:
        self._book = book
        self._exchanges = store.exchanges

    async def save(self, call: Call, rest: str) -> Reply:
        """Save what comes with the command, or else the code of the last answer to the caller."""
        if call.files:
            return self._tell(await self._book.keep_code("", call.keeper, files=call.files), call)
        if rest:
            raise UsageError(_SAVES)
        exchange = await self._last_answer(call)
        if not exchange:
            raise UsageError("There is no answer to you here yet whose code could be saved. Ask a question first.")
        source = await call.link(exchange) if call.link else ""
        kept = await self._book.keep(exchange, call.author, call.keeper.channel, source)
        if not kept:
            raise UsageError("The last answer to you here has no code that could be saved.")
        return self._tell(kept, call)

    def _tell(self, kept: list[Snippet], call: Call) -> Reply:
        buttons = tuple(to_show(snippet) for snippet in kept[:_BUTTONS])
        return Reply("\n".join(["**Saved**", *list_lines(kept, call)]), buttons)

    async def _last_answer(self, call: Call) -> Exchange | None:
        if not call.conversation:
            return await self._exchanges.latest_for(call.author, call.workspace, call.channel)
        exchange = await self._exchanges.latest_answer(call.conversation)
        here = (call.author.platform, call.workspace)
        said = exchange.message if exchange else None
        return exchange if said and (said.author.platform, said.workspace) == here else None
