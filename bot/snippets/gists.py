"""Gists as GitHub's API gives them, one or a list; a gist of several files is a snippet of several files.

It is called as its description says, where that is short enough, and else as its first file; a longer description is
its note. What the API cut short is refused: half of a file is none.
"""

from typing import Annotated, Any

import msgspec

from bot.errors import UsageError
from bot.nouns import Attachment, Author
from bot.snippets.carried import Carried, Load, make, short
from bot.snippets.decoding import language_of
from bot.snippets.limits import LONGEST_NAME, is_language
from bot.snippets.our_json import Moment, seconds
from bot.text import bare, measure


class _File(msgspec.Struct):
    content: str | None = None
    filename: str = ""
    language: str | None = None
    truncated: bool = False


class _Owner(msgspec.Struct):
    login: str = ""


class _Gist(msgspec.Struct):
    files: Annotated[dict[str, _File | None], msgspec.Meta(min_length=1)]
    description: str | None = None
    html_url: str = ""
    owner: _Owner | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    truncated: bool = False


def are_gists(said: Any) -> bool:
    first = said[0] if isinstance(said, list) and said else said
    return isinstance(first, dict) and isinstance(first.get("files"), dict)


def read(said: Any) -> Load:
    """Return what one gist holds, or each of a list."""
    gists = said if isinstance(said, list) else [said]
    load = Load()
    load.add_all(gists, "gists", _called, _read)
    return load


def _called(said: Any, number: int) -> str:
    if isinstance(said, dict):
        files = said.get("files")
        names = [said.get("description"), *(files if isinstance(files, dict) else ()), said.get("id")]
        if name := next((name for name in names if isinstance(name, str) and name.strip()), ""):
            return name
    return f"number {number:,}"


def _read(said: Any) -> Carried:
    try:
        gist = msgspec.convert(said, _Gist)
    except msgspec.ValidationError as error:
        raise UsageError(f"It is no gist: {error}.") from error
    if gist.truncated:
        raise UsageError("GitHub left out some of its files, so it is not whole.")
    files = {name: _whole(name, file) for name, file in gist.files.items() if file}
    if not files:
        raise UsageError("It has no files.")
    first = next((name for name, text in files.items() if text.strip()), next(iter(files)))
    about = bare(gist.description or "")
    name = about if about and measure(about) <= LONGEST_NAME else short(first)
    snippet = make(
        name,
        files[first],
        language=_language(first, gist.files[first]),
        files=tuple(Attachment(bare(each), text) for each, text in files.items() if each != first),
        note="" if name == about else (gist.description or "").strip(),
        source=gist.html_url,
        author=Author("", "", gist.owner.login if gist.owner else ""),
        at=seconds(gist.created_at),
        updated=seconds(gist.updated_at),
    )
    return Carried(snippet)


def _whole(name: str, file: _File) -> str:
    if file.truncated:
        raise UsageError(f"GitHub cut its file `{bare(name)[:80]}` short: fetch all of it from its `raw_url`.")
    if file.content is None:
        raise UsageError("GitHub's list of gists is without what their files hold: fetch each gist by its `url`.")
    return file.content.replace("\r\n", "\n")


def _language(name: str, file: _File | None) -> str:
    """Return the language as the file's name says it, and else as GitHub does."""
    said = (file.language or "").lower() if file else ""
    return language_of(name) or (said if is_language(said) else "")
