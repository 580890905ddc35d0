"""Sessions of the gateway, which outlive their sockets: what happens meanwhile is kept for a RESUME."""

import asyncio
from dataclasses import dataclass, field

from tests.fakes.discord.delivery import Delivery
from tests.fakes.discord.nouns import Json
from tests.fakes.discord.wire import Wire


@dataclass
class Session:
    """What an app gets events in, in order and numbered."""

    id: str
    intents: int
    shard: tuple[int, int]
    wire: Wire | None
    log: list[Json] = field(default_factory=list)
    """All events, by their number less one."""

    def take(self, event: str, data: Json) -> None:
        frame = {"op": 0, "t": event, "s": len(self.log) + 1, "d": data}
        self.log.append(frame)
        if self.wire:
            self.wire.send(frame)

    def resume(self, wire: Wire, number: int) -> None:
        """Go on over another socket, with all events after a number."""
        self.wire = wire
        for frame in self.log[number:]:
            wire.send(frame)
        self.take("RESUMED", {"_trace": []})


class Sessions:
    """The sessions of the app, and the log of what was delivered."""

    def __init__(self) -> None:
        self.open: dict[str, Session] = {}
        self.deliveries: list[Delivery] = []
        self._news = asyncio.Event()

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.open.values() if session.wire]

    def begin(self, session: Session) -> None:
        self.open[session.id] = session
        self._news.set()

    def news(self) -> None:
        """Say that a session was resumed or left."""
        self._news.set()

    def leave(self, wire: Wire, code: int | None) -> None:
        """Note that a socket is gone; a session that was closed with 1000 or 1001 is over."""
        for session in list(self.open.values()):
            if session.wire is wire:
                session.wire = None
                if code in (1000, 1001):
                    del self.open[session.id]
        self._news.set()

    async def wait(self, count: int) -> None:
        """Wait until so many sessions are connected."""
        while len(self.connected) < count:
            self._news.clear()
            await self._news.wait()

    async def settle(self) -> None:
        """Wait until all that are connected have read what they were sent."""
        await asyncio.gather(*(session.wire.ping() for session in self.connected if session.wire))

    def deliver(self, delivery: Delivery) -> int:
        """Give an event to all that are to have it; return to how many connected sessions."""
        self.deliveries.append(delivery)
        takers = [session for session in self.open.values() if delivery.is_for(session.intents, session.shard)]
        for session in takers:
            session.take(delivery.event, delivery.seen_with(session.intents))
        return sum(1 for session in takers if session.wire)

    def drop(self) -> list[Wire]:
        """Cut all sockets; the sessions stay. Returns the sockets."""
        cut = [session.wire for session in self.connected if session.wire]
        for session in self.open.values():
            session.wire = None
        for wire in cut:
            wire.cut()
        return cut
