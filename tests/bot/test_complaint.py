"""What somebody ticks and writes about an answer, as the words that the model is told."""

import pytest

from bot.complaint import CHIPS, say
from bot.errors import UsageError


@pytest.mark.parametrize(
    ("chips", "words", "said"),
    [
        (["wrong"], "", "It is wrong."),
        (["long", "language"], "", "Make it shorter. Use another programming language."),
        (["other"], "use a set", "use a set"),
        (["style", "dance"], "as in PEP 8", "Write it in another style. as in PEP 8"),
        ([], "in C++", "in C++"),
    ],
)
def test_a_complaint_is_said_in_words(chips: list[str], words: str, said: str) -> None:
    assert say(chips, words) == said


@pytest.mark.parametrize("chips", [[], ["dance"], *([chip] for chip in CHIPS if chip not in ("wrong", "long"))])
def test_what_nobody_could_act_on_is_asked_for_in_words(chips: list[str]) -> None:
    with pytest.raises(UsageError, match="in a few words"):
        say(chips, "")
