"""Markdown outside of code fences: how much of it is settled, and what it looks like."""

from typing import ClassVar

from markdown_it import MarkdownIt
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, TableElement
from rich.syntax import Syntax
from rich.table import Table
from rich.theme import Theme

from adapters.terminal.colours import THEME
from adapters.terminal.fences import begins_fence, dedent

_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]).disable("image")
"""Without HTML, of which rich shows nothing: a tag outside of code is shown as it was written."""
STYLES = Theme(
    {
        "markdown.code": "cyan",
        "markdown.h1": "bold underline",
        "markdown.h2": "bold underline",
        "markdown.h3": "bold",
        "markdown.h4": "bold italic",
        "markdown.block_quote": "italic",
        "markdown.link": "none",
        "markdown.link_url": "cyan underline",
        "markdown.item.number": "bold",
        "markdown.table.border": "dim",
        "markdown.table.header": "bold",
    }
)
"""Colours that can be read on a dark background and on a light one."""


class _Heading(Heading):
    LEVEL_ALIGN: ClassVar[dict[str, JustifyMethod]] = {}


class _CodeBlock(CodeBlock):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Syntax(str(self.text).rstrip(), self.lexer_name, theme=THEME, word_wrap=True)


class _Table(TableElement):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for table in super().__rich_console__(console, options):
            if isinstance(table, Table):
                for column in table.columns:
                    column.overflow = "fold"  # rich would cut a word that is longer than its column
            yield table


class Blocks(Markdown):
    """Markdown as rich draws it, but with every word of the text in it and the targets of links."""

    elements = Markdown.elements | {
        "heading_open": _Heading,
        "fence": _CodeBlock,
        "code_block": _CodeBlock,
        "table_open": _Table,
    }

    def __init__(self, markup: str) -> None:
        super().__init__("", hyperlinks=False)
        self.parsed = _PARSER.parse(markup)


class Prose:
    """The lines between two fences that are not printed for good yet."""

    def __init__(self, indent: int = 0) -> None:
        self._lines: list[str] = []
        self._indent = indent

    def add(self, line: str) -> None:
        """Take in a finished line; in a list item, below code in it, move it to the margin: alone it would be code."""
        blanks = len(line) - len(line.lstrip(" "))
        if blanks < self._indent and line.strip():
            self._indent = blanks
            self._lines.append("")  # the item ends here: what follows is no part of its last paragraph
        self._lines.append(dedent(line, self._indent))

    def settle(self) -> tuple[str, bool]:
        """Take away the blocks that no later line can change; also say whether the rest goes on in the same list."""
        cut, in_list = _settled("\n".join(self._lines))
        return self._take(cut), in_list

    def rest(self) -> str:
        """Take away everything."""
        return self._take(len(self._lines))

    def growing(self, line: str) -> str:
        """Return what is not settled, together with the line that is being written."""
        shown = [] if begins_fence(line) else [dedent(line, self._indent)]
        return "\n".join([*self._lines, *shown])

    def _take(self, count: int) -> str:
        taken, self._lines = self._lines[:count], self._lines[count:]
        return "\n".join(taken)


def _settled(markup: str) -> tuple[int, bool]:
    """Return the line where the last block begins, or its last item where it is a list, and whether it is one."""
    tokens = [token for token in _PARSER.parse(markup) if token.map]
    last = next((token for token in reversed(tokens) if token.level == 0), None)
    if not last or not last.map:
        return 0, False
    start = last.map[0]
    items = [token.map[0] for token in tokens if token.map and token.type == "list_item_open" and token.level == 1]
    within = [item for item in items if item > start]
    return (within[-1], True) if within else (start, False)
