"""Slack as the service runs it: from the settings to an answer, over each way in."""

import asyncio
import logging
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from fastapi.routing import APIRoute

from adapters.core import Core
from adapters.slack.adapter import SlackAdapter
from adapters.slack.crypt import Vault
from adapters.slack.install import Installations
from adapters.slack.listeners.net import AWAY
from adapters.slack.place import Place
from adapters.web.app import create_app
from adapters.web.surface import WebAdapter
from bot.errors import StartError
from bot.nouns import Author, Exchange, Message, State
from tests.adapters.slack.program import opened_slack
from tests.adapters.slack.test_crypt import NEW, OLD
from tests.adapters.slack.wiring import CODE, Room
from tests.adapters.web.house import serving
from tests.e2e import program
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import FakeMessage, SlackServer
from tests.fakes.slack.payloads import carry_event, carry_interaction
from tests.stack import opened, settings_for
from tests.until import until

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
ROOT = Path(__file__).parents[3]
MINUTE = 3.0


def for_one(slack: SlackServer, **more: str) -> dict[str, str]:
    """Settings for one workspace, over Socket Mode unless ``more`` says otherwise."""
    return {"slack_bot_token": "xoxb-one", "slack_app_token": "xapp-1", "slack_api_url": slack.api_url, **more}


def over_http(slack: SlackServer) -> dict[str, str]:
    secret = slack.signing_secret
    return for_one(slack, slack_app_token="", slack_signing_secret=secret, public_url="http://127.0.0.1")


def for_many(slack: SlackServer, key: str = OLD) -> dict[str, str]:
    return {
        "slack_api_url": slack.api_url,
        "slack_client_id": slack.client_id,
        "slack_client_secret": slack.client_secret,
        "slack_signing_secret": slack.signing_secret,
        "encryption_key": key,
        "public_url": "http://127.0.0.1",
    }


@asynccontextmanager
async def running(folder: Path, model: ModelServer, values: dict[str, str]) -> AsyncIterator[tuple[SlackAdapter, Core]]:
    adapter = SlackAdapter(settings_for(folder, model, **values), minute=MINUTE)
    async with opened(folder, model, {adapter.platform: adapter}, **values) as core, adapter.open(core):
        yield adapter, core


@asynccontextmanager
async def served(adapter: SlackAdapter, core: Core, slack: SlackServer) -> AsyncIterator[str]:
    """The web's application with the routes of Slack; returns its address."""
    app = create_app(core.engine, core.store, core.models, core.settings, core.readiness, WebAdapter(), [adapter])
    async with serving(app) as server:
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        slack.to_http(f"{url}/slack/events")
        yield url


async def is_answered(slack: SlackServer, ts: str, team: str = "T1") -> None:
    await until(lambda: [it.markdown for it in slack.messages("C1", ts, team=team)] == ["You asked: How?"])


async def test_a_mention_is_answered_over_socket_mode(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=MINUTE) as slack, running(tmp_path, model_server, for_one(slack)) as (adapter, _):
        await slack.connected()
        ts = await slack.says("C1", "<@UBOT1> How?")
        await is_answered(slack, ts)
        await until(lambda: not slack.messages("C1", ts)[0].streaming)
        assert await adapter.problems() == []


async def test_a_mention_is_answered_over_http(tmp_path: Path, model_server: ModelServer) -> None:
    async with (
        SlackServer(minute=MINUTE, transport="http") as slack,
        running(tmp_path, model_server, over_http(slack)) as (adapter, core),
        served(adapter, core, slack),
    ):
        ts = await slack.says("C1", "<@UBOT1> How?")
        await is_answered(slack, ts)
        assert {route.path for route in adapter.routes.routes if isinstance(route, APIRoute)} == {"/slack/events"}


MENTION = {"type": "app_mention", "user": "UANA", "channel": "C1", "ts": "1.0", "text": "<@UBOT1> How?"}
FORM = {"view": {"type": "modal", "id": "V1", "callback_id": "ask", "private_metadata": "C1", "state": {"values": {}}}}


async def test_a_fault_that_lasts_leaves_events_and_forms_to_come_again_and_tells_of_commands(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer(minute=MINUTE, transport="http") as slack:
        slack.fails("auth.test", "service_unavailable", 99)
        async with (
            running(tmp_path, model_server, over_http(slack)) as (adapter, core),
            served(adapter, core, slack),
        ):
            form = carry_interaction(slack.teams["T1"], "view_submission", "UANA", FORM)
            ts, sent, command = await asyncio.gather(
                slack.says("C1", "<@UBOT1> How?"), slack.courier.deliver(form), slack.commands("/code", "help")
            )
            assert {late.status for late in slack.late} == {503}
            assert sent in slack.late
            assert command.status == 200
            await until(lambda: [seen.markdown for seen in slack.ephemerals] == [AWAY])
            assert "app_mention 1" in caplog.text
            assert "could not be taken now: Slack could not take auth.test" in caplog.text
            slack.works("auth.test")
            for late in [late for late in slack.late if late.kind == "events_api"]:
                await slack.courier.deliver(late.again("http_error"))
            await is_answered(slack, ts)


async def test_a_fault_that_lasts_is_not_acknowledged_over_the_socket(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with SlackServer(minute=MINUTE) as slack:
        slack.fails("auth.test", "service_unavailable", 99)
        async with running(tmp_path, model_server, for_one(slack)):
            await slack.connected()
            delivery = await slack.courier.deliver(carry_event(slack.teams["T1"], MENTION))
            assert not delivery.is_acknowledged


async def test_a_fault_that_passes_soon_is_waited_out(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=MINUTE) as slack:
        slack.fails("auth.test", "service_unavailable", 3)
        async with running(tmp_path, model_server, for_one(slack)):
            await slack.connected()
            await is_answered(slack, await slack.says("C1", "<@UBOT1> How?"))
            assert not slack.late


async def test_who_waits_for_a_slow_slack_is_not_waited_for(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with SlackServer(minute=MINUTE, transport="http") as slack:
        slack.fails("auth.test", "service_unavailable")
        async with (
            running(tmp_path, model_server, over_http(slack)) as (adapter, core),
            served(adapter, core, slack),
        ):
            slack.web.latency = 5.0
            team = slack.teams["T1"]
            sent = await asyncio.gather(*(slack.courier.deliver(carry_event(team, MENTION)) for _ in range(5)))
            assert [delivery.status for delivery in sent] == [503] * 5
            assert slack.counted["auth.test"] == 2
            slack.web.latency = 0.0
            await until(lambda: "in Slack: Team T1" in caplog.text)  # the answer that nobody waited for is not lost
            assert slack.counted["auth.test"] == 2


async def test_a_lost_socket_is_a_reason_not_to_be_ready(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=MINUTE) as slack, running(tmp_path, model_server, for_one(slack)) as (adapter, _):
        await slack.connected()
        slack.fails("apps.connections.open", "internal_error", 99)
        await slack.disconnects()
        await until(lambda: _is_lost(adapter))


@pytest.mark.parametrize("removed", [False, True])
async def test_a_token_that_is_revoked_later_is_named_once_and_is_a_reason_not_to_be_ready(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture, removed: bool
) -> None:
    def errors() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]

    async with SlackServer(minute=MINUTE) as slack, running(tmp_path, model_server, for_one(slack)) as (adapter, _):
        await slack.connected()
        await is_answered(slack, await slack.says("C1", "<@UBOT1> How?"))
        slack.teams["T1"].gone = "token_revoked"
        if removed:
            await slack.courier.deliver(carry_event(slack.teams["T1"], {"type": "app_uninstalled"}))
        else:
            await slack.says("C1", "<@UBOT1> Anybody?")
        await until(lambda: bool(errors()))
        assert await adapter.problems() == ["SLACK_BOT_TOKEN: Slack refuses it (token_revoked)"]
        await slack.says("C1", "<@UBOT1> Hello?")
        assert [error.partition(":")[0] for error in errors()] == ["SLACK_BOT_TOKEN"]
        assert "token_revoked" in errors()[0]
        slack.teams["T1"].gone = ""
        assert await adapter.problems() == []
        await is_answered(slack, await slack.says("C1", "<@UBOT1> How?"))


async def _is_lost(adapter: SlackAdapter) -> bool:
    return await adapter.problems() == ["Slack is not connected: its socket is being opened"]


async def test_what_a_dead_process_left_is_drawn_once_slack_is_there(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=MINUTE) as slack:
        root = await slack.says("C1", "How?")
        message = Message(f"T1:C1:{root}", f"slack::T1:C1:{root}", Author("slack", "UANA", "Ana"), "How?")
        adapter = SlackAdapter(settings_for(tmp_path, model_server, **for_one(slack)), minute=MINUTE)
        async with opened(tmp_path, model_server) as core, asyncio.TaskGroup() as tasks:
            drawing = tasks.create_task(adapter.surface(Exchange(1, message, State.WRITING)).open("Once upon a time"))
            done, _ = await asyncio.wait([drawing], timeout=0.05)
            assert not done
            async with adapter.open(core):
                await drawing
        assert len(slack.messages("C1", root)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN: Slack refuses it"),
        ({"slack_app_token": "xapp-wrong"}, "SLACK_APP_TOKEN: Slack refuses it"),
    ],
)
async def test_a_wrong_token_stops_the_start(
    tmp_path: Path, model_server: ModelServer, wrong: dict[str, str], said: str
) -> None:
    async with SlackServer(minute=MINUTE) as slack:
        with pytest.raises(StartError, match=said):
            async with running(tmp_path, model_server, for_one(slack, **wrong)):
                pass


async def test_a_refused_token_leaves_the_answer_of_a_dead_process_to_the_next_start(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with SlackServer(minute=MINUTE) as slack:
        root = await slack.says("C1", "How?")
        place, ana = Place("T1", "C1", root), Author("slack", "UANA", "Ana")
        async with opened(tmp_path, model_server) as core:
            message = Message(place.ref(root), place.conversation, ana, "How?", workspace="T1", channel="C1")
            await core.store.exchanges.begin(message, "dead")
        wrong = for_one(slack, slack_bot_token="xoxb-wrong")
        adapter = SlackAdapter(settings_for(tmp_path, model_server, **wrong), minute=MINUTE)
        with pytest.raises(StartError, match="SLACK_BOT_TOKEN"):
            async with asyncio.timeout(10), opened(tmp_path, model_server, {"slack": adapter}, **wrong) as core:
                await until(lambda: bool(model_server.asked))
                async with adapter.open(core):
                    pass
        async with running(tmp_path, model_server, for_one(slack)):
            await is_answered(slack, root)


async def test_many_workspaces_install_are_answered_and_leave(tmp_path: Path, model_server: ModelServer) -> None:
    async with (
        SlackServer(minute=MINUTE, transport="http") as slack,
        running(tmp_path, model_server, for_many(slack)) as (adapter, core),
        served(adapter, core, slack) as url,
    ):
        for team, bot in (("T1", "UBOT1"), ("T2", "UBOT2")):
            await installs(url, slack, team)
            ts = await slack.says("C1", f"<@{bot}> How?", team=team)
            await is_answered(slack, ts, team)
        await slack.uninstalls("T1")
        tokens = Installations(core.store.database, Vault([OLD]), slack.client_id)
        await until(lambda: _is_gone(tokens, "T1"))
        assert await tokens.find("T2", "")
        await slack.commands("/code", "help", team="T1")
        assert "no longer installed in this workspace" in slack.ephemerals[-1].text


async def test_the_late_news_of_a_removal_does_not_hit_the_next_install(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with (
        SlackServer(minute=MINUTE, transport="http") as slack,
        running(tmp_path, model_server, for_many(slack)) as (adapter, core),
        served(adapter, core, slack) as url,
    ):
        tokens = Installations(core.store.database, Vault([OLD]), slack.client_id)
        await installs(url, slack, "T1")
        late = carry_event(slack.teams["T1"], {"type": "app_uninstalled"})
        late.payload["event_time"] -= 300
        await slack.courier.deliver(late)
        await slack.uninstalls("T1")
        await until(lambda: _is_gone(tokens, "T1"))
        await installs(url, slack, "T1")
        await slack.redelivers()
        await is_answered(slack, await slack.says("C1", "<@UBOT1> How?"))
        assert await tokens.find("T1", "")


async def test_a_channel_of_two_workspaces_that_have_the_app_gets_one_answer(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with (
        SlackServer(minute=MINUTE, transport="http") as slack,
        running(tmp_path, model_server, for_many(slack)) as (adapter, core),
        served(adapter, core, slack) as url,
    ):
        for team in ("T1", "T2"):
            await installs(url, slack, team)
        ts = await slack.says("C1", "<@UBOT1> How?")
        await is_answered(slack, ts)
        said = {"user": "UANA", "channel": "C1", "ts": ts, "text": "<@UBOT1> How?", "team": "T1"}
        await slack.happens({**said, "type": "app_mention"}, team="T2")
        both = {**said, "text": "<@UBOT1> or <@UBOT2>?", "ts": "2.0", "type": "message"}
        slack.teams["T1"].posts["C1", "2.0"] = slack.teams["T2"].posts["C1", "2.0"] = FakeMessage("2.0", "C1", "UANA")
        await slack.happens(both, team="T1")
        await slack.happens(both, team="T2")
        last = await slack.says("C1", "<@UBOT1> How?")
        await is_answered(slack, last)
        assert len(model_server.asked) == 3


async def test_an_app_for_a_whole_organisation_knows_its_answers_again(
    tmp_path: Path, model_server: ModelServer
) -> None:
    model_server.answer = lambda asked: CODE
    async with SlackServer(minute=MINUTE) as slack:
        slack.teams["T1"].enterprise = "E1"
        async with opened_slack(tmp_path, model_server, slack) as core:
            room = Room(slack, model_server, core)
            ts, answer = await room.asks()
            assert {call.args["recipient_team_id"] for call in slack.made("chat.startStream")} == {"T1"}
            await slack.presses("C1", answer.ts, "regenerate")
            await room.answers(ts, 2)
            await slack.presses("C1", answer.ts, "rate", value="down")
            await slack.submits(await room.form("change"), {"chips": ["wrong"], "words": "shorter"})
            await room.answers(ts, 3)
            await slack.presses("C1", answer.ts, "save")
            await room.told("`s-")
            await slack.commands("/code", "How do I sort?")
            await room.answers((await room.posted("How do I sort?")).ts)
            await slack.commands("/snippets", "list")
            await room.told("`s-")
            exchanges = await core.store.exchanges.conversation(Place("E1", "C1", ts, "E1").conversation)
            assert {exchange.message.workspace for exchange in exchanges} == {"E1"}
            assert len(exchanges) == 2


async def _is_gone(tokens: Installations, team: str) -> bool:
    return await tokens.find(team, "") is None


async def installs(url: str, slack: SlackServer, team: str) -> None:
    """Ana allows the app into a workspace, in her browser."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        first = await session.get(f"{url}/slack/install", allow_redirects=False)
        cookie = first.headers["Set-Cookie"].partition(";")[0]
        query = {"code": slack.approves(team), "state": cookie.partition("=")[2]}
        back = await session.get(f"{url}/slack/oauth_redirect", params=query, headers={"Cookie": cookie})
        assert f"Code Supporter is installed in Team {team}" in await back.text()


async def test_a_key_that_does_not_fit_stops_the_start(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=MINUTE, transport="http") as slack:
        async with (
            running(tmp_path, model_server, for_many(slack)) as (adapter, core),
            served(adapter, core, slack) as url,
        ):
            await installs(url, slack, "T1")
        with pytest.raises(StartError, match="ENCRYPTION_KEY does not fit"):
            async with running(tmp_path, model_server, for_many(slack, NEW)):
                pass


async def test_the_program_itself_answers_in_slack_and_logs_no_token(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer() as slack:
        async with (
            program.running(
                tmp_path,
                OPENAI_BASE_URL=model_server.url,
                LOG_LEVEL="DEBUG",
                SLACK_BOT_TOKEN="xoxb-one",
                SLACK_APP_TOKEN="xapp-1",
                SLACK_API_URL=slack.api_url,
            ) as service,
            aiohttp.ClientSession() as session,
        ):
            await slack.connected()
            await is_answered(slack, await slack.says("C1", "<@UBOT1> How?"))
            assert (await session.get(f"{service.url}/readyz")).status == 200
            assert await service.ends(signal.SIGTERM) == 0
        log = (tmp_path / "stderr.txt").read_text()
    assert not [secret for secret in ("xoxb-one", "xapp-1", "ticket=") if secret in log]


def test_where_slack_is_off_its_sdk_is_not_even_imported() -> None:
    script = "import sys, adapters.service; print([name for name in sys.modules if name.startswith('slack_')])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
