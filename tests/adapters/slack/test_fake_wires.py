"""The strict Slack's wires: sockets that end, signatures, files that go up and down."""

import time
from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import BoltApp, connected, over_sockets, refused
from tests.fakes.slack import SlackServer
from tests.until import until


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


async def test_an_app_that_is_told_to_go_comes_back(slack: SlackServer) -> None:
    async with connected(slack) as app:
        await slack.disconnects("refresh_requested")
        await slack.says("C1", "still there?")
        await until(lambda: bool(app.events))
        assert slack.sockets.opened == 2


async def test_an_app_whose_socket_is_cut_comes_back_and_misses_nothing(slack: SlackServer) -> None:
    async with connected(slack) as app:
        slack.sockets.seconds = 10
        slack.drops()
        await slack.says("C1", "still there?")
        await until(lambda: bool(app.events))
        assert [event["text"] for event in app.events] == ["still there?"]
        assert not slack.late


async def test_each_delivery_goes_to_one_of_several_connections(slack: SlackServer) -> None:
    apps = [BoltApp(slack.api_url), BoltApp(slack.api_url)]
    async with over_sockets(slack.api_url, apps[0]), over_sockets(slack.api_url, apps[1]):
        await slack.connected(2)
        for number in range(4):
            await slack.says("C1", f"{number}")
        await until(lambda: sum(len(app.events) for app in apps) == 4)
        assert [len(app.events) for app in apps] == [2, 2]


async def test_a_ticket_opens_one_socket(slack: SlackServer) -> None:
    client = AsyncWebClient(base_url=slack.api_url)
    url = str((await client.apps_connections_open(app_token="xapp-1"))["url"])
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        async with session.get(url) as second:
            assert second.status == 403


async def test_nothing_waits_for_an_app_that_never_came(slack: SlackServer) -> None:
    ts = await slack.says("C1", "anyone?")
    assert [message.ts for message in slack.messages("C1")] == [ts]
    assert not slack.late


async def test_a_file_is_uploaded_into_a_thread(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await slack.says("C1", "question")
    await client.files_upload_v2(
        channel="C1", thread_ts=root, filename="sort.py", content="print(1)", snippet_type="python", title="Sort"
    )
    (file,) = slack.files
    assert (file.text, file.snippet_type, file.thread_ts, file.title) == ("print(1)", "python", root, "Sort")
    assert [message.files for message in slack.messages("C1", root)] == [[file]]
    assert (await client.files_info(file=file.id))["file"]["size"] == 8


async def test_a_file_is_given_to_the_token_only(slack: SlackServer, client: AsyncWebClient) -> None:
    file = slack.file("sort.py", "print(1)")
    await slack.says("C1", "look", files=[file])
    url = str((await client.files_info(file=file.id))["file"]["url_private_download"])
    async with aiohttp.ClientSession() as session:
        async with session.get(url, headers={"Authorization": "Bearer xoxb-one"}) as given:
            assert await given.text() == "print(1)"
        async with session.get(url, headers={"Authorization": "Bearer xoxb-two"}) as stranger:
            assert stranger.content_type == "text/html"


async def test_files_come_with_the_message_and_those_of_others_by_name_only(slack: SlackServer) -> None:
    async with connected(slack) as app:
        near, far = slack.file("a.py", "1"), slack.file("b.py", "2", remote=True)
        await slack.says("C1", "look", files=[near, far])
        await until(lambda: bool(app.events))
        assert app.events[0]["subtype"] == "file_share"
        here, there = app.events[0]["files"]
        assert (here["name"], here["mimetype"], here["size"]) == ("a.py", "text/x-python", 1)
        assert (there["file_access"], there.get("url_private")) == ("check_file_info", None)


async def test_an_upload_of_another_length_is_no_file(slack: SlackServer, client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.py", length=3)
    async with (
        aiohttp.ClientSession() as session,
        session.post(str(asked["upload_url"]), data=b"four") as answer,
    ):
        assert answer.status == 400
    files: list[dict[str, str | None]] = [{"id": str(asked["file_id"]), "title": "a"}]
    assert await refused(client.files_completeUploadExternal(files=files)) == "file_upload_size_mismatch"
    assert await refused(client.files_info(file=str(asked["file_id"]))) == "file_not_found"


async def test_signatures_are_what_bolt_checks() -> None:
    async with SlackServer(transport="http") as slack, connected(slack) as app:
        await slack.says("C1", "hello")
        assert slack.deliveries[0].status == 200
        await until(lambda: bool(app.events))
        assert await slack.forges(secret="another") == 401
        assert await slack.forges(at=int(time.time()) - 600) == 401
        assert len(app.events) == 1
