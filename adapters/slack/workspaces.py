"""The workspaces that the app is installed in: for each a client with its token, and its rate buckets."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.client import PATIENCE, make_client, translated
from adapters.slack.errors import NO_STREAMING, NOT_INSTALLED, UNINSTALLED
from adapters.slack.rates import Budgets, Rates
from bot.errors import Forbidden, SurfaceError

_log = logging.getLogger(__name__)
_READS = ("info", "replies", "history", "list", "getPermalink", "getUploadURLExternal")
"""Last words of the methods that take no JSON."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What one installation of the app left us with."""

    token: str = field(repr=False)
    bot_user: str
    bot_id: str
    name: str


class Tokens(Protocol):
    """Where installations are kept."""

    async def find(self, team: str, enterprise: str) -> Installed | None:
        """Return the installation for a workspace; None where the app is not installed there."""


class Workspace:
    """One workspace, called with its own token."""

    def __init__(
        self, client: AsyncWebClient, installed: Installed, rates: Rates, revoked: Callable[[str], None]
    ) -> None:
        """``revoked`` is called with Slack's code when it says that the token is no longer good."""
        self.client = client
        self.bot_user = installed.bot_user
        self.bot_id = installed.bot_id
        self.name = installed.name
        self.rates = rates
        self.streams = True
        """False once the workspace declined native streaming."""
        self._revoked = revoked

    async def call(self, method: str, **arguments: object) -> AsyncSlackResponse:
        """Call a method of Slack's Web API; arguments that are None are left out.

        Raises ``Throttled``, ``Gone``, ``Forbidden``, ``Flaky`` (``Unclear`` where it may have been done), and
        ``SlackRefused`` for all else. Takes no turn: that is the caller's part.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            with translated(method):
                return await self._send(method, given)
        except SurfaceError as problem:
            self._learn(method, problem.code)
            raise

    async def _send(self, method: str, given: dict[str, object]) -> AsyncSlackResponse:
        if method.endswith(_READS):
            return await self.client.api_call(method, http_verb="GET", params=given)
        return await self.client.api_call(method, json=given)

    def _learn(self, method: str, code: str) -> None:
        if code in UNINSTALLED:
            self._revoked(code)
        elif code in NO_STREAMING and method == "chat.startStream" and self.streams:
            self.streams = False
            _log.info("workspace %s has no native streaming (%s): answers are posted and updated", self.name, code)


class Workspaces:
    """All workspaces; an async context manager that owns their connections."""

    def __init__(self, tokens: Tokens, *, api_url: str, minute: float = 60.0, budgets: Budgets | None = None) -> None:
        """``api_url`` ends in ``/api/``; ``minute`` is how many seconds Slack's minute lasts."""
        self._tokens = tokens
        self._api_url = api_url
        self._minute = minute
        self._budgets = budgets
        self.revoked: Callable[[str], None] = lambda code: None
        """Called with Slack's code when a token is no longer good."""
        self._known: dict[tuple[str, str], Workspace] = {}
        self._rates: dict[str, Rates] = {}

    async def __aenter__(self) -> Self:
        # no cookies: what Slack sets for one workspace is nothing to another
        self._session = ClientSession(timeout=ClientTimeout(total=PATIENCE), cookie_jar=DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._session.close()

    def rates(self, team: str) -> Rates:
        """The buckets of a workspace."""
        if team not in self._rates:
            self._rates[team] = Rates(self._minute, self._budgets)
        return self._rates[team]

    async def get(self, team: str, enterprise: str = "") -> Workspace:
        """Return a workspace. Raises ``Forbidden`` where the app is not installed."""
        key = (enterprise, team)
        if key not in self._known:
            installed = await self._tokens.find(team, enterprise)
            if not installed:
                raise Forbidden(NOT_INSTALLED)
            self._known.setdefault(key, self._open(team, installed))
        return self._known[key]

    def forget(self, team: str) -> None:
        """Look the token of a workspace, or of an organisation, up again before its next use: it may have changed."""
        for key in [key for key in self._known if key[1] == team]:
            del self._known[key]

    def _open(self, team: str, installed: Installed) -> Workspace:
        client = make_client(self._api_url, installed.token, session=self._session)

        def lose(code: str) -> None:
            self.forget(team)
            self.revoked(code)

        return Workspace(client, installed, self.rates(team), lose)
