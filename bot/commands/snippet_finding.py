"""`/snippets list`, `search`, `bin`, `show`, `history` and `diff`: what there is, and what it was."""

import re

from bot.commands.call import Call, Reply
from bot.commands.markdown import mark, plain
from bot.commands.snippet_text import called, changed, code, describe, detail, list_lines, to_show
from bot.errors import UsageError
from bot.nouns import Button, Snippet
from bot.snippets import Found, SnippetBook
from bot.snippets.editing import pick
from bot.store.snippets import SnippetRows

NOTHING = "No snippets are saved here yet. `/snippets save` saves the code of the last answer to you."
_PAGE = re.compile(r"(?:^|\s)--page[ =](?P<page>\d{1,6})$")
_VERSION = re.compile(r"\s--version[ =](?P<version>\d{1,6})$")
_NUMBERS = re.compile(r"(?:\s+(?P<first>\d{1,6}))?(?:\s+(?P<second>\d{1,6}))?$")
_MOST_BINNED = 50


class SnippetFinding:
    """Runs the subcommands that change nothing."""

    def __init__(self, book: SnippetBook, rows: SnippetRows) -> None:
        self._book = book
        self._rows = rows

    async def list(self, call: Call, rest: str) -> Reply:
        """List what holds the words, has the tags, is of the languages; ten at a time."""
        asked = _PAGE.search(rest)
        query = _PAGE.sub("", rest).strip()
        found = await self._book.search(call.viewer, query, max(1, int(asked["page"])) if asked else 1)
        if not found.total:
            return Reply(f"No snippet holds {mark(query)}." if query else NOTHING)
        buttons = [to_show(snippet) for snippet in found.snippets]
        if found.page < found.pages:
            buttons.append(Button("More", f"{f'snippets list {query}'.strip()} --page {found.page + 1}"))
        title = f"**Snippets with** {mark(query)}" if query else "**Snippets**"
        lines = list_lines(found.snippets, call, found.matches)
        return Reply("\n".join([f"{title} ({_count(found)})", *lines]), tuple(buttons))

    async def search(self, call: Call, rest: str) -> Reply:
        if not rest:
            raise UsageError("Say what the snippets hold that you look for: `/snippets search WORDS`.")
        return await self.list(call, rest)

    async def bin(self, call: Call, rest: str) -> Reply:
        """List what the caller deleted within the last thirty days."""
        snippets, total = await self._rows.own(call.viewer, rest, deleted=True, limit=_MOST_BINNED)
        if not snippets:
            return Reply("Your bin is empty. What you delete lies there for 30 days.")
        lines = [f"- {describe(snippet, call)}" for snippet in snippets]
        if total > len(snippets):
            lines.append(f"- … and {total - len(snippets):,} more: `/snippets bin WORDS` finds what holds them")
        buttons = [Button(f"Restore {snippet.key}", f"snippets restore {snippet.key}") for snippet in snippets[:5]]
        return Reply("\n".join([f"**Your bin** ({total:,})", *lines]), tuple(buttons))

    async def show(self, call: Call, rest: str) -> Reply:
        """Show a snippet as it is, or as it was: `show NAME --version 2`."""
        asked = _VERSION.search(rest)
        snippet = await self._book.find(call.viewer, _VERSION.sub("", rest))
        if asked:
            snippet = pick(await self._book.editing.versions(call.viewer, snippet.key), int(asked["version"]))
            return self._shown(snippet, call, _to_revert(snippet, call, self._book))
        return self._shown(snippet, call, _deeds(snippet, call, self._book))

    async def history(self, call: Call, rest: str) -> Reply:
        """List the versions of a snippet, newest first."""
        versions = await self._book.editing.versions(call.viewer, rest)
        newest = versions[0]
        lines = [_version(each) for each in versions]
        buttons = [
            Button(f"Show version {each.version}", f"snippets show {each.key} --version {each.version}")
            for each in versions[1:5]
        ]
        if len(versions) > 1:
            buttons.append(Button("Diff", f"snippets diff {newest.key}"))
        return Reply("\n".join([f"**Versions of** {called(newest)}", *lines]), tuple(buttons))

    async def diff(self, call: Call, rest: str) -> Reply:
        """Show what changed between two versions: the last two, unless they are named."""
        name, first, second = await self._numbered(call, rest)
        versions = await self._book.editing.versions(call.viewer, name)
        newest = versions[0]
        after = pick(versions, second or newest.version)
        before = pick(versions, first or max(1, after.version - 1))
        if before.version == after.version:
            return Reply(f"{called(newest)} has one version, so nothing changed yet.")
        diff = changed(before, after) or "Its code is the same in both."
        return Reply(f"{called(newest)}, version {before.version} to {after.version}\n\n{diff}")

    async def _numbered(self, call: Call, rest: str) -> tuple[str, int, int]:
        """Tell the numbers of versions from a name, which may end with a number as well."""
        named = await self._book.is_there(call.viewer, rest)
        found = None if named else _NUMBERS.search(rest)
        if not found or not found["first"]:
            return rest, 0, 0
        return rest[: found.start()], int(found["first"]), int(found["second"] or 0)

    def _shown(self, snippet: Snippet, call: Call, buttons: tuple[Button, ...]) -> Reply:
        text, file = code(snippet)
        return Reply(f"{detail(snippet, call)}\n\n{text}", buttons, file)


def _count(found: Found) -> str:
    total = found.how_many
    return f"{total} · page {found.page:,} of {found.pages:,}" if found.pages > 1 else total


def _version(snippet: Snippet) -> str:
    count = len(snippet.code.splitlines())
    by = plain(snippet.editor or snippet.author.name)
    return f"- version {snippet.version} · {mark(snippet.name)} · {count:,} line{'' if count == 1 else 's'} · {by}"


def _deeds(snippet: Snippet, call: Call, book: SnippetBook) -> tuple[Button, ...]:
    if not book.editing.may_change(call.author, snippet):
        return ()
    pin = (
        Button("Unpin", f"snippets unpin {snippet.key}")
        if snippet.pinned
        else Button("Pin", f"snippets pin {snippet.key}")
    )
    history = [Button("History", f"snippets history {snippet.key}")] if snippet.version > 1 else []
    delete = Button("Delete", f"snippets delete {snippet.key}", danger=True)
    return (Button("Edit", f"snippets edit {snippet.key}"), *history, pin, delete)


def _to_revert(snippet: Snippet, call: Call, book: SnippetBook) -> tuple[Button, ...]:
    if not book.editing.may_change(call.author, snippet):
        return ()
    return (Button("Make it this again", f"snippets revert {snippet.key} {snippet.version}"),)
