"""The index: best first by meaning, with words beside it, and by words alone where there are no vectors."""

import numpy as np
import pytest

from bot.learning.index import WORDS_ALONE, WORDS_BESIDE, Index


def vector(*values: float) -> bytes:
    return bytes((np.array(values) / np.linalg.norm(values)).astype("<f4"))


EAST, NORTH, NORTHEAST = vector(1, 0), vector(0, 1), vector(1, 1)
LESSONS = [(7, "Sort with sorted", EAST), (3, "Fetch with httpx", NORTH), (5, "Read with pathlib", NORTHEAST)]


def keys(ranked: list[tuple[int, float]]) -> list[int]:
    return [key for key, _ in ranked]


def test_the_nearest_is_first() -> None:
    ranked = Index(LESSONS).rank("?", EAST, [3, 5, 7])
    assert keys(ranked) == [7, 5, 3]
    assert [score for _, score in ranked] == pytest.approx([1, 0.7071, 0], abs=1e-3)


def test_words_add_a_little() -> None:
    assert dict(Index(LESSONS).rank("httpx", NORTHEAST, [3, 7]))[3] == pytest.approx(0.7071 + WORDS_BESIDE, abs=1e-3)
    assert keys(Index(LESSONS).rank("httpx", NORTHEAST, [3, 7])) == [3, 7]
    assert keys(Index(LESSONS).rank("sorted", NORTHEAST, [3, 7])) == [7, 3]


def test_only_those_that_are_asked_for_are_ranked() -> None:
    index = Index(LESSONS)
    assert keys(index.rank("?", EAST, {3, 5, 99})) == [5, 3]
    assert index.rank("?", EAST, ()) == []


def test_the_best_match_of_words_is_the_best_of_those_that_are_asked_for() -> None:
    lessons = [(1, "httpx httpx", EAST), (2, "httpx, among many other things that are said", EAST)]
    assert dict(Index(lessons).rank("httpx", EAST, [2])) == {2: pytest.approx(1 + WORDS_BESIDE)}


def test_without_the_query_s_vector_words_rank_and_others_are_left_out() -> None:
    assert Index(LESSONS).rank("use httpx", b"", [3, 5, 7]) == [(3, WORDS_ALONE)]


def test_without_any_vector_words_rank() -> None:
    index = Index((key, text, b"") for key, text, _ in LESSONS)
    assert keys(index.rank("pathlib or httpx or pathlib", EAST, [3, 5, 7])) == [3, 5]


def test_a_lesson_that_is_not_embedded_yet_is_ranked_by_its_words() -> None:
    index = Index([*LESSONS, (9, "Plot with seaborn", b"")])
    assert keys(index.rank("seaborn", NORTHEAST, [3, 5, 7, 9])) == [5, 7, 3, 9]
    assert keys(index.rank("a seaborn chart", vector(1, 0.2), [3, 9])) == [9, 3]
    assert keys(index.rank("sorted", EAST, [7, 9])) == [7]


def test_vectors_of_another_dimension_do_not_count() -> None:
    index = Index([*LESSONS, (9, "Plot with seaborn", vector(1, 0, 0))])
    assert dict(index.rank("seaborn", EAST, [7, 9])) == {7: pytest.approx(1), 9: WORDS_ALONE}
    assert index.rank("seaborn", vector(1, 0, 0), [7, 9]) == [(9, WORDS_ALONE)]


def test_equals_keep_their_order() -> None:
    index = Index([(key, "the same", EAST) for key in (4, 2, 9, 1)])
    assert keys(index.rank("?", EAST, {1, 2, 4, 9})) == [4, 2, 9, 1]


def test_nothing_is_fine() -> None:
    index = Index([])
    assert len(index) == 0
    assert index.rank("x", EAST, [1]) == []
