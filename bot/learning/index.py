"""Which lessons of a workspace fit a request best, by meaning and by words."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bot.learning.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_BESIDE = 0.1
"""What the best match of words adds to a cosine. More hurts: with equal weight the right lesson was first for 53 of 100
questions, with meaning alone for 58; this little is neutral, and finds symbols."""
WORDS_ALONE = 0.5
"""What the best match of words is worth where the meaning is unknown: as much as a good cosine."""


class Index:
    """A snapshot of one workspace's lessons; a change makes another one, in about 15 ms for 1,000 lessons."""

    def __init__(self, lessons: Iterable[tuple[int, str, bytes]]) -> None:
        """Take each lesson's key, its text, and its vector as an ``Embedder`` makes them; empty: not embedded yet.

        Vectors are of one embedder; where their dimensions differ, only those of the most frequent one count.
        """
        import numpy as np

        keys, texts, vectors = tuple(zip(*lessons, strict=True)) or ((), (), ())
        self._keys = np.array(keys, np.int64)
        self._words = Words(texts)
        sizes = Counter(len(vector) for vector in vectors if vector).most_common(1)
        self._size = sizes[0][0] if sizes else 0
        self._known = np.array([len(vector) == self._size > 0 for vector in vectors], bool)
        nothing = bytes(self._size)
        whole = b"".join(vector if len(vector) == self._size else nothing for vector in vectors)
        self._matrix = np.frombuffer(whole, "<f4").reshape(len(self._keys), self._size // 4)

    def __len__(self) -> int:
        return len(self._keys)

    def rank(self, query: str, vector: bytes, among: Collection[int]) -> list[tuple[int, float]]:
        """Return those lessons of ``among`` that may fit, best first, with a score of at most about 1.

        ``vector`` is the query's; empty: there is none. The score is the cosine and ``WORDS_BESIDE``; of a lesson
        without a vector it is ``WORDS_ALONE`` for the best match of words and less for others, and one that shares no
        word with the query is left out.
        """
        import numpy as np

        rows = np.flatnonzero(np.isin(self._keys, np.fromiter(among, np.int64, len(among))))
        words = _normalise(self._words.score(query)[rows])
        if vector and len(vector) == self._size:
            # Not ``@``: its BLAS wakes a thread for each core, which on a busy machine takes ten times as long.
            cosines = np.einsum("ij,j->i", self._matrix, np.frombuffer(vector, "<f4"))[rows]
            known = self._known[rows]
            scores = np.where(known, cosines + WORDS_BESIDE * words, WORDS_ALONE * words)
            fitting = known | (words > 0)
        else:
            scores, fitting = WORDS_ALONE * words, words > 0
        rows, scores = rows[fitting], scores[fitting]
        order = np.argsort(-scores, kind="stable")
        return list(zip(self._keys[rows[order]].tolist(), scores[order].tolist(), strict=True))


def _normalise(scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Let the best be 1."""
    best = scores.max(initial=0.0)
    return scores / best if best else scores
