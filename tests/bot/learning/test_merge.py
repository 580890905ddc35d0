"""When a new rule says what a lesson says already."""

import pytest

from bot.learning.merge import says_same
from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.nouns import Author

TABS = "Indent with tabs."


@pytest.mark.parametrize(
    ("said", "known", "same"),
    [
        (("go",), ("python",), False),
        (("go",), ("go", "python"), True),
        (("go",), (), True),
        ((), ("python",), True),
        ((), (), True),
    ],
)
@pytest.mark.parametrize("check", ["", "max_lines:20"])
def test_one_wording_for_two_languages_is_two_rules(
    said: tuple[str, ...], known: tuple[str, ...], check: str, same: bool
) -> None:
    lesson = Lesson(
        1, Rule(TABS, languages=known, check=check), Scope.USER, Standing.NEW, Author("board", "ana", "Ana")
    )
    assert says_same(Rule(TABS, languages=said, check=check), lesson, lambda _: 0.0) is same
