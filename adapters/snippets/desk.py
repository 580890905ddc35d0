"""One person's snippets in the hands of whoever runs the program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from adapters.snippets.whose import Whose
from adapters.snippets.wording import in_commands, plain, to_type
from bot.commands.call import Call, Reply
from bot.commands.snippets import SnippetsCommand
from bot.learning.rights import Rights
from bot.nouns import Attachment, Button, Snippet
from bot.settings import Settings
from bot.snippets import SnippetBook
from bot.store import Store, open_store
from bot.store.snippets import Viewer


@dataclass(frozen=True, slots=True)
class Desk:
    """What can be done with them."""

    command: SnippetsCommand
    book: SnippetBook
    store: Store
    whose: Whose

    @property
    def viewer(self) -> Viewer:
        return self.whose.viewer

    async def find(self, name: str) -> Snippet:
        """Return the snippet of that key or name. Raises ``Missing``."""
        return await self.book.find(self.viewer, name)

    async def run(self, text: str, *files: Attachment) -> Reply:
        """Run a subcommand as a chat does; what comes back names the commands of this program."""
        reply = await self.command.run(self.call(text, *files))
        return replace(reply, text=in_commands(reply.text))

    def call(self, text: str, *files: Attachment) -> Call:
        """Return a subcommand as called by the person."""
        return Call("snippets", text, self.viewer.author, self.viewer.workspace, files=files)

    async def does(self, *words: str) -> str:
        """Run a subcommand; return what there is to print."""
        return self.tell(await self.run(" ".join(words)))

    async def does_to(self, verb: str, name: str, *words: str) -> str:
        """Run a subcommand that takes a snippet by one word before others, whatever words its name has."""
        return await self.does(verb, (await self.find(name)).key, *words)

    def tell(self, reply: Reply) -> str:
        """Return a reply as plain text, with the commands that its buttons run."""
        return "\n".join([plain(reply.text), *to_type(reply.buttons, self.whose.options)])

    def say(self, markdown: str, undo: str = "") -> str:
        """Return a sentence as ``tell`` does, with the subcommand that undoes what it tells of."""
        return self.tell(Reply(markdown, (Button("Undo", f"snippets {undo}"),) if undo else ()))


@asynccontextmanager
async def open_desk(settings: Settings, whose: Whose) -> AsyncIterator[Desk]:
    """Open the desk of a person. Raises ``StartError``, ``UsageError``."""
    async with open_store(settings.database) as store:
        book = SnippetBook(store.snippets, Rights(store.lessons, settings.in_charge).is_admin)
        yield Desk(SnippetsCommand(book, store), book, store, whose)
