"""Bolt's app: it takes what Slack delivers, finds out for which workspace, and calls the listeners."""

import asyncio
import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings

from adapters.slack.client import make_client
from adapters.slack.errors import NOT_INSTALLED, PASSING
from adapters.slack.origin import Where, where_of
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import Flaky, Forbidden

_log = logging.getLogger(__name__)
_LIMIT, _PAUSE = 1.5, 0.25
"""Seconds for finding out which bot a request is for, of the three that Slack waits for an acknowledgement."""


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
    return AsyncApp(
        name="code-supporter",
        logger=logger,
        client=make_client(api_url, logger=logger),
        signing_secret=signing_secret or "none",
        request_verification_enabled=bool(signing_secret),
        authorize=_Authorize(workspaces),  # type: ignore[arg-type]  # why: Bolt takes these, and its types forget it
        oauth_settings=oauth,
        user_facing_authorize_error_message=NOT_INSTALLED,
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
        where = where_of(context)
        try:
            workspace = await self._find(where)
        except Forbidden as error:
            _log.warning("a request from %s is left out: %s", where.team or "no workspace", error)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id,
            bot_token=workspace.client.token,
        )

    async def _find(self, where: Where) -> Workspace:
        """Ask as often as there is time for, where a fault may pass. Raises one of ``PASSING`` where it does not."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _LIMIT
        while True:
            try:
                async with asyncio.timeout_at(end):
                    return await self._workspaces.get(where.team, where.enterprise)
            except TimeoutError:
                raise Flaky(f"for {_LIMIT:g} s nobody said which bot of ours is meant") from None
            except PASSING:
                if loop.time() + _PAUSE > end:
                    raise
            await asyncio.sleep(_PAUSE)
