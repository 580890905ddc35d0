"""Which line of a snippet a search found, to be shown with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nouns import Snippet
from bot.snippets.ranking import best_place
from bot.store.snippet_text import fold

_LONGEST = 120
_LEAD = 40
"""Characters that are shown before the word where a line is too long."""


@dataclass(frozen=True, slots=True)
class Match:
    """One line that holds a word of a search."""

    text: str
    """The line without its indent, 120 characters at most."""
    line: int = 0
    """Its number, from 1 on; 0: it stands in the note."""
    file: str = ""
    """Empty: in the code itself."""

    @property
    def where(self) -> str:
        """Where it stands, in words: ``line 12``, ``a.py, line 3``, ``note``."""
        if not self.line:
            return "note"
        return ", ".join(part for part in (self.file, f"line {self.line:,}") if part)


def match_of(snippet: Snippet, words: Sequence[str]) -> Match | None:
    """Return the line that holds a word best; None where it is only in key, name, language, tags or names of files."""
    folded = [fold(word) for word in words]
    found = ((fits, match) for word in folded for fits, match in _matches(snippet, word))
    # The first of the best, so what is searched for first goes before the rest.
    return max(found, key=lambda each: each[0], default=(0, None))[1]


def _matches(snippet: Snippet, word: str) -> Iterator[tuple[int, Match]]:
    texts = (("", snippet.code), *((file.name, file.text) for file in snippet.files))
    for file, text in texts:
        whole = fold(text)
        fits, at = best_place(whole, word)
        if fits:
            # Folding changes no line breaks, so lines are counted there; a word of several lines begins in this one.
            number = whole.count("\n", 0, at) + 1
            yield fits, Match(_shorten(text.split("\n")[number - 1], word), number, file)
    if (at := fold(snippet.note).find(word)) >= 0:
        line = snippet.note.split("\n")[fold(snippet.note).count("\n", 0, at)]
        yield 1, Match(_shorten(line, word))


def _shorten(line: str, word: str) -> str:
    line = line.strip()
    if len(line) <= _LONGEST:
        return line
    start = max(0, min(fold(line).find(word) - _LEAD, len(line) - _LONGEST + 1))
    part = line[start : start + _LONGEST - 2]
    return f"{'…' if start else ''}{part}{'…' if start + len(part) < len(line) else ''}"
