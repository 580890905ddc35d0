"""local-slack as the tests drive it: people act on a real Bolt app over both transports, and see what it did."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import BoltApp, Json, behind_http, over_sockets
from tests.adapters.slack.screens import MODAL, UNDER
from tests.local_slack import LocalSlack, run_local_slack
from tests.until import until


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@asynccontextmanager
async def running(transport: str) -> AsyncIterator[tuple[LocalSlack, BoltApp]]:
    """Run the server with an app that is connected to it."""
    app = BoltApp("http://127.0.0.1/", notes=("reaction_added", "app_home_opened", "message"))
    async with behind_http(app) as url, run_local_slack(url if transport == "http" else "") as slack:
        app.client.base_url = slack.api_url
        if transport == "http":
            yield slack, app
        else:
            async with over_sockets(slack.api_url, app):
                yield slack, app


async def test_a_story(transport: str) -> None:
    async with running(transport) as (slack, app):
        _register(app)
        ts = await slack.says("C1", "<@UBOT1> sort a list")
        await until(lambda: bool(slack.messages("C1", ts)))
        (answer,) = slack.messages("C1", ts)
        assert answer.markdown == "`sorted()`"
        await slack.reacts("C1", answer.ts, "+1", "UBEN")
        await until(lambda: "reaction_added" in app.kinds())
        await slack.presses("C1", answer.ts, "rate", value="up")
        await until(lambda: bool(slack.ephemerals("C1")))
        assert [shown.text for shown in slack.ephemerals("C1")] == ["up:7"]
        await slack.deletes("C1", ts)
        await until(lambda: ts not in [message.ts for message in slack.messages("C1")])


async def test_a_modal_and_the_home_tab(transport: str) -> None:
    async with running(transport) as (slack, app):
        _register(app)
        await slack.commands("/code")
        await until(lambda: bool(slack.views))
        await slack.submits({"text": "no"})
        assert slack.errors == {"problem": "say more"}
        await slack.submits({"text": "sort a list"})
        assert not slack.views
        await until(lambda: [message.text for message in slack.messages("C1")] == ["sort a list"])
        await slack.opens_home("UBEN")
        await until(lambda: "app_home_opened" in app.kinds())


def _register(app: BoltApp) -> None:
    async def answer(event: Json, say: AsyncSay) -> None:
        blocks = [{"type": "markdown", "text": "`sorted()`"}, *UNDER]
        await say(text="sorted", blocks=blocks, thread_ts=event["ts"])

    async def thank(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        said = {"channel": body["channel"]["id"], "user": body["user"]["id"], "text": body["actions"][0]["value"]}
        await client.chat_postEphemeral(**said)

    async def show(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    async def take(ack: AsyncAck, view: Json, client: AsyncWebClient) -> None:
        text = view["state"]["values"]["problem"]["text"]["value"]
        if text == "no":
            await ack(response_action="errors", errors={"problem": "say more"})
        else:
            await ack()
            await client.chat_postMessage(channel="C1", text=text)

    app.bolt.event("app_mention")(answer)
    app.bolt.action("rate")(thank)
    app.bolt.command("/code")(show)
    app.bolt.view("ask")(take)
