"""Discord's rate buckets: edits, posts and the like are counted apart in every channel, and all calls together.

Discord publishes no numbers for a channel; five in five seconds is what everybody sees, and a thread is a channel.
What it says in its headers comes on top: see ``at_once.Bucket``.
For the whole bot it takes 50 calls a second: https://docs.discord.com/developers/topics/rate-limits.
"""

from collections import OrderedDict
from dataclasses import dataclass

from bot.pace import Pace

_WINDOW = 5.0
_TYPING = 1
"""Signs of typing in one channel within 5 seconds: each is seen for ten, and it is the same sign for all answers."""
_THREADS = 10
"""Threads begun in one channel within 10 seconds; Discord says no number."""
_MOST = 40_000
"""Buckets that are kept; one that nobody drew from for so long is full again."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """How many calls Discord takes."""

    edits: int = 5
    """In one channel, within 5 seconds."""
    posts: int = 5
    """In one channel, within 5 seconds."""
    calls: int = 45
    """Of the whole bot, within a second."""


class Rates:
    """One ``Pace`` a bucket, shared by all who draw from it."""

    def __init__(self, budgets: Budgets, *, second: float = 1.0) -> None:
        """``second``: how long Discord's second lasts; shorter in tests."""
        self._budgets = budgets
        self._window = _WINDOW * second
        self._bot = Pace(budgets.calls, second)
        self._buckets: OrderedDict[tuple[str, str], Pace] = OrderedDict()

    def edit(self, channel: str) -> Pace:
        """Return the bucket for changes of messages in a channel."""
        return self._bucket("edit", channel, self._budgets.edits)

    def post(self, channel: str) -> Pace:
        """Return the bucket for new messages in a channel."""
        return self._bucket("post", channel, self._budgets.posts)

    def thread(self, channel: str) -> Pace:
        """Return the bucket for threads that are begun in a channel."""
        return self._bucket("thread", channel, _THREADS, 2 * self._window)

    def typing(self, channel: str) -> Pace:
        """Return the bucket for the sign that somebody is typing in a channel."""
        return self._bucket("typing", channel, _TYPING)

    def _bucket(self, what: str, channel: str, calls: int, seconds: float = 0.0) -> Pace:
        key, buckets = (what, channel), self._buckets
        if key not in buckets:
            buckets[key] = Pace(calls, seconds or self._window)
        buckets.move_to_end(key)
        while len(buckets) > _MOST:
            buckets.popitem(last=False)
        return buckets[key]

    def call(self) -> Pace:
        """Return the bucket for all that the bot does."""
        return self._bot
