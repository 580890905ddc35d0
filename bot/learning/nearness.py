"""How near two texts are: by their meanings, by the words that say something, by runs of words."""

from functools import lru_cache

from bot.languages import named_languages
from bot.learning.words import tokenise

_RUN = 3
_GENERAL = """
class code example func function give make method need program return script show snippet take that try using want
"""
_SAYING_LITTLE = frozenset(_GENERAL.split())


def cosine(one: bytes, other: bytes) -> float:
    """Return the cosine of two vectors as an embedder makes them; 0 where they can't be compared."""
    import numpy as np

    if not one or len(one) != len(other):
        return 0.0
    # Not ``@``: its BLAS wakes a thread for each core.
    return float(np.einsum("i,i->", np.frombuffer(one, "<f4"), np.frombuffer(other, "<f4")))


def in_words(one: str, other: str) -> float:
    """Return the share of words that two questions have in common, of those that tell what they are about."""
    return _share(_words(one), _words(other))


def overlap(one: str, other: str) -> float:
    """Return the share of runs of three words that two texts have in common."""
    return _share(_runs(one), _runs(other))


def _share(one: frozenset[object], other: frozenset[object]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@lru_cache(1000)
def _words(text: str) -> frozenset[object]:
    return frozenset(word for word in tokenise(text) if word not in _SAYING_LITTLE and not named_languages(word))


def _runs(text: str) -> frozenset[object]:
    words = list(tokenise(text))
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
