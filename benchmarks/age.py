"""Age of text that is written but not yet shown, for many answers at once, ours beside the peers' ways.

Each answer is written at 20 tokens of 4 characters a second; a platform takes five calls in five seconds in each
channel, 80 ms each, as Discord does. Age is the time from a token's arrival to the end of the call that first showed
it: mean and 95th percentile over the text of one minute in which all answers have begun and none ends. Messages have
no end, but in the rows that say ``pages``: those hold 2,000 characters.

The best that a bucket allows: a call shows what came since the answer was last drawn, so in the mean text waits for
half of that time, and then for the call, which shows what it was given when it began. With one call a second for N
answers, N seconds lie between two draws of an answer in the mean; the mean age grows with the squares of these times,
so it is least where all are equal: N / 2 s + 80 ms. A page that is full costs a call more, so P pages a second leave
1 - P calls for drawing, and the best is N / (1 - P) / 2 s + 80 ms. ``best p95`` is that of such even draws.

The peers. ``timer`` edits a message every 1.2 s; where the bucket is empty the call waits inside, as in discord.py,
with the text that it was given. ``token`` edits for every token before it reads the next: it falls behind for as long
as the answer goes on, so its figure is no steady one, and beyond five answers it is not worth the measuring.

It all runs on a virtual clock that jumps to what is due next: exact, and a minute takes moments. The rows that say
``real clock`` were lived through, to show that it makes no difference.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.endings import compare_endings
from benchmarks.measure import Table, progress, publish, quantile, read_options
from benchmarks.peers import Bucket
from benchmarks.wall import LATENCY, ROOMY, TOKEN, Wall, hang
from benchmarks.ways import RATE, Way, by_timer, by_token, ours, tell
from tests.fakes.board import CALLS, SECONDS, Board
from tests.fakes.clock import in_no_time

AIM = 1.1
_TOKEN_BY_TOKEN = 5
"""Most answers at once for which editing for each token is measured."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some answers at once, in one channel or in one each, watched for some seconds; pages are in characters."""

    answers: int
    one_channel: bool
    seconds: float = 60.0
    page: int = ROOMY

    @property
    def cycle(self) -> float:
        """Seconds between two draws of an answer, where the bucket is used whole and evenly."""
        drawn = self.answers if self.one_channel else 1
        turns = drawn * RATE * len(TOKEN) / self.page
        return drawn / (CALLS / SECONDS - turns)

    @property
    def best_mean(self) -> float:
        return self.cycle / 2 + LATENCY

    @property
    def best_p95(self) -> float:
        return self.cycle * 0.95 + LATENCY

    def __str__(self) -> str:
        place = "a channel" if self.answers == 1 else "one channel" if self.one_channel else "channels of their own"
        return f"{self.answers} in {place}" + (", pages" if self.page < ROOMY else "")


QUICK = (Crowd(20, False, 20), Crowd(5, True, 20), Crowd(20, True, 20))
CROWDS = (
    *(Crowd(answers, False) for answers in (1, 5, 20, 50)),
    *(Crowd(answers, True) for answers in (5, 20, 50)),
    Crowd(1, False, page=2000),
    Crowd(5, True, page=2000),
)
REAL = (Crowd(1, False, 30), Crowd(20, False, 30), Crowd(5, True, 30))


async def watch(crowd: Crowd, way: Way) -> list[float]:
    """Return how long each token waited that was written while everything was steady."""
    board = Board(latency=LATENCY, one_bucket=crowd.one_channel, max_chars=crowd.page)
    walls = [hang(board, str(number)) for number in range(crowd.answers)]
    shared, chance = Bucket(), random.Random(crowd.answers)
    settling = 2 * crowd.cycle + 5

    async def begin(wall: Wall) -> None:
        await asyncio.sleep(chance.uniform(0, crowd.cycle))
        bucket = shared if crowd.one_channel else Bucket()
        await tell(way, wall, bucket, settling + crowd.seconds + settling)

    steady = asyncio.get_running_loop().time() + crowd.cycle + settling
    async with asyncio.TaskGroup() as tasks:
        for wall in walls:
            tasks.create_task(begin(wall))
    if board.refused:
        raise SystemExit(f"{crowd}: the platform refused {board.refused} calls, so the bucket was not kept.")
    return [waited for wall in walls for waited in wall.ages.between(steady, steady + crowd.seconds)]


def compare_ages(crowds: Sequence[Crowd]) -> Table:
    """Measure crowds on the virtual clock, in each way."""
    table = Table("Age in seconds of text that is written but not yet shown")
    for crowd in crowds:
        progress(f"{crowd}, virtual clock")
        _add(table, str(crowd), crowd, in_no_time(watch(crowd, ours)), **_measure_peers(crowd))
    table.notes.append(f"Aim: ours at most {AIM} of the best mean.")
    return table


def _measure_peers(crowd: Crowd) -> dict[str, str | float]:
    if crowd.page < ROOMY:
        return {}  # theirs end with the first message
    timer = in_no_time(watch(crowd, by_timer))
    by_the_token = crowd.answers <= _TOKEN_BY_TOKEN
    token = fmean(in_no_time(watch(crowd, by_token))) if by_the_token else ""
    return {"timer_mean": fmean(timer), "timer_p95": quantile(timer, 0.95), "token_mean": token}


async def live_through(crowds: Sequence[Crowd], table: Table) -> None:
    """Measure crowds by the real clock, all at the same time."""
    progress("the same by the real clock, about a minute")
    for crowd, ages in zip(crowds, await asyncio.gather(*(watch(crowd, ours) for crowd in crowds)), strict=True):
        _add(table, f"{crowd}, real clock", crowd, ages)


def _add(table: Table, name: str, crowd: Crowd, ages: list[float], **peers: str | float) -> None:
    mean = fmean(ages)
    table.add(
        answers=name,
        best_mean=crowd.best_mean,
        best_p95=crowd.best_p95,
        ours_mean=mean,
        ours_p95=quantile(ages, 0.95),
        ours_to_best=mean / crowd.best_mean,
        **peers,
    )


if __name__ == "__main__":
    options = read_options(__doc__)
    ages = compare_ages(QUICK if options.quick else CROWDS)
    if not options.quick:
        asyncio.run(live_through(REAL, ages))
    publish(options, ages, compare_endings(quick=options.quick))
