"""`/snippets export` and `/snippets import`: taking snippets along, and bringing them after a look at what it does."""

import re
from collections.abc import Sequence
from functools import partial

from bot.commands.call import Call, Reply
from bot.commands.markdown import mark
from bot.commands.parse import split
from bot.errors import UsageError
from bot.nouns import Attachment, Button
from bot.snippets import SnippetBook
from bot.snippets.carried import LARGEST_FILE
from bot.snippets.carrying import FORMS, Brought, Plan
from bot.snippets.unpacking import WHAT
from bot.store import Store

HELP = """\
- `/snippets export` – take your snippets along as JSON, with all that they were; `/snippets export zip` as files, \
`/snippets export vscode` for VS Code; what follows says which ones, and `all` takes what others let you see, too
- `/snippets import FILE` – bring them back, here or elsewhere; ZIPs of code, snippets of VS Code and gists, too"""
_HOW = f"Give a file along: `/snippets import FILE`. I read {WHAT}. First you see what it would do; then you decide."
_GONE = "That file is no longer here: it was imported already, or is from more than an hour ago. Give it once more."
_TOO_LATE = "That can't be undone with one press any more. `/snippets delete NAME` deletes a single one."
_PARCEL = re.compile(r"p-[0-9a-f]{16}")
_BROUGHT = re.compile(r"u-[0-9a-f]{16}")
"""The key of a parcel that holds what an import brought, by keys: that of its file with another letter before it."""
_NAMED = 10
"""Snippets that are named; of more the rest is counted."""
_LONGEST_NAME = 80
_ALONE = "Nobody but you sees what is imported, until you share it."


class SnippetCarrying:
    """Runs the subcommands that carry snippets."""

    def __init__(self, book: SnippetBook, store: Store) -> None:
        self._carrying = book.carrying
        self._parcels = store.parcels

    async def export(self, call: Call, rest: str) -> Reply:
        """Give the caller their snippets as a file: ``[json|zip|vscode] [all] [QUERY]``."""
        form, everybody = "", False
        verb, following = split(rest)
        while (verb in FORMS and not form) or (verb == "all" and not everybody):
            form, everybody = (verb, everybody) if verb in FORMS else (form, True)
            rest = following
            verb, following = split(rest)
        file = await self._carrying.export(call.viewer, rest, form or "json", everybody=everybody)
        return Reply(_tell_export(file, form or "json", everybody), file=file)

    async def bring(self, call: Call, rest: str) -> Reply:
        """Tell what importing the file of a call would do; ``KEY``: do it, ``undo KEY``: take it back."""
        verb, key = split(rest)
        if verb == "undo" and _BROUGHT.fullmatch(key):
            return await self._undo(call, key)
        if _PARCEL.fullmatch(verb) and not key:
            return await self._import(call, verb)
        if len(call.files) != 1:
            raise UsageError("Give one file at a time." if call.files else _HOW)
        (file,) = call.files
        plan = await self._carrying.plan(call.viewer, file)
        text = _tell_plan(file.name, plan)
        if not plan.new and not plan.back:
            return Reply(f"{text}\n\nSo there is nothing to be imported.")
        parcel = await self._parcels.put(call.viewer, file)
        button = Button(f"Import {len(plan.new) + len(plan.back):,}", f"snippets import {parcel}")
        return Reply(f"{text}\n\nNothing is changed yet. {_ALONE}", (button,))

    async def _import(self, call: Call, key: str) -> Reply:
        file = await self._parcels.find(call.viewer, key)
        if not file:
            raise UsageError(_GONE)
        undo = f"u-{key.removeprefix('p-')}"
        plan = await self._carrying.plan(call.viewer, file)
        # Where a step of it fails, the file and what came of it so far are still there: the button does the rest.
        brought = await self._carrying.bring(call.viewer, plan, partial(self._parcels.add, call.viewer, undo))
        await self._parcels.take(call.viewer, key)
        if not await self._parcels.find(call.viewer, undo):
            return Reply("You have all of them already.")
        return Reply(_tell_brought(brought), (Button("Undo", f"snippets import undo {undo}", danger=True),))

    async def _undo(self, call: Call, key: str) -> Reply:
        file = await self._parcels.find(call.viewer, key)
        if not file:
            raise UsageError(_TOO_LATE)
        thrown = await self._carrying.undo(call.viewer, file.data.decode().split())
        await self._parcels.take(call.viewer, key)
        return Reply(f"Undone: {_count(len(thrown))} deleted. `/snippets restore NAME` brings a single one back.")


def _tell_export(file: Attachment, form: str, everybody: bool) -> str:
    whose = "your snippets, and those of others that you see" if everybody else "your snippets"
    if form == "vscode":
        return (
            f"Here are {whose} for VS Code: put the file into `.vscode` of a project, or into the folder of your own."
        )
    size = len(file.data) or len(file.text.encode())
    if size > LARGEST_FILE:
        smaller = "; as a ZIP it is smaller: `/snippets export zip`" if form == "json" else ""
        return (
            f"Here are {whose}. The file has {size / 1024**2:,.0f} MB, and {LARGEST_FILE // 1024**2} MB can be"
            f" imported at once{smaller}. Words, a #tag or lang:NAME behind the command say which ones you want."
        )
    return f"Here are {whose}, with all that they were. `/snippets import FILE` brings them back, here or elsewhere."


def _tell_plan(name: str, plan: Plan) -> str:
    named = f"{mark(name[:_LONGEST_NAME])} holds" if name.strip() else "The file holds"
    had = [each for each, held in plan.had if not held.deleted]
    parts = [
        (len(plan.new), "new", [each.name for each in plan.new]),
        (len(plan.back), "to come back from your bin", [each.name for each, _ in plan.back]),
        (len(had), "that you have already, which stay as they are", [each.name for each in had]),
    ]
    lines = [f"- {count:,} {what}: {_names(names)}" for count, what, names in parts if count]
    if plan.refused:
        lines.append(f"- {len(plan.refused):,} that can't be imported:")
        lines += [f"  - {mark(each.name or '?')}: {each.why}" for each in plan.refused[:_NAMED]]
        if len(plan.refused) > _NAMED:
            lines.append(f"  - … and {len(plan.refused) - _NAMED:,} more")
    return "\n".join([f"**{named}**", *lines])


def _tell_brought(brought: Brought) -> str:
    said = [f"Imported {_count(len(brought.new))}: {_names(brought.new)}."] if brought.new else []
    if brought.back:
        said.append(f"Back from your bin: {_names(brought.back)}.")
    if brought.had:
        said.append(f"{_count(len(brought.had))} you had already.")
    return " ".join([*said, _ALONE])


def _count(number: int) -> str:
    return f"{number:,} snippet{'s' * (number != 1)}"


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(mark(name) for name in names[:_NAMED]) + more
