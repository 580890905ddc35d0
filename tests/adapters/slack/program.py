"""The program with Slack on, as the service opens it: real slack-bolt, engine, store and web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.core import Core
from adapters.slack.adapter import SlackAdapter
from adapters.web.app import create_app
from adapters.web.surface import WebAdapter
from tests.adapters.web.house import serving
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import SlackServer
from tests.fakes.slack.signed import Signed
from tests.stack import opened, settings_for

HTTP = {"slack_signing_secret": "secret", "public_url": "http://127.0.0.1"}
SOCKET = {"slack_app_token": "xapp-1"}


@asynccontextmanager
async def opened_slack(folder: Path, server: ModelServer, slack: SlackServer, **more: object) -> AsyncIterator[Core]:
    """Open it in the one workspace T1, over the transport that ``slack`` has, and close it as the service does."""
    over_http = isinstance(slack.courier.transport, Signed)
    own = {"slack_bot_token": "xoxb-one", "slack_api_url": slack.api_url, **(HTTP if over_http else SOCKET), **more}
    adapter, web = SlackAdapter(settings_for(folder, server, **own), minute=slack.minute), WebAdapter()
    async with (
        opened(folder, server, {adapter.platform: adapter, web.platform: web}, **own) as core,
        adapter.open(core),
    ):
        app = create_app(core.engine, core.store, core.models, core.settings, core.readiness, web, [adapter])
        async with serving(app) as served:
            if over_http:
                slack.to_http(f"http://127.0.0.1:{served.servers[0].sockets[0].getsockname()[1]}/slack/events")
            else:
                await slack.connected()
            yield core
            await core.engine.close(grace=core.settings.grace_seconds)
