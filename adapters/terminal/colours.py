"""Code in colour while it is still coming: each line once, at the cost of the few lines that it depends on."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from rich.syntax import ANSISyntaxTheme, Syntax, TokenType

THEME = ANSISyntaxTheme(
    {
        ("Keyword",): Style(color="magenta"),
        ("Operator", "Word"): Style(color="magenta"),
        ("Name", "Tag"): Style(color="magenta"),
        ("Name", "Builtin"): Style(color="cyan"),
        ("Name", "Decorator"): Style(color="cyan"),
        ("Name", "Attribute"): Style(color="cyan"),
        ("Name", "Function"): Style(bold=True),
        ("Name", "Class"): Style(bold=True),
        ("Literal", "String"): Style(color="green"),
        ("Literal", "Number"): Style(color="cyan"),
        ("Comment",): Style(dim=True, italic=True),
        ("Generic", "Deleted"): Style(color="red"),
        ("Generic", "Inserted"): Style(color="green"),
        ("Generic", "Heading"): Style(bold=True),
    }
)
"""Of the terminal's own palette only what can be read on a dark background and on a light one."""
_CLOSERS = "*/-->"
"""Put behind unfinished code: many lexers know a long comment only when they see its end."""
_CONTEXT = 40
_LONGEST_CONTEXT = 200

Row = list[Segment]


class Colours:
    """The colours of one block of code in a language; of an unknown one, none."""

    def __init__(self, language: str) -> None:
        self._lexer = Syntax("", language).lexer if language else None
        self._first: list[str] = []
        """The line that the block begins with: some languages are nothing without it, as PHP."""
        self._context: list[str] = []
        """The lines that those to come may depend on."""
        self._inside: list[TokenType] = []
        """For each of them the kind of the string or comment that goes on behind it."""

    def colour(self, lines: list[str]) -> list[Row]:
        """Return the next finished lines of the block in colour."""
        self._context += lines
        code = "".join(f"{line}\n" for line in [*self._first, *self._context])
        rows, inside = _split(self._tokens(code))
        fresh = rows[-len(lines) - 1 : -1]
        self._inside = inside[-len(self._context) :]
        self._forget()
        return [row if _plain(row) == line else [Segment(line)] for row, line in zip(fresh, lines, strict=True)]

    def colour_growing(self, line: str) -> Row:
        """Return the line that is being written; its colours may change until it is finished."""
        if self._inside and self._inside[-1]:
            return [Segment(line, THEME.get_style_for_token(self._inside[-1]))]
        return _split(self._tokens(line))[0][0]

    def _tokens(self, code: str) -> Iterator[tuple[TokenType, str]]:
        if not self._lexer:
            yield (), code
            return
        left = len(code)
        for _, kind, text in self._lexer.get_tokens_unprocessed(code + _CLOSERS):
            yield kind, text[:left]
            left -= len(text)
            if left <= 0:
                return

    def _forget(self) -> None:
        """Let go of the lines before the newest one that most likely begins something of its own."""
        known = len(self._context)
        is_long = known > _CONTEXT
        start = known if known > _LONGEST_CONTEXT else 0
        for number, (before, line) in enumerate(pairwise(self._context), 1):
            at_margin = line[:1].strip() and line[:1] not in ")}]"
            if not self._inside[number - 1] and (at_margin or (is_long and not before.strip())):
                start = number
        if start and not self._first:
            self._first = self._context[:1]
        del self._context[:start]
        del self._inside[:start]


def _split(tokens: Iterable[tuple[TokenType, str]]) -> tuple[list[Row], list[TokenType]]:
    """Return the rows of a text, and for each but the last the kind of what goes on in the next."""
    rows: list[Row] = [[]]
    inside: list[TokenType] = []
    for kind, text in tokens:
        style = THEME.get_style_for_token(kind)
        first, *others = text.split("\n")
        rows[-1].append(Segment(first, style))
        rows.extend([Segment(other, style)] for other in others)
        inside.extend(kind if _is_long(kind) else () for _ in others)
    return rows, inside


def _plain(row: Row) -> str:
    return "".join(segment.text for segment in row)


def _is_long(kind: TokenType) -> bool:
    return kind[:2] in (("Comment",), ("Comment", "Multiline"), ("Literal", "String"))
