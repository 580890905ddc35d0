"""What our path costs over calling the model's server directly: to the first token, per second, and in CPU.

``direct`` is the openai client's own loop, and shows nothing. ``reading`` is ``Models.complete``. ``engine`` is all of
it: a question written down, its turn taken, lessons looked for, the briefing, the answer drawn on a platform in memory
and stored; its first token is on the surface. All three send the same briefing, by turns, in the same run, first to the
scripted server and then to the real local model (``--quick``: not to that), which has read the briefing before, as its
prefix cache has in life. Servers are processes of their own; CPU is this one's.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam

from adapters.core import Core, open_core
from benchmarks.measure import MODEL, Options, Table, model_server, progress, publish, read_options
from bot.briefing import brief
from bot.models import Catalogue, Provider
from bot.models.catalogue import Named
from bot.nouns import Author, Message
from bot.settings import Settings
from tests.fakes.board import Board
from tests.real_model import MODEL as REAL
from tests.real_model import start_real_model

ANA = Author("board", "ana", "Ana")
QUESTION = "Write a Python function that flattens a list of lists, and say in a few words how it works."
Way = Callable[[], Awaitable["Seen"]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer; times in seconds from the question."""

    first: float
    last: float
    text: str
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Characters a second, after the first."""
        return len(self.text) / max(self.last - self.first, 1e-9)


@dataclass(frozen=True, slots=True)
class Condition:
    """A server, and how often it is asked in each way."""

    name: str
    rounds: int
    tokens: int
    rate: float = 0.0
    """Tokens a second of the scripted server; 0: as fast as they go."""
    is_real: bool = False

    @property
    def is_paced(self) -> bool:
        """True where the model is slower than all ways, so that the time after the first token says something."""
        return self.is_real or self.rate > 0


CONDITIONS = (
    Condition("scripted, 50 tokens/s", 6, 100, rate=50),
    Condition("scripted, as fast as it goes", 20, 400),
    Condition("Qwen2.5-Coder 0.5B on the CPU", 5, 64, is_real=True),
)
QUICK = (Condition("scripted, as fast as it goes", 3, 100),)


class Ways:
    """The three ways to the same answer."""

    def __init__(self, core: Core, url: str, condition: Condition, model: str) -> None:
        self._core = core
        self._client = AsyncOpenAI(base_url=url, api_key="none")
        self._board = Board(calls=1000, seconds=1.0)
        self._limit = condition.tokens
        self._model = model
        self._asked = 0
        message = Message("m", "c", ANA, QUESTION)
        self._turns = brief(message, [], context=4096).turns

    async def direct(self) -> Seen:
        begun, first, text = time.perf_counter(), 0.0, ""
        stream = await self._client.chat.completions.create(
            model=self._model,
            messages=cast("list[ChatCompletionMessageParam]", self._turns),
            max_tokens=self._limit,
            temperature=0,
            stream=True,
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                first = first or time.perf_counter()
                text += chunk.choices[0].delta.content
        return Seen(first - begun, time.perf_counter() - begun, text)

    async def reading(self) -> Seen:
        begun, first, text = time.perf_counter(), 0.0, ""
        model = await self._core.models.choose()
        async with self._core.models.complete(model, self._turns) as completion:
            async for delta in completion:
                first = first or time.perf_counter()
                text += delta
        return Seen(first - begun, time.perf_counter() - begun, text)

    async def engine(self) -> Seen:
        self._asked += 1
        loop, thread = asyncio.get_running_loop().time, f"thread {self._asked}"
        begun = loop()
        exchange = await self._core.engine.answer(
            Message(thread, thread, ANA, QUESTION, workspace="T1"), self._board.place(thread)
        )
        if not exchange or (exchange.problem and exchange.state != "done"):
            raise SystemExit(f"no answer: {exchange and exchange.problem}")
        shown = self._board.shown(thread)[0].shown
        return Seen(shown[0][0] - begun, shown[-1][0] - begun, exchange.answer)

    async def aclose(self) -> None:
        await self._client.close()


@asynccontextmanager
async def opened(url: str, condition: Condition, model: str) -> AsyncIterator[Core]:
    """The engine on a fresh store, with a model that ends its answers where the others do."""
    with tempfile.TemporaryDirectory() as folder:
        values = {"openai_base_url": url, "data_dir": Path(folder), "embeddings": "none", "openai_model": model}
        async with open_core(Settings.model_validate(values), {}) as core:
            named = Named(model, "here", context=4096, max_output=condition.tokens, temperature=0)
            await core.models.take_up(Catalogue((Provider("here", url),), (named,)))
            yield core
            await core.engine.close(grace=5)


@contextmanager
def serving(condition: Condition) -> Iterator[tuple[str, str]]:
    """Give the address of the server, and the name of its model."""
    if condition.is_real:
        with start_real_model() as url:
            yield url, REAL
    else:
        with model_server(condition.rate, condition.tokens) as (url, _):
            yield url, MODEL


async def measure(condition: Condition) -> dict[str, list[Seen]]:
    """Return what was seen in each way, asked by turns."""
    with serving(condition) as (url, model):
        async with opened(url, condition, model) as core:
            ways = Ways(core, url, condition, model)
            named: dict[str, Way] = {"direct": ways.direct, "reading": ways.reading, "engine": ways.engine}
            for way in named.values():
                await way()
            seen: dict[str, list[Seen]] = {name: [] for name in named}
            for _ in range(condition.rounds):
                for name, way in named.items():
                    before = time.process_time()
                    one = await way()
                    seen[name].append(Seen(one.first, one.last, one.text, time.process_time() - before))
            await ways.aclose()
    return seen


async def compare(conditions: Sequence[Condition]) -> Table:
    table = Table("Our path beside calling the server directly; medians, ratios to direct in the same run")
    for condition in conditions:
        progress(f"{condition.name}: {condition.rounds} answers each way")
        seen = await measure(condition)
        direct = _middle(seen["direct"])
        for name in ("direct", "reading", "engine"):
            first, rate, cpu = _middle(seen[name])
            table.add(
                server=condition.name,
                way=name,
                first_ms=first * 1e3,
                more_ms=(first - direct[0]) * 1e3,
                first_ratio=first / direct[0],
                rate_ratio=rate / direct[1] if condition.is_paced else "",
                cpu_ms=cpu * 1e3,
                cpu_ratio=cpu / direct[2],
            )
    table.notes.append("first: to the first token; more: of that, over direct; rate: characters a second after it.")
    return table


def _middle(seen: Sequence[Seen]) -> tuple[float, float, float]:
    return (
        statistics.median(one.first for one in seen),
        statistics.median(one.rate for one in seen),
        statistics.median(one.cpu for one in seen),
    )


def main(options: Options) -> None:
    publish(options, asyncio.run(compare(QUICK if options.quick else CONDITIONS)))


if __name__ == "__main__":
    main(read_options(__doc__))
