"""Who may ask, where, and how much at once."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, inf

from bot.errors import SaidBefore, UsageError
from bot.nouns import Author

NOT_HERE = "I'm not allowed to answer in this channel. Ask in another one."
NOT_YOU = (
    "I'm not allowed to answer you here: who runs this Code Supporter can put one of your roles on its list"
    " (`DISCORD_ROLES`)."
)
_TOO_MANY = "You asked {} questions within a minute. Wait {} s, then send this one again."
_MINUTE = 60.0
_MOST = 10_000
"""People who are remembered for what they asked within the last minute."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody asks, and as what."""

    channels: Collection[str] = ()
    """The channel, and what it belongs to: a thread's channel, a channel's category. Empty: a direct message."""
    roles: Collection[str] = ()


@dataclass(slots=True)
class _Asker:
    """When somebody asked within the last minute, and when they were told that it was too much."""

    asked: deque[float]
    told: float = -inf


class Access:
    """Lets people in by their roles and channels, and each of them so many times a minute."""

    def __init__(self, *, channels: Collection[str] = (), roles: Collection[str] = (), a_minute: int = 20) -> None:
        """Empty lists let in everybody, everywhere; where there is one, direct messages have neither, and are out."""
        self._channels = frozenset(channels)
        self._roles = frozenset(roles)
        self._a_minute = a_minute
        self._askers: OrderedDict[tuple[str, str], _Asker] = OrderedDict()

    @property
    def goes_by_roles(self) -> bool:
        """True where not everybody may ask."""
        return bool(self._roles)

    def check(self, spot: Spot) -> None:
        """Raise ``UsageError`` with a sentence for a person who may not ask there."""
        if self._channels and not self._channels & set(spot.channels):
            raise UsageError(NOT_HERE)
        if self._roles and not self._roles & set(spot.roles):
            raise UsageError(NOT_YOU)

    def admit(self, author: Author, spot: Spot) -> None:
        """Let a person ask one question. Raises ``UsageError`` where they may not, or asked too much.

        Of too much they are told once a minute; the next ones within it raise ``SaidBefore``.
        """
        self.check(spot)
        now = asyncio.get_running_loop().time()
        asker = self._asker((author.platform, author.id))
        asked = asker.asked
        if len(asked) == self._a_minute and (left := asked[0] + _MINUTE - now) > 0:
            refusal = UsageError if now - asker.told >= _MINUTE else SaidBefore
            asker.told = now if refusal is UsageError else asker.told
            raise refusal(_TOO_MANY.format(self._a_minute, ceil(left)))
        asked.append(now)

    def _asker(self, key: tuple[str, str]) -> _Asker:
        asker = self._askers.setdefault(key, _Asker(deque(maxlen=self._a_minute)))
        self._askers.move_to_end(key)
        while len(self._askers) > _MOST:
            self._askers.popitem(last=False)
        return asker
