"""The one workspace, or organisation, whose bot token stands in the settings."""

import asyncio
import logging
from collections.abc import Collection

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.client import make_client
from adapters.slack.errors import refusal, unanswered
from adapters.slack.workspaces import Installed
from bot.errors import Flaky, StartError, SurfaceError, Throttled

_log = logging.getLogger(__name__)


class OneWorkspace:
    """Knows whose its token is as soon as Slack has answered once."""

    def __init__(self, token: str, api_url: str, wanted: Collection[str] = ()) -> None:
        """``wanted`` are the scopes without which something will not work; what the token lacks is logged."""
        self._token = token
        self._wanted = set(wanted)
        self._client = make_client(api_url, token)
        self._asking = asyncio.Lock()
        self._installed: Installed | None = None
        self._team = self._enterprise = ""

    async def check(self) -> None:
        """Ask Slack whose the token is. Raises ``StartError`` where it is no good; that nobody answers may pass."""
        try:
            await self._introduce()
        except (Flaky, Throttled) as error:
            _log.warning("%s; it is asked again when somebody writes", error)
        except SurfaceError as error:
            raise StartError(
                f"SLACK_BOT_TOKEN: Slack refuses it ({error.code});"
                " copy the Bot User OAuth Token anew from OAuth & Permissions in the app's settings"
            ) from None

    async def find(self, team: str, enterprise: str) -> Installed | None:
        """Return the bot of this workspace; None for any other."""
        async with self._asking:  # what one learns, all who wait have learned
            installed = self._installed or await self._introduce()
        is_ours = enterprise == self._enterprise if self._enterprise else team == self._team
        return installed if is_ours else None

    async def _introduce(self) -> Installed:
        answer = await self._ask()
        # An organisation's token is good for each of its workspaces.
        self._enterprise = str(answer.get("enterprise_id") or "") if answer.get("is_enterprise_install") else ""
        self._team = str(answer["team_id"])
        name = str(answer.get("team") or "")
        self._installed = Installed(self._token, str(answer["user_id"]), str(answer.get("bot_id") or ""), name)
        _log.info("in Slack: %s, as %s", name or self._team, answer.get("user"))
        granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes") or "").split(",")} - {""}
        if granted and (missing := sorted(self._wanted - granted)):
            _log.warning(
                "the Slack app lacks %s: bring its manifest up to date (`code-supporter slack manifest`)"
                " and install it again",
                ", ".join(missing),
            )
        return self._installed

    async def _ask(self) -> AsyncSlackResponse:
        try:
            return await self._client.auth_test()
        except SlackApiError as error:
            raise refusal("auth.test", error) from error
        except (ClientError, TimeoutError, ValueError) as error:
            raise unanswered("auth.test", error) from error
