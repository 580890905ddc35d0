"""What a model wrote, on time, however late it is read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from benchmarks.ways import RATE

TOKEN = "abcd"


@dataclass(slots=True)
class Written:
    """What a model wrote, and when."""

    begin: float
    seconds: float
    at: list[float] = field(default_factory=list)

    async def tokens(self) -> AsyncIterator[str]:
        """Yield tokens that come on time, however late they are read: the model does not wait."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._write(queue))
            while token := await queue.get():
                yield token

    async def _write(self, queue: asyncio.Queue[str]) -> None:
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self.begin)
        begun = clock()
        for number in range(int(self.seconds * RATE)):
            await asyncio.sleep(max(0.0, begun + number / RATE - clock()))
            self.at.append(clock())
            queue.put_nowait(TOKEN)
        queue.put_nowait("")
