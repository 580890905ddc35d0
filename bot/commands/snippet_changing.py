"""`/snippets` that change who sees one, and where it stands: pin, share, delete; and what takes each of that back."""

from collections.abc import Awaitable, Callable

from bot.commands.call import Call, Reply
from bot.commands.snippet_text import called, to_show
from bot.errors import UsageError
from bot.nouns import Button, Snippet
from bot.snippets import SnippetBook

_EVERYBODY = ("everyone", "everybody", "workspace", "all")


class SnippetChanging:
    """Runs these subcommands, and offers what undoes them where one command does."""

    def __init__(self, book: SnippetBook) -> None:
        self._book = book
        self._editing = book.editing
        self.verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "pin": self._pin,
            "unpin": self._unpin,
            "share": self._share,
            "unshare": self._unshare,
            "delete": self._delete,
            "restore": self._restore,
        }

    async def _pin(self, call: Call, rest: str) -> Reply:
        snippet = await self._editing.pin(call.viewer, rest, pinned=True)
        return Reply(f"{called(snippet)} stands before the others now.", (_undo("unpin", snippet),))

    async def _unpin(self, call: Call, rest: str) -> Reply:
        snippet = await self._editing.pin(call.viewer, rest, pinned=False)
        return Reply(f"{called(snippet)} does not stand before the others any more.", (_undo("pin", snippet),))

    async def _share(self, call: Call, rest: str) -> Reply:
        name, everybody = _whom(rest)
        if not everybody and not call.channel:
            raise UsageError("Say it in the channel that should see it, or `/snippets share NAME everyone`.")
        before, now = await self._editing.share(call.viewer, name, "" if everybody else call.channel)
        if everybody:
            undo = Button("Undo", f"snippets unshare {now.key} everyone")
            return Reply(f"Everybody in this workspace sees {called(now)} now.", () if before.is_open else (undo,))
        said = f"The people of this channel see {called(now)} now"
        if before.channel in ("", now.channel):
            # One that was open is so again by no single command.
            can_undo = not before.channel and not before.is_open
            return Reply(f"{said}.", (_undo("unshare", now),) if can_undo else ())
        return Reply(
            f"{said}, and no longer those of the channel where it was."
            f" `/snippets share {now.key}` in that one gives it back to them."
        )

    async def _unshare(self, call: Call, rest: str) -> Reply:
        name, everybody = _whom(rest)
        before, now = await self._editing.unshare(call.viewer, name, channel=not everybody)
        if everybody and now.channel:
            return Reply(f"Of all others only the people of its channel see {called(now)} now.")
        undo = f"snippets share {now.key} everyone" if before.is_open else f"snippets share {now.key}"
        # Shared both ways, or in another channel, it is so again by no single command from here.
        is_undone = not before.channel if before.is_open else before.channel == call.channel != ""
        return Reply(f"Only who saved it sees {called(now)} now.", (Button("Undo", undo),) if is_undone else ())

    async def _delete(self, call: Call, rest: str) -> Reply:
        snippet = await self._editing.delete(call.viewer, rest)
        return Reply(f"Deleted {called(snippet)}. It can be restored for 30 days.", (_undo("restore", snippet),))

    async def _restore(self, call: Call, rest: str) -> Reply:
        snippet = await self._book.restore(call.viewer, rest)
        return Reply(f"{called(snippet)} is back.", (to_show(snippet),))


def _whom(rest: str) -> tuple[str, bool]:
    """Return a name, and whether all of the workspace is meant."""
    name, _, whom = rest.rpartition(" ")
    everybody = bool(name) and whom.lower() in _EVERYBODY
    return (name if everybody else rest), everybody


def _undo(verb: str, snippet: Snippet) -> Button:
    return Button("Undo", f"snippets {verb} {snippet.key}")
