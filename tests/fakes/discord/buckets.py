"""The rate limits: buckets of so many calls in so many seconds, and 50 calls a second in all.

Discord publishes only the limit of all calls. The others are what everybody observes, and not verified: five messages
and five edits in five seconds in each channel, a reaction in a quarter of a second.
"""

import asyncio
import math
from dataclasses import dataclass

GLOBAL = 50
_RATES: dict[str, tuple[int, float]] = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "DELETE /channels/{channel}/messages/{message}": (5, 1.0),
    "POST /channels/{channel}/typing": (5, 5.0),
    "PATCH /channels/{channel}": (5, 15.0),
    "reactions": (1, 0.25),
    "threads": (10, 10.0),
    "commands": (5, 20.0),
    "webhook": (5, 5.0),
}
_OTHERS = (50, 1.0)


@dataclass
class Window:
    """How often a bucket was drawn from, and until when that counts."""

    limit: int
    ends: float
    used: int = 0


@dataclass(frozen=True)
class Charge:
    """What the headers say after a call."""

    bucket: str
    limit: int
    remaining: int
    reset_after: float
    is_refused: bool = False
    is_global: bool = False


def bucket(method: str, route: str) -> str:
    """Return the name of a route's bucket."""
    if "/reactions" in route and method in ("PUT", "DELETE"):
        return "reactions"
    if route.endswith("/threads") and method == "POST":
        return "threads"
    if "/commands" in route and method != "GET":
        return "commands"
    return "webhook" if route.startswith("/webhooks/") else f"{method} {route}"


class Buckets:
    """Counts calls, and refuses those beyond the limits."""

    def __init__(self, second: float) -> None:
        self._second = second
        self._windows: dict[tuple[str, ...], Window] = {}

    def charge(self, method: str, route: str, params: dict[str, str]) -> Charge:
        """Count a call; what was refused does not count. Those of interactions are not held to the limit of all."""
        name, is_exempt = bucket(method, route), route.startswith(("/webhooks/", "/interactions/"))
        total = self._window("global", GLOBAL, 1.0)
        if not is_exempt and total.used >= GLOBAL:
            return Charge("global", GLOBAL, 0, self._left(total), is_refused=True, is_global=True)
        limit, seconds = _RATES.get(name, _OTHERS)
        major = (params.get("channel", ""), params.get("guild", ""), params.get("token", ""))
        window = self._window(name, limit, seconds, *major)
        if window.used >= limit:
            return Charge(name, limit, 0, self._left(window), is_refused=True)
        window.used += 1
        total.used += not is_exempt
        return Charge(name, limit, limit - window.used, self._left(window))

    def _window(self, name: str, limit: int, seconds: float, *major: str) -> Window:
        now, key = asyncio.get_running_loop().time(), (name, *major)
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = Window(limit, now + seconds * self._second)
        return window

    def _left(self, window: Window) -> float:
        """Discord writes milliseconds; rounded up, so that who waits for as long is not too early."""
        return math.ceil(max(0.0, window.ends - asyncio.get_running_loop().time()) * 1000) / 1000
