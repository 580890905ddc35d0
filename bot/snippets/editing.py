"""What is done to a snippet by its author or an admin: edited, shared, pinned, deleted, brought back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import Missing, NotTheirs
from bot.nouns import Attachment, Author, Snippet
from bot.snippets import limits
from bot.store.snippets import SnippetRows, Viewer

BIN = 30 * 24 * 60 * 60.0
"""Seconds for which a deleted snippet can be brought back."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a new version of a snippet has; None: what it had."""

    name: str | None = None
    language: str | None = None
    code: str | None = None
    files: Sequence[Attachment] | None = None
    tags: Sequence[str] | None = None
    note: str | None = None

    def changes(self, before: Snippet) -> dict[str, Any]:
        """Return the fields that it changes. Raises ``UsageError`` for what is too long or makes no sense."""
        changed: dict[str, Any] = {}
        if self.name is not None:
            changed["name"] = limits.check_name(self.name)
        if self.language is not None:
            changed["language"] = limits.check_language(self.language)
        if self.code is not None or self.files is not None:
            files = before.files if self.files is None else tuple(self.files)
            changed["code"] = limits.check_code(before.code if self.code is None else self.code, files)
            changed["files"] = files
        if self.tags is not None:
            changed["tags"] = limits.check_tags(self.tags)
        if self.note is not None:
            changed["note"] = limits.check_note(self.note)
        return changed


class Editing:
    """Changes what is found by ``find``. Raises ``UsageError``: ``Missing``, ``NotTheirs``, or for what is too long."""

    def __init__(
        self,
        rows: SnippetRows,
        find: Callable[[Viewer, str], Awaitable[Snippet]],
        is_admin: Callable[[Author], bool],
    ) -> None:
        self._rows = rows
        self._find = find
        self._is_admin = is_admin

    async def edit(self, viewer: Viewer, name: str, edit: Edit, at_version: int = 0) -> tuple[Snippet, Snippet]:
        """Write a new version; return the snippet as it was, and as it is.

        Raises ``Outdated`` where ``at_version`` is not the last one, 0 being any, and ``HadAlready`` where its author
        keeps that code already.
        """
        snippet = await self.theirs(viewer, name, "edited")
        edited = await self._rows.edit(
            _owner(snippet), snippet.key, viewer.author, edit.changes(snippet), at_version or snippet.version
        )
        return snippet, _still(edited, snippet)

    async def revert(self, viewer: Viewer, name: str, version: int, at_version: int = 0) -> tuple[Snippet, Snippet]:
        """Write a new version that is as ``version`` was, as ``edit`` does."""
        snippet = await self.theirs(viewer, name, "edited")
        old = pick(await self._rows.versions(_owner(snippet), snippet.key), version)
        edit = Edit(old.name, old.language, old.code, old.files, old.tags, old.note)
        return await self.edit(viewer, snippet.key, edit, at_version or snippet.version)

    async def share(self, viewer: Viewer, name: str, channel: str) -> tuple[Snippet, Snippet]:
        """Let the people of ``channel`` see it, and no longer those of another one; or where that is empty all of the
        workspace.

        Return it as it was, and as it is. It stays shared where a saving is undone that let it be seen before.
        """
        snippet = await self.theirs(viewer, name, "shared")
        marks: dict[str, object] = {"channel": channel} if channel else {"open": True}
        return snippet, _still(await self._rows.share(_owner(snippet), snippet.key, **marks), snippet)

    async def unshare(self, viewer: Viewer, name: str, *, channel: bool = True) -> tuple[Snippet, Snippet]:
        """Take it back from all of the workspace, from whoever has a link, and from its ``channel``.

        Return it as it was, and as it is.
        """
        snippet = await self.theirs(viewer, name, "taken back")
        return snippet, _still(await self._rows.unshare(_owner(snippet), snippet.key, channel=channel), snippet)

    async def pin(self, viewer: Viewer, name: str, *, pinned: bool) -> Snippet:
        """Let it stand before the others, or no longer."""
        snippet = await self.theirs(viewer, name, "pinned")
        return _still(await self._rows.mark(_owner(snippet), snippet.key, pinned=pinned), snippet)

    async def delete(self, viewer: Viewer, name: str) -> Snippet:
        """Put it into its author's bin."""
        snippet = await self.theirs(viewer, name, "deleted")
        return await self._rows.delete(_owner(snippet), snippet.key) or snippet

    async def remove(self, viewer: Viewer, key: str) -> None:
        """Remove a snippet of the viewer's that is in the bin for good."""
        if not await self._rows.remove(viewer, key):
            raise Missing(f"There is no snippet `{key}` in your bin.")

    async def versions(self, viewer: Viewer, name: str) -> list[Snippet]:
        """Return a snippet as it is and as it was, the newest first."""
        snippet = await self._find(viewer, name)
        return await self._rows.versions(_owner(snippet), snippet.key)

    async def theirs(self, viewer: Viewer, name: str, done: str) -> Snippet:
        """Return a snippet that is the viewer's to change; ``done`` says how, where it is not."""
        snippet = await self._find(viewer, name)
        if not self.may_change(viewer.author, snippet):
            raise NotTheirs(
                f"The snippet `{snippet.key}` can be {done} only by who saved it, {snippet.author.name}, or an admin."
            )
        return snippet

    def may_change(self, author: Author, snippet: Snippet) -> bool:
        """Tell whether a snippet is this person's to change."""
        return snippet.author.id == author.id or self._is_admin(author)


def pick(versions: Sequence[Snippet], version: int) -> Snippet:
    """Return one of the versions by its number. Raises ``Missing``."""
    found = next((each for each in versions if each.version == version), None)
    if not found:
        raise Missing(f"There is no version {version} of `{versions[0].key}`; the last one is {versions[0].version}.")
    return found


def _owner(snippet: Snippet) -> Viewer:
    return Viewer(snippet.author, snippet.workspace)


def _still(changed: Snippet | None, before: Snippet) -> Snippet:
    if not changed:
        raise Missing(f"The snippet `{before.key}` was deleted meanwhile.")
    return changed
