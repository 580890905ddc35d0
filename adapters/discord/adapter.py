"""Discord as a platform: everything of it opened in order, and closed in reverse."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import discord
from discord.http import Route
from fastapi import APIRouter

from adapters.core import Core
from adapters.discord.answers import Answers
from adapters.discord.client import Client
from adapters.discord.connection import Connection
from adapters.discord.files import Hosts
from adapters.discord.gateway import Gateway
from adapters.discord.listeners.ears import Ears
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, address_of
from adapters.discord.rates import Budgets, Rates
from adapters.discord.resumed import ResumedSurface
from adapters.discord.surface import DiscordSurface
from adapters.work import Work
from bot.access import Access
from bot.deeds import Deeds
from bot.nouns import Exchange
from bot.settings import Settings
from bot.store import Store
from bot.wishes import meanings


class DiscordAdapter:
    """One Discord bot, on all of its servers."""

    platform = PLATFORM

    def __init__(self, settings: Settings, *, second: float = 1.0, client: type[Client] = Client) -> None:
        """``second``: how long Discord's second lasts; ``client``: of what kind the clients are."""
        self._settings = settings
        self._second = second
        self._client = client
        self.routes = APIRouter()
        """None: all that Discord tells comes over a socket."""
        budgets = Budgets(settings.discord_edits, settings.discord_posts, settings.discord_calls_per_second)
        token = settings.discord_bot_token
        self.gateway = Gateway(self._make_client, token.get_secret_value() if token else "", rest=second)
        self.connection = Connection(self.gateway, Rates(budgets, second=second))
        self._ears: Ears
        self._store: Store

    def surface(self, exchange: Exchange) -> DiscordSurface:
        """Where an answer goes on; what is drawn there before ``open`` waits for it, and is left if that fails."""
        return ResumedSurface(self.connection, exchange, self._is_noted)

    async def _is_noted(self, ref: str) -> bool:
        return await self._store.exchanges.by_ref(PLATFORM, ref) is not None

    def address(self, conversation: str) -> str:
        """See ``Neighbour.address``."""
        return address_of(conversation)

    async def problems(self) -> list[str]:
        """Return the reasons why nobody in Discord is answered now."""
        problem = self.gateway.problem()
        return [problem] if problem else []

    async def name_of(self, workspace: str) -> str:
        """Return what people call a server; its id where the client does not know it."""
        guild = (await self.gateway.client()).get_guild(int(workspace)) if workspace.isdecimal() else None
        return guild.name if guild else workspace

    @asynccontextmanager
    async def open(self, core: Core) -> AsyncIterator[None]:
        """Take part in Discord while inside. Raises ``StartError`` where it refuses the token.

        Whoever leaves has closed the engine before: answers still running are cut.
        """
        self._point_the_sdk()
        work = Work()
        self._store = core.store
        self._ears = Ears(self._parts(core, work))
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.gateway.open(lambda: core.engine.closing))
            await stack.enter_async_context(work.open())
            await stack.enter_async_context(self.gateway.connected())
            yield

    def _parts(self, core: Core, work: Work) -> Parts:
        settings, book = self._settings, core.commands.snippets
        access = Access(
            channels=settings.discord_channels,
            roles=settings.discord_roles,
            a_minute=settings.discord_questions_per_minute,
        )
        return Parts(
            core.engine,
            core.store,
            core.models,
            core.commands,
            core.learning,
            book,
            Deeds(core.store, book),
            access,
            self.gateway,
            self.connection.rates,
            Answers(core.engine, self.connection),
            work,
            Hosts(settings.discord_api_url),
            meanings(settings.discord_reactions),
        )

    def _make_client(self, reads_all: bool) -> Client:
        settings = self._settings
        return self._client(
            self._ears,
            reads_all=reads_all,
            shards=settings.shards,
            gateway=settings.discord_gateway_url,
            second=self._second,
        )

    def _point_the_sdk(self) -> None:
        """Let the SDK reach the API where the settings say; it keeps the address for the whole process."""
        Route.BASE = self._settings.discord_api_url
        discord.VoiceClient.warn_nacl = False  # its advice on voice is of no use to a bot that writes
