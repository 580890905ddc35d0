"""Our own JSON: all of a snippet and all that it was, such that whoever brings it back has just the same again.

What stands in it depends on the snippets alone: the same snippets make the same bytes. Who sees them, and of which
answer they are, is left behind: both mean nothing elsewhere. Another person who brings them is their author then, and
whoever wrote them stands as their editor.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from bot.errors import UsageError
from bot.nouns import Attachment, Author, Snippet
from bot.snippets.carried import Carried, Load, make

FORMAT, _VERSION = "code-supporter snippets", 1
_KEY = r"^s-[0-9a-z]{1,16}\Z"
_AHEAD = 24 * 60 * 60.0
"""Seconds that the clock of another house may be ahead of ours."""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class _File(msgspec.Struct):
    name: str
    text: str


class _Content(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What a person may edit."""

    name: str
    language: str = ""
    code: str
    files: list[_File] = []
    tags: list[str] = []
    note: str = ""
    version: Number = 1
    updated: Moment | None = None
    editor: str = ""


class _Kept(_Content, omit_defaults=True, kw_only=True):
    key: Annotated[str, msgspec.Meta(pattern=_KEY)] = ""
    author: str = ""
    source: str = ""
    pinned: bool = False
    at: Moment | None = None
    past: list[_Content] = []


class _All(msgspec.Struct):
    format: str
    version: int
    snippets: list[_Kept]


def write(carried: Iterable[Carried]) -> str:
    """Return snippets in the order in which they were first kept."""
    kept = sorted((_keep(each) for each in carried), key=lambda each: (each.at, each.key))
    return msgspec.json.format(msgspec.json.encode(_All(FORMAT, _VERSION, kept)), indent=1).decode() + "\n"


def is_ours(said: Any) -> bool:
    return isinstance(said, dict) and said.get("format") == FORMAT


def read(said: dict[str, Any]) -> Load:
    """Return what a JSON of this format holds. Raises ``UsageError`` where none of it can be read."""
    version, snippets = said.get("version"), said.get("snippets")
    if type(version) is not int or not isinstance(snippets, list):
        raise UsageError("It says that it holds snippets of mine, but not how: its `version` or `snippets` is missing.")
    if version > _VERSION:
        raise UsageError(f"A newer version of this program wrote it, in format {version:,}; I know format {_VERSION}.")
    load = Load()
    load.add_all(snippets, "snippets", _called, _read)
    return load


def _keep(carried: Carried) -> _Kept:
    snippet = carried.snippet
    return _Kept(
        **_content(snippet),
        key=snippet.key,
        author=snippet.author.name,
        source=snippet.source,
        pinned=snippet.pinned,
        at=_date(snippet.at),
        past=[_Content(**_content(each)) for each in carried.past],
    )


def _content(snippet: Snippet) -> dict[str, Any]:
    return {
        "name": snippet.name,
        "language": snippet.language,
        "code": snippet.code,
        "files": [_File(file.name, file.text) for file in snippet.files],
        "tags": list(snippet.tags),
        "note": snippet.note,
        "version": snippet.version,
        "updated": _date(snippet.updated),
        "editor": snippet.editor,
    }


def _called(said: Any, number: int) -> str:
    names = [said.get("name"), said.get("key")] if isinstance(said, dict) else []
    return next((name for name in names if isinstance(name, str) and name.strip()), f"number {number:,}")


def _read(said: Any) -> Carried:
    try:
        kept = msgspec.convert(said, _Kept)
    except msgspec.ValidationError as error:
        raise UsageError(_explain(str(error))) from error
    author = Author("", "", kept.author)
    this = make(**_fields(kept), key=kept.key, author=author, source=kept.source, pinned=kept.pinned)
    this = replace(this, at=seconds(kept.at))
    past = [replace(this, **_changed(make(**_fields(each), author=author))) for each in kept.past]
    return Carried(this, _in_order(this, past))


def _fields(content: _Content) -> dict[str, Any]:
    return {
        "name": content.name,
        "language": content.language,
        "code": content.code,
        "files": tuple(Attachment(file.name, file.text) for file in content.files),
        "tags": tuple(content.tags),
        "note": content.note,
        "version": content.version,
        "updated": seconds(content.updated),
        "editor": content.editor,
    }


def _changed(past: Snippet) -> dict[str, Any]:
    names = ("name", "language", "code", "files", "tags", "note", "version", "updated", "editor")
    return {name: getattr(past, name) for name in names}


def _in_order(this: Snippet, past: Sequence[Snippet]) -> tuple[Snippet, ...]:
    versions = {each.version for each in past}
    if len(versions) < len(past) or max(versions, default=0) >= this.version:
        raise UsageError(f"Its past versions have numbers that can't be: each is less than {this.version}, and once.")
    return tuple(sorted(past, key=lambda each: -each.version))


def _date(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def seconds(date: datetime | None) -> float:
    """Return a date in seconds since 1970; 0: there is none. Raises ``UsageError`` for one before, or to come."""
    if date is None:
        return 0.0
    at = date.timestamp()
    if not 0 <= at <= time.time() + _AHEAD:
        raise UsageError(f"It has a date that can't be: {date.isoformat(sep=' ', timespec='seconds')}.")
    return at


def _explain(error: str) -> str:
    """Return an error of msgspec's, such as "Expected `str`, got `int` - at `$.code`", as a sentence."""
    what, _, where = error.partition(" - at `$.")
    if where.startswith("key"):
        return "Its key is none, such as `s-7k2f`."
    field = where.rstrip("`")
    return f"Its `{field}` is not what it should be: {what[:1].lower()}{what[1:]}." if field else f"{what}."
