"""ETags: what a caller has read, so that they are spared reading it again, and write over nothing that is new."""

import hashlib
import re

from starlette.exceptions import HTTPException

from bot.errors import Outdated
from bot.nouns import Snippet

_TAG = re.compile(r'(?:W/)?("(?P<version>\d{1,18})-[0-9a-f]{8}")')
_ANY = "*"


def etag(snippet: Snippet) -> str:
    """Return what changes with anything of a snippet; its version stands in front."""
    marks = (snippet.pinned, snippet.is_open, snippet.deleted, snippet.updated)
    return f'"{snippet.version}-{hashlib.sha256(repr(marks).encode()).hexdigest()[:8]}"'


def is_known(snippet: Snippet, if_none_match: str | None) -> bool:
    """Tell whether a caller has a snippet just as it is."""
    tags = if_none_match or ""
    return tags.strip() == _ANY or etag(snippet) in [match[1] for match in _TAG.finditer(tags)]


def version_read(snippet: Snippet, if_match: str | None) -> int:
    """Return the version that a caller has read, 0 being any. Raises 428, or ``Outdated`` where there is a newer one.

    What is pinned or shared meanwhile is no new version, and no reason to refuse. A proxy that compresses answers makes
    their tags weak (``W/``), which is none either.
    """
    if if_match is None:
        raise HTTPException(428, "Send the ETag of what you read as If-Match, so that nobody's changes are lost.")
    if if_match.strip() == _ANY:
        return 0
    if str(snippet.version) not in [match["version"] for match in _TAG.finditer(if_match)]:
        raise Outdated(
            f"Somebody changed `{snippet.key}` meanwhile: it is at version {snippet.version} now. Read it again."
        )
    return snippet.version
