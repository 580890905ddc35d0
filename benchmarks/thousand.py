"""A thousand answers at once in one process, beside as many as the usual way can stand.

``ours`` is everything but a real platform: the engine as the service opens it, its store on SQLite in a folder of its
own, and a board in memory with a channel for each answer, five calls in five seconds, 80 ms each, 2,000 characters a
message. ``peer`` is the plain openai client's loop and an edit every 1.2 s; it stores nothing, and its messages hold
any length. Each answer is written at 20 tokens a second by a model server in a process of its own; each way runs in a
process of its own, too. Questions come over some seconds, then all answers are written at once, then they end.

CPU (user and system) is measured while all are being written; the board's work is in it. Memory is what the process
has grown by until then, for each answer, the board's messages included. A loop's delay is how late a clock in it ticks,
with no tick left out. ``whole`` counts answers that were shown and, by ours, stored to the last character.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor

import psutil

from benchmarks.measure import Options, Table, beside, progress, publish, read_options
from benchmarks.rush import Outcome, Plan, play_ours, play_peer
from benchmarks.ways import RATE

AIM = 100.0
"""Milliseconds; the 99th percentile of the loop's delay while all answers are being written."""
OURS, PEER = Plan(1000, tokens=1500, asking=40, watched=25), Plan(50, tokens=600, asking=5, watched=15)
QUICK_OURS, QUICK_PEER = Plan(100, tokens=240, asking=2, watched=5, settling=1), Plan(20, 240, 1, 5, settling=1)
Way = Callable[[Plan, str], Coroutine[None, None, Outcome]]


def run(way: Way, plan: Plan) -> tuple[Outcome, float]:
    """Let a way follow a plan, in a process of its own; return what came of it and the cores of the model server."""
    with (
        beside("benchmarks.pump", str(RATE), str(plan.tokens)) as (url, server),
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as processes,
    ):
        began = time.monotonic()
        outcome = processes.submit(_follow, way, plan, url).result()
        spent = psutil.Process(server).cpu_times()
        return outcome, (spent.user + spent.system) / (time.monotonic() - began)


def _follow(way: Way, plan: Plan, url: str) -> Outcome:
    return asyncio.run(way(plan, url))


def compare(options: Options) -> tuple[Table, Table]:
    """Measure both ways, each by itself."""
    totals = Table("Many answers at once in one process, 20 tokens a second each")
    delays = Table("Delay of the event loop")
    ways: list[tuple[str, Way, Plan]] = [
        ("ours", play_ours, QUICK_OURS if options.quick else OURS),
        ("peer", play_peer, QUICK_PEER if options.quick else PEER),
    ]
    for name, way, plan in ways:
        progress(f"{name}: {plan.answers} answers of {plan.tokens / RATE:g} s, asked for within {plan.asking:g} s")
        outcome, server = run(way, plan)
        totals.add(way=name, **outcome.figures, model_server_cores=server)
        for phase, figures in outcome.delays.items():
            delays.add(way=name, answers=plan.answers, phase=phase, **figures)
    delays.notes.append(f"Aim: p99 of ours below {AIM:g} ms while all are being written.")
    return totals, delays


if __name__ == "__main__":
    options = read_options(__doc__)
    publish(options, *compare(options))
