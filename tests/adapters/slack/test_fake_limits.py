"""The strict Slack refuses what Slack refuses: tiers, lengths, blocks, places, tokens; and what a test orders."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.bolt_app import refused
from tests.fakes.slack import SlackServer
from tests.fakes.slack.tiers import BURST, MOST
from tests.fakes.slack.web import METHODS, WITHOUT_TEAM


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


def test_every_method_has_a_tier() -> None:
    assert set(MOST) == {*METHODS, *WITHOUT_TEAM}


async def test_a_tier_holds_for_one_method_in_one_team_and_the_header_says_when(slack: SlackServer) -> None:
    first, second = (AsyncWebClient(token=token, base_url=slack.api_url) for token in ("xoxb-one", "xoxb-two"))
    roots = {client: str((await client.chat_postMessage(channel="C1", text="-"))["ts"]) for client in (first, second)}
    for number in range(50):
        await first.chat_update(channel="C1", ts=roots[first], text=f"{number}")
    with pytest.raises(SlackApiError) as caught:
        await first.chat_update(channel="C1", ts=roots[first], text="51")
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert 50 <= int(response.headers["Retry-After"]) <= 60
    await second.chat_update(channel="C1", ts=roots[second], text="here it goes on")
    await first.chat_getPermalink(channel="C1", message_ts=roots[first])
    assert slack.highest("chat.update") == 51
    assert slack.highest("chat.update", "T2") == 1
    assert len(slack.refused) == 1
    assert slack.overdrawn == ["T1 chat.update: 51 calls in a minute, 50 are allowed"]


async def test_a_shorter_minute_is_over_sooner() -> None:
    async with SlackServer(minute=0.3) as slack:
        client = AsyncWebClient(token="xoxb-one", base_url=slack.api_url)
        ts = str((await client.chat_postMessage(channel="C1", text="-"))["ts"])
        for number in range(50):
            await client.chat_update(channel="C1", ts=ts, text=f"{number}")
        await asyncio.sleep(0.3)
        await client.chat_update(channel="C1", ts=ts, text="51")
        assert not slack.refused


async def test_a_channel_takes_a_few_posts_at_once_and_then_one_a_second() -> None:
    async with SlackServer(minute=3600.0) as slack:  # so long that no second is over before the last post
        client = AsyncWebClient(token="xoxb-one", base_url=slack.api_url)
        for number in range(BURST):
            await client.chat_postMessage(channel="C1", text=f"{number}")
        assert await refused(client.chat_postMessage(channel="C1", text="too soon")) == "ratelimited"
        await client.chat_postMessage(channel="D1", text="elsewhere")


async def test_without_limits_all_pass_and_are_counted() -> None:
    async with SlackServer(limits=False) as slack:
        client = AsyncWebClient(token="xoxb-one", base_url=slack.api_url)
        for number in range(21):
            await client.conversations_info(channel="C1")
            await client.chat_postMessage(channel="C1", text=f"{number}")
        assert (slack.counted["chat.postMessage"], slack.highest("chat.postMessage")) == (21, 21)
        assert not slack.refused


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C2", "not_in_channel"), ("C3", "is_archived"), ("C4", "channel_not_found"), ("C9", "channel_not_found")],
)
async def test_where_the_bot_may_not_write(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refused(client.chat_postMessage(channel=channel, text="-")) == error
    assert await refused(client.chat_postEphemeral(channel=channel, user="UANA", text="-")) == error


async def test_tokens_and_methods(slack: SlackServer) -> None:
    assert await refused(AsyncWebClient(token="xoxb-no", base_url=slack.api_url).auth_test()) == "invalid_auth"
    assert await refused(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    client = AsyncWebClient(token="xoxb-one", base_url=slack.api_url)
    assert await refused(client.api_call("chat.shout")) == "unknown_method"
    assert await refused(client.apps_connections_open(app_token="xoxb-one")) == "not_allowed_token_type"
    await client.auth_revoke()
    assert await refused(client.auth_test()) == "token_revoked"


async def test_faults_come_as_ordered(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.fails("auth.test", "internal_error", times=2)
    slack.fails("auth.test", 503)
    slack.fails("auth.test", 429, retry_after=7)
    assert [await refused(client.auth_test()) for _ in range(2)] == ["internal_error"] * 2
    with pytest.raises(SlackApiError) as broken:
        await client.auth_test()
    assert broken.value.response.status_code == 503
    with pytest.raises(SlackApiError) as throttled:
        await client.auth_test()
    assert throttled.value.response.headers["Retry-After"] == "7"
    await client.auth_test()


async def test_a_call_can_take_effect_though_its_answer_is_lost(slack: SlackServer, client: AsyncWebClient) -> None:
    client.retry_handlers.clear()
    slack.fails("chat.postMessage", "cut", done=True)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C1", text="there all the same")
    slack.fails("chat.postMessage", "cut")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C1", text="not there")
    assert [message.text for message in slack.messages("C1")] == ["there all the same"]


async def test_two_workspaces_share_nothing(slack: SlackServer, client: AsyncWebClient) -> None:
    other = AsyncWebClient(token="xoxb-two", base_url=slack.api_url)
    ts = str((await client.chat_postMessage(channel="C1", text="one"))["ts"])
    assert (await client.auth_test())["bot_id"] == "B1"
    assert (await other.auth_test())["team_id"] == "T2"
    assert await refused(other.chat_update(channel="C1", ts=ts, text="-")) == "message_not_found"
    assert not slack.messages("C1", team="T2")


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")
async def test_uninstalling_ends_the_token_until_the_next_install(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.auth_test()
    await slack.uninstalls("T1")
    assert [delivery.payload["event"]["type"] for delivery in slack.deliveries] == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    keys = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    granted = await AsyncWebClient(base_url=slack.api_url).oauth_v2_access(code=slack.approves("T1"), **keys)
    assert (granted["access_token"], granted["team"]["id"]) == ("xoxb-one", "T1")
    await client.auth_test()
