"""The one workspace, or organisation, whose bot token stands in the settings."""

import asyncio
import logging
from collections.abc import Collection

from adapters.slack.client import make_client, translated, wrong_address
from adapters.slack.errors import UNINSTALLED, NotSlack
from adapters.slack.workspaces import Installed
from bot.errors import Flaky, Forbidden, StartError, SurfaceError, Throttled

_log = logging.getLogger(__name__)
_REVOKED = UNINSTALLED - {"team_access_not_granted"}
"""Codes about the token itself, and not about one workspace of an organisation."""
_ANEW = "copy the Bot User OAuth Token anew from OAuth & Permissions in the app's settings"


class OneWorkspace:
    """Knows whose its token is as soon as Slack has answered once."""

    def __init__(self, token: str, api_url: str, wanted: Collection[str] = ()) -> None:
        """``wanted`` are the scopes without which something will not work; what the token lacks is logged."""
        self._token = token
        self._api_url = api_url
        self._wanted = set(wanted)
        self._client = make_client(api_url, token)
        self._asking: asyncio.Task[Installed] | None = None
        self._installed: Installed | None = None
        self._team = self._enterprise = ""
        self._refused = ""
        """Why Slack no longer takes the token, in its own word; empty while it does."""

    async def check(self) -> None:
        """Ask Slack whose the token is. Raises ``StartError`` where it is no good; that nobody answers may pass."""
        try:
            await self._introduce()
        except NotSlack as error:
            raise wrong_address(self._api_url, error) from None
        except (Flaky, Throttled) as error:
            _log.warning("%s; it is asked again when somebody writes", error)
        except SurfaceError as error:
            raise StartError(f"SLACK_BOT_TOKEN: Slack refuses it ({error.code}); {_ANEW}") from None

    async def find(self, team: str, enterprise: str) -> Installed | None:
        """Return the bot of this workspace; None for any other."""
        installed = self._installed or await self._ask_again()
        is_ours = enterprise == self._enterprise if self._enterprise else team == self._team
        return installed if is_ours else None

    def lose(self, code: str) -> None:
        """Slack refused the token with this code: say so once, and ask again before its next use."""
        if code not in _REVOKED:
            return
        self._installed = None
        if not self._refused:
            _log.error(
                "SLACK_BOT_TOKEN: Slack refuses it now (%s): nothing is answered; %s, and start again", code, _ANEW
            )
        self._refused = code

    async def look(self) -> None:
        """Ask Slack whether the token is good; where nobody answers, what was known stays."""
        try:
            await self._ask_again()
        except SurfaceError as error:
            _log.info("whether SLACK_BOT_TOKEN is good: %s", error)

    async def problems(self) -> list[str]:
        """Return why nothing can be answered, asking again: a readiness that asks nobody would never come back."""
        if self._refused:
            await self.look()
        return [f"SLACK_BOT_TOKEN: Slack refuses it ({self._refused})"] if self._refused else []

    async def _ask_again(self) -> Installed:
        """Ask Slack once for all who want to know. Who gives up waiting takes the answer from nobody, later ones
        included: a Slack that is slower than anybody waits would never be learned from.
        """
        if not self._asking:
            self._asking = asyncio.create_task(self._ask())
            self._asking.add_done_callback(self._note_answer)
        return await asyncio.shield(self._asking)

    def _note_answer(self, asking: asyncio.Task[Installed]) -> None:
        self._asking = None
        if not asking.cancelled():
            asking.exception()  # nobody may be there any more to hear of it

    async def _ask(self) -> Installed:
        try:
            return await self._introduce()
        except Forbidden as error:
            self.lose(error.code)
            raise

    async def _introduce(self) -> Installed:
        with translated("auth.test"):
            answer = await self._client.auth_test()
        self._refused = ""
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
