"""How often one workspace may be called: a bucket for each method, shared by all answers that are drawn there.

Slack counts by method, app and workspace: tier 2 is 20 calls a minute, tier 3 is 50, tier 4 is 100, and posting is
one message a second in a channel, more in a short burst (docs.slack.dev/apis/web-api/rate-limits).
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakSet

from bot.errors import Throttled
from bot.pace import Pace

T = TypeVar("T")
_FEW = 4
"""So many answers are all streamed, which looks best; more of them share both buckets, so that all grow sooner."""

_BEGINS, _ENDS = 20, 30
"""Sessions that begin and end in a minute; Slack takes 50 calls for both. Beyond it answers are without one."""
_BURST = 3
"""Messages that a channel gets at once: Slack speaks of "short bursts" and of no number."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """Calls a minute in one workspace, by method; Slack's documented figures as defaults."""

    starts: int = 20
    appends: int = 100
    stops: int = 20
    updates: int = 50


class Rates:
    """The buckets of one workspace. ``minute`` is how many seconds Slack's minute lasts."""

    def __init__(self, minute: float = 60.0, budgets: Budgets | None = None) -> None:
        budgets = budgets or Budgets()
        self.minute = minute
        self.start = Pace(budgets.starts, minute)
        self.append = Pace(budgets.appends, minute)
        self.stop = Pace(budgets.stops, minute)
        self.update = Pace(budgets.updates, minute)
        self.delete = Pace(50, minute)
        self.upload = Pace(100, minute)
        self.begin_session = Pace(_BEGINS, minute)
        self.end_session = Pace(_ENDS, minute)
        self.coming = Counter[str]()
        """How many answers are coming, by conversation; none is left out, not counted as zero."""
        self.newest = ""
        """The ``ts`` of the newest message of an answer that was begun here."""
        self.streaming: WeakSet[object] = WeakSet()
        """The drafts that are streams now. Each will need a stop; one that nobody holds any more ends by itself."""
        self.updating: WeakSet[object] = WeakSet()
        """The drafts that are updated now."""
        self._budgets = budgets
        self._posts: dict[str, Pace] = {}

    def post(self, channel: str) -> Pace:
        """The bucket of new messages in a channel."""
        if channel not in self._posts:
            self._posts[channel] = Pace(_BURST, _BURST * self.minute / 60)
        return self._posts[channel]

    def session_begins(self) -> bool:
        """Take a turn to begin a session, if one is free right now, and none waits for its end."""
        return self.end_session.is_free() and taken(self.begin_session)

    def begin_stream(self) -> bool:
        """Take a turn to start a stream, if one is free right now, there will be a stop for it, and text does not
        come sooner by updates.
        """
        streams, updates = len(self.streaming) + 1, len(self.updating) + 1
        crowded = streams > _FEW and streams * self._budgets.updates > updates * self._budgets.appends
        return streams <= self._budgets.stops and not crowded and taken(self.start)


def taken(pace: Pace) -> bool:
    """Take a turn if one is free right now; never wait for it."""
    return pace.is_free() and pace.turn(urgent=True).done()


async def in_turn(pace: Pace, call: Callable[[], Awaitable[T]]) -> T:
    """Make a call when ``pace`` has a turn for it, before all that can wait, and tell it how the call went."""
    await pace.turn(urgent=True)
    return await noted(pace, call)


async def noted(pace: Pace, call: Callable[[], Awaitable[T]]) -> T:
    """Make a call for which a turn was taken, and tell ``pace`` how it went."""
    try:
        result = await call()
    except Throttled as refusal:
        pace.refused(refusal.retry_after)
        refusal.noted = True
        raise
    finally:
        pace.ended()
    pace.accepted()
    return result
