"""`/snippets`: list, show, delete, restore and save code."""

import re
from collections.abc import Awaitable, Callable

from bot.commands.call import Call, Reply
from bot.commands.markdown import fence, mark, plain
from bot.commands.parse import split, unknown
from bot.errors import UsageError
from bot.languages import extension
from bot.nouns import Attachment, Button, Exchange, Snippet
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit
from bot.store import Store

HELP = """\
**Snippets** are code worth keeping: what you save is yours, and seen by the people of the channel where you save it.

- `/snippets save` – save the code of the last answer to you here
- `/snippets list` – what you saved anywhere, and others in this channel; `/snippets list WORDS` finds what holds them
- `/snippets show NAME` – the code, by its key (`s-7k2f`) or its name
- `/snippets rename NAME NEW NAME` – call it something else; say which one by its key where its name has several words
- `/snippets delete NAME` – throw it away; `/snippets restore NAME` brings it back"""
_NOTHING = "No snippets are saved here yet. `/snippets save` saves the code of the last answer to you."
_SAVES = (
    "`/snippets save` saves all code of the last answer to you here, under names of its own: nothing follows it."
    " *Save as snippet* in the menu of a message saves the code of that one."
)
_PAGE = re.compile(r"(?:^|\s)--page[ =](?P<page>\d{1,6})$")
_LONGEST = 8_000
"""Characters of code that are shown; more of it comes as a file."""
_BUTTONS = 5


class SnippetsCommand:
    """Runs the subcommands of `/snippets`."""

    def __init__(self, book: SnippetBook, store: Store) -> None:
        self._book = book
        self._exchanges = store.exchanges
        self._verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "list": self._list,
            "search": self._search,
            "show": self._show,
            "save": self._save,
            "rename": self._rename,
            "delete": self._delete,
            "restore": self._restore,
            "help": self._explain,
        }

    async def run(self, call: Call) -> Reply:
        """Run the subcommand of a call; none: list what there is."""
        verb, rest = split(call.text)
        run = self._verbs.get(verb or "list")
        if not run:
            raise unknown(verb, self._verbs, "snippets")
        if not rest and verb in ("show", "delete", "restore", "rename"):
            raise UsageError(f"Say which snippet: `/snippets {verb} NAME`. `/snippets list` shows what there is.")
        return await run(call, rest)

    async def _explain(self, call: Call, rest: str) -> Reply:
        return Reply(HELP)

    async def _list(self, call: Call, rest: str) -> Reply:
        asked = _PAGE.search(rest)
        query = " ".join(_PAGE.sub("", rest).split())
        found = await self._book.search(call.viewer, query, max(1, int(asked["page"])) if asked else 1)
        if not found.total:
            return Reply(f"No snippet holds {mark(query)}." if query else _NOTHING)
        title = f"**Snippets with** {mark(query)}" if query else "**Snippets**"
        where = f" · page {found.page:,} of {found.pages:,}" if found.pages > 1 else ""
        lines = [f"- {_describe(snippet, call)}" for snippet in found.snippets]
        more = " ".join(f"snippets list {query} --page {found.page + 1}".split())
        buttons = [_to_show(snippet) for snippet in found.snippets]
        if found.page < found.pages:
            buttons.append(Button("More", more))
        return Reply("\n".join([f"{title} ({found.total:,}{where})", *lines]), tuple(buttons))

    async def _search(self, call: Call, rest: str) -> Reply:
        if not rest:
            raise UsageError("Say what the snippets hold that you look for: `/snippets search WORDS`.")
        return await self._list(call, rest)

    async def _show(self, call: Call, name: str) -> Reply:
        snippet = await self._book.find(call.viewer, name)
        buttons = (_to_delete(snippet),) if snippet.author.id == call.author.id else ()
        text = _describe(snippet, call)
        if len(snippet.code) > _LONGEST:
            return Reply(f"{text}\n\nIt is long, so it comes as a file.", buttons, _file(snippet))
        return Reply(f"{text}\n\n{fence(snippet.code, snippet.language)}", buttons)

    async def _delete(self, call: Call, name: str) -> Reply:
        snippet = await self._book.editing.delete(call.viewer, name)
        return Reply(f"Deleted {_called(snippet)}.", (Button("Undo", f"snippets restore {snippet.key}"),))

    async def _rename(self, call: Call, rest: str) -> Reply:
        name, _, new = rest.partition(" ")
        if not new.strip():
            raise UsageError("Say what it should be called from now on: `/snippets rename NAME NEW NAME`.")
        before, now = await self._book.editing.edit(call.viewer, name, Edit(name=new))
        undo = Button("Undo", f"snippets rename {now.key} {before.name}")
        return Reply(f"{mark(before.name)} is called {mark(now.name)} now: {_called(now)}.", (undo,))

    async def _restore(self, call: Call, name: str) -> Reply:
        snippet = await self._book.restore(call.viewer, name)
        return Reply(f"{_called(snippet)} is back.", (_to_show(snippet),))

    async def _save(self, call: Call, rest: str) -> Reply:
        if rest:
            raise UsageError(_SAVES)
        exchange = await self._last_answer(call)
        if not exchange:
            raise UsageError("There is no answer to you here yet whose code could be saved. Ask a question first.")
        kept = await self._book.keep(exchange, call.author, call.channel)
        if not kept:
            raise UsageError("The last answer to you here has no code that could be saved.")
        lines = [f"- {_describe(snippet, call)}" for snippet in kept]
        return Reply("\n".join(["**Saved**", *lines]), tuple(_to_show(snippet) for snippet in kept[:_BUTTONS]))

    async def _last_answer(self, call: Call) -> Exchange | None:
        if not call.conversation:
            return await self._exchanges.latest_for(call.author, call.workspace, call.channel)
        exchange = await self._exchanges.latest_answer(call.conversation)
        here = (call.author.platform, call.workspace)
        said = exchange.message if exchange else None
        return exchange if said and (said.author.platform, said.workspace) == here else None


def _describe(snippet: Snippet, call: Call) -> str:
    """Return key, name, language and, where that is not the caller, who saved it, in one line."""
    keeper = "" if snippet.author.id == call.author.id else plain(snippet.author.name)
    return " · ".join(part for part in (_called(snippet), plain(snippet.language), keeper) if part)


def _called(snippet: Snippet) -> str:
    return f"{mark(snippet.key)} {mark(snippet.name)}"


def _to_show(snippet: Snippet) -> Button:
    return Button(f"Show {snippet.key}", f"snippets show {snippet.key}")


def _to_delete(snippet: Snippet) -> Button:
    return Button("Delete", f"snippets delete {snippet.key}", danger=True)


def _file(snippet: Snippet) -> Attachment:
    name = re.sub(r"\W+", "-", snippet.name, flags=re.ASCII).strip("-")
    return Attachment(f"{name or snippet.key}.{extension(snippet.language)}", snippet.code)
