"""Models in Slack: named before a question, chosen for a thread or a channel, and said below each answer."""

import json

from tests.adapters.slack.wiring import Room
from tests.until import until


async def test_a_question_names_its_model_and_the_answer_says_who_wrote_it(room: Room) -> None:
    room.model.models |= {"other": 4096, "third": 4096}
    await room.slack.commands("/code", "—model other print one")
    await until(lambda: len(room.model.asked) == 1)
    assert (room.model.asked[0].model, "model other" in room.said[0]) == ("other", False)
    ts, answer = await room.asks("<@UBOT1> --model third --here print two")
    assert "Written by third" in json.dumps(answer.blocks)
    await room.slack.says("C1", "and three?", "UBEN", ts)
    assert "Written by third" in json.dumps((await room.answers(ts, 2))[1].blocks)
    assert "Written by scripted" in json.dumps((await room.asks())[1].blocks)


async def test_a_model_is_chosen_for_a_channel_and_not_for_the_workspace(room: Room) -> None:
    room.model.models["other"] = 4096
    await room.slack.commands("/code", "model other --channel")
    await room.told("`other` answers everybody in this channel from now on")
    assert "Written by other" in json.dumps((await room.asks())[1].blocks)
    await room.slack.commands("/code", "model other --workspace")
    await room.told("is for an admin to decide")
    await room.slack.commands("/code", "model other --here")
    await room.told("Begin your next question there with `--model NAME --here`")
    await room.slack.commands("/code", "url add laptop http://127.0.0.1:1/v1")
    await room.told("code-supporter.toml")
