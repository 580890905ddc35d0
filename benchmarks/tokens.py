"""CPU time per streamed token: the plain openai client's parsed loop beside ours, with and without the drawing.

``plain`` is ``async for chunk in stream: text += chunk…``, as the client's own documentation has it. ``reading`` is
``Models.complete`` alone. ``ours`` is all of our way: read, ``LiveMessage``, pages of 2,000 characters, and a platform
in memory that takes five edits in five seconds, 80 ms each, its own work included.

CPU is the process's, user and system, so waiting costs nothing. Nothing is subtracted: what an answer costs before
its first token is in all figures, and ``start up`` says which share of ours it is. The model server runs in a process
of its own and sends each token in a TCP segment of its own. Each client has answered once before it is measured.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import cast

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam

from benchmarks.measure import MODEL, Table, model_server, progress, publish, read_options
from benchmarks.wall import LATENCY
from benchmarks.ways import unrecorded
from bot.live import LiveMessage
from bot.models import Model, Models, Provider
from tests.fakes.board import Board

AIM = 0.1
QUESTION = [
    {"role": "system", "content": "You write code. Reason in short steps, then show the code."},
    {"role": "user", "content": "Write a Python function that flattens a list of lists."},
    {"role": "assistant", "content": "[x for xs in xss for x in xs]"},
    {"role": "user", "content": "And without a comprehension?"},
]
Way = Callable[[str], Awaitable[str]]
"""Lets the model write one answer; the argument names it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How answers come: ``rate`` is in tokens a second, 0 is as fast as they go."""

    name: str
    rate: float
    tokens: int
    at_once: int = 1
    rounds: int = 1


STARTING = Condition("an answer of one token", 0, 1, rounds=40)
CONDITIONS = (
    Condition("long answer, as fast as it goes", 0, 4000, rounds=3),
    Condition("short answer, as fast as it goes", 0, 100, rounds=20),
    Condition("one answer, 50 tokens/s", 50, 200, rounds=3),
    Condition("50 answers at once, 20 tokens/s each", 20, 200, at_once=50),
    Condition("200 answers at once, 20 tokens/s each", 20, 100, at_once=200),
)
QUICK = (Condition("long answer, as fast as it goes", 0, 1000),)


async def read_plainly(client: AsyncOpenAI) -> str:
    """Do as the client's documentation does."""
    stream = await client.chat.completions.create(
        model=MODEL,
        messages=cast("list[ChatCompletionMessageParam]", QUESTION),
        stream=True,
        stream_options={"include_usage": True},
    )
    text = ""
    async for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            text += chunk.choices[0].delta.content
    return text


async def read(models: Models) -> str:
    """Read as the engine does, and draw nothing."""
    text = ""
    async with models.complete(Model(MODEL, "test", 32_768), QUESTION) as completion:
        async for delta in completion:
            text += delta
    return text


async def read_and_draw(models: Models, board: Board, thread: str) -> str:
    """Read and draw as the engine does."""
    async with (
        LiveMessage(board.place(thread), opened=unrecorded, dropped=unrecorded) as live,
        models.complete(Model(MODEL, "test", 32_768), QUESTION) as completion,
    ):
        async for delta in completion:
            live.write(delta)
    return live.text


async def measure(condition: Condition) -> dict[str, float]:
    """Return the CPU microseconds of each way per token."""
    with model_server(condition.rate, condition.tokens) as (url, _):
        async with AsyncOpenAI(base_url=url, api_key="none") as client, Models([Provider("test", url)]) as models:
            board = Board(latency=LATENCY)
            ways: dict[str, Way] = {
                "plain": lambda _: read_plainly(client),
                "reading": lambda _: read(models),
                "ours": lambda thread: read_and_draw(models, board, thread),
            }
            seconds: dict[str, list[float]] = {name: [] for name in ways}
            for way in ways.values():
                await way("warm")
            for number in range(condition.rounds):
                for name, way in ways.items():
                    seconds[name].append(await _spend(way, condition, f"{name} {number}"))
    scale = 1e6 / condition.tokens / condition.at_once
    return {name: statistics.median(spent) * scale for name, spent in seconds.items()}


async def _spend(way: Way, condition: Condition, thread: str) -> float:
    before = time.process_time()
    texts = await asyncio.gather(*(way(f"{thread}.{number}") for number in range(condition.at_once)))
    spent = time.process_time() - before
    if any(len(text) != 4 * condition.tokens for text in texts):
        raise SystemExit(f"{thread}: an answer is not whole, so its speed means nothing.")
    return spent


async def compare(conditions: Sequence[Condition]) -> Table:
    """Measure each way in each condition."""
    table = Table("CPU microseconds per streamed token, ours beside the plain openai client's")
    progress(f"{STARTING.name}, {STARTING.rounds} times each way")
    starting = await measure(STARTING)
    for condition in conditions:
        progress(f"{condition.name}: {condition.rounds} × {condition.tokens} tokens each way")
        spent = await measure(condition)
        table.add(
            condition=condition.name,
            **spent,
            ours_to_plain=spent["ours"] / spent["plain"],
            start_up=f"{starting['ours'] / condition.tokens / spent['ours']:.0%}",
            aim="met" if spent["ours"] <= AIM * spent["plain"] else "missed",
        )
    table.notes.append(f"Aim: ours at most {AIM} of plain.")
    table.notes.append(
        f"Start-up, milliseconds an answer: plain {starting['plain'] / 1e3:.1f}, ours {starting['ours'] / 1e3:.1f}."
    )
    return table


if __name__ == "__main__":
    options = read_options(__doc__)
    publish(options, asyncio.run(compare(QUICK if options.quick else CONDITIONS)))
