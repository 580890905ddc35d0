"""How late an event loop is for what it was to do: a clock in it that ticks a hundred times a second."""

import asyncio

from benchmarks.measure import quantile

TICK = 0.01
"""Seconds between two ticks."""


class Lateness:
    """The delay of every tick, also of those that a busy loop had to make up for: none is left out."""

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
            await asyncio.sleep(max(0.0, due - loop.time()))
            self._late.setdefault(self.phase, []).append(loop.time() - due)

    def tell(self, phase: str) -> dict[str, float]:
        """Return the median, the 99th percentile and the maximum of a phase, in milliseconds."""
        late = [1e3 * seconds for seconds in self._late[phase]]
        return {"p50_ms": quantile(late, 0.5), "p99_ms": quantile(late, 0.99), "max_ms": max(late)}
