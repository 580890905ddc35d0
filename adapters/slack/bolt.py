"""Bolt's app: it takes what Slack delivers, finds out for which workspace, and calls the listeners."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.workspaces import Workspaces
from bot.errors import Forbidden

_log = logging.getLogger(__name__)
_PATIENCE = 10
"""Seconds."""
_NOT_INSTALLED = "Code Supporter is no longer installed in this workspace. Somebody who manages apps can install it."


def make_app(
    workspaces: Workspaces,
    api_url: str,
    signing_secret: str,
    logger: logging.Logger,
    oauth: AsyncOAuthSettings | None = None,
) -> AsyncApp:
    """Return the app, without listeners; with no ``signing_secret`` nothing may reach it over HTTP.

    ``oauth`` is not used by it, but Bolt makes settings of its own where it finds a client's id in the environment.
    """
    client = AsyncWebClient(base_url=api_url, timeout=_PATIENCE, retry_handlers=[], logger=logger)
    return AsyncApp(
        name="code-supporter",
        logger=logger,
        client=client,
        signing_secret=signing_secret or "none",
        request_verification_enabled=bool(signing_secret),
        authorize=_Authorize(workspaces),  # type: ignore[arg-type]  # why: Bolt takes these, and its types forget it
        oauth_settings=oauth,
        user_facing_authorize_error_message=_NOT_INSTALLED,
        attaching_conversation_kwargs_enabled=False,
    )


class _Authorize(AsyncAuthorize):
    """Says which bot a request is for, without asking Slack each time."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        for_all = enterprise_id or "" if context.is_enterprise_install else ""
        try:
            workspace = await self._workspaces.get(team_id or "", for_all)
        except Forbidden as error:
            _log.warning("a request is left out: %s", error)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id,
            bot_token=workspace.client.token,
        )
