"""Words: exact symbols are found, rare words count more than frequent ones, and what says nothing does not count."""

import pytest

from bot.learning.words import Words, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Use HTTPX.", ["httpx"]),
        ("ruff's E501", ["ruff", "s", "e501"]),
        ("os.path", ["os.path", "os", "path"]),
        ("C++ and c#", ["c++", "c#"]),
        ("--no-deps snake_case", ["no-deps", "no", "dep", "snake_case", "snake", "case"]),
        ("tests of a class", ["test", "class"]),
        ("Größe 日本", ["grösse", "日本"]),
        ("", []),
        ("__", []),
    ],
)
def test_words_and_symbols(text: str, tokens: list[str]) -> None:
    assert list(tokenise(text)) == tokens


def best(texts: list[str], query: str) -> str:
    return texts[int(Words(texts).score(query).argmax())]


LESSONS = [
    "Fetch pages with httpx, not requests",
    "Silence E501 nowhere; break the line",
    "Use pathlib, not os.path, for files",
    "Write answers in C++",
    "Write C for the firmware, with tests",
    "Write tests with pytest",
]


@pytest.mark.parametrize(
    ("query", "lesson"),
    [
        ("how do I post JSON with httpx?", LESSONS[0]),
        ("what is e501", LESSONS[1]),
        ("os.path.join for two files", LESSONS[2]),
        ("a hash map in c++", LESSONS[3]),
        ("a ring buffer in C", LESSONS[4]),
        ("a pytest test", LESSONS[5]),
    ],
)
def test_the_lesson_with_the_symbol_is_first(query: str, lesson: str) -> None:
    assert best(LESSONS, query) == lesson


def test_a_text_without_a_shared_word_has_nothing() -> None:
    assert Words(LESSONS).score("how do you write and use the").tolist() == [0.0] * len(LESSONS)


def test_rare_words_count_more_and_short_texts_too() -> None:
    words = Words(["alpha common", "beta common", "alpha common and very many other words beside", "common"])
    first, second, third, fourth = words.score("alpha common").tolist()
    assert first > third > second
    assert fourth > second > 0


def test_no_texts_and_empty_texts_are_fine() -> None:
    assert Words([]).score("x").tolist() == []
    assert Words(["", ""]).score("x").tolist() == [0.0, 0.0]
