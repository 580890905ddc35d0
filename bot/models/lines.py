"""Who is asked now: the connections to each provider, closed once it is gone and its last answer is written."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from bot.errors import Refused
from bot.models.breaker import Breaker
from bot.models.listing import Listing
from bot.models.provider import Provider, connect
from bot.models.pulse import Pulse
from bot.models.queue import Queue

MOST_BROUGHT = 200
"""Providers that people brought whose connections are kept."""


class Line:
    """The connections to one provider."""

    def __init__(self, provider: Provider, pulse: Pulse) -> None:
        """Raises ``StartError`` for a URL or key that can't be right; connects to nobody yet."""
        self.provider = provider
        self.client = connect(provider, pulse)
        self.listing = Listing(provider, self.client)
        self.breaker = Breaker(provider.measured, pause=provider.pause)
        self.queue = Queue(provider.measured, provider.concurrency)
        self._users = 0
        self._is_gone = False

    @asynccontextmanager
    async def used(self) -> AsyncIterator[None]:
        """Keep the connections open while inside."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            await self._close_idle()

    async def retire(self) -> None:
        """Close the connections, now or when their last user leaves."""
        self._is_gone = True
        self.breaker.answered()  # what is gone rests no more, for metrics
        await self._close_idle()

    async def _close_idle(self) -> None:
        if self._is_gone and not self._users:
            await self.client.close()


class Lines:
    """The lines to all providers, by their names."""

    def __init__(self, most_brought: int = MOST_BROUGHT) -> None:
        self._most_brought = most_brought
        self._pulse = Pulse()
        self._lines: dict[str, Line] = {}

    def get(self, name: str) -> Line:
        """Return the line to a provider. Raises ``Refused`` where it is there no more."""
        if line := self._lines.get(name):
            return line
        raise Refused(f"{name.partition('#')[0]} is not there any more. Choose another model.")

    def add(self, provider: Provider) -> Line:
        """Return the line to a provider that was not there, or has not changed. Raises ``StartError``."""
        line = self._lines.get(provider.name)
        if not line or line.provider != provider:
            line = self._lines[provider.name] = Line(provider, self._pulse)
        return line

    async def open(self, provider: Provider) -> Line:
        """Return the line to a provider, a new one where it changed. Raises ``StartError``.

        Of those that people brought, what was opened longest ago is retired where they are too many.
        """
        earlier = self._lines.get(provider.name)
        line = self.add(provider)
        gone = [earlier] if earlier and earlier is not line else []
        if provider.is_brought:
            self._lines[provider.name] = self._lines.pop(provider.name)  # the newest stands last
            brought = [name for name in self._lines if "#" in name]
            gone += [self._lines.pop(name) for name in brought[: -self._most_brought]]
        for each in gone:
            await each.retire()
        return line

    async def keep(self, names: Collection[str]) -> None:
        """Retire all but those named and those that people brought."""
        for name in [name for name in self._lines if name not in names and "#" not in name]:
            await self._lines.pop(name).retire()

    async def close(self) -> None:
        """Close all connections."""
        lines, self._lines = self._lines, {}
        for line in lines.values():
            line.breaker.answered()
            await line.client.close()
