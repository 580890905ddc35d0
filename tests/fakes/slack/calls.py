"""What was called and when, what is to fail, and whether a tier was overdrawn."""

import asyncio
from collections import Counter, defaultdict, deque
from dataclasses import dataclass

from tests.fakes.slack.nouns import Json
from tests.fakes.slack.tiers import MOST, window


@dataclass
class Call:
    """One call of the Web API."""

    method: str
    args: Json
    error: str = ""
    """The name of the error that it was answered with; empty: it was done."""
    at: float = 0.0
    """By the clock of the event loop."""
    team: str = ""
    answer: Json | None = None


@dataclass(frozen=True)
class Fault:
    """How a call fails: with an error, with a status of HTTP, or "cut" (done or not, no answer comes)."""

    what: str | int
    done: bool = False
    """It is done all the same, and only the answer is lost."""
    retry_after: float = 1.0


class Calls:
    """The log of calls, and the faults that a test ordered."""

    def __init__(self, minute: float) -> None:
        self.minute = minute
        self.calls: list[Call] = []
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def fails(
        self, method: str, what: str | int, times: int = 1, *, done: bool = False, retry_after: float = 1.0
    ) -> None:
        """Let the next calls of a method fail.

        ``what`` is an error of Slack's, a status of HTTP (429 comes with ``retry_after`` seconds), or "cut": the
        connection ends without an answer. ``done``: the call takes effect all the same.
        """
        self._faults[method].extend([Fault(what, done, retry_after)] * times)

    def works(self, method: str) -> None:
        """Forget the faults of a method that are still to come."""
        self._faults[method].clear()

    def fault(self, method: str) -> Fault | None:
        """Take the next fault that was ordered."""
        return self._faults[method].popleft() if self._faults[method] else None

    def note(self, method: str, args: Json, team: str) -> Call:
        call = Call(method, args, at=asyncio.get_running_loop().time(), team=team)
        self.calls.append(call)
        return call

    def made(self, method: str, team: str = "T1") -> list[Call]:
        """The calls of a method that were done."""
        return [call for call in self.calls if (call.method, call.team, call.error) == (method, team, "")]

    @property
    def refused(self) -> list[Call]:
        """The calls that were answered with 429."""
        return [call for call in self.calls if call.error == "ratelimited"]

    @property
    def counted(self) -> Counter[str]:
        """How often each method was called."""
        return Counter(call.method for call in self.calls)

    def highest(self, method: str, team: str = "T1") -> int:
        """The greatest number of calls of a method in any minute, refused ones too."""
        minute = window(self.minute)
        most, begun = 0, deque[float]()
        for call in self.calls:
            if (call.method, call.team) == (method, team):
                begun.append(call.at)
                while begun[0] <= call.at - minute:
                    begun.popleft()
                most = max(most, len(begun))
        return most

    @property
    def overdrawn(self) -> list[str]:
        """A sentence for each tier that was exceeded in some minute."""
        pairs = sorted({(call.team, call.method) for call in self.calls})
        counts = [(team, method, self.highest(method, team)) for team, method in pairs]
        return [
            f"{team} {method}: {most} calls in a minute, {MOST[method]} are allowed"
            for team, method, most in counts
            if most > MOST.get(method, most)
        ]
