"""Somebody installs the app in their workspace, from the browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from fastapi import FastAPI

from adapters.slack.crypt import Vault
from adapters.slack.install import Installations, States
from adapters.slack.manifest import scopes
from adapters.slack.oauth import make_flow
from adapters.slack.sdk_log import begin_sdk_logging
from adapters.slack.transport import offer_install
from bot.settings import Settings
from bot.store import open_store
from tests.adapters.slack.test_crypt import OLD
from tests.adapters.web.house import serving
from tests.fakes.slack import SlackServer

# What slack_sdk passes on to aiohttp; both work.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@dataclass
class Browser:
    """Ana's browser, on its way through an install."""

    slack: SlackServer
    url: str
    installations: Installations
    session: aiohttp.ClientSession
    told: list[str] = field(default_factory=list)
    """Workspaces of which the adapter was told."""
    cookie: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    """What Slack's page is asked for."""

    async def begins(self) -> str:
        """Open the first page; return Slack's address that it leads to."""
        async with self.session.get(f"{self.url}/slack/install", allow_redirects=False) as response:
            assert response.status == 302
            self.cookie = response.headers["Set-Cookie"].partition(";")[0]
            address = urlsplit(response.headers["Location"])
            self.asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            return f"{address.scheme}://{address.netloc}{address.path}"

    async def comes_back(self, **query: str) -> tuple[int, str]:
        """Follow Slack's way back; return the status and the page."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with self.session.get(f"{self.url}/slack/oauth_redirect", params=query, headers=headers) as response:
            return response.status, await response.text()

    async def allows(self, team: str = "T2") -> tuple[int, str]:
        """Say yes on Slack's page."""
        return await self.comes_back(code=self.slack.approves(team), state=self.asked["state"])


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[Browser]:
    async with browsing(tmp_path) as ana:
        yield ana


@asynccontextmanager
async def browsing(folder: Path, *, client_secret: str = "client-secret") -> AsyncIterator[Browser]:
    async with (
        SlackServer() as slack,
        open_store(f"sqlite+aiosqlite:///{folder / 'store.db'}") as store,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):
        values = {
            "slack_client_id": slack.client_id,
            "slack_client_secret": client_secret,
            "slack_app_token": "xapp-1",
            "slack_api_url": slack.api_url,
            "encryption_key": OLD,
            "public_url": "https://code.example",
        }
        installations = Installations(store.database, Vault([OLD]), slack.client_id)
        ana = Browser(slack, "", installations, session)
        settings, states = Settings.model_validate(values), States(store.database)
        flow = make_flow(settings, installations, states, begin_sdk_logging(), ana.told.append)
        page = FastAPI()
        offer_install(page.router, flow)
        async with serving(page) as server:
            ana.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
            yield ana


async def test_slack_is_asked_for_what_the_manifest_names_and_leads_back_here(ana: Browser) -> None:
    assert await ana.begins() == f"{ana.slack.url}/oauth/v2/authorize"
    assert ana.asked["client_id"] == ana.slack.client_id
    assert ana.asked["scope"].split(",") == scopes()
    assert ana.asked["redirect_uri"] == "https://code.example/slack/oauth_redirect"


async def test_who_allows_it_has_the_app(ana: Browser) -> None:
    await ana.begins()
    status, page = await ana.allows("T2")
    assert status == 200
    assert "Code Supporter is installed in Team T2." in page
    found = await ana.installations.find("T2", "")
    assert found
    assert (found.token, found.bot_user, found.bot_id) == ("xoxb-two", "UBOT2", "B2")
    assert ana.told == ["T2"]


async def test_who_does_not_allow_it_is_told_that_nothing_happened(ana: Browser) -> None:
    await ana.begins()
    status, page = await ana.comes_back(error="access_denied", state=ana.asked["state"])
    assert status == 200
    assert "You did not allow it, so nothing was installed." in page
    assert await ana.installations.find("T2", "") is None


async def test_the_way_back_is_good_once(ana: Browser) -> None:
    await ana.begins()
    await ana.allows("T1")
    status, page = await ana.allows("T2")
    assert status == 401
    assert "or was done already" in page
    assert await ana.installations.find("T2", "") is None


async def test_another_browser_can_not_finish_what_this_one_began(ana: Browser) -> None:
    await ana.begins()
    ana.cookie = ""
    status, page = await ana.allows()
    assert status == 400
    assert "not the browser" in page
    assert await ana.installations.find("T2", "") is None


async def test_a_forged_way_back_leads_nowhere(ana: Browser) -> None:
    await ana.begins()
    ana.asked["state"] = "forged"
    ana.cookie = ana.cookie.partition("=")[0] + "=forged"
    assert (await ana.allows())[0] == 401
    assert await ana.installations.find("T2", "") is None


@pytest.mark.parametrize("query", [{"code": "made-up"}, {}])
async def test_without_a_code_of_slack_s_nothing_is_installed(ana: Browser, query: dict[str, str]) -> None:
    await ana.begins()
    status, page = await ana.comes_back(state=ana.asked["state"], **query)
    assert status == 401
    assert "Begin again at https://code.example/slack/install" in page


@pytest.mark.parametrize("trouble", ["internal_error", 503, "cut"])
async def test_trouble_at_slack_s_is_told_in_the_browser(ana: Browser, trouble: str | int) -> None:
    await ana.begins()
    ana.slack.fails("oauth.v2.access", trouble)
    status, page = await ana.allows()
    assert status == 401
    assert "Slack did not confirm it." in page


async def test_a_wrong_client_secret_is_named_in_the_log_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with browsing(tmp_path, client_secret="guessed") as ana:
        await ana.begins()
        assert (await ana.allows())[0] == 401
    assert "bad_client_secret" in caplog.text
    assert "guessed" not in caplog.text
    assert not [code for code in ana.slack.tickets.codes if code in caplog.text]


async def test_a_workspace_with_a_wild_name_does_no_harm_to_the_page(ana: Browser) -> None:
    await ana.begins()
    page = (await ana.comes_back(error="<script>alert(1)</script>", state=ana.asked["state"]))[1]
    assert "<script>" not in page
