"""How whatever happens reaches the app: over its sockets or by signed HTTP, acknowledged or not."""

import asyncio
import copy
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from tests.fakes.slack.nouns import Json

PATIENCE = 3.0
"""Seconds within which an app must acknowledge."""


@dataclass
class Delivery:
    """One payload on its way to the app."""

    kind: str
    """events_api, slash_commands or interactive."""
    payload: Json
    attempt: int = 0
    """How often it was delivered before; only events are delivered again."""
    reason: str = ""
    """Why it is delivered again, such as ``http_timeout``."""
    seconds: float | None = None
    """How long the app took to acknowledge it; None: it did not."""
    status: int = 0
    """Of the HTTP response; 0 over a socket or where none came."""
    response: Json = field(default_factory=dict)
    """What came with the acknowledgement."""

    @property
    def is_acknowledged(self) -> bool:
        return self.seconds is not None

    def again(self, reason: str) -> "Delivery":
        """Return the same payload as a redelivery."""
        return Delivery(self.kind, copy.deepcopy(self.payload), self.attempt + 1, reason)


class Transport(Protocol):
    """One way of delivering."""

    seconds: float
    """How long it waits for an acknowledgement."""

    @property
    def is_listened_to(self) -> bool:
        """False as long as no app has ever connected or said where it is."""

    async def carry(self, delivery: Delivery) -> None:
        """Deliver, and note what came of it."""

    async def close(self) -> None: ...


class Courier:
    """Delivers what persons do, one call each, and what became of the bot's own posts, one after the other."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.deliveries: list[Delivery] = []
        self.echoes: list[Delivery] = []
        self.late: list[Delivery] = []
        self._waiting: deque[Delivery] = deque()
        self._worker: asyncio.Task[None] | None = None

    @property
    def is_listened_to(self) -> bool:
        return self.transport.is_listened_to

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Deliver, and wait for the acknowledgement as long as Slack does."""
        self.deliveries.append(delivery)
        await self._carry(delivery)
        return delivery

    def echo(self, delivery: Delivery) -> None:
        """Deliver by and by."""
        self.echoes.append(delivery)
        self._waiting.append(delivery)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())

    async def settle(self) -> None:
        """Wait until all echoes were delivered."""
        if self._worker:
            await self._worker

    async def close(self) -> None:
        """Deliver nothing more; raises what went wrong in here."""
        self._waiting.clear()
        if self._worker:
            self._worker.cancel()
            await asyncio.wait([self._worker])
            if not self._worker.cancelled():
                self._worker.result()
        await self.transport.close()

    async def _work(self) -> None:
        while self._waiting:
            await self._carry(self._waiting.popleft())

    async def _carry(self, delivery: Delivery) -> None:
        if not self.transport.is_listened_to:
            return
        begun = asyncio.get_running_loop().time()
        await self.transport.carry(delivery)
        if delivery.is_acknowledged:
            delivery.seconds = asyncio.get_running_loop().time() - begun
        else:
            self.late.append(delivery)
