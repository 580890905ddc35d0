"""Shares with what they are worth: how many of how many, between which bounds, and how two of them differ."""

import math
from dataclasses import dataclass, field

TOO_FEW = 5
"""Of how many at least a share says something."""
Z_95, Z_90 = 1.959964, 1.644854


@dataclass(frozen=True, slots=True)
class Interval:
    """Where something is with 95 of 100 chances."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    n: int = 0

    @property
    def is_too_few(self) -> bool:
        return self.n < TOO_FEW

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None where there are too few to say."""
        return None if self.is_too_few else self.hits / self.n

    @property
    def interval(self) -> Interval:
        return wilson(self.hits, self.n)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.n + other.n)

    def __str__(self) -> str:
        if self.is_too_few:
            return f"{self.hits} of {self.n}, too few to say"
        bounds = self.interval
        return f"{self.hits / self.n:.0%} ({self.hits} of {self.n}; {bounds.low:.0%} to {bounds.high:.0%})"


@dataclass(frozen=True, slots=True)
class Compared:
    """A share where lessons were applied, against the one where they were withheld by chance."""

    applied: Share = field(default_factory=Share)
    withheld: Share = field(default_factory=Share)

    @property
    def difference(self) -> float | None:
        """Applied less withheld; None where there are too few to say."""
        one, other = self.applied.rate, self.withheld.rate
        return None if one is None or other is None else one - other

    @property
    def interval(self) -> Interval | None:
        """Where that difference is; None where there are too few to say."""
        return None if self.difference is None else newcombe(self.applied, self.withheld)

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(self.applied + other.applied, self.withheld + other.withheld)

    def __str__(self) -> str:
        bounds = self.interval
        if self.difference is None or bounds is None:
            return "too few to say"
        return f"{100 * self.difference:+.0f} points ({100 * bounds.low:+.0f} to {100 * bounds.high:+.0f})"


def wilson(hits: int, n: int, z: float = Z_95) -> Interval:
    """Return Wilson's interval of a share; of nothing it is from 0 to 1."""
    if not n:
        return Interval(0.0, 1.0)
    share, square = hits / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def newcombe(one: Share, other: Share) -> Interval:
    """Return Newcombe's interval (his method 10, of two Wilson ones) of the first share less the second."""
    if not one.n or not other.n:
        return Interval(-1.0, 1.0)
    first, second = one.hits / one.n, other.hits / other.n
    a, b = one.interval, other.interval
    below = math.hypot(first - a.low, b.high - second)
    above = math.hypot(a.high - first, second - b.low)
    return Interval(first - second - below, first - second + above)
