"""A thread on the strict server, and an answer drawn in it as the engine would."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.slack.place import Place
from adapters.slack.rates import Budgets
from adapters.slack.surface import SlackSurface
from adapters.slack.workspaces import Installed, Workspaces
from bot.live import LiveMessage
from bot.nouns import State
from bot.surface import Epilogue
from tests.fakes.slack import FakeMessage, SlackServer

TOKENS = {"T1": Installed("xoxb-one", "UBOT1", "B1", "One"), "T2": Installed("xoxb-two", "UBOT2", "B2", "Two")}
SHORT = "Use `sorted`:\n\n```python\nsorted(x)\n```\nThat is all."
CODE = "Some words.\n\n```python\n" + "".join(f"def f{n}():\n    return {n}\n\n" for n in range(500)) + "```\nThe end."
LONG = "\n\n".join(f"Paragraph {n} has some words in it, and they all count." for n in range(400))


class Kept:
    """Installations in memory; counts how often they are looked up."""

    def __init__(self) -> None:
        self.installed = dict(TOKENS)
        self.looked_up = 0

    async def find(self, team: str, enterprise: str) -> Installed | None:
        self.looked_up += 1
        return self.installed.get(team)


@dataclass
class Thread:
    """One question of Ana's in a channel, and the surface below it."""

    slack: SlackServer
    workspaces: Workspaces
    place: Place
    surface: SlackSurface
    stops: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)

    @property
    def posts(self) -> list[FakeMessage]:
        """The bot's messages in the thread."""
        return self.slack.messages(self.place.channel, self.place.thread, team=self.place.team)

    @property
    def texts(self) -> list[str]:
        return [post.markdown for post in self.posts]

    def methods(self, prefix: str = "chat.") -> list[str]:
        """What was called, in order, by the last part of its name."""
        return [call.method.removeprefix(prefix) for call in self.slack.calls if call.method.startswith(prefix)]

    @asynccontextmanager
    async def live(self, *, state: State = State.DONE, refs: Sequence[str] = ()) -> AsyncIterator[LiveMessage]:
        """Write an answer; on leaving, it is complete."""

        async def opened(ref: str, position: int) -> None:
            self.refs.append(ref)

        async def dropped(ref: str) -> None:
            self.refs.append(f"-{ref}")

        async with LiveMessage(self.surface, opened=opened, dropped=dropped, refs=refs) as message:
            yield message
            message.epilogue = Epilogue(7, state)

    async def write(self, text: str, *, seconds: float = 0.0, size: int = 20, refs: Sequence[str] = ()) -> None:
        """Write ``text`` in pieces of ``size`` over so many seconds."""
        async with self.live(refs=refs) as message:
            for start in range(0, len(text), size):
                message.write(text[start : start + size])
                await asyncio.sleep(seconds * size / len(text))


@asynccontextmanager
async def opened(
    slack: SlackServer, *, minute: float | None = None, budgets: Budgets | None = None, tokens: Kept | None = None
) -> AsyncIterator[Workspaces]:
    """Connect to the server; ``minute``: how long the app takes Slack's minute to be, if not as long as it is."""
    async with Workspaces(
        tokens or Kept(), api_url=slack.api_url, minute=minute or slack.minute, budgets=budgets
    ) as workspaces:
        yield workspaces


async def asked(
    slack: SlackServer, workspaces: Workspaces, *, channel: str = "C1", team: str = "T1", home: str = ""
) -> Thread:
    """Let Ana ask something in a channel; ``home`` is her own workspace where that is another one."""
    ts = await slack.says(channel, "How?", team=team)
    place = Place(team, channel, ts)
    stops: list[str] = []

    async def stop() -> None:
        stops.append(place.conversation)

    return Thread(
        slack, workspaces, place, SlackSurface(workspaces, place, "UANA", recipient_team=home, stop=stop), stops
    )


def buttons(thread: Thread) -> list[list[str]]:
    """What can be pressed at each message of the thread."""
    return [
        [element["action_id"] for block in post.blocks for element in block.get("elements", [])]
        for post in thread.posts
    ]
