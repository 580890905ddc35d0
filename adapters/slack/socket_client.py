"""Bolt's socket to Slack, kept with patience: new tries come less and less often, and one line says that Slack is away.

The SDK would try every few seconds for ever, and log a traceback each time.
"""

import asyncio
import logging

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import translated
from adapters.slack.errors import NotSlack, Unclear
from bot.errors import Flaky, SurfaceError, Throttled

_log = logging.getLogger(__name__)
LONGEST_PAUSE = 30.0
"""Seconds between two tries, once many have failed."""
_OPEN = "apps.connections.open"
_AWAY = "away"


class PatientClient(SocketModeClient):
    """The SDK's, which asks for an address here, and says here what came of it."""

    def __init__(self, token: str, web: AsyncWebClient, logger: logging.Logger, ping_seconds: float) -> None:
        super().__init__(token, self._overhear(logger), web, ping_interval=ping_seconds)
        self.on_message_listeners.append(self._hear)
        self._tries = 0
        """How many addresses were asked for since Slack last said something."""
        self._rest = 0.0
        """Seconds that Slack asked us to wait."""
        self._trouble = ""
        """What the log says is wrong: Slack's name for why it refuses us, or ``_AWAY``."""

    async def find_address(self) -> str:
        """Ask Slack where the socket is. Raises ``SurfaceError``, of which ``Flaky`` and ``Throttled`` may pass."""
        self._tries += 1
        with translated(_OPEN):
            answer = await self.web_client.apps_connections_open(app_token=self.app_token)
            address = answer.get("url")
        if not isinstance(address, str):
            raise NotSlack(f"Slack named no address at {_OPEN}")
        return address

    async def issue_new_wss_url(self) -> str:
        """Do so as the SDK wants it, after a pause where the last tries led nowhere."""
        await asyncio.sleep(self._pause)
        try:
            return await self.find_address()
        except SurfaceError as problem:
            self.note(problem)
            raise

    def note(self, problem: SurfaceError) -> None:
        """Say that Slack is away, or refuses us, unless that was said."""
        self._rest = problem.retry_after if isinstance(problem, Throttled) else 0.0
        trouble = _AWAY if isinstance(problem, Flaky | Throttled) else problem.code
        if trouble == self._trouble:
            return
        self._trouble = trouble
        if trouble == _AWAY:
            _log.warning("Slack is not connected: %s; it is tried again, at least every %g s", problem, LONGEST_PAUSE)
        else:
            _log.error("Slack is not connected: SLACK_APP_TOKEN: Slack refuses it (%s)", problem.code)

    @property
    def _pause(self) -> float:
        """Seconds before the next try; the SDK waits for ``ping_interval`` by itself."""
        doubled: float = self.ping_interval * 2 ** min(max(self._tries - 1, 0), 10)
        return max(self._rest, min(LONGEST_PAUSE, doubled) - self.ping_interval, 0.0)

    async def _hear(self, _: WSMessage) -> None:
        """Slack greets on every new socket."""
        self._tries, self._rest = 0, 0.0
        if self._trouble:
            self._trouble = ""
            _log.warning("Slack is connected again")

    def _overhear(self, logger: logging.Logger) -> logging.Logger:
        """Return a log for the SDK, which tells nobody else why a socket could not be opened."""
        own = logging.Logger(f"{logger.name}.socket")
        own.parent = logger
        for each in (self._is_new, *logger.filters):
            own.addFilter(each)
        return own

    def _is_new(self, record: logging.LogRecord) -> bool:
        """Tell whether a line says more than ``note`` does."""
        text, error = record.getMessage(), record.exc_info[1] if record.exc_info else None
        failed = text.startswith("Failed to connect (")
        if failed and not isinstance(error, SurfaceError):
            self.note(Unclear(f"its socket can't be opened ({type(error).__name__}: {error})"))
        known = failed or isinstance(error, SurfaceError) or text.startswith("Failed to check the current session")
        return not (known and self._trouble) or _log.isEnabledFor(logging.DEBUG)


class PatientSocket(AsyncSocketModeHandler):
    """Bolt's, with that client."""

    def __init__(self, app: AsyncApp, token: str, web: AsyncWebClient, ping_seconds: float) -> None:
        self.app, self.app_token = app, token
        self.client: PatientClient = PatientClient(token, web, app.logger, ping_seconds)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]
