"""The connection to Discord, kept: whatever ends a client, another one takes its place."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
import discord

from adapters.discord.client import Client
from bot.background import background
from bot.errors import StartError, TakenOver

_log = logging.getLogger(__name__)
_SHORTEST, _LONGEST = 1.0, 60.0
"""Seconds of rest before another client is begun: twice as long each time, until one was connected."""
_NO_CONTENT = (
    "Discord does not show me what people write where they don't mention me: the Message Content Intent is off."
    " Commands and mentions work; for replies without a mention, switch it on in the developer portal, under Bot."
)
_GLANCE = 0.5
"""Seconds between two looks at whether it is still worth waiting."""
Make = Callable[[bool], Client]
"""Makes a client; True: one that reads all messages."""


class Gateway:
    """Holds the one client that is logged in."""

    def __init__(self, make: Make, token: str, *, rest: float = _SHORTEST) -> None:
        """``rest``: seconds before the first new attempt."""
        self._make = make
        self._token = token
        self._rest = rest
        self._client: Client | None = None
        self._logged_in = asyncio.Event()
        self._ended = False
        self._why = "it is being connected"
        self._reads_all = True
        self._is_closing: Callable[[], bool] = lambda: False

    async def client(self) -> Client:
        """Return the client, once it is logged in. Raises ``TakenOver`` where there will be none any more."""
        while not (self._logged_in.is_set() or self._is_closing()):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._logged_in.wait(), _GLANCE)
        if self._ended or not self._client:
            raise TakenOver("Discord is not connected, so this is left to the next start")
        return self._client

    def problem(self) -> str:
        """Return why nobody, or not everybody, is answered now; empty: all are."""
        client = self._client
        if client is None or client.is_closed() or not client.is_ready():
            return f"Discord is not connected: {self._why}"
        away = [str(id) for id, shard in client.shards.items() if shard.is_closed()]
        return f"Discord is not connected: its socket is being opened anew (shard {', '.join(away)})" if away else ""

    @asynccontextmanager
    async def open(self, is_closing: Callable[[], bool] = lambda: False) -> AsyncIterator[None]:
        """Be logged in while inside. Raises ``StartError`` where Discord refuses the token.

        Once ``is_closing``, nobody waits for a client any more.
        """
        self._is_closing = is_closing
        try:
            await self._log_in()
            yield
        finally:
            self._ended = True
            self._logged_in.set()
            await self._close()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Hear what happens while inside; calls can be made for as long as ``open`` lasts."""
        async with background(self._keep()):
            yield

    async def _log_in(self) -> None:
        """Log in, so that calls can be made; what passes is left to ``_keep``."""
        client = self._make(self._reads_all)
        try:
            await client.login(self._token)
        except discord.LoginFailure:
            await client.close()
            raise StartError(
                "DISCORD_BOT_TOKEN: Discord refuses it; in the developer portal, Bot, *Reset Token* makes a new one"
            ) from None
        except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, TimeoutError, OSError) as error:
            await client.close()
            self._why = f"it does not answer ({type(error).__name__})"
            _log.warning("Discord does not answer: %s", error)
            return
        self._client = client
        self._logged_in.set()

    async def _keep(self) -> None:
        rest = self._rest
        while True:
            if self._client:
                if await self._run(self._client):
                    rest = self._rest
                await self._close()
            await asyncio.sleep(rest)
            rest = min(2 * rest, _LONGEST)
            await self._try_to_log_in()

    async def _run(self, client: Client) -> bool:
        """Run a client to its end, which comes by itself only when something is wrong; True: it was connected."""
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired:
            self._reads_all = False
            _log.warning(_NO_CONTENT)
            return True
        except Exception as error:  # noqa: BLE001  # why: an error in the SDK's reading ends its client, and only that
            _log.exception("the connection to Discord ended; another one is begun")
            self._why = f"its last connection ended ({type(error).__name__})"
        return client.is_ready()

    async def _try_to_log_in(self) -> None:
        try:
            await self._log_in()
        except StartError as error:
            self._why = "it refuses DISCORD_BOT_TOKEN"
            _log.error("%s", error)

    async def _close(self) -> None:
        client, self._client = self._client, None
        if not self._ended:
            self._logged_in.clear()
        if client:
            await client.close()
