"""Many answers at once in Discord, under its real rate limits, beside the usual ways.

Each answer is written at 20 tokens of 4 characters a second, and drawn by real discord.py on a strict Discord on
loopback that takes five messages and five edits in five seconds in each channel and 50 calls a second in all, answers
after 80 ms, and refuses what is beyond. Age is the time from a token's arrival to the moment when it stands in Discord:
mean and 95th percentile over the text that was written while all answers were under way. ``late`` is how long after its
last token the last edit of an answer came.

The best that the limits allow: one edit a second draws the N answers of a channel in turn, so in the mean text waits
for half of the time between two draws: N / 2 s; an answer alone in its channel, 0.5 s.

The usual ways: ``timer`` edits each message every 1.2 s, ``llmcord`` has one timer of a second for all messages and
awaits each edit before it reads on. Both leave the limits to discord.py.

Lived through by the real clock, for there are real sockets in it: about eight minutes.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from statistics import fmean

from adapters.discord.place import Place
from benchmarks.discord_ways import WAYS, Answer, Way
from benchmarks.measure import Options, Table, progress, publish, quantile, read_options
from benchmarks.written import TOKEN, Written
from tests.fakes.discord import G1, GENERAL, DiscordServer

AIM = 1.5
"""Times the best mean age that the limits allow."""
_LATENCY = 0.08
_SHORT = {
    "POST /channels/{channel}/messages": "post",
    "PATCH /channels/{channel}/messages/{message}": "edit",
}


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some answers at once, begun within ``spread`` seconds and each written for ``seconds``."""

    answers: int
    one_channel: bool
    seconds: float
    spread: float

    @property
    def best(self) -> float:
        return (self.answers if self.one_channel else 1) / 2

    def __str__(self) -> str:
        return f"{self.answers} in {'one channel' if self.one_channel else 'channels of their own'}"


QUICK = (Crowd(5, True, 12, 2),)
CROWDS = (
    Crowd(1, False, 15, 0),
    Crowd(5, False, 15, 1),
    Crowd(20, False, 15, 1),
    Crowd(5, True, 22, 3),
    Crowd(20, True, 48, 12),
)


async def live_through(crowd: Crowd, way: Way) -> dict[str, str | float]:
    """Let all answers be written and drawn; return the figures."""
    chance = random.Random(crowd.answers)
    async with DiscordServer() as server:
        server.latency = _LATENCY
        told = []
        for number in range(crowd.answers):
            written = Written(chance.uniform(0, crowd.spread), crowd.seconds)
            told.append((written, Answer(await _place(server, number, crowd), written.tokens)))
        async with way(server) as draw, asyncio.TaskGroup() as tasks:
            for _, answer in told:
                tasks.create_task(draw(answer))
        return _figures(server, [(written, _seen(server, answer)) for written, answer in told])


async def _place(server: DiscordServer, number: int, crowd: Crowd) -> Place:
    if crowd.one_channel:
        return Place(G1, GENERAL)
    return Place(G1, await server.begins_thread(GENERAL, f"question {number}"))


def _seen(server: DiscordServer, answer: Answer) -> list[float]:
    """Return when each token was first shown, and at the end when the last edit came."""
    sizes: dict[str, int] = {}
    drawn = [(at, id, len(text)) for id in answer.messages for at, text in server.message(id).contents]
    seen: list[float] = []
    for at, id, size in sorted(drawn):
        sizes[id] = size
        seen += [at] * (sum(sizes.values()) // len(TOKEN) - len(seen))
    return [*seen, max(at for at, _, _ in drawn)]


def _figures(server: DiscordServer, answers: list[tuple[Written, list[float]]]) -> dict[str, str | float]:
    begin = max(written.at[0] for written, _ in answers)
    end = min(written.at[-1] for written, _ in answers)
    ages: list[float] = []
    for written, seen in answers:
        ages += [at - came for came, at in zip(written.at, seen, strict=False) if begin <= came < end]
    late = [seen[-1] - written.at[-1] for written, seen in answers]
    names = Counter(_SHORT.get(f"{call.method} {call.route}", "") for call in server.calls)
    return {
        "mean": fmean(ages),
        "p95": quantile(ages, 0.95),
        "late_mean": fmean(late),
        "late_most": max(late),
        "lost_tokens": sum(len(written.at) - len(seen) + 1 for written, seen in answers),
        "refused": len(server.refused),
        "calls": " ".join(f"{name}={count}" for name, count in sorted(names.items()) if name),
    }


async def compare(options: Options) -> Table:
    """Measure all ways, one after the other."""
    table = Table("Answers at once in Discord: age in seconds of text written but not yet shown")
    for crowd in QUICK if options.quick else CROWDS:
        for name, way in WAYS.items():
            progress(f"{crowd}, {name}")
            figures = await live_through(crowd, way)
            progress(str(figures))
            table.add(answers=str(crowd), way=name, best=crowd.best, **figures)
    table.notes.append(f"Aim: ours at most {AIM} times the best, nothing refused, nothing lost.")
    return table


if __name__ == "__main__":
    options = read_options(__doc__)
    publish(options, asyncio.run(compare(options)))
