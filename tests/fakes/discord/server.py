"""The server itself: it listens on loopback as long as it is entered."""

from typing import Self

from aiohttp import web

from tests.fakes.discord.cast import TOKEN
from tests.fakes.discord.gateway import RECONNECT
from tests.fakes.discord.moderation import Moderation
from tests.fakes.discord.web import Web


class DiscordServer(Moderation):
    """See the package's docstring. On leaving raises what went wrong in here, or was asked for and does not exist."""

    token = TOKEN
    """Of our bot."""

    def __init__(self, *, second: float = 1.0, headers: bool = True, limits: bool = True) -> None:
        super().__init__(second=second, headers=headers, limits=limits)
        self._runner = web.AppRunner(Web(self).app, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        self.sessions.drop()
        await self._runner.cleanup()
        if self.broken and kind is None:
            raise self.broken[0]

    async def connected(self, count: int = 1) -> None:
        """Wait until so many sessions are connected."""
        await self.sessions.wait(count)

    async def settle(self) -> None:
        """Wait until the app has read all events; what it does about them has begun then, and may go on."""
        await self.sessions.settle()

    def asks_to_reconnect(self) -> None:
        """Tell the app to connect anew and RESUME, as Discord does now and then."""
        for session in self.sessions.connected:
            if session.wire:
                session.wire.send({"op": RECONNECT, "d": None, "s": None, "t": None})

    def drops(self) -> None:
        """Cut the sockets without a word; what happens until the app is back is kept for its RESUME."""
        self.sessions.drop()

    def forgets_sessions(self) -> None:
        """Cut the sockets, and refuse to RESUME; what happens until the app is back is lost to it."""
        self.sessions.drop()
        self.sessions.open.clear()

    async def redelivers(self, n: int = -1) -> None:
        """Deliver once more what was delivered before."""
        self.sessions.deliver(self.deliveries[n])
