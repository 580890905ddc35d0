"""How long after a model's last word the last draw is, while other answers go on in the same channel.

The bucket gives one call a second, and the others use all of it. So the last draw of a single answer waits for one step
of it at most, for half a step in the mean, and then takes the time of its call; of five answers that end at once, the
third waits for three steps at most. Where a middle draw of the same answer is under way, that is waited for, too.
"""

import asyncio
import random
from collections.abc import Callable
from statistics import fmean

from benchmarks.measure import Table, progress
from benchmarks.peers import Bucket
from benchmarks.wall import LATENCY, ROOMY, Ages, Wall
from benchmarks.ways import Way, by_timer, ours, tell
from bot.pace import Pace
from bot.surface import Limits
from tests.fakes.board import CALLS, SECONDS, Board
from tests.fakes.clock import in_no_time

OTHERS = 20
STEP = SECONDS / CALLS
_OURS = 1.03
"""Our steps are that much longer, for safety's sake: see ``bot/pace.py``."""
_WARM = 3 * OTHERS * STEP
_WRITTEN = 5.0
"""Seconds for which an answer that ends is written."""
_APART = 12.0


class Witness(Pace):
    """A pace that counts the middle draws that it let go while an urgent one waited."""

    def __init__(self) -> None:
        super().__init__(CALLS, SECONDS)
        self.unfair = 0
        self._urgent: list[tuple[float, asyncio.Future[bool]]] = []

    def turn(self, *, urgent: bool = False, weight: Callable[[], float] = lambda: 0.0) -> asyncio.Future[bool]:
        turn = super().turn(urgent=urgent, weight=weight)
        if urgent:
            self._urgent.append((asyncio.get_running_loop().time(), turn))
        else:
            turn.add_done_callback(self._look)
        return turn

    def _look(self, middle: asyncio.Future[bool]) -> None:
        now = asyncio.get_running_loop().time()
        self._urgent = [(asked, turn) for asked, turn in self._urgent if not turn.done()]
        if not middle.cancelled() and middle.result():
            self.unfair += any(asked < now for asked, _ in self._urgent)


class Endings:
    """A channel in which answers end while others go on."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._board = Board(latency=LATENCY, one_bucket=True, max_chars=ROOMY)
        self._bucket = Bucket()
        self.pace = Witness()
        self.delays: list[list[float]] = []
        """For each time, those of the answers that ended together, shortest first."""

    async def play(self, times: int, at_once: int) -> None:
        """Let so many answers end together, so many times, a random while apart."""
        chance = random.Random(at_once)
        apart = _APART * at_once
        async with asyncio.TaskGroup() as tasks:
            for number in range(OTHERS):
                tasks.create_task(self._tell(f"other {number}", _WARM + apart * (times + 1)))
            await asyncio.sleep(_WARM)
            for time in range(times):
                tasks.create_task(self._end(time, at_once))
                await asyncio.sleep(apart + chance.uniform(-STEP, STEP))

    async def _end(self, time: int, at_once: int) -> None:
        ending = (self._tell(f"{time}.{number}", _WRITTEN * at_once) for number in range(at_once))
        self.delays.append(sorted(await asyncio.gather(*ending)))

    async def _tell(self, name: str, seconds: float) -> float:
        limits = Limits(ROOMY, opening=self.pace, redrawing=self.pace, finishing=self.pace)
        return await tell(self._way, Wall(self._board.place(name), limits, Ages()), self._bucket, seconds)


def compare_endings(*, quick: bool) -> Table:
    """Measure ours and the timer's, on the virtual clock."""
    table = Table(f"Seconds from the model's last word to the last draw, {OTHERS} others going on in the channel")
    for at_once, times in ((1, 5),) if quick else ((1, 20), (5, 6)):
        best = (at_once / 2) * STEP + LATENCY
        for name, way in (("ours", ours), ("timer, 1.2 s", by_timer)):
            progress(f"{times} × {at_once} answers end, {name}")
            endings = Endings(way)
            in_no_time(endings.play(times, at_once))
            delays = [delay for together in endings.delays for delay in together]
            table.add(
                ending_at_once=f"{at_once}, {name}",
                endings=len(delays),
                best_mean=best,
                mean=fmean(delays),
                max=max(delays),
                steps_allowed=at_once,
                beyond_them=sum(map(_count_late, endings.delays)),
                unfair_draws=endings.pace.unfair if way is ours else "",
            )
    table.notes += [
        "best mean: every last draw is the next call that the bucket gives, whoever waits.",
        "beyond them: last draws that came later than the steps allowed, a call under way and their own call.",
        "unfair draws: middle draws let go while an urgent one waited; the aim is none.",
    ]
    return table


def _count_late(together: list[float]) -> int:
    return sum(delay > (place + 1) * STEP * _OURS + 2 * LATENCY for place, delay in enumerate(together))
