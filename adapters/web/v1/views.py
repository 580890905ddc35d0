"""Snippets as the API shows them."""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.nouns import Author, Snippet
from bot.store.snippets import Viewer

_PREVIEW_LINES, _PREVIEW_CHARS = 8, 600


class Person(BaseModel):
    """Somebody, as their platform names them."""

    platform: str
    id: str
    name: str


class FileView(BaseModel):
    """What belongs to a snippet beside its code."""

    name: str
    text: str


class SnippetHead(BaseModel):
    """A snippet without its code."""

    key: str = Field(examples=["s-7k2f"])
    name: str
    language: str = Field(description="As after a code fence; empty where nobody said.")
    tags: list[str]
    note: str
    author: Person
    mine: bool = Field(description="True where it is the caller's own.")
    source: str = Field(description="The address of the message that it comes from; empty where nobody knows it.")
    exchange: int | None = Field(description="The answer that it comes from.")
    pinned: bool
    open: bool = Field(description="True where all of the workspace sees it.")
    deleted: bool
    version: int
    editor: str = Field(description="Who wrote this version; empty: its author.")
    created: datetime
    updated: datetime


class SnippetLine(SnippetHead):
    """A snippet in a list."""

    preview: str = Field(description="The first lines of its code.")
    lines: int
    files: list[str] = Field(description="The names of its further files.")


class SnippetView(SnippetHead):
    """A snippet."""

    code: str
    files: list[FileView]
    conversation: str = Field("", description="What the page calls the caller's conversation that it comes from.")


class Page(BaseModel):
    """Some of what was asked for; ``next_cursor`` asks for what follows, null: that is all."""

    items: list[SnippetLine]
    next_cursor: str | None


class Revision(BaseModel):
    """A version of a snippet."""

    version: int
    name: str
    editor: str
    at: datetime = Field(description="When it became what it was in this version, or last changed.")


class Revisions(BaseModel):
    """All versions of a snippet, the newest first."""

    items: list[Revision]


def show(snippet: Snippet, viewer: Viewer, conversation: str = "") -> SnippetView:
    """Return all of a snippet, as ``viewer`` sees it."""
    files = [FileView.model_construct(name=file.name, text=file.text) for file in snippet.files]
    head = _head(snippet, viewer)
    return SnippetView.model_construct(**head, code=snippet.code, files=files, conversation=conversation)


def show_line(snippet: Snippet, viewer: Viewer) -> SnippetLine:
    lines = snippet.code.splitlines()
    preview = "\n".join(lines[:_PREVIEW_LINES])[:_PREVIEW_CHARS]
    files = [file.name for file in snippet.files]
    return SnippetLine.model_construct(**_head(snippet, viewer), preview=preview, lines=len(lines), files=files)


def show_revision(version: Snippet) -> Revision:
    return Revision(version=version.version, name=version.name, editor=version.editor, at=_when(version.updated))


def _head(snippet: Snippet, viewer: Viewer) -> dict[str, Any]:
    return {
        "key": snippet.key,
        "name": snippet.name,
        "language": snippet.language,
        "tags": list(snippet.tags),
        "note": snippet.note,
        "author": _person(snippet.author),
        "mine": snippet.author.id == viewer.author.id,
        "source": snippet.source,
        "exchange": snippet.exchange or None,
        "pinned": snippet.pinned,
        "open": snippet.is_open,
        "deleted": snippet.deleted,
        "version": snippet.version,
        "editor": snippet.editor,
        "created": _when(snippet.at),
        "updated": _when(snippet.updated),
    }


def _person(author: Author) -> Person:
    return Person(platform=author.platform, id=author.id, name=author.name)


def _when(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
