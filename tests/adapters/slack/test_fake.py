"""The strict Slack: what people do reaches a real Bolt app, over sockets and by signed HTTP, in Slack's own shapes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from tests.adapters.slack.bolt_app import BoltApp, Json
from tests.fakes.slack import SlackServer
from tests.until import until


@pytest_asyncio.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackServer]:
    async with SlackServer(transport=request.param) as server:
        yield server


async def test_a_mention_arrives_twice_under_two_event_ids(slack: SlackServer, app: BoltApp) -> None:
    ts = await slack.says("C1", "<@UBOT1> is a < b && c?")
    await until(lambda: len(app.events) == 2)
    assert sorted(app.kinds()) == ["app_mention", "message"]
    assert {event["ts"] for event in app.events} == {ts}
    assert {event["text"] for event in app.events} == {"<@UBOT1> is a &lt; b &amp;&amp; c?"}
    assert len({body["event_id"] for body in app.bodies}) == 2
    assert not slack.late


async def test_direct_messages_and_threads_say_what_they_are(slack: SlackServer, app: BoltApp) -> None:
    root = await slack.says("C1", "a question")
    await slack.says("C1", "and more", "UBEN", root)
    await slack.says("D1", "<@UBOT1> hello")
    await until(lambda: len(app.events) == 3)
    _, reply, direct = app.events
    assert (reply["thread_ts"], reply["parent_user_id"], reply["channel_type"]) == (root, "UANA", "channel")
    assert (direct["type"], direct["channel_type"]) == ("message", "im")


async def test_nothing_is_heard_of_channels_without_the_bot(slack: SlackServer, app: BoltApp) -> None:
    await slack.says("C2", "<@UBOT1> hello")
    await slack.says("C1", "here")
    await until(lambda: bool(app.events))
    assert [event["channel"] for event in app.events] == ["C1"]


async def test_edits_deletions_and_reactions(slack: SlackServer, app: BoltApp) -> None:
    ts = await slack.says("C1", "sort")
    await slack.reacts("C1", ts, "+1::skin-tone-3", "UBEN")
    await slack.reacts("C1", ts, "+1::skin-tone-3", "UBEN", removed=True)
    await slack.edits("C1", ts, "sort it")
    await slack.unfurls("C1", ts)
    await slack.deletes("C1", ts)
    await until(lambda: len(app.events) == 6)
    assert app.kinds()[1:3] == ["reaction_added", "reaction_removed"]
    assert (app.events[1]["item_user"], app.events[1]["item"]["ts"]) == ("UANA", ts)
    edit, preview = app.events[3:5]
    assert (edit["previous_message"]["text"], edit["message"]["text"]) == ("sort", "sort it")
    assert preview["previous_message"]["text"] == preview["message"]["text"]
    assert (app.events[5]["subtype"], app.events[5]["deleted_ts"]) == ("message_deleted", ts)


async def test_a_deleted_question_with_answers_leaves_a_tombstone(slack: SlackServer, app: BoltApp) -> None:
    ts = await slack.says("C1", "sort")
    await app.client.chat_postMessage(channel="C1", thread_ts=ts, text="sorted()")
    await slack.deletes("C1", ts)
    await until(lambda: len(app.events) == 2)
    assert app.events[1]["subtype"] == "message_changed"
    assert app.events[1]["message"]["subtype"] == "tombstone"
    assert [message.text for message in slack.messages("C1")] == ["sorted()"]


async def test_a_command_is_answered_with_its_acknowledgement_and_by_its_url(slack: SlackServer, app: BoltApp) -> None:
    async def run(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        await ack(f"you said {command['text']} in {command['channel_name']}")
        await respond(text="and all see this", response_type="in_channel")

    app.bolt.command("/code")(run)
    delivery = await slack.commands("/code", "a < b", "C4", "UBEN")
    await until(lambda: bool(slack.responses))
    assert [(shown.user, shown.text) for shown in slack.ephemerals] == [("UBEN", "you said a &lt; b in privategroup")]
    assert [message.text for message in slack.messages("C4")] == ["and all see this"]
    assert delivery.seconds is not None


async def test_who_does_not_acknowledge_in_time_is_noted(slack: SlackServer, app: BoltApp) -> None:
    released = asyncio.Event()

    async def wait(ack: AsyncAck) -> None:
        await released.wait()
        await ack()

    app.bolt.command("/slow")(wait)
    slack.courier.transport.seconds = 0.1
    delivery = await slack.commands("/slow")
    released.set()
    assert slack.late == [delivery]
    assert delivery.seconds is None


async def test_a_redelivery_says_so_and_has_the_same_event_id(slack: SlackServer, app: BoltApp) -> None:
    await slack.says("C1", "once")
    await slack.redelivers()
    await until(lambda: len(app.events) == 2)
    first, again = app.bodies
    assert first["event_id"] == again["event_id"]
    assert app.retries[1] == "1"


async def test_the_bots_own_posts_come_back_and_bolt_drops_them(slack: SlackServer, app: BoltApp) -> None:
    posted = await app.client.chat_postMessage(channel="C1", text="hello")
    await app.client.chat_update(channel="C1", ts=str(posted["ts"]), text="hello you")
    await slack.settle()
    kinds = [echo.payload["event"].get("subtype") for echo in slack.courier.echoes]
    assert kinds == [None, "message_changed"]
    assert all(echo.is_acknowledged for echo in slack.courier.echoes)
    assert not app.events


async def test_another_bot_is_heard(slack: SlackServer, app: BoltApp) -> None:
    await slack.says("C1", "beep", "UOTHER")
    await until(lambda: bool(app.events))
    assert app.events[0]["bot_id"] == "BOTHER"
