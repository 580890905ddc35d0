"""A small app of real slack-bolt, connected to a server over sockets or behind HTTP, for tests of the servers."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import SlackServer
from tests.fakes.slack.sockets import Sockets

Json = dict[str, Any]


KINDS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
)


class BoltApp:
    """Notes the events that reach it; a test registers more on ``bolt``, where the first that fits is all that runs."""

    def __init__(self, api_url: str, *, notes: Sequence[str] = KINDS) -> None:
        self.bolt = AsyncApp(client=AsyncWebClient(token="xoxb-one", base_url=api_url), signing_secret="secret")
        self.client = self.bolt.client
        self.events: list[Json] = []
        self.bodies: list[Json] = []
        self.retries: list[str] = []
        """The number of the retry with each event; empty where the header is missing."""
        for kind in notes:
            self.bolt.event(kind)(self._note)

    async def _note(self, event: Json, body: Json, request: AsyncBoltRequest) -> None:
        self.events.append(event)
        self.bodies.append(body)
        self.retries.append(request.headers.get("x-slack-retry-num", [""])[0])

    def kinds(self) -> list[str]:
        """The events, by type and subtype."""
        return [":".join(filter(None, (event["type"], event.get("subtype")))) for event in self.events]


async def refused(call: Awaitable[object]) -> str:
    """Return the error that Slack refuses a call with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


@asynccontextmanager
async def connected(slack: SlackServer) -> AsyncIterator[BoltApp]:
    """Connect an app in the way that the server delivers."""
    app = BoltApp(slack.api_url)
    if isinstance(slack.courier.transport, Sockets):
        async with over_sockets(slack.api_url, app):
            yield app
    else:
        async with behind_http(app) as url:
            slack.to_http(url)
            yield app


@asynccontextmanager
async def over_sockets(api_url: str, app: BoltApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connect an app as long as this is entered."""
    handler = AsyncSocketModeHandler(app.bolt, "xapp-1", web_client=AsyncWebClient(base_url=api_url), ping_interval=1)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def behind_http(app: BoltApp) -> AsyncIterator[str]:
    """Serve an app as long as this is entered; yields its URL."""

    async def take(request: web.Request) -> web.Response:
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        asked = AsyncBoltRequest(body=await request.text(), headers=headers)
        answer = await app.bolt.async_dispatch(asked)
        kind = answer.first_headers_without_set_cookie().get("content-type", "text/plain").partition(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    server = web.Application()
    server.router.add_post("/slack/events", take)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
