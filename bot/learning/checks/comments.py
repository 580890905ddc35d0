"""Checks of comments in code: that there are none, or some."""

import io
import re
import tokenize
from collections.abc import Iterator

from bot.blocks import Block
from bot.learning.checks.answer import Answer, is_python
from bot.learning.checks.check import ANY, Check
from bot.learning.checks.languages import named
from bot.learning.nouns import Facet

_ORDERS = re.compile(r"#(?:!|\s*(?:type:|noqa|pragma|fmt:|mypy:|ruff:|pylint:|-\*-|!))")
"""What stands in a comment for a program to read."""
_HASH = frozenset(
    {"bash", "ruby", "perl", "r", "yaml", "toml", "makefile", "dockerfile", "elixir", "powershell", "python"}
)
_DASHES = frozenset({"sql", "lua", "haskell"})
_BY_HASH = re.compile(r"(?:^|\s)#(?![!{])")
_BY_DASHES = re.compile(r"(?:^|\s)--\s|/\*")
_BY_SLASHES = re.compile(r"(?:^|[\s;{}])//|/\*")


def _no_comments(answer: Answer) -> bool | None:
    return not any(_has_comment(block) for block in answer.blocks) if answer.blocks else None


def _comments(answer: Answer) -> bool | None:
    return any(_has_comment(block) for block in answer.blocks) if answer.blocks else None


def _has_comment(block: Block) -> bool:
    if is_python(block):
        return any(not _ORDERS.match(comment) for comment in _python_comments(block.code))
    language = named(block.language)
    pattern = _BY_HASH if language in _HASH else _BY_DASHES if language in _DASHES else _BY_SLASHES
    return any(pattern.search(line) for line in block.code.split("\n"))


def _python_comments(code: str) -> Iterator[str]:
    """Yield them up to where the code can't be read any further."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                yield token.string
    except (tokenize.TokenError, SyntaxError):
        return


CHECKS = (
    Check("no_comments", "the code has no comments", ANY, Facet.STYLE, _no_comments),
    Check("comments", "the code has comments", ANY, Facet.STYLE, _comments),
)
