"""Slack as a platform: everything of it opened in order, and closed in reverse."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter
from pydantic import SecretStr

from adapters.core import Core
from adapters.slack.answers import Answers
from adapters.slack.bolt import make_app
from adapters.slack.crypt import Vault
from adapters.slack.install import Installations, States
from adapters.slack.listeners import attach
from adapters.slack.manifest import scopes
from adapters.slack.oauth import make_flow
from adapters.slack.one_workspace import OneWorkspace
from adapters.slack.origin import Where
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM, Place, address_of
from adapters.slack.rates import Budgets
from adapters.slack.sdk_log import begin_sdk_logging
from adapters.slack.status import Statuses
from adapters.slack.surface import SlackSurface
from adapters.slack.transport import SocketMode, offer_events, offer_install
from adapters.slack.workspaces import Installed, Workspaces
from adapters.work import Work
from bot.deeds import Deeds
from bot.errors import BotError, TakenOver
from bot.nouns import Exchange
from bot.settings import Settings
from bot.settings_slack import split_keys

_log = logging.getLogger(__name__)


class SlackAdapter:
    """One Slack app, in one workspace or in many. ``minute`` is how many seconds Slack's minute lasts."""

    platform = PLATFORM

    def __init__(self, settings: Settings, *, minute: float = 60.0) -> None:
        self._settings = settings
        budgets = Budgets(
            settings.slack_starts_per_minute,
            settings.slack_appends_per_minute,
            settings.slack_stops_per_minute,
            settings.slack_updates_per_minute,
        )
        self.workspaces = Workspaces(self, api_url=settings.slack_api_url, minute=minute, budgets=budgets)
        self.routes = APIRouter()
        """What Slack and people who install the app reach over HTTP; filled by ``open``."""
        self._tokens: Installations | OneWorkspace | None = None
        self._core: Core
        self._socket: SocketMode | None = None
        self._decided = asyncio.Event()
        """Set once it is known whether Slack takes us; where it does not, there are no tokens."""

    def surface(self, exchange: Exchange) -> SlackSurface:
        """Where an answer goes on; what is drawn there before ``open`` waits for it, and is left if that fails."""
        message = exchange.message

        async def stop() -> None:
            await self._core.engine.stop_answer(exchange.id)

        place = Place.of(message.conversation)
        return SlackSurface(self.workspaces, place, message.author.id, stop=stop, orphaned=True)

    async def find(self, team: str, enterprise: str) -> Installed | None:
        await self._decided.wait()
        if not self._tokens:
            raise TakenOver("Slack is not connected, so this is left to the next start")
        return await self._tokens.find(team, enterprise)

    def address(self, conversation: str) -> str:
        """See ``Neighbour.address``."""
        return address_of(conversation)

    async def problems(self) -> list[str]:
        """Return the reasons why nobody in Slack is answered now."""
        if self._socket and not await self._socket.is_connected():
            return ["Slack is not connected: its socket is being opened"]
        return await self._tokens.problems() if isinstance(self._tokens, OneWorkspace) else []

    async def name_of(self, workspace: str) -> str:
        """Return what people call a workspace, or an organisation; its id where Slack can't be asked."""
        for enterprise in ("", workspace):
            try:
                return (await self.workspaces.get(workspace, enterprise)).name or workspace
            except BotError as error:
                _log.debug("what %s is called: %s", workspace, error)
        return workspace

    @asynccontextmanager
    async def open(self, core: Core) -> AsyncIterator[None]:
        """Take part in Slack while inside. Raises ``StartError`` where Slack refuses what the settings say.

        Whoever leaves has closed the engine before: answers still running are cut.
        """
        self._core = core
        async with AsyncExitStack() as stack:
            stack.callback(self._end)
            await stack.enter_async_context(self.workspaces)
            tokens = self._open_tokens()
            await tokens.check()
            statuses = Statuses()
            await stack.enter_async_context(statuses.open())
            work = Work()
            await stack.enter_async_context(work.open())
            await self._connect(stack, tokens, self._parts(work, statuses))
            self._tokens = tokens
            self._decided.set()
            yield

    def _end(self) -> None:
        self._tokens = None
        self._decided.set()

    def _open_tokens(self) -> Installations | OneWorkspace:
        settings = self._settings
        if settings.slack_bot_token:
            one = OneWorkspace(_reveal(settings.slack_bot_token), settings.slack_api_url, scopes())
            self.workspaces.revoked = one.lose
            return one
        vault = Vault(split_keys(settings.encryption_key))
        return Installations(self._core.store.database, vault, settings.slack_client_id)

    def _parts(self, work: Work, statuses: Statuses) -> Parts:
        core = self._core
        return Parts(
            core.engine,
            core.store,
            core.models,
            core.commands,
            core.learning,
            core.commands.snippets,
            Deeds(core.store, core.commands.snippets),
            self.workspaces,
            Answers(core.engine, self.workspaces, statuses),
            work,
            self._forget,
            self._settings.slack_reactions,
            statuses,
        )

    async def _connect(self, stack: AsyncExitStack, tokens: Installations | OneWorkspace, parts: Parts) -> None:
        settings, logger = self._settings, begin_sdk_logging()
        flow = None
        if isinstance(tokens, Installations):
            states = States(self._core.store.database)
            flow = make_flow(settings, tokens, states, logger, self.workspaces.forget)
            offer_install(self.routes, flow)
        secret = _reveal(settings.slack_signing_secret)
        app = make_app(self.workspaces, settings.slack_api_url, secret, logger, flow.settings if flow else None)
        attach(app, parts)
        if settings.slack_app_token:
            self._socket = SocketMode(app, _reveal(settings.slack_app_token), settings.slack_api_url)
            await stack.enter_async_context(self._socket.open())
        else:
            offer_events(self.routes, app, secret)

    async def _forget(self, where: Where, before: float) -> None:
        """The app was removed from a workspace, or from all of an organisation."""
        if isinstance(self._tokens, Installations):
            team = None if where.enterprise else where.team
            await self._tokens.remove(team, where.enterprise or None, before)
        elif self._tokens:
            await self._tokens.look()


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
