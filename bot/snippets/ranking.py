"""In which order a search shows what it found: what is called so, what defines it, whole words, then all the rest."""

import re
from collections.abc import Iterator, Sequence

from bot.store.snippet_looking import Candidate
from bot.store.snippet_text import fold

_DEFINING = {
    *("class", "const", "def", "enum", "exists", "fn", "func", "function", "impl", "interface", "let", "module"),
    *("struct", "table", "trait", "type", "var", "view"),
}
"""Words behind which a name is defined; ``exists`` is of ``CREATE TABLE IF NOT EXISTS``."""
_METHOD = re.compile(r"\bfunc \([^()\n]*\) $")
_BEFORE = 60
"""Characters before a word that say whether it is defined there."""
_LOOKED_AT = 4
"""Places at which a word stands, the first ones."""


def rank(found: Sequence[Candidate], words: Sequence[str]) -> list[Candidate]:
    """Return the best first; among equals the order stays."""
    folded = [fold(word) for word in words]
    return sorted(found, key=lambda each: -_score(each, folded))


def best_place(text: str, word: str) -> tuple[int, int]:
    """Return how well a folded text holds a word, 0 to 3, and where: inside another, whole, defined."""
    best = (0, -1)
    for at in _places(text, word):
        fits = 1
        if _is_whole(text, at, at + len(word)):
            fits = 3 if _is_defined(text[max(0, at - _BEFORE) : at]) else 2
        if fits > best[0]:
            best = (fits, at)
        if fits == 3:
            break
    return best


def _score(found: Candidate, words: Sequence[str]) -> float:
    key, name, *tags = [*filter(None, found.head.split("\n")), ""]
    score = 4.0 * found.pinned + 2.0 * found.is_own
    whole = " ".join(words)
    if whole in (key, key.removeprefix("s-"), name):
        score += 1000
    if all(word in name for word in words):
        score += 300 if whole in name else 200
    for word in words:
        score += 60 * (f"#{word.removeprefix('#')}" in tags) + 30 * (word in name)
        score += (0, 0, 10, 100)[best_place(found.body, word)[0]] / len(words)
    return score


def _places(text: str, word: str) -> Iterator[int]:
    at = -1
    for _ in range(_LOOKED_AT):
        if (at := text.find(word, at + 1)) < 0:
            return
        yield at


def _is_defined(before: str) -> bool:
    """Tell whether what stands before a word says that it is defined there."""
    if before.endswith(") "):
        return _METHOD.search(before) is not None
    words = before.rstrip("\"'`[").rsplit(maxsplit=1) if before[-1:].strip() in ("", *"\"'`[") else []
    return bool(words) and words[-1] in _DEFINING


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no letter, digit or underscore goes on where a word begins or ends with one."""
    before, first, last, behind = text[start - 1 : start], text[start], text[end - 1], text[end : end + 1]
    return not (_is_part(before) and _is_part(first)) and not (_is_part(last) and _is_part(behind))


def _is_part(character: str) -> bool:
    return character.isalnum() or character == "_"
