"""Names looked up for connections that may not lead inside: what is checked is what is connected to."""

import socket

import httpx2
from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.models.addresses import Addresses


class Inside(httpx2.ConnectError):
    """A server's address is one that may not be connected to."""


class Checked(AbstractResolver):
    """Looks up names, and returns only what ``allowed`` lets; one bad address among good ones spoils them all."""

    def __init__(self, allowed: Addresses, lookup: AbstractResolver | None = None) -> None:
        """``lookup`` asks for the addresses; None: the system does."""
        self._allowed = allowed
        self._lookup = lookup or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises ``OSError`` where it has none, and ``Inside``."""
        found = await self._lookup.resolve(host, port, family)
        if not all(self._allowed.let(one["host"]) for one in found):
            raise Inside(host)
        return found

    async def close(self) -> None:
        await self._lookup.close()
