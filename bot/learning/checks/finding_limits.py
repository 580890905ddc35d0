"""Finds the check for a rule that sets a limit: lines of a function or of the code, characters of a line, words."""

import re

from bot.learning.checks.polarity import Wishes

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80, "hundred": 100}
_WRITTEN = "|".join(_NUMBERS)
_LIMIT = re.compile(
    rf"\b(?P<number>[1-9]\d{{0,4}}|{_WRITTEN})[- ](?:(?:or (?:fewer|less)|code|source|"
    rf"python) )*(?P<unit>lines?|words?|characters?|chars|columns?)\b"
)
_BELOW = re.compile(
    r"\b(?:under|below|at most|max|maximum|up to|within|limit\w*|less than|fewer than|"
    r"shorter than|(?:or|and) (?:less|fewer|shorter)|to|keep|"
    r"stay|short|no longer|cap|shorter)\b|[<≤]"
)
_ABOVE = re.compile(
    r"\b(?:over|above|more than|longer than|exceed\w*|beyond|bigger than|larger than|greater than)\b|[>≥]"
)
_AT_LEAST = re.compile(r"\bat least|minimum|\bmin\b|no (?:fewer|less) than")
_FUNCTION = re.compile(r"\b(?:functions?|methods?)\b")
_CODE = re.compile(r"\b(?:code|solutions?|scripts?|programs?|snippets?|implementations?)\b")
_PART = re.compile(r"\b(?:class|file|docstring|comment|explanation|paragraph|test)")
_LENGTH = re.compile(r"\blines?\b.*\b(?:characters?|chars|columns?)\b|\b(?:characters?|chars|columns?)\b.*\bline")


def find_limit(wishes: Wishes) -> str:
    """Return the spec for a limit that is wanted from above, empty where there is none."""
    found = _LIMIT.search(wishes.whole)
    if not found or _AT_LEAST.search(wishes.whole):
        return ""
    negated = any(found[0] in clause for clause in wishes.refused)
    bigger = _ABOVE.search(wishes.whole) is not None
    if negated != bigger or not (bigger or _BELOW.search(wishes.whole)):
        return ""
    number = _NUMBERS.get(found["number"]) or int(found["number"])
    name = _name(found["unit"], wishes.whole)
    return f"{name}:{number}" if name else ""


def _name(unit: str, rule: str) -> str:
    if unit.startswith("word"):
        return "max_words"
    if not unit.startswith("line"):
        return "max_line_length" if _LENGTH.search(rule) else ""
    if _FUNCTION.search(rule):
        return "max_function_lines"
    return "max_lines" if _CODE.search(rule) and not _PART.search(rule) else ""
