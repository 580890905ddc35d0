"""Many answers at once in one Slack workspace, under its real rate limits, beside the usual ways.

Each answer is written at 20 tokens of 4 characters a second, and drawn by the real SDK on a strict Slack on loopback
that counts 20 starts, 100 appends, 20 stops and 50 updates a minute in the workspace, and refuses what is beyond.
Age is the time from a token's arrival to the moment when it stands in Slack: mean and 95th percentile over the text
that was written while all answers were under way. ``late`` is how long after its last token the last answer was whole.

The best that the limits allow: 150 calls a minute draw N answers in turn, so in the mean text waits for half of the
time between two draws of an answer: N / 2.5 / 2 s. A single answer has but one bucket: 0.6 / 2 s.

The usual ways. ``stream``: the SDK's own ``chat_stream`` with its buffer of 256 characters, and its handler that waits
and calls again after a refusal. ``update``: a message that is updated every 1.2 s, with the same handler.

Lived through by the real clock, for there are real sockets in it: some minutes for each row.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from statistics import fmean

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.place import Place
from adapters.slack.surface import SlackSurface
from adapters.slack.workspaces import Installed, Workspaces
from benchmarks.measure import Options, Table, progress, publish, quantile, read_options
from benchmarks.ways import RATE
from bot.live import LiveMessage
from bot.nouns import State
from bot.surface import Epilogue
from tests.fakes.slack import SlackServer

AIM = 1.5
"""Times the best mean age that the limits allow."""
TOKEN = "abc "
TOKENS_A_SECOND = RATE
Write = AsyncIterator[str]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some answers at once, each written for so many seconds; ``minute`` is how long Slack's lasts."""

    answers: int
    seconds: float = 150.0
    minute: float = 60.0

    @property
    def best(self) -> float:
        a_second = (150 if self.answers > 1 else 100) / self.minute
        return self.answers / a_second / 2


@dataclass(slots=True)
class Answer:
    """What was written of one answer, and where it is shown."""

    thread: str
    begin: float
    seconds: float
    written: list[float] = field(default_factory=list)

    async def write(self) -> Write:
        """Yield the tokens as a model would, and note when each came."""
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self.begin)
        begun = clock()
        for number in range(int(self.seconds * TOKENS_A_SECOND)):
            await asyncio.sleep(max(0.0, begun + number / TOKENS_A_SECOND - clock()))
            self.written.append(clock())
            yield TOKEN

    def seen(self, slack: SlackServer) -> list[float]:
        """Return when each token was first shown."""
        sizes: dict[str, int] = {}
        drawn = [(at, post.ts, len(text)) for post in slack.messages("C1", self.thread) for at, text in post.drawn]
        seen: list[float] = []
        for at, ts, size in sorted(drawn):
            sizes[ts] = size
            seen += [at] * (sum(sizes.values()) // len(TOKEN) - len(seen))
        return seen


Draw = Callable[[SlackServer, Answer], Coroutine[None, None, None]]
Way = Callable[[SlackServer], AbstractAsyncContextManager[Draw]]


class _OneToken:
    async def find(self, team: str, enterprise: str) -> Installed:
        return Installed("xoxb-one", "UBOT1", "B1", "one")


@asynccontextmanager
async def ours(slack: SlackServer) -> AsyncIterator[Draw]:
    """Answers as the service draws them."""

    async def note(*_: object) -> None: ...

    async with Workspaces(_OneToken(), api_url=slack.api_url, minute=slack.minute) as workspaces:

        async def draw(slack: SlackServer, answer: Answer) -> None:
            surface = SlackSurface(workspaces, Place("T1", "C1", answer.thread), "UANA")
            async with LiveMessage(surface, opened=note, dropped=note) as live:
                async for token in answer.write():
                    live.write(token)
                live.epilogue = Epilogue(1, State.DONE)

        yield draw


@asynccontextmanager
async def stream(slack: SlackServer) -> AsyncIterator[Draw]:
    """The SDK's own helper."""
    client = _patient_client(slack)

    async def draw(slack: SlackServer, answer: Answer) -> None:
        streamer = await client.chat_stream(
            channel="C1", thread_ts=answer.thread, recipient_user_id="UANA", recipient_team_id="T1"
        )
        try:
            async for token in _as_it_comes(answer):
                await streamer.append(markdown_text=token)
            await streamer.stop()
        except SlackApiError as error:  # Slack ended the stream: what is missing stays missing, and is counted
            progress(f"an answer is cut: {error.response['error']}")

    yield draw


@asynccontextmanager
async def update(slack: SlackServer) -> AsyncIterator[Draw]:
    """A message updated by a timer."""
    client = _patient_client(slack)

    async def draw(slack: SlackServer, answer: Answer) -> None:
        text, ts, drawn = "", "", 0.0
        clock = asyncio.get_running_loop().time
        async for token in _as_it_comes(answer):
            text += token
            if not ts:
                posted = await client.chat_postMessage(channel="C1", thread_ts=answer.thread, markdown_text=text)
                ts, drawn = str(posted["ts"]), clock()
            elif clock() - drawn > 1.2:
                await client.chat_update(channel="C1", ts=ts, markdown_text=text)
                drawn = clock()
        await client.chat_update(channel="C1", ts=ts, markdown_text=text)

    yield draw


def _patient_client(slack: SlackServer) -> AsyncWebClient:
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=1000)]
    return AsyncWebClient(token="xoxb-one", base_url=slack.api_url, retry_handlers=handlers)


async def _as_it_comes(answer: Answer) -> Write:
    """Yield tokens that were written on time, however late they are read: the model does not wait."""
    queue: asyncio.Queue[str] = asyncio.Queue()

    async def fill() -> None:
        async for token in answer.write():
            queue.put_nowait(token)
        queue.put_nowait("")

    filling = asyncio.create_task(fill())
    while token := await queue.get():
        yield token
    await filling


WAYS: dict[str, Way] = {"ours": ours, "stream": stream, "update": update}


async def live_through(crowd: Crowd, way: Way) -> dict[str, str | float]:
    """Let all answers be written and drawn; return the figures."""
    chance = random.Random(crowd.answers)
    async with SlackServer(minute=crowd.minute) as slack:
        answers = []
        for _ in range(crowd.answers):
            thread = await slack.says("C1", "a question")
            answers.append(Answer(thread, chance.uniform(0, crowd.minute / 3), crowd.seconds))
        async with way(slack) as draw, asyncio.TaskGroup() as tasks:
            for answer in answers:
                tasks.create_task(draw(slack, answer))
        return _figures(slack, answers)


def _figures(slack: SlackServer, answers: list[Answer]) -> dict[str, str | float]:
    begin = max(answer.written[0] for answer in answers)
    end = min(answer.written[-1] for answer in answers)
    ages, late, lost = [], 0.0, 0
    for answer in answers:
        seen = answer.seen(slack)
        lost += len(answer.written) - len(seen)
        pairs = list(zip(answer.written, seen, strict=False))
        ages += [at - written for written, at in pairs if begin <= written < end]
        late = max(late, seen[-1] - answer.written[-1])
    calls = Counter(call.method.removeprefix("chat.") for call in slack.calls)
    highest = {method: slack.highest(f"chat.{method}") for method in calls}
    return {
        "mean": fmean(ages),
        "p95": quantile(ages, 0.95),
        "late": late,
        "lost_tokens": lost,
        "refused": len(slack.refused),
        "calls": " ".join(f"{method}={count}" for method, count in sorted(calls.items())),
        "most_in_a_minute": " ".join(f"{method}={most}" for method, most in sorted(highest.items())),
    }


async def compare(options: Options) -> Table:
    """Measure all ways, one after the other."""
    table = Table("Answers at once in one Slack workspace: age in seconds of text written but not yet shown")
    crowds = [Crowd(5, 12, 6.0)] if options.quick else [Crowd(1, 60), Crowd(5, 90), Crowd(20)]
    for crowd in crowds:
        for name, way in WAYS.items():
            progress(f"{crowd.answers} answers of {crowd.seconds:g} s, {name}")
            figures = await live_through(crowd, way)
            progress(str(figures))
            table.add(answers=crowd.answers, way=name, best=crowd.best, **figures)
    table.notes.append(f"Aim: ours at most {AIM} times the best, nothing refused, nothing lost.")
    return table


if __name__ == "__main__":
    options = read_options(__doc__)
    publish(options, asyncio.run(compare(options)))
