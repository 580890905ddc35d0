"""Who may ask, where, and how much at once."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil

from bot.errors import UsageError
from bot.nouns import Author

NOT_HERE = "I'm not allowed to answer in this channel. Ask in another one."
NOT_YOU = "I'm not allowed to answer you here: somebody who runs this Code Supporter can add one of your roles."
_TOO_MANY = "You asked {} questions within a minute. Wait {} s, then send this one again."
_MINUTE = 60.0
_MOST = 10_000
"""People who are remembered for what they asked within the last minute."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asks, and as what."""

    channels: Collection[str] = ()
    """The channel, and what it belongs to: a thread's channel, a channel's category. Empty: a direct message."""
    roles: Collection[str] = ()


class Access:
    """Lets people in by their roles and channels, and each of them so many times a minute."""

    def __init__(self, *, channels: Collection[str] = (), roles: Collection[str] = (), a_minute: int = 20) -> None:
        """Empty lists let in everybody, everywhere; where there is one, direct messages have neither, and are out."""
        self._channels = frozenset(channels)
        self._roles = frozenset(roles)
        self._a_minute = a_minute
        self._asked: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def check(self, place: Place) -> None:
        """Raise ``UsageError`` with a sentence for a person who may not ask there."""
        if self._channels and not self._channels & set(place.channels):
            raise UsageError(NOT_HERE)
        if self._roles and not self._roles & set(place.roles):
            raise UsageError(NOT_YOU)

    def admit(self, author: Author, place: Place) -> None:
        """Let a person ask one question. Raises ``UsageError`` where they may not, or asked too much."""
        self.check(place)
        now = asyncio.get_running_loop().time()
        asked = self._asked.setdefault((author.platform, author.id), deque(maxlen=self._a_minute))
        self._asked.move_to_end((author.platform, author.id))
        while len(self._asked) > _MOST:
            self._asked.popitem(last=False)
        if len(asked) == self._a_minute and (left := asked[0] + _MINUTE - now) > 0:
            raise UsageError(_TOO_MANY.format(self._a_minute, ceil(left)))
        asked.append(now)
