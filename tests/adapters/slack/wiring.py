"""A workspace with the program in it, and what people see there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.core import Core
from adapters.slack.place import Place
from bot.nouns import Author, Exchange
from tests.adapters.slack.program import opened_slack
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import Ephemeral, FakeMessage, SlackServer
from tests.until import until

ANA = Author("slack", "UANA", "Ana")
CODE = "Use this:\n\n```python\nprint(1)\n```\n"


@dataclass
class Room:
    """Ana, Ben and the bot, in Slack."""

    slack: SlackServer
    model: ModelServer
    core: Core

    async def answers(self, ts: str, count: int = 1, channel: str = "C1") -> list[FakeMessage]:
        """Wait until so many finished answers stand in the thread of ``ts``, and are stored; return them."""
        await until(lambda: len(self.finished(ts, channel)) >= count)

        async def stored() -> bool:
            place, by_ref = Place("T1", channel, ts), self.core.store.exchanges.by_ref
            exchanges = [await by_ref("slack", place.ref(post.ts)) for post in self.finished(ts, channel)]
            return not any(exchange and exchange.state.is_open for exchange in exchanges)

        await until(stored)
        return self.finished(ts, channel)

    def finished(self, ts: str, channel: str = "C1") -> list[FakeMessage]:
        """The bot's answers in a thread that have their buttons."""
        said = self.slack.messages(channel, ts)
        return [post for post in said if post.user == "UBOT1" and self.slack.has(channel, post.ts, "regenerate")]

    async def posted(self, text: str, channel: str = "C1") -> FakeMessage:
        """Wait until the bot posts a message with ``text`` in a channel itself; return it."""

        def found() -> list[FakeMessage]:
            posts = self.slack.messages(channel)
            return [post for post in posts if post.user == "UBOT1" and not post.thread_ts and text in post.shown]

        await until(lambda: bool(found()))
        return found()[-1]

    async def asks(self, text: str = "<@UBOT1> print one", channel: str = "C1") -> tuple[str, FakeMessage]:
        """Let Ana ask; return her message's ``ts``, and the answer."""
        ts = await self.slack.says(channel, text)
        return ts, (await self.answers(ts, channel=channel))[0]

    async def told(self, text: str, user: str = "UANA") -> Ephemeral:
        """Wait until a person alone sees something with ``text`` in it; return that."""
        await until(lambda: bool(self._seen(text, user)))
        return self._seen(text, user)[-1]

    def _seen(self, text: str, user: str) -> list[Ephemeral]:
        return [seen for seen in self.slack.ephemerals if seen.user == user and text in (seen.markdown or seen.text)]

    async def form(self, callback: str) -> str:
        """Wait until a form is open; return its id."""

        def opened() -> list[str]:
            return [id for id, view in self.slack.views.items() if view["open"] and view["callback_id"] == callback]

        await until(lambda: bool(opened()))
        return opened()[-1]

    async def last(self, ts: str, channel: str = "C1") -> Exchange:
        """Return the last exchange of a thread."""
        exchange = await self.core.store.exchanges.latest(Place("T1", channel, ts).conversation)
        assert exchange
        return exchange

    @property
    def said(self) -> list[str]:
        """What the model was asked, with all that came before."""
        return ["\n".join(str(turn["content"]) for turn in asked.messages) for asked in self.model.asked]


@asynccontextmanager
async def in_room(
    folder: Path,
    model: ModelServer,
    *,
    transport: str = "socket",
    streaming: bool = True,
    limits: bool = True,
    **more: object,
) -> AsyncIterator[Room]:
    """Open the program in the workspace T1, with ``more`` settings."""
    async with (
        SlackServer(minute=3.0, transport=transport, streaming=streaming, limits=limits) as slack,
        opened_slack(folder, model, slack, **more) as core,
    ):
        yield Room(slack, model, core)
