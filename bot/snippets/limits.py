"""How long the parts of a snippet may be; each check returns what is kept, or says what is too much."""

import re
from collections.abc import Sequence

from bot.errors import UsageError
from bot.nouns import Attachment, Snippet
from bot.text import bare, measure

LONGEST_NAME = 60
"""As ``measure`` says; what undoes a renaming fits into the 100 characters that a button of Discord's carries."""
LARGEST = 256 * 1024
"""Bytes of all files of one snippet together, as UTF-8."""
MOST_FILES = 20
MOST_TAGS, LONGEST_TAG = 10, 30
LONGEST_NOTE = 2_000
LONGEST_LANGUAGE = 30
_TAG = re.compile(r"\w[\w+#.-]*")
_LANGUAGE = re.compile(r"[\w+#.-]*")


def check(snippet: Snippet) -> None:
    """Raise ``UsageError`` where a snippet holds more than one may."""
    check_name(snippet.name)
    check_language(snippet.language)
    check_code(snippet.code, snippet.files)
    check_tags(snippet.tags)
    check_note(snippet.note)


def check_name(name: str) -> str:
    name = bare(name)
    if not name:
        raise UsageError("Say what the snippet should be called.")
    if (length := measure(name)) > LONGEST_NAME:
        raise UsageError(f"A name has {LONGEST_NAME} characters at most; this one has {length:,}.")
    return name


def is_language(word: str) -> bool:
    """Tell whether a word, such as one after a code fence, may be kept as a language."""
    return len(word) <= LONGEST_LANGUAGE and bool(_LANGUAGE.fullmatch(word))


def check_language(language: str) -> str:
    language = language.strip().lower()
    if not is_language(language):
        raise UsageError(f"A language is one word, as python or c++, not `{bare(language)[:LONGEST_LANGUAGE]}`.")
    return language


def check_code(code: str, files: Sequence[Attachment] = ()) -> str:
    if not code.strip():
        raise UsageError("A snippet without code can't be kept.")
    if len(files) >= MOST_FILES:
        raise UsageError(f"A snippet holds {MOST_FILES} files at most; this one has {len(files) + 1:,}.")
    size = sum(len(text.encode(errors="replace")) for text in (code, *(file.text for file in files)))
    if size > LARGEST:
        raise UsageError(f"A snippet holds {LARGEST // 1024} KB at most; this one has {size / 1024:,.0f} KB.")
    return code


def check_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Return tags without their ``#``, in small letters, each once."""
    found = sorted({tag.strip().removeprefix("#").lower() for tag in tags} - {""})
    if odd := next((tag for tag in found if len(tag) > LONGEST_TAG or not _TAG.fullmatch(tag)), ""):
        said = bare(odd)[:LONGEST_TAG]
        raise UsageError(f"A tag is one word of {LONGEST_TAG} characters at most, as #retry or #c++, not `{said}`.")
    if len(found) > MOST_TAGS:
        raise UsageError(f"A snippet has {MOST_TAGS} tags at most; these are {len(found):,}.")
    return tuple(found)


def check_note(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise UsageError(f"A note has {LONGEST_NOTE:,} characters at most; this one has {len(note):,}.")
    return note.strip()
