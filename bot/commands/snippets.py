"""`/snippets`: code worth keeping, by its subcommands."""

from collections.abc import Awaitable, Callable

from bot.commands.call import Call, Reply
from bot.commands.parse import split, unknown
from bot.commands.snippet_carrying import HELP as CARRYING_HELP
from bot.commands.snippet_carrying import SnippetCarrying
from bot.commands.snippet_changing import SnippetChanging
from bot.commands.snippet_editing import SnippetEditing
from bot.commands.snippet_finding import SnippetFinding
from bot.commands.snippet_saving import SnippetSaving
from bot.errors import UsageError
from bot.snippets import SnippetBook
from bot.store import Store

HELP = f"""\
**Snippets** are code worth keeping: what you save is yours, and seen by the people of the channel where you save it; \
in direct messages and private channels by nobody else, until you share it.

- `/snippets save` – save the code of the last answer to you here
- `/snippets list` – what you saved anywhere, and others in this channel; `/snippets list WORDS` finds what holds \
them, and `#tag`, `lang:python` and `mine` narrow it down
- `/snippets show NAME` – the code, by its key (`s-7k2f`) or its name
- `/snippets edit NAME` – write a new version; `/snippets history NAME`, `/snippets diff NAME` and \
`/snippets revert NAME VERSION` go back
- `/snippets rename NAME NEW NAME` – call it something else; say which one by its key where its name has several words
- `/snippets tag NAME #retry -#http`, `/snippets note NAME TEXT`, `/snippets language NAME python` – describe it; \
`/snippets note NAME -` takes the note away
- `/snippets pin NAME`, `/snippets unpin NAME` – have it stand before the others
- `/snippets share NAME` – let the people of this channel see it, `/snippets share NAME everyone` all of the \
workspace; `/snippets unshare NAME` takes that back
- `/snippets delete NAME` – throw it away; `/snippets restore NAME` brings it back within 30 days, and \
`/snippets bin` lists what lies there
{CARRYING_HELP}"""
_ABOUT_ONE = frozenset({"show", "history", "diff"})


class SnippetsCommand:
    """Runs the subcommands of `/snippets`."""

    def __init__(self, book: SnippetBook, store: Store) -> None:
        finding, carrying = SnippetFinding(book, store.snippets), SnippetCarrying(book, store)
        changes = {**SnippetEditing(book).verbs, **SnippetChanging(book).verbs}
        self._verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "list": finding.list,
            "search": finding.search,
            "show": finding.show,
            "save": SnippetSaving(book, store).save,
            "history": finding.history,
            "diff": finding.diff,
            **changes,
            "bin": finding.bin,
            "export": carrying.export,
            "import": carrying.bring,
            "help": self._explain,
        }
        self._need_name = {*_ABOUT_ONE, *changes}

    async def run(self, call: Call) -> Reply:
        """Run the subcommand of a call; none: list what there is."""
        verb, rest = split(call.text)
        run = self._verbs.get(verb or "list")
        if not run:
            raise unknown(verb, self._verbs, "snippets")
        if not rest and verb in self._need_name:
            raise UsageError(f"Say which snippet: `/snippets {verb} NAME`. `/snippets list` shows what there is.")
        return await run(call, rest)

    async def _explain(self, call: Call, rest: str) -> Reply:
        return Reply(HELP)
