"""What was called and when, what is to fail, and how many calls came in any time."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from tests.fakes.discord.nouns import Json


@dataclass
class Call:
    """One request of REST."""

    method: str
    route: str
    """Its template, such as ``/channels/{channel}/messages``."""
    path: str
    at: float
    """By the clock of the event loop."""
    body: Json | list[Json] | None = None
    params: dict[str, str] = field(default_factory=dict)
    status: int = 0
    """What it was answered with; 0: the connection was cut."""
    code: int = 0
    """Discord's code of the error."""
    is_limited: bool = False
    """It was refused for its rate, and not because a test ordered that."""
    ended: float = 0.0

    @property
    def channel(self) -> str:
        return self.params.get("channel", "")


@dataclass(frozen=True)
class Fault:
    """How a call fails: see ``Calls.fails``."""

    what: str | int
    done: bool
    """It is done all the same, and only the answer is lost."""
    retry_after: float
    is_global: bool
    channel: str


class Calls:
    """The log of calls, and the faults that a test ordered."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._faults: dict[tuple[str, str], deque[Fault]] = {}

    def fails(
        self,
        method: str,
        route: str,
        what: str | int,
        times: int = 1,
        *,
        channel: str = "",
        done: bool = False,
        retry_after: float = 1.0,
        is_global: bool = False,
    ) -> None:
        """Let the next calls of a route fail, or of one channel alone.

        ``route`` is its template. ``what`` is a code of Discord's such as 50013, a status of HTTP such as 500 or 429
        (which comes with ``retry_after`` seconds), "cut": the connection ends without an answer, or "cloudflare".
        ``done``: the call takes effect all the same.
        """
        fault = Fault(what, done, retry_after, is_global, str(channel))
        self._faults.setdefault((method, route), deque()).extend([fault] * times)

    def works(self, method: str, route: str) -> None:
        """Forget the faults of a route that are still to come."""
        self._faults.pop((method, route), None)

    def fault(self, call: Call) -> Fault | None:
        """Take the next fault that was ordered for such a call."""
        ordered = self._faults.get((call.method, call.route), deque())
        for fault in ordered:
            if fault.channel in ("", call.channel):
                ordered.remove(fault)
                return fault
        return None

    def note(self, method: str, route: str, path: str, params: dict[str, str]) -> Call:
        call = Call(method, route, path, asyncio.get_running_loop().time(), params=params)
        self.calls.append(call)
        return call

    def made(self, method: str, route: str, channel: str = "") -> list[Call]:
        """The calls of a route that were done, in all channels or in one."""
        return [call for call in self._of(method, route, str(channel)) if 200 <= call.status < 300]

    @property
    def refused(self) -> list[Call]:
        """The calls that came too fast, and were answered with 429."""
        return [call for call in self.calls if call.is_limited]

    @property
    def invalid(self) -> int:
        """Calls that count to the 10,000 in ten minutes after which Discord bans an address."""
        return sum(call.status in (401, 403, 429) for call in self.calls)

    def highest(self, method: str, route: str, seconds: float, channel: str = "") -> int:
        """The greatest number of calls of a route in any so many seconds, refused ones too."""
        most, begun = 0, deque[float]()
        for call in self._of(method, route, str(channel)):
            begun.append(call.at)
            while begun[0] <= call.at - seconds:
                begun.popleft()
            most = max(most, len(begun))
        return most

    def _of(self, method: str, route: str, channel: str) -> list[Call]:
        return [
            call
            for call in self.calls
            if (call.method, call.route) == (method, route) and channel in ("", call.channel)
        ]
