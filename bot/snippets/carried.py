"""What is carried from one house to another: snippets with what they were before, and what is too much of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.errors import UsageError
from bot.nouns import Attachment, Author, Snippet
from bot.snippets import limits
from bot.text import bare, clean, shorten

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a file that is imported."""
LARGEST_UNPACKED = 50 * 1024 * 1024
"""Bytes of all that a ZIP holds, or an export."""
MOST = 10_000
"""Snippets that are carried at once, and files in a ZIP."""
LONGEST_FILE_NAME = 255
_LONGEST_SOURCE = 2_000
_LONGEST_PERSON = 200


@dataclass(frozen=True, slots=True)
class Carried:
    """A snippet on its way; whoever brings it is its author from then on."""

    snippet: Snippet
    past: tuple[Snippet, ...] = ()
    """What it was before it was edited, the newest first."""

    @property
    def name(self) -> str:
        return self.snippet.name

    @property
    def all(self) -> tuple[Snippet, ...]:
        return (self.snippet, *self.past)

    def size(self) -> int:
        """Return about how many bytes it takes."""
        return sum(len(each.code) + sum(len(file.text) for file in each.files) for each in self.all)


@dataclass(frozen=True, slots=True)
class Refused:
    """What can't be brought."""

    name: str
    """In one line."""
    why: str
    """A sentence."""

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(slots=True)
class Load:
    """What a file holds."""

    carried: list[Carried] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def add(self, name: str, read: Callable[[], Carried]) -> None:
        """Add what ``read`` returns, or why it can't be brought."""
        try:
            self.carried.append(read())
        except UsageError as error:
            self.refuse(name, str(error))

    def add_all(
        self, many: Sequence[Any], what: str, call: Callable[[Any, int], str], read: Callable[[Any], Carried]
    ) -> None:
        """Add each of ``many``, or why not, under what ``call`` makes of it and its number, the first one's being 1.

        Raises ``UsageError`` where they are too many; ``what`` they are then.
        """
        if len(many) > MOST:
            raise UsageError(f"It holds {len(many):,} {what}; {MOST:,} can be brought at once.")
        for number, each in enumerate(many, 1):
            self.add(call(each, number), partial(read, each))

    def refuse(self, name: str, why: str) -> None:
        self.refused.append(Refused(short(name), why))


def short(name: str) -> str:
    """Return a text as a name that a snippet may have; empty where nothing is left of it."""
    return shorten(bare(clean(name)), limits.LONGEST_NAME).strip()


def make(name: str, code: str, **more: object) -> Snippet:
    """Return a snippet of nobody's yet. Raises ``UsageError`` where it holds what none may."""
    made = replace(Snippet("", name, "", code, Author("", "", "")), **more)  # type: ignore[arg-type]
    named = limits.check_name(made.name)
    language, tags = limits.check_language(made.language), limits.check_tags(made.tags)
    made = replace(made, name=named, language=language, tags=tags)
    limits.check(made)
    _check_files(made.files)
    _check_source(made.source)
    if len(made.author.name) > _LONGEST_PERSON or len(made.editor) > _LONGEST_PERSON:
        raise UsageError(f"The name of a person has {_LONGEST_PERSON} characters at most.")
    return made


def _check_files(files: Sequence[Attachment]) -> None:
    for file in files:
        if not file.name.strip():
            raise UsageError("A file in it has no name.")
        if len(file.name) > LONGEST_FILE_NAME:
            raise UsageError(f"The name of a file in it has more than {LONGEST_FILE_NAME} characters.")


def _check_source(source: str) -> None:
    # It becomes a link, which must lead to no script.
    if source and not source.startswith(("https://", "http://")):
        raise UsageError("Its source is no address that begins with https:// or http://.")
    if len(source) > _LONGEST_SOURCE or len(source.split()) > 1:
        raise UsageError(f"Its source is no address of up to {_LONGEST_SOURCE:,} characters.")
