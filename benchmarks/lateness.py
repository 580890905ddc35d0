"""How late an event loop is for what it was to do: a clock in it that ticks a hundred times a second."""

import asyncio

from benchmarks.measure import quantile

TICK = 0.01
"""Seconds between two ticks."""


class Lateness:
    """The delay of every tick; those that fell due while the loop was late for another one count, too."""

    def __init__(self) -> None:
        self._late: dict[str, list[float]] = {}
        self.phase = ""
        """What is going on now; its ticks are counted apart."""

    async def watch(self) -> None:
        """Tick until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += TICK
            await asyncio.sleep(due - loop.time())
            late = self._late.setdefault(self.phase, [])
            late.append(loop.time() - due)
            while (behind := late[-1] - TICK) > 0:
                due += TICK
                late.append(behind)

    def tell(self, phase: str) -> dict[str, float]:
        """Return the median, the 99th percentile and the maximum of a phase, in milliseconds."""
        late = [1e3 * seconds for seconds in self._late[phase]]
        return {"p50_ms": quantile(late, 0.5), "p99_ms": quantile(late, 0.99), "max_ms": max(late)}
