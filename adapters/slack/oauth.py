"""An install from the browser: out to Slack, back with a code, and what the person is shown."""

import html
import logging
from collections.abc import Callable
from urllib.parse import urljoin

from aiohttp import ClientError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.client import make_client
from adapters.slack.install import STATE_SECONDS, Installations, States
from adapters.slack.manifest import scopes
from bot.settings import Settings

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
_log = logging.getLogger(__name__)
_AUTHORIZE = "../oauth/v2/authorize"
"""Slack's page that asks the person, beside the API."""
_FAILURES = {
    "access_denied": "You did not allow it, so nothing was installed.",
    "invalid_browser": "This is not the browser that the install was begun in, or it refuses cookies.",
    "invalid_state": f"This took longer than {STATE_SECONDS // 60} minutes, or was done already.",
    "invalid_code": "Slack did not confirm it. The log of the service says why.",
    "missing_code": "Slack sent no code along.",
}


class Flow(AsyncOAuthFlow):
    """Bolt's flow, for which a Slack that does not answer is one more reason why nothing was installed."""

    async def run_installation(self, code: str) -> Installation | None:
        try:
            return await super().run_installation(code)
        except (ClientError, TimeoutError) as error:
            _log.warning("an install failed: Slack does not answer (%s)", type(error).__name__)
            return None


def make_flow(
    settings: Settings,
    installations: Installations,
    states: States,
    logger: logging.Logger,
    installed: Callable[[str], None],
) -> Flow:
    """Return the flow; ``installed`` is told the workspace of each install, or the organisation."""
    oauth = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else "",
        scopes=scopes(),
        user_scopes=[],
        redirect_uri=settings.public_url + BACK,
        install_path=INSTALL,
        redirect_uri_path=BACK,
        install_page_rendering_enabled=False,
        authorization_url=urljoin(settings.slack_api_url, _AUTHORIZE),
        callback_options=_pages(settings.public_url + INSTALL, installed),
        installation_store=installations,
        state_store=states,
        state_expiration_seconds=STATE_SECONDS,
        logger=logger,
    )
    return Flow(client=make_client(settings.slack_api_url, logger=logger), logger=logger, settings=oauth)


def _pages(begin: str, installed: Callable[[str], None]) -> AsyncCallbackOptions:
    """Return what is shown at the end; ``begin`` is where a person can try again."""

    async def succeed(done: AsyncSuccessArgs) -> BoltResponse:
        of = done.installation
        where = of.team_name or of.enterprise_name or "your workspace"
        _log.info("installed in %s", where)
        installed(of.team_id or of.enterprise_id or "")
        said = f"Code Supporter is installed in {where}. Go back to Slack and type /code help."
        return _page(200, said, done.settings)

    async def fail(failed: AsyncFailureArgs) -> BoltResponse:
        why = _FAILURES.get(failed.reason, "Something went wrong on the way.")
        return _page(failed.suggested_status_code, f"{why} Begin again at {begin}", failed.settings)

    return AsyncCallbackOptions(succeed, fail)


def _page(status: int, sentence: str, settings: AsyncOAuthSettings) -> BoltResponse:
    page = f"<!DOCTYPE html><title>Code Supporter</title><p>{html.escape(sentence)}</p>"
    return BoltResponse(
        status=status,
        body=page,
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Set-Cookie": settings.state_utils.build_set_cookie_for_deletion(),
        },
    )
