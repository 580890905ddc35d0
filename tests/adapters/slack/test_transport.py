"""What Slack delivers arrives, over a socket and over signed HTTP, and nothing that others send in its name."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from fastapi import APIRouter, FastAPI
from slack_bolt.async_app import AsyncApp

from adapters.slack.bolt import make_app
from adapters.slack.manifest import scopes
from adapters.slack.one_workspace import OneWorkspace
from adapters.slack.origin import where_of
from adapters.slack.sdk_log import begin_sdk_logging
from adapters.slack.transport import SocketMode, offer_events
from adapters.slack.workspaces import Installed, Tokens, Workspaces
from adapters.web.app import create_app
from adapters.web.surface import WebAdapter
from bot.errors import Forbidden, StartError
from tests.adapters.web.house import serving
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import SlackServer
from tests.stack import opened
from tests.until import until

FORM = "application/x-www-form-urlencoded"


@dataclass
class Ears:
    """An app that notes what it hears, once each: what a socket takes along when it ends is delivered again."""

    app: AsyncApp
    workspaces: Workspaces
    heard: list[tuple[str, str]] = field(default_factory=list)
    """Workspace and text, for each mention."""
    routes: APIRouter = field(default_factory=APIRouter)
    _known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        @self.app.event("app_mention")
        async def hear(event: dict[str, Any], body: dict[str, Any], context: dict[str, Any]) -> None:
            if body["event_id"] in self._known:
                return
            self._known.add(body["event_id"])
            self.heard.append((where_of(context).team, event["text"].partition("> ")[2]))

        @self.app.event("message")
        async def pass_over() -> None: ...

        @self.app.command("/code")
        async def obey(ack: Any, command: dict[str, Any]) -> None:
            await ack(f"you said {command['text']}")

    def address(self, conversation: str) -> str:
        return ""

    async def problems(self) -> list[str]:
        return []

    async def hears(self, *said: str) -> None:
        await until(lambda: [text for _, text in self.heard] == list(said))


@asynccontextmanager
async def listening(slack: SlackServer, *, secret: str = "", tokens: Tokens | None = None) -> AsyncIterator[Ears]:
    async with Workspaces(tokens or OneWorkspace("xoxb-one", slack.api_url), api_url=slack.api_url) as workspaces:
        yield Ears(make_app(workspaces, slack.api_url, secret, begin_sdk_logging()), workspaces)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


def socket_of(ears: Ears, slack: SlackServer, token: str = "xapp-1") -> SocketMode:
    return SocketMode(ears.app, token, slack.api_url, ping_seconds=0.2)


async def test_a_mention_arrives_over_the_socket_and_is_acknowledged(slack: SlackServer) -> None:
    async with listening(slack) as ears, socket_of(ears, slack).open():
        await slack.connected()
        await slack.says("C1", "<@UBOT1> sort a list")
        await ears.hears("sort a list")
        assert all(delivery.is_acknowledged for delivery in slack.deliveries)


async def test_a_command_is_answered_in_the_acknowledgement(slack: SlackServer) -> None:
    async with listening(slack) as ears, socket_of(ears, slack).open():
        await slack.connected()
        await slack.commands("/code", "help")
        assert [shown.text for shown in slack.ephemerals] == ["you said help"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_when_slack_asks_for_a_new_socket_there_is_one(slack: SlackServer, reason: str) -> None:
    async with listening(slack) as ears, SocketMode(ears.app, "xapp-1", slack.api_url).open():
        await slack.connected()
        await slack.disconnects(reason)
        await slack.says("C1", "<@UBOT1> still there?")
        await ears.hears("still there?")
        assert slack.sockets.opened == 2


async def test_a_socket_that_is_cut_without_a_word_is_opened_anew(slack: SlackServer) -> None:
    async with listening(slack) as ears:
        socket = socket_of(ears, slack)
        async with socket.open():
            await slack.connected()
            await until(socket.is_connected)
            slack.sockets.drop()
            await slack.connected()
            await slack.says("C1", "<@UBOT1> still there?")
            await ears.hears("still there?")


async def test_it_is_known_whether_the_socket_is_connected(slack: SlackServer) -> None:
    async with listening(slack) as ears:
        socket = socket_of(ears, slack)
        assert not await socket.is_connected()
        async with socket.open():
            await until(socket.is_connected)
        assert not await socket.is_connected()


async def test_a_wrong_app_token_stops_the_start_in_one_line(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(slack) as ears:
        with pytest.raises(
            StartError, match=r"^SLACK_APP_TOKEN: Slack refuses it \(invalid_auth\); make one"
        ) as refused:
            async with socket_of(ears, slack, "xapp-wrong").open():
                pass
    assert "xapp-wrong" not in str(refused.value)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_address_that_is_not_good_any_more_is_asked_for_anew(slack: SlackServer) -> None:
    slack.tickets.lapsed = 2
    async with listening(slack) as ears, socket_of(ears, slack).open():
        await slack.connected()
        await slack.says("C1", "<@UBOT1> sort a list")
        await ears.hears("sort a list")


@pytest.mark.parametrize("trouble", ["internal_error", 503, "cut"])
async def test_trouble_at_slack_s_is_waited_out(slack: SlackServer, trouble: str | int) -> None:
    slack.fails("apps.connections.open", trouble, 2)
    async with listening(slack) as ears, socket_of(ears, slack).open():
        await slack.connected()
        await slack.says("C1", "<@UBOT1> sort a list")
        await ears.hears("sort a list")


@pytest.mark.parametrize("lost", ["the address", "the socket"])
async def test_one_line_says_that_slack_is_away_and_one_that_it_is_back(
    slack: SlackServer, caplog: pytest.LogCaptureFixture, lost: str
) -> None:
    def lines() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]

    if lost == "the address":
        slack.fails("apps.connections.open", "cut", 5)
    else:
        slack.tickets.lapsed = 5
    async with listening(slack) as ears, SocketMode(ears.app, "xapp-1", slack.api_url, ping_seconds=0.01).open():
        await slack.connected()
        await until(lambda: lines()[-1:] == ["Slack is connected again"])
    assert len(lines()) == 2
    assert lines()[0].startswith("Slack is not connected: ")
    assert "Traceback" not in caplog.text


async def test_the_longer_slack_is_away_the_less_often_it_is_asked(slack: SlackServer) -> None:
    slack.fails("apps.connections.open", "cut", 1000)
    async with listening(slack) as ears, SocketMode(ears.app, "xapp-1", slack.api_url, ping_seconds=0.01).open():
        await asyncio.sleep(1.0)  # a hundred times as long as the SDK waits
        assert 4 <= slack.counted["apps.connections.open"] <= 9


async def test_an_app_token_that_is_revoked_later_is_named(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(slack) as ears, socket_of(ears, slack).open():
        await slack.connected()
        slack.fails("apps.connections.open", "token_revoked", 1000)
        slack.drops()
        await until(lambda: "SLACK_APP_TOKEN: Slack refuses it (token_revoked)" in caplog.text)


@asynccontextmanager
async def somebody_else(body: str, kind: str) -> AsyncIterator[str]:
    """A server that is not Slack's; returns its address."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=body, content_type=kind)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


STRANGE = [
    ("<html>hello</html>", "text/html"),
    ('"hello"', "application/json"),
    ("[1]", "application/json"),
    ("hi", "text/plain"),
]


@pytest.mark.parametrize(("body", "kind"), STRANGE)
async def test_an_address_that_is_not_slack_s_stops_the_start_in_one_line(
    slack: SlackServer, caplog: pytest.LogCaptureFixture, body: str, kind: str
) -> None:
    async with somebody_else(body, kind) as url:
        said = f"^SLACK_API_URL={url}: what answers there is not Slack's API"
        with pytest.raises(StartError, match=said):
            await OneWorkspace("xoxb-one", url).check()
        async with listening(slack) as ears:
            with pytest.raises(StartError, match=said):
                async with SocketMode(ears.app, "xapp-1", url).open():
                    pass
    assert not caplog.records


async def test_another_path_at_slack_s_is_no_api(slack: SlackServer) -> None:
    with pytest.raises(StartError, match=r"^SLACK_API_URL=\S+/: what answers there is not Slack's API"):
        await OneWorkspace("xoxb-one", slack.api_url.removesuffix("api/")).check()


async def test_a_wrong_bot_token_stops_the_start_in_one_line(slack: SlackServer) -> None:
    with pytest.raises(
        StartError, match=r"^SLACK_BOT_TOKEN: Slack refuses it .*copy the Bot User OAuth Token"
    ) as refused:
        await OneWorkspace("xoxb-wrong", slack.api_url).check()
    assert "xoxb-wrong" not in str(refused.value)


@pytest.mark.parametrize("trouble", ["internal_error", 503, "cut"])
async def test_whose_the_token_is_can_also_be_learned_later(slack: SlackServer, trouble: str | int) -> None:
    slack.fails("auth.test", trouble)
    tokens = OneWorkspace("xoxb-one", slack.api_url)
    await tokens.check()
    assert await tokens.find("T1", "") == Installed("xoxb-one", "UBOT1", "B1", "Team T1")


async def test_many_who_wait_ask_slack_once_whose_the_token_is(slack: SlackServer) -> None:
    slack.web.latency = 0.05
    tokens = OneWorkspace("xoxb-one", slack.api_url)
    found = await asyncio.gather(*(tokens.find("T1", "") for _ in range(5)))
    assert all(found)
    assert slack.counted["auth.test"] == 1


async def test_scopes_that_the_app_lacks_are_named_in_the_log(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    await OneWorkspace("xoxb-one", slack.api_url, scopes()).check()
    assert "lacks" not in caplog.text
    await OneWorkspace("xoxb-one", slack.api_url, [*scopes(), "pins:write", "bookmarks:read"]).check()
    assert "the Slack app lacks bookmarks:read, pins:write: bring its manifest up to date" in caplog.text


async def test_the_token_of_one_workspace_is_not_used_for_another(slack: SlackServer) -> None:
    async with listening(slack) as ears, socket_of(ears, slack).open():
        await slack.connected()
        await slack.says("C1", "<@UBOT2> sort a list", team="T2")
        await slack.says("C1", "<@UBOT1> sort a tuple", team="T1")
        await ears.hears("sort a tuple")
        await slack.commands("/code", "help", team="T2")
        assert "no longer installed in this workspace" in slack.ephemerals[-1].text


async def test_a_token_that_was_revoked_meanwhile_is_said_to_be(slack: SlackServer) -> None:
    async with listening(slack) as ears:
        workspace = await ears.workspaces.get("T1")
        slack.teams["T1"].gone = "token_revoked"
        with pytest.raises(Forbidden, match="no longer installed"):
            await workspace.call("chat.postMessage", channel="C1", text="hello")
        with pytest.raises(Forbidden, match="no longer installed"):
            await OneWorkspace("xoxb-one", slack.api_url).find("T1", "")


@pytest.fixture
async def http() -> AsyncIterator[SlackServer]:
    async with SlackServer(transport="http") as slack:
        yield slack


@asynccontextmanager
async def reachable(http: SlackServer, tokens: Tokens | None = None) -> AsyncIterator[Ears]:
    """An app that is reached over HTTP."""
    async with listening(http, secret=http.signing_secret, tokens=tokens) as ears:
        page = FastAPI()
        offer_events(page.router, ears.app, http.signing_secret)
        async with serving(page) as server:
            http.to_http(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack/events")
            yield ears


async def test_a_mention_arrives_over_signed_http(http: SlackServer) -> None:
    async with reachable(http) as ears:
        await http.says("C1", "<@UBOT1> sort a list")
        await ears.hears("sort a list")
        assert {delivery.status for delivery in http.deliveries} == {200}


async def test_a_command_is_answered_over_http(http: SlackServer) -> None:
    async with reachable(http) as ears:
        await ears.workspaces.get("T1")  # a command waits for that for no more than 1.5 s
        await http.commands("/code", "help")
        assert [shown.text for shown in http.ephemerals] == ["you said help"]


async def test_slack_may_see_whether_the_address_is_ours(http: SlackServer) -> None:
    async with reachable(http):
        status, text = await http.signed.post('{"type": "url_verification", "challenge": "c1"}', "application/json", {})
        assert (status, text) == (200, '{"challenge": "c1"}')


async def test_what_another_secret_signed_is_refused(http: SlackServer) -> None:
    async with reachable(http) as ears:
        status, text = await http.signed.post("command=/code&text=help&team_id=T1", FORM, {}, secret="guessed")
        assert (status, text) == (401, "This is not signed by Slack, or it is too old.\n")
        assert not ears.heard


@pytest.mark.parametrize("age", [301, -301])
async def test_what_was_signed_more_than_five_minutes_ago_or_ahead_is_refused(http: SlackServer, age: int) -> None:
    async with reachable(http):
        status, _ = await http.signed.post("command=/code", FORM, {}, at=int(time.time()) - age)
        assert status == 401


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"command=/code", {}),
        (b"command=/code", {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "soon"}),
        (b"command=/code", {"X-Slack-Signature": "v0=\xe9", "X-Slack-Request-Timestamp": "{now}"}),
        (b"command=/code", {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "9" * 5000}),
        (b"\xff\xfe", {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "{now}"}),
        (b'{"', {"Content-Type": "application/json"}),
        (b"[" * 100_000, {"Content-Type": "application/json"}),
    ],
)
async def test_whatever_strangers_send_is_refused(http: SlackServer, body: bytes, headers: dict[str, str]) -> None:
    sent = {name: value.format(now=int(time.time())) for name, value in headers.items()}
    async with reachable(http), aiohttp.ClientSession() as session:
        response = await session.post(http.signed.url, data=body, headers=sent)
        assert response.status == 401


async def test_what_is_endless_or_huge_is_not_read(http: SlackServer) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65536
            await asyncio.sleep(0)

    async with reachable(http), aiohttp.ClientSession() as session:
        async with session.post(http.signed.url, data=endless()) as response:
            assert response.status == 413
        huge = {"Content-Length": str(10**9), "Expect": "100-continue"}
        async with session.post(
            http.signed.url, data=b"", headers=huge, skip_auto_headers=["Content-Length"]
        ) as response:
            assert response.status == 413


async def test_a_workspace_that_never_installed_the_app_gets_a_sentence(
    http: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with reachable(http) as ears:
        await http.says("C1", "<@UBOT2> sort a list", team="T2")
        await http.commands("/code", "help", team="T2")
        assert not ears.heard
        assert "no longer installed in this workspace" in http.ephemerals[-1].text
        assert "a request from T2 is left out: Code Supporter is no longer installed" in caplog.text


class Organisation:
    """The app is installed for all of E1, and in no workspace by itself."""

    async def find(self, team: str, enterprise: str) -> Installed | None:
        return Installed("xoxb-one", "UBOT1", "B1", "Org E1") if enterprise == "E1" else None


@pytest.mark.parametrize(("for_all", "heard"), [(True, [("E1", "sort a list")]), (False, [])])
async def test_an_install_for_an_organisation_counts_where_slack_says_that_it_does(
    http: SlackServer, for_all: bool, heard: list[tuple[str, str]]
) -> None:
    async with reachable(http, Organisation()) as ears:
        said = {"type": "app_mention", "user": "UANA", "channel": "C1", "ts": "1.2", "text": "<@UBOT1> sort a list"}
        install = {"enterprise_id": "E1", "user_id": "UBOT1", "is_bot": True, "is_enterprise_install": for_all}
        body = {"type": "event_callback", "team_id": "T7", "enterprise_id": "E1", "event": said, "event_id": "Ev1"}
        await http.signed.post(json.dumps({**body, "authorizations": [install]}), "application/json", {})
        await ears.hears(*(text for _, text in heard))
        assert ears.heard == heard


async def test_only_what_slack_signs_needs_no_origin(
    http: SlackServer, tmp_path: Path, model_server: ModelServer
) -> None:
    page = WebAdapter()
    async with listening(http, secret=http.signing_secret) as ears, opened(tmp_path, model_server) as core:
        offer_events(ears.routes, ears.app, http.signing_secret)
        app = create_app(core.engine, core.store, core.models, core.settings, core.readiness, page, [ears])
        async with serving(app) as server, aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
            http.to_http(f"{url}/slack/events")
            await ears.workspaces.get("T1")
            await http.commands("/code", "help")
            assert [shown.text for shown in http.ephemerals] == ["you said help"]
            for path in ("/slack/events/", "/slack/event", "/api/models", "/slack/eventsx"):
                async with session.post(url + path) as response:
                    assert response.status == 403
            async with session.post(f"{url}/slack/events", headers={"Host": "evil.example"}) as response:
                assert response.status == 400


async def test_no_token_is_logged_however_much_is(slack: SlackServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        slack.fails("apps.connections.open", "cut", 2)
        async with listening(slack) as ears, socket_of(ears, slack).open():
            await slack.connected()
            await slack.says("C1", "<@UBOT1> sort a list")
            await ears.hears("sort a list")
            begin_sdk_logging().warning("about %s and %s", "xoxb-one", "wss://x/?ticket=abc&app_id=1")
    assert "about xoxb-… and wss://x/?ticket=…&app_id=1" in caplog.text
    assert not [secret for secret in ("xoxb-one", "xapp-1", "ticket=a") if secret in caplog.text]
