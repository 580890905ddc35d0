"""Figures with their 95 % intervals: of shares, and of differences between two arms that got the same tasks."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Z = 1.959963984540054
"""95 % of a normal distribution lie within this many standard deviations of its middle."""
RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the interval that covers the true one in 95 % of all studies like this."""

    value: float
    low: float
    high: float


def wilson(successes: int, trials: int) -> Estimate:
    """Estimate a share, by Wilson's score interval; nothing tried says nothing: 0 to 1, and no value."""
    if not trials:
        return Estimate(math.nan, 0.0, 1.0)
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials}")
    share, weight = successes / trials, Z * Z / trials
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / trials + weight / (4 * trials)) / (1 + weight)
    low = 0.0 if successes == 0 else middle - half
    high = 1.0 if successes == trials else middle + half
    return Estimate(share, low, high)


def clustered_difference(
    clusters: Iterable[Sequence[tuple[float, float]]], *, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """Estimate the mean of after − before over all pairs (before, after), where those of a cluster are akin.

    Whole clusters are drawn anew, with replacement (the percentile bootstrap): five tasks of one lesson tell less
    than five tasks of five lessons.
    """
    sums = [(sum(after - before for before, after in pairs), len(pairs)) for pairs in clusters if pairs]
    if not sums:
        return Estimate(math.nan, math.nan, math.nan)
    chance = random.Random(seed)
    means = sorted(_mean(chance.choices(sums, k=len(sums))) for _ in range(resamples))
    return Estimate(_mean(sums), quantile(means, 0.025), quantile(means, 0.975))


def paired_difference(pairs: Iterable[tuple[bool, bool]]) -> Estimate:
    """Estimate the difference after − before of two shares, from pairs (before, after) of the same independent tasks.

    The interval is Wald's with the adjustment of Bonett and Price (2012), which holds for few discordant pairs, too.
    """
    outcomes = list(pairs)
    if not outcomes:
        return Estimate(math.nan, -1.0, 1.0)
    lost = sum(before and not after for before, after in outcomes)
    won = sum(after and not before for before, after in outcomes)
    trials = len(outcomes) + 2
    down, up = (lost + 1) / trials, (won + 1) / trials
    half = Z * math.sqrt((up + down - (up - down) ** 2) / trials)
    return Estimate((won - lost) / len(outcomes), max(-1.0, up - down - half), min(1.0, up - down + half))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Give the value below which that share of the ordered values lies; in between two values linearly."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _mean(sums: Sequence[tuple[float, int]]) -> float:
    return sum(total for total, _ in sums) / sum(count for _, count in sums)
