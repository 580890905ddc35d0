"""Short words and emoji: what each of them is a wish for, and how an operator changes that."""

import pytest

from bot.settings_reactions import read_reactions
from bot.wishes import MEANINGS, USUAL, VERDICTS, bare_emoji, meanings, wish


@pytest.mark.parametrize("text", ["stop", " Stop! ", "STOP  it.", "please\nstop", "🛑", ":octagonal_sign:"])
def test_a_whole_message_can_be_a_wish_to_stop(text: str) -> None:
    assert wish(text) == "stop"


@pytest.mark.parametrize("text", ["help", "Help!", "/code  help"])
def test_a_whole_message_can_be_a_wish_for_help(text: str) -> None:
    assert wish(text) == "help"


@pytest.mark.parametrize("text", ["", "stop the server from crashing", "help me sort", "does it stop?", "non-stop"])
def test_all_else_is_a_question(text: str) -> None:
    assert wish(text) == ""


@pytest.mark.parametrize(
    ("emoji", "bare"),
    [("👍🏽", "👍"), ("❤️", "❤"), ("👍", "👍"), ("+1", "+1"), ("🏽", "🏽"), ("👩🏾‍💻", "👩‍💻"), ("", "")],
)
def test_a_skin_tone_and_the_wish_for_colour_change_no_meaning(emoji: str, bare: str) -> None:
    assert bare_emoji(emoji) == bare


def test_every_usual_reaction_is_known_as_it_comes_without_skin_tone() -> None:
    assert set(USUAL.values()) < set(MEANINGS)
    assert all(bare_emoji(emoji) == emoji for emoji in USUAL)
    assert {USUAL["👍"], USUAL["👎"]} == VERDICTS.keys()


def test_the_operators_meanings_go_before_the_usual_ones() -> None:
    known = meanings({"bulb": "save", "📌": "nothing"})
    assert (known["bulb"], known["📌"], known["👍"]) == ("save", "nothing", "up")
    assert USUAL["📌"] == "save"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", {}),
        ("bulb=save,wave=nothing", {"bulb": "save", "wave": "nothing"}),
        (" :bulb:=save , 👍🏽=again ", {"bulb": "save", "👍": "again"}),
        ("❤️=up", {"❤": "up"}),
    ],
)
def test_meanings_are_read_as_people_write_them(written: str, read: dict[str, str]) -> None:
    assert read_reactions(written) == read


def test_meanings_that_are_read_already_stay() -> None:
    assert read_reactions({"bulb": "save"}) == {"bulb": "save"}


@pytest.mark.parametrize("written", ["bulb", "bulb=save=up", "bulb = save", "bulb=shine", "bulb="])
def test_what_is_no_meaning_is_refused_with_those_that_there_are(written: str) -> None:
    with pytest.raises(ValueError, match="a meaning is one of up, down, again, save, stop, nothing"):
        read_reactions(written)
