"""How well short texts match the words of a query (BM25): for exact symbols, and where nothing knows their meaning."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOKEN = re.compile(r"\w+(?:[.-]\w+)*(?:\+\+|#)?")
_JOINT = re.compile(r"[._-]+")
_SAYING_NOTHING = """
a an and are as at be but by can do does for from have how i if in into is it its me my not of on or our please so that
the their them then there this to was we what when which with you your use write
"""
_EMPTY = frozenset(_SAYING_NOTHING.split())
_LONGEST_QUERY = 8_000
"""Characters of a query that are looked at: a question may bring whole files."""
_SATURATION = 1.2
_BY_LENGTH = 0.75
"""The usual constants of BM25: how soon a word's repetition stops to count, and how much a long text is held back."""


def tokenise(text: str) -> Iterator[str]:
    """Yield the words, and whole symbols besides their parts: ``os.path`` is os.path, os and path."""
    for token in _TOKEN.findall(text.casefold()):
        yield from _split(token)


@lru_cache(10_000)
def _split(token: str) -> tuple[str, ...]:
    parts = [part for part in _JOINT.split(token) if part]
    words = [_shorten(part) for part in parts if part not in _EMPTY]
    return (token, *words) if len(parts) > 1 else tuple(words)


def _shorten(word: str) -> str:
    """Let "tests" be "test"."""
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word.isalpha()
    return word[:-1] if is_plural else word


class Words:
    """The words of some texts, counted once; takes about 10 ms for 1,000 lessons."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._size = len(texts)
        self._vocabulary: dict[str, int] = {}
        ids = [[self._number(token) for token in tokenise(text)] for text in texts]
        lengths = np.array([len(each) for each in ids], np.int64)
        flat = np.fromiter((number for each in ids for number in each), np.int64, int(lengths.sum()))
        # Each pair of a word and a text once, by words: all texts of a word lie side by side.
        pairs, counts = np.unique(flat * self._size + np.repeat(np.arange(self._size), lengths), return_counts=True)
        words, self._texts = np.divmod(pairs, max(self._size, 1))
        spread = np.bincount(words, minlength=len(self._vocabulary))
        self._starts = np.concatenate(([0], np.cumsum(spread))).tolist()
        rarity = np.log1p((self._size - spread + 0.5) / (spread + 0.5))
        share = lengths / max(float(lengths.mean()), 1.0) if self._size else lengths
        held_back = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * share[self._texts])
        self._weights = rarity[words] * counts * (_SATURATION + 1) / (counts + held_back)

    def score(self, query: str) -> "NDArray[np.float64]":
        """Return a number for each text, in their order; 0: it shares no word with the query."""
        import numpy as np

        scores = np.zeros(self._size)
        for token in set(tokenise(query[:_LONGEST_QUERY])):
            if (number := self._vocabulary.get(token)) is not None:
                texts = slice(self._starts[number], self._starts[number + 1])
                scores[self._texts[texts]] += self._weights[texts]
        return scores

    def _number(self, token: str) -> int:
        return self._vocabulary.setdefault(token, len(self._vocabulary))
