"""Discord's rate buckets: edits and posts are counted apart, each in every channel, and all calls of the bot together.

Discord publishes no numbers for a channel; five in five seconds is what everybody sees, and a thread is a channel.
For the whole bot it takes 50 calls a second: https://docs.discord.com/developers/topics/rate-limits.
"""

from collections import OrderedDict
from dataclasses import dataclass

from bot.pace import Pace

_WINDOW = 5.0
_MOST = 10_000
"""Channels whose buckets are kept; that of a channel nobody wrote in for so long is full again."""


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
        self._edits: OrderedDict[str, Pace] = OrderedDict()
        self._posts: OrderedDict[str, Pace] = OrderedDict()

    def edit(self, channel: str) -> Pace:
        """Return the bucket for changes of messages in a channel."""
        return self._bucket(self._edits, channel, self._budgets.edits)

    def post(self, channel: str) -> Pace:
        """Return the bucket for new messages in a channel."""
        return self._bucket(self._posts, channel, self._budgets.posts)

    def _bucket(self, buckets: OrderedDict[str, Pace], channel: str, calls: int) -> Pace:
        if channel not in buckets:
            buckets[channel] = Pace(calls, self._window)
        buckets.move_to_end(channel)
        while len(buckets) > _MOST:
            buckets.popitem(last=False)
        return buckets[channel]

    def call(self) -> Pace:
        """Return the bucket for all that the bot does."""
        return self._bot
