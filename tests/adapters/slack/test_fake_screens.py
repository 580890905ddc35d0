"""What an app puts before people in the strict Slack, and what they do with it: buttons, modals, Home, shortcuts."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from tests.adapters.slack.bolt_app import BoltApp, Json
from tests.adapters.slack.screens import HOME, UNDER
from tests.fakes.slack import SlackServer
from tests.until import until


@pytest_asyncio.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackServer]:
    async with SlackServer(transport=request.param) as server:
        yield server


async def test_a_button_is_pressed_and_its_message_replaced(slack: SlackServer, app: BoltApp) -> None:
    pressed: list[Json] = []

    async def take(ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        await ack()
        pressed.append(body)
        await respond(text="thank you", replace_original=True)

    app.bolt.action("rate")(take)
    ts = str((await app.client.chat_postMessage(channel="C1", text="answer", blocks=UNDER))["ts"])
    await slack.presses("C1", ts, "rate", "UBEN", value="down")
    await until(lambda: slack.messages("C1")[0].text == "thank you")
    (body,) = pressed
    assert (body["actions"][0]["value"], body["actions"][0]["type"]) == ("down:7", "feedback_buttons")
    assert (body["message"]["ts"], body["container"]["message_ts"], body["user"]["id"]) == (ts, ts, "UBEN")
    assert not slack.has("C1", ts, "rate")


async def test_nobody_presses_what_is_not_there(slack: SlackServer, app: BoltApp) -> None:
    ts = str((await app.client.chat_postMessage(channel="C1", text="answer", blocks=UNDER))["ts"])
    for action, value in (("stop", ""), ("rate", ""), ("rate", "sideways"), ("run", "b")):
        with pytest.raises(ValueError, match=r"there is nothing|is not one of"):
            await slack.presses("C1", ts, action, value=value)
    slack.courier.transport.seconds = 0.1
    delivery = await slack.presses("C1", ts, "stop", force=True)
    assert not delivery.is_acknowledged
    assert delivery.payload["actions"][0]["action_id"] == "stop"


async def test_an_ephemerals_button_can_take_it_away(slack: SlackServer, app: BoltApp) -> None:
    async def take(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(delete_original=True)

    app.bolt.action("run")(take)
    await app.client.chat_postEphemeral(channel="C1", user="UANA", text="only you", blocks=UNDER[1:])
    (shown,) = slack.ephemerals
    delivery = await slack.presses("C1", shown.ts, "run")
    assert delivery.payload["container"]["is_ephemeral"]
    assert "message" not in delivery.payload
    await until(lambda: not slack.ephemerals)


async def test_home_is_shown_to_one_person(slack: SlackServer, app: BoltApp) -> None:
    await slack.opens_home("UBEN")
    await until(lambda: bool(app.events))
    assert (app.events[0]["tab"], app.events[0]["user"]) == ("home", "UBEN")
    await app.client.views_publish(user_id="UBEN", view=HOME)
    assert list(slack.homes) == ["UBEN"]
    slack.courier.transport.seconds = 0.1
    delivery = await slack.presses_view(slack.homes["UBEN"]["id"], "run", "UBEN")
    assert (delivery.payload["view"]["type"], delivery.payload["actions"][0]["value"]) == ("home", "a")


async def test_a_shortcut_brings_the_message_along(slack: SlackServer, app: BoltApp) -> None:
    found: list[Json] = []

    async def take(ack: AsyncAck, shortcut: Json) -> None:
        await ack()
        found.append(shortcut)

    app.bolt.shortcut("explain")(take)
    root = await slack.says("C1", "x = 1")
    reply = await slack.says("C1", "y = 2", thread_ts=root)
    await slack.shortcut("explain", "C1", reply, "UBEN")
    await until(lambda: bool(found))
    assert (found[0]["message"]["text"], found[0]["message"]["thread_ts"]) == ("y = 2", root)
    assert (found[0]["channel"]["id"], found[0]["user"]["id"]) == ("C1", "UBEN")
