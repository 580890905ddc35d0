"""An answer as checks see it: its code blocks, its prose, and its Python, each made out once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.blocks import Block, code_blocks
from bot.fences import fenced
from bot.learning.checks.python import Python, parse

LONGEST = 80_000
"""In characters; about nothing longer is anything said, so that a check takes less than some seconds."""
_PYTHON = frozenset({"python", "py", "python3", "py3"})
_DEEP_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]*){9}", re.MULTILINE)
_MARKS = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\r?$")
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Answer:
    """A Markdown text. Where it has no fence and is Python as a whole, all of it is code."""

    text: str

    @property
    def judgeable(self) -> bool:
        # Taking deep quotes off a block costs its lines times their depth.
        return len(self.text) <= LONGEST and not _DEEP_QUOTE.search(self.text)

    @cached_property
    def blocks(self) -> list[Block]:
        return self._fenced or ([Block("python", self.text)] if self._is_bare_python else [])

    @cached_property
    def prose(self) -> str:
        """What stands outside of code."""
        return "" if not self._fenced and self._is_bare_python else "\n".join(_outside(self.text))

    @cached_property
    def words(self) -> int:
        return len(_WORD.findall(self.prose))

    @cached_property
    def python(self) -> Python:
        """The Python blocks that parse; one without a language counts where it does more than name a value."""
        trees = (parse(block.code, sure=block.language in _PYTHON) for block in self._maybe_python)
        return Python(tuple(tree for tree in trees if tree))

    @property
    def _maybe_python(self) -> Iterator[Block]:
        return (block for block in self.blocks if block.language in _PYTHON or not block.language)

    @cached_property
    def _fenced(self) -> list[Block]:
        return code_blocks(self.text)

    @cached_property
    def _is_bare_python(self) -> bool:
        return parse(self.text, sure=False) is not None


def is_python(block: Block) -> bool:
    return block.language in _PYTHON


def _outside(text: str) -> Iterator[str]:
    at = 0
    for block in fenced(text):
        yield text[at : max(at, text.rfind("\n", 0, block.start - 1) + 1)]
        if block.end is None:
            return
        line = text[block.end :].partition("\n")[0]
        at = block.end + len(line) if _MARKS.match(line) else block.end
    yield text[at:]
