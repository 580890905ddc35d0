"""What a scripted model server is told to do, and what it has seen: the half of it that a test speaks to."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.fakes.openai_faults import FAULTS, LAST_WORDS
from tests.fakes.openai_wire import Asked

CHARS = 4
"""Characters in a token."""
PATIENCE = 20.0
"""Seconds that a test waits for something to happen."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How an answer fails, and after how many tokens; without a name it does not."""

    name: str = ""
    after: int = 0

    @property
    def shortens(self) -> bool:
        return self.name in LAST_WORDS or self.name in ("silence", "empty")


class Script:
    """The script of one server; all of it may be changed at any time."""

    def __init__(self) -> None:
        self.pace = 0.0
        """Seconds before each token."""
        self.token = CHARS
        """Characters of each token that is sent."""
        self.models = {"scripted": 32_768}
        """Names with their context in tokens; 0: the server does not say."""
        self.key = ""
        """The key that a request must bring; empty: any will do."""
        self.dialect = "llama.cpp"
        """In whose form it lists its models and refuses what is too long: "llama.cpp", "vllm" or "openai"."""
        self.answer: Callable[[Asked], str] = lambda asked: f"You asked: {asked.text}"
        """What is said to a question for which ``says`` left nothing."""
        self.asked: list[Asked] = []
        """Questions in the order they came, refused ones too."""
        self.listed = 0
        """How often the list of models was asked for."""
        self.lists: bool | bytes = True
        """False: there is no list of models, as with some providers. Bytes: they are sent as one."""
        self.running = 0
        """Answers being written now."""
        self.most_running = 0
        self.finished = 0
        self.deserted = 0
        """Answers whose client left before their end."""
        self._answers: deque[str | tuple[bytes, ...]] = deque()
        self._faults: deque[Fault] = deque()
        self._held_after: int | None = None
        self._released = asyncio.Event()
        self._changed = asyncio.Condition()

    def says(self, *texts: str) -> None:
        """Answer the next questions with these texts, one each."""
        self._answers.extend(texts)

    def sends(self, *parts: bytes) -> None:
        """Answer the next question with a stream of exactly these bytes, each part in a write of its own."""
        self._answers.append(parts)

    def breaks(self, fault: str, *, after: int = 0, times: int = 1) -> None:
        """Let the next answers fail in one of the ways of ``FAULTS``, after so many tokens where they had begun."""
        if fault not in FAULTS:
            raise ValueError(f"no fault {fault!r}; there are {', '.join(FAULTS)}")
        self._faults.extend([Fault(fault, after)] * times)

    def hold(self, *, after: int = 0) -> None:
        """Let every answer wait when it has come so many tokens far."""
        self._held_after = after
        self._released.clear()

    def release(self) -> None:
        """Let answers go on."""
        self._held_after = None
        self._released.set()

    async def asks(self, times: int = 1) -> Asked:
        """Wait until so many questions have come, in all; return the last of them. This and the next three raise
        TimeoutError after ``PATIENCE``."""
        await self._until(lambda: len(self.asked) >= times)
        return self.asked[times - 1]

    async def runs(self, answers: int = 1) -> None:
        """Wait until so many answers are being written."""
        await self._until(lambda: self.running >= answers)

    async def left(self, times: int = 1) -> None:
        """Wait until so many clients, in all, have left an answer before its end."""
        await self._until(lambda: self.deserted >= times)

    async def idles(self) -> None:
        """Wait until no answer is being written."""
        await self._until(lambda: self.running == 0)

    # The rest is what the server does with it.

    def next_fault(self) -> Fault:
        return self._faults.popleft() if self._faults else Fault()

    def next_answer(self, asked: Asked) -> str | tuple[bytes, ...]:
        return self._answers.popleft() if self._answers else self.answer(asked)

    async def hesitate(self, tokens: int) -> None:
        """Wait as long as the script says before the next of an answer that has come so many tokens far."""
        if self._held_after is not None and tokens >= self._held_after:
            await self._released.wait()
        if self.pace:
            await asyncio.sleep(self.pace)

    @asynccontextmanager
    async def counted(self) -> AsyncIterator[None]:
        """Count an answer as running."""
        self.running += 1
        self.most_running = max(self.running, self.most_running)
        await self.tell()
        try:
            yield
        finally:
            self.running -= 1
            await self.tell()

    async def tell(self) -> None:
        """Let those who wait for something look again."""
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(condition)
