"""Checks of how an answer looks: how long it is, its parts, and words that it has or lacks."""

import re

from bot.learning.checks.answer import Answer
from bot.learning.checks.check import ANY, Argument, Check
from bot.learning.checks.python_tests import EXAMPLE
from bot.learning.nouns import Facet

_COMPLEXITY = re.compile(r"(?<![\w.])(?:O|Θ|Ω)\([^()\n]{1,40}(?:\([^()\n]{0,20}\)[^()\n]{0,20})?\)")
_STEP = re.compile(r"^[ \t]*(?:#{1,6} *|\*\*)?(?:step *)?(\d{1,3})[.):](?=\s)", re.MULTILINE | re.IGNORECASE)
_BLANK = re.compile(r"\s+")


def _code_only(answer: Answer, most: str) -> bool | None:
    return answer.words <= int(most) if answer.blocks else None


def _max_words(answer: Answer, most: str) -> bool | None:
    return answer.words <= int(most) if answer.text.strip() else None


def _max_lines(answer: Answer, most: str) -> bool | None:
    """Blank lines don't count."""
    lines = [line for block in answer.blocks for line in block.code.split("\n") if line.strip()]
    return len(lines) <= int(most) if lines else None


def _max_line_length(answer: Answer, most: str) -> bool | None:
    lines = [len(line.rstrip()) for block in answer.blocks for line in block.code.split("\n")]
    return max(lines) <= int(most) if lines else None


def _complexity(answer: Answer) -> bool | None:
    return bool(_COMPLEXITY.search(answer.text)) if answer.blocks else None


def _numbered_steps(answer: Answer) -> bool | None:
    if not answer.text.strip():
        return None
    numbers = [int(number) for number in _STEP.findall(answer.prose)]
    return 1 in numbers and 2 in numbers


def _one_block(answer: Answer) -> bool | None:
    return len(answer.blocks) == 1 if answer.blocks else None


def _contains(answer: Answer, words: str) -> bool | None:
    return _has(answer.text, words) if answer.text.strip() else None


def _lacks(answer: Answer, words: str) -> bool | None:
    return not _has(answer.text, words) if answer.text.strip() else None


def _has(text: str, words: str) -> bool:
    """Look for whole words, whatever their case and what blank is between them."""
    words = _BLANK.sub(" ", words.strip().lower())
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.search(before + re.escape(words) + after, _BLANK.sub(" ", text.lower())) is not None


_FORMAT = (ANY, Facet.FORMAT)
_NUMBER = Argument.NUMBER
CHECKS = (
    Check("code_only", "at most {} words stand outside the code", *_FORMAT, _code_only, argument=_NUMBER, default="20"),
    Check("max_words", "the text beside the code has at most {} words", *_FORMAT, _max_words, argument=_NUMBER),
    Check("max_lines", "the code has at most {} lines, blank ones not counted", *_FORMAT, _max_lines, argument=_NUMBER),
    Check(
        "max_line_length",
        "no line of the code has more than {} characters",
        *_FORMAT,
        _max_line_length,
        argument=_NUMBER,
    ),
    EXAMPLE,
    Check("complexity_comment", "the answer gives the complexity as O(...)", *_FORMAT, _complexity),
    Check("numbered_steps", "the answer explains in numbered steps", *_FORMAT, _numbered_steps),
    Check("one_block", "all code stands in one block", *_FORMAT, _one_block),
    Check("contains", 'the answer has "{}" in it', ANY, Facet.OTHER, _contains, argument=Argument.WORDS),
    Check("lacks", 'the answer does not have "{}" in it', ANY, Facet.OTHER, _lacks, argument=Argument.WORDS),
)
