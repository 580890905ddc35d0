"""Calls to Discord: each with the client of the moment, in its turn among all that the bot does."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord

from adapters.discord.errors import translated
from adapters.discord.gateway import Gateway
from adapters.discord.rates import Rates

T = TypeVar("T")
Call = Callable[[discord.Client], Awaitable[T]]


class Connection:
    """Makes calls for surfaces and listeners."""

    def __init__(self, gateway: Gateway, rates: Rates) -> None:
        self._gateway = gateway
        self.rates = rates

    async def call(self, make: Call[T], *, urgent: bool = False) -> T:
        """Make a call; ``urgent`` ones go first. Raises the errors of the port, and ``TakenOver`` at the end."""
        client = await self._gateway.client()
        await self.rates.call().turn(urgent=urgent)
        async with translated():
            return await make(client)
