"""Modals in the strict Slack: opened in time, filled in, submitted, refused, updated."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import BoltApp, Json, refused
from tests.adapters.slack.screens import MODAL, plain
from tests.fakes.slack import SlackServer
from tests.until import until


@pytest_asyncio.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackServer]:
    async with SlackServer(transport=request.param) as server:
        yield server


async def open_modal(slack: SlackServer, app: BoltApp, view: Json = MODAL) -> str:
    """Let a command open a modal; return its id."""

    async def show(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    app.bolt.command("/code")(show)
    await slack.commands("/code")
    await until(lambda: bool(slack.views))  # the app acknowledges first
    return next(iter(slack.views))


async def test_a_modal_is_filled_in_and_submitted(slack: SlackServer, app: BoltApp) -> None:
    submitted: list[Json] = []

    async def take(ack: AsyncAck, view: Json) -> None:
        await ack()
        submitted.append(view)

    app.bolt.view("ask")(take)
    id = await open_modal(slack, app)
    assert await slack.submits(id, {"text": "sort", "pick": "good"}) == {}
    await until(lambda: bool(submitted))
    values = submitted[0]["state"]["values"]
    assert values["problem"]["text"] == {"type": "plain_text_input", "value": "sort"}
    assert values["model"]["pick"]["selected_option"]["value"] == "good"
    assert submitted[0]["private_metadata"] == "C1"
    with pytest.raises(ValueError, match="is closed"):
        await slack.submits(id, {"text": "sort"})


async def test_a_modal_stays_open_with_the_apps_errors(slack: SlackServer, app: BoltApp) -> None:
    async def take(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"problem": "say more"})

    app.bolt.view("ask")(take)
    id = await open_modal(slack, app)
    answer = await slack.submits(id, {"text": "?"})
    assert answer["errors"] == {"problem": "say more"}
    assert slack.views[id]["open"]
    for values in ({}, {"text": "x" * 3001}, {"colour": "red"}, {"text": "a", "pick": "best"}):
        with pytest.raises(ValueError, match=r"must be filled|characters|no fields|no option"):
            await slack.submits(id, values)


async def test_a_trigger_opens_one_view_soon(slack: SlackServer, app: BoltApp) -> None:
    async def take(ack: AsyncAck) -> None:
        await ack()

    app.bolt.command("/code")(take)
    trigger = (await slack.commands("/code")).payload["trigger_id"]
    await app.client.views_open(trigger_id=trigger, view=MODAL)
    assert await refused(app.client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    assert await refused(app.client.views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"
    slack.tickets.trigger_seconds = 0.0
    late = (await slack.commands("/code")).payload["trigger_id"]
    assert await refused(app.client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"


async def test_a_file_is_put_into_a_form_and_fetched_by_the_app(slack: SlackServer, app: BoltApp) -> None:
    submitted: list[Json] = []

    async def take(ack: AsyncAck, view: Json) -> None:
        await ack()
        submitted.append(view)

    app.bolt.view("ask")(take)
    field = {"type": "file_input", "action_id": "file", "filetypes": ["zip"], "max_files": 1}
    block = {"type": "input", "block_id": "file", "label": plain("File"), "element": field}
    id = await open_modal(slack, app, {**MODAL, "blocks": [block]})
    file = slack.file("a.zip", b"PK")
    for files in ([], [file, file], [slack.file("a.txt", "x")], [slack.file("b.zip", bytes(10 * 1024**2 + 1))]):
        with pytest.raises(ValueError, match=r"must be filled|takes 1 files|takes \['zip'\]|bytes"):
            await slack.submits(id, {"file": files})
    await slack.submits(id, {"file": [file]})
    await until(lambda: bool(submitted))
    (told,) = submitted[0]["state"]["values"]["file"]["file"]["files"]
    assert (told["name"], told["size"]) == ("a.zip", 2)
    async with ClientSession(headers={"Authorization": "Bearer xoxb-one"}) as session:
        assert await (await session.get(told["url_private_download"])).read() == b"PK"
    for wrong in ({**field, "max_files": 11}, {**field, "filetypes": [7]}, {**field, "optional": True}):
        view = {**MODAL, "blocks": [{**block, "element": wrong}]}
        assert await refused(app.client.views_open(trigger_id="1.2.3", view=view)) == "invalid_blocks"
    assert await refused(app.client.chat_postMessage(channel="C1", text="x", blocks=[block])) == "invalid_blocks"


async def test_views_are_checked(slack: SlackServer, app: BoltApp) -> None:
    for change, error in (
        ({"title": plain("x" * 25)}, "invalid_blocks"),
        ({"submit": None}, "invalid_blocks"),
        ({"private_metadata": "x" * 3001}, "invalid_blocks"),
        ({"blocks": [{"type": "markdown", "text": "x"}]}, "invalid_blocks"),
        ({"type": "home"}, "invalid_arguments"),
    ):
        call = app.client.views_open(trigger_id="1.2.3", view={**MODAL, **change})
        assert await refused(call) == error


async def test_a_view_is_updated_by_whoever_saw_its_last_state(slack: SlackServer, app: BoltApp) -> None:
    id = await open_modal(slack, app)
    old = slack.views[id]["hash"]
    await app.client.views_update(view_id=id, hash=old, view={**MODAL, "callback_id": "asked"})
    assert slack.views[id]["callback_id"] == "asked"
    assert await refused(app.client.views_update(view_id=id, hash=old, view=MODAL)) == "hash_conflict"
    assert await refused(app.client.views_update(view_id="V0", view=MODAL)) == "not_found"
