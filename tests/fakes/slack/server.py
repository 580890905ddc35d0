"""The server itself: it listens on loopback as long as it is entered."""

from typing import Self

from aiohttp import web

from tests.fakes.slack.screens import Screens
from tests.fakes.slack.signed import Signed, encode
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.web import Web


class SlackServer(Screens):
    """See the package's docstring; ``transport`` is "socket" or "http". On leaving raises what went wrong in here."""

    def __init__(
        self, *, streaming: bool = True, minute: float = 60.0, limits: bool = True, transport: str = "socket"
    ) -> None:
        super().__init__(streaming=streaming, minute=minute, limits=limits, transport=transport)
        self.web = Web(self)
        self._runner = web.AppRunner(self.web.app, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        try:
            await self.courier.close()
        finally:
            await self._runner.cleanup()
        if self.web.broken and kind is None:
            raise self.web.broken[0]

    @property
    def sockets(self) -> Sockets:
        """The app's connections in Socket Mode."""
        transport = self.courier.transport
        assert isinstance(transport, Sockets), "this server delivers by HTTP"
        return transport

    @property
    def signed(self) -> Signed:
        """The deliveries by HTTP."""
        transport = self.courier.transport
        assert isinstance(transport, Signed), "this server delivers over sockets"
        return transport

    def to_http(self, url: str) -> None:
        """Say where the app takes events, commands and interactions."""
        self.signed.url = url

    async def connected(self, count: int = 1) -> None:
        """Wait until the app has so many sockets."""
        await self.sockets.connected(count)

    async def disconnects(self, reason: str = "refresh_requested") -> None:
        """Tell the app's sockets to go, and close them: warning, refresh_requested or link_disabled."""
        await self.sockets.disconnect(reason)

    def drops(self) -> None:
        """Cut the app's sockets without a word."""
        self.sockets.drop()

    async def forges(self, n: int = -1, *, secret: str | None = None, at: int | None = None) -> int:
        """Post what was delivered before, signed with another secret or at another time; return the status."""
        body, kind = encode(self.deliveries[n])
        status, _ = await self.signed.post(body, kind, {}, secret=secret, at=at)
        return status

    async def settle(self) -> None:
        """Wait until the app has heard of all its own posts."""
        await self.courier.settle()
