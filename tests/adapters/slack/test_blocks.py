"""Blocks as Slack takes them."""

import json

import pytest

from adapters.slack import blocks
from adapters.slack.replies import reply_form
from bot.commands import Reply
from bot.nouns import Button, State
from bot.surface import Epilogue
from tests.fakes.slack.blocks import check_blocks


def labels(state: State) -> list[str]:
    made = blocks.under(Epilogue(7, state))
    check_blocks(made)
    return [element["text"]["text"] for block in made for element in block["elements"] if element["type"] == "button"]


def test_a_finished_answer_is_rated_kept_and_written_anew() -> None:
    assert labels(State.DONE) == ["Regenerate", "Save code"]
    thumbs = blocks.under(Epilogue(7, State.DONE))[0]["elements"][0]
    assert thumbs["action_id"] == "rate"
    assert thumbs["positive_button"]["value"] == "up:7"
    assert thumbs["negative_button"]["value"] == "down:7"


@pytest.mark.parametrize("state", [State.FAILED, State.INTERRUPTED])
def test_an_answer_that_is_none_offers_only_another_attempt(state: State) -> None:
    assert labels(state) == ["Try again"]


def test_a_stopped_answer_can_be_rated_too() -> None:
    assert labels(State.STOPPED) == ["Try again", "Save code"]
    assert "feedback_buttons" in json.dumps(blocks.under(Epilogue(7, State.STOPPED)))


def test_what_else_an_answer_offers_stands_in_a_row_of_its_own() -> None:
    offers = (Button("Why?", "lessons why 7"), Button("Undo #3", "lessons undo 3", danger=True))
    made = blocks.under(Epilogue(7, State.DONE, offers=offers))
    assert len(check_blocks(made)) == 3
    shown = [(each["action_id"], each["value"], each.get("style")) for each in made[-1]["elements"]]
    assert shown == [("offer:0", "lessons why 7", None), ("offer:1", "lessons undo 3", "danger")]
    made = blocks.under(Epilogue(7, State.FAILED, offers=offers))
    assert [len(block["elements"]) for block in check_blocks(made)] == [1, 2]


def test_texts_are_cut_to_what_slack_takes() -> None:
    made = [
        blocks.header("h" * 200),
        blocks.section("s" * 5000, blocks.button("b" * 100, "run", "snippets list", danger=True)),
        blocks.context("c" * 5000),
        blocks.divider(),
        blocks.section(""),
        *blocks.writing("slack::T1:C1:1.0"),
    ]
    assert len(check_blocks(made, where="home")) == 6


def test_a_value_is_never_cut_in_silence() -> None:
    with pytest.raises(ValueError, match="2,001 characters"):
        blocks.button("Run", "run", "v" * 2001)


def test_a_button_whose_command_does_not_fit_is_left_out() -> None:
    long, short = Button("Undo", f"snippets rename s-1 {'v' * 2000}"), Button("Show", "snippets show s-1")
    assert [each["value"] for each in blocks.commands("run", [long, *[short] * 30])] == ["snippets show s-1"] * 25
    assert len(check_blocks(blocks.under(Epilogue(7, State.FAILED, offers=(long,))))) == 1
    assert not [block for block in reply_form("x", Reply("x", (long,)))["blocks"] if block["type"] == "actions"]


def test_mrkdwn_shows_what_was_escaped() -> None:
    assert blocks.escape("a<b && <!here>") == "a&lt;b &amp;&amp; &lt;!here&gt;"
