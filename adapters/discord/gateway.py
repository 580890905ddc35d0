"""The connection to Discord, kept: whatever ends a client, another one takes its place."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

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

    async def client(self) -> Client:
        """Return the client, once it is logged in. Raises ``TakenOver`` where there will be none any more."""
        await self._logged_in.wait()
        if self._ended or not self._client:
            raise TakenOver("Discord is not connected, so this is left to the next start")
        return self._client

    def problem(self) -> str:
        """Return why nobody is answered now; empty: all are."""
        ready = self._client is not None and self._client.is_ready() and not self._client.is_closed()
        return "" if ready else f"Discord is not connected: {self._why}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Be logged in while inside. Raises ``StartError`` where Discord refuses the token."""
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
        except (aiohttp.ClientError, discord.HTTPException, TimeoutError, OSError) as error:
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
