"""Snippets for other programs."""

import json
from typing import Any

from bot.nouns import Snippet
from bot.snippets import Found


def as_json(snippet: Snippet) -> str:
    """Return all of a snippet."""
    files = [{"name": file.name, "text": file.text} for file in snippet.files]
    return _write({**_describe(snippet), "code": snippet.code, "files": files})


def list_as_json(found: Found) -> str:
    """Return one page of a list, without code."""
    snippets = [_describe(snippet) for snippet in found.snippets]
    return _write({"total": found.total, "page": found.page, "pages": found.pages, "snippets": snippets})


def _describe(snippet: Snippet) -> dict[str, Any]:
    return {
        "key": snippet.key,
        "name": snippet.name,
        "language": snippet.language,
        "tags": list(snippet.tags),
        "note": snippet.note,
        "source": snippet.source,
        "pinned": snippet.pinned,
        "version": snippet.version,
        "author": snippet.author.name,
        "at": snippet.at,
        "updated": snippet.updated,
    }


def _write(content: dict[str, Any]) -> str:
    # What another program reads must hold no control character that a terminal's tidying would change.
    return json.dumps(content, indent=2)
