"""Taking snippets along: exported as a file, and brought from one, after a look at what that would do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.errors import UsageError
from bot.nouns import Attachment, Snippet
from bot.snippets import our_json, vscode
from bot.snippets.carried import LARGEST_UNPACKED, MOST, Carried, Refused
from bot.snippets.query import parse_query
from bot.snippets.unpacking import unpack
from bot.snippets.zipping import zip_up
from bot.store.snippet_carrying import Held
from bot.store.snippet_rows import digest
from bot.store.snippets import SnippetRows, Viewer

FORMS = ("json", "zip", "vscode")
_AT_ONCE = 200
"""Snippets that are read, or thrown away, in one transaction."""
_BROUGHT_AT_ONCE = 50
"""Snippets that are written in one, which takes about 0.2 s on SQLite; others who write wait meanwhile."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing a file would do. Nothing is changed yet."""

    new: tuple[Carried, ...]
    had: tuple[tuple[Carried, Held], ...]
    """What the person keeps already; what is in their bin comes back."""
    refused: tuple[Refused, ...]

    @property
    def back(self) -> tuple[tuple[Carried, Held], ...]:
        """What comes back from the bin."""
        return tuple((each, held) for each, held in self.had if held.deleted)


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing did, by keys."""

    new: tuple[str, ...]
    back: tuple[str, ...]
    """What was in the bin."""
    had: tuple[str, ...]
    """What was there, and stays as it was."""


class Carrying:
    """Exports and imports. Raises ``UsageError`` where there is nothing to carry, or too much."""

    def __init__(self, rows: SnippetRows) -> None:
        self._rows = rows

    async def export(
        self, viewer: Viewer, query: str = "", form: str = "json", *, everybody: bool = False
    ) -> Attachment:
        """Return the viewer's snippets that ``query`` finds as a file: ``json`` or ``zip``, all of them and all that
        they were, or ``vscode``.

        ``everybody``: what others let the viewer see, too.
        """
        if form not in FORMS:
            raise UsageError(f"Snippets are exported as {', '.join(FORMS[:-1])} or {FORMS[-1]}.")
        carried, size = dict[str, Carried](), 0
        async for part in self._parts(viewer, query, everybody):
            # What changes meanwhile may be met twice.
            carried |= {each.snippet.key: each for each in part}
            size += sum(each.size() for each in part)
            if len(carried) > MOST or size > LARGEST_UNPACKED:
                raise UsageError(
                    f"That is too much at once: {MOST:,} snippets and {LARGEST_UNPACKED // 1024**2} MB are exported at"
                    " most. Say which ones, by words, a #tag or lang:NAME."
                )
        if not carried:
            raise UsageError("There is no snippet to be exported that fits." if query else "There is no snippet yet.")
        return await asyncio.to_thread(_write, list(carried.values()), form)

    async def plan(self, viewer: Viewer, file: Attachment) -> Plan:
        """Read a file and tell what bringing it would do. Raises ``UsageError`` where none of it can be read."""
        load = await asyncio.to_thread(unpack, file)
        carried = [_hand_over(each, viewer) for each in load.carried]
        held = await self._rows.held(viewer, [each.snippet for each in carried])
        new: dict[str, Carried] = {}
        had = list[tuple[Carried, Held]]()
        for each, there in zip(carried, held, strict=True):
            if there:
                had.append((each, there))
            else:
                # Of the same code twice in the file the first is brought.
                new.setdefault(digest(each.snippet), each)
        return Plan(tuple(new.values()), tuple(had), tuple(load.refused))

    async def bring(
        self, viewer: Viewer, plan: Plan, note: Callable[[Sequence[str]], Awaitable[None]] | None = None
    ) -> Brought:
        """Do what was planned. What is brought is seen by nobody but the viewer until they share it.

        It is done in steps: where one fails, those before it stand, and bringing all once more does the rest.
        ``note``: is told after each step what came to be by it, or came back, by keys.
        """
        new, back, had = list[str](), list[str](), list[str]()
        carried = [*plan.new, *(each for each, _ in plan.had)]
        for at in range(0, len(carried), _BROUGHT_AT_ONCE):
            part = carried[at : at + _BROUGHT_AT_ONCE]
            snippets = [each.snippet for each in part]
            before = await self._rows.held(viewer, snippets)
            are_new = await self._rows.bring([(each.snippet, each.past) for each in part])
            after = await self._rows.held(viewer, snippets)
            known = len(new), len(back)
            for is_new, was, now in zip(are_new, before, after, strict=True):
                if now:
                    (new if is_new else back if was and was.deleted else had).append(now.key)
            if note and (changed := [*new[known[0] :], *back[known[1] :]]):
                await note(changed)
        return Brought(tuple(new), tuple(back), tuple(had))

    async def undo(self, viewer: Viewer, keys: Sequence[str]) -> list[str]:
        """Put what was brought into the viewer's bin; return the keys of what was not there yet."""
        thrown = list[str]()
        for at in range(0, len(keys), _AT_ONCE):
            thrown += await self._rows.throw_away(viewer, keys[at : at + _AT_ONCE])
        return thrown

    async def _parts(self, viewer: Viewer, query: str, everybody: bool) -> AsyncIterator[list[Carried]]:
        """Yield what is to be exported, with what it was."""
        asked = parse_query(query)
        asked = asked if everybody else replace(asked, mine=True)
        found, place = await self._rows.shelve(viewer, asked, limit=_AT_ONCE)
        while found:
            pasts = await self._rows.pasts(viewer, found)
            yield [Carried(each, past) for each, past in zip(found, pasts, strict=True)]
            found, place = await self._rows.shelve(viewer, asked, limit=_AT_ONCE, after=place) if place else ([], None)


def _write(carried: Sequence[Carried], form: str) -> Attachment:
    if form == "vscode":
        return Attachment("snippets.code-snippets", vscode.write(carried))
    ours = our_json.write(carried)
    if form == "json":
        return Attachment("snippets.json", ours)
    return Attachment("snippets.zip", data=zip_up(carried, ours))


def _hand_over(carried: Carried, viewer: Viewer) -> Carried:
    """Return a snippet as the viewer's."""
    return Carried(_theirs(carried.snippet, viewer), tuple(_theirs(each, viewer) for each in carried.past))


def _theirs(snippet: Snippet, viewer: Viewer) -> Snippet:
    wrote = snippet.editor or snippet.author.name
    return replace(
        snippet,
        author=viewer.author,
        workspace=viewer.workspace,
        channel="",
        is_open=False,
        exchange=0,
        editor="" if wrote == viewer.author.name else wrote,
    )
