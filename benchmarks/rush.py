"""Many answers in one process, by our engine or in the peer's way, and what they take."""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import psutil
from openai import AsyncOpenAI

from adapters.core import open_core
from benchmarks.lateness import Lateness
from benchmarks.measure import MODEL
from benchmarks.peers import Bucket, Message, edit_by_timer
from benchmarks.pump import say
from benchmarks.wall import LATENCY, ROOMY, hang
from bot.background import background
from bot.nouns import Author
from bot.nouns import Message as Question
from bot.settings import Settings
from tests.fakes.board import Board

_TEXT = "Write a program that prints numbers."


@dataclass(frozen=True, slots=True)
class Plan:
    """So many answers of so many tokens, all asked for within ``asking`` seconds and watched for ``watched``."""

    answers: int
    tokens: int
    asking: float
    watched: float
    settling: float = 5.0


@dataclass(slots=True)
class Outcome:
    """What became of a plan."""

    figures: dict[str, float]
    delays: dict[str, dict[str, float]]


async def play(plan: Plan, answer: Callable[[str], Awaitable[bool]]) -> Outcome:
    """Let ``answer`` show one after the other, and measure meanwhile; it says whether its own was whole."""
    process, late = psutil.Process(), Lateness()
    before = process.memory_info().rss
    async with background(late.watch()), asyncio.TaskGroup() as tasks:
        late.phase = "asking"
        answers = []
        for number in range(plan.answers):
            answers.append(tasks.create_task(_time(answer, str(number))))
            await asyncio.sleep(plan.asking / plan.answers)
        await asyncio.sleep(plan.settling)
        late.phase = "all written at once"
        spent, began = time.process_time(), time.monotonic()
        await asyncio.sleep(plan.watched)
        share = (time.process_time() - spent) / (time.monotonic() - began)
        grown = process.memory_info().rss - before
        late.phase = "ending"
    outcomes = [task.result() for task in answers]
    figures = {
        "answers": plan.answers,
        "whole": sum(whole for whole, _ in outcomes),
        "seconds_each": fmean(seconds for _, seconds in outcomes),
        "cores": share,
        "ms_CPU_per_answer_second": 1e3 * share / plan.answers,
        "KiB_per_answer": grown / 1024 / plan.answers,
    }
    return Outcome(figures, {phase: late.tell(phase) for phase in ("asking", "all written at once", "ending")})


async def _time(answer: Callable[[str], Awaitable[bool]], name: str) -> tuple[bool, float]:
    began = time.monotonic()
    return await answer(name), time.monotonic() - began


async def play_ours(plan: Plan, url: str) -> Outcome:
    """Let our engine answer."""
    board, whole = Board(latency=LATENCY), "".join(say(plan.tokens))

    async def answer(name: str) -> bool:
        question = Question(name, name, Author(board.platform, name, name), _TEXT)
        exchange = await core.engine.answer(question, hang(board, name))
        return exchange is not None and exchange.answer == whole == _shown(board, name)

    with tempfile.TemporaryDirectory() as folder:
        values = {"openai_base_url": url, "openai_model": MODEL, "data_dir": Path(folder)}
        async with open_core(Settings.model_validate(values), {}) as core:
            return await play(plan, answer)


async def play_peer(plan: Plan, url: str) -> Outcome:
    """Let the openai client answer."""
    board, whole = Board(latency=LATENCY, max_chars=ROOMY), "".join(say(plan.tokens))

    async def read() -> AsyncGenerator[str]:
        stream = await client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": _TEXT}], stream=True
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content

    async def answer(name: str) -> bool:
        await edit_by_timer(read(), Message(hang(board, name), Bucket()))
        return _shown(board, name) == whole

    async with AsyncOpenAI(base_url=url, api_key="none") as client:
        return await play(plan, answer)


def _shown(board: Board, name: str) -> str:
    return "".join(post.text for post in board.shown(name))
