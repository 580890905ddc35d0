"""A place on the strict Discord, and an answer drawn in it as the engine would, by a client that only logged in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from discord.http import Route

from adapters.discord.client import Client
from adapters.discord.connection import Connection
from adapters.discord.gateway import Gateway
from adapters.discord.listener import Listener
from adapters.discord.place import Place
from adapters.discord.rates import Budgets, Rates
from adapters.discord.surface import DiscordSurface
from bot.live import LiveMessage
from bot.nouns import State
from bot.surface import Epilogue
from tests.fakes.discord import BOT, G1, GENERAL, TOKEN, DiscordServer, FakeMessage

POST = "POST", "/channels/{channel}/messages"
EDIT = "PATCH", "/channels/{channel}/messages/{message}"
DELETE = "DELETE", "/channels/{channel}/messages/{message}"
SECOND = 0.1
SHORT = "Use `sorted`:\n\n```python\nsorted(x)\n```\nThat is all."
CODE = "Some words.\n\n```python\n" + "".join(f"def f{n}():\n    return {n}\n\n" for n in range(150)) + "```\nThe end."
OVERLONG = "Look:\n\n```python\n" + "".join(f"value_{n} = {n}  # {'x' * 60}\n" for n in range(120)) + "```\nThe end."
"""Code of more than three messages."""


class _Deaf:
    """A listener for a client that never hears anything."""

    def plant(self, tree: object) -> None: ...

    async def begin(self, client: object) -> None: ...


@asynccontextmanager
async def logged_in(discord: DiscordServer, *, second: float = 1.0) -> AsyncIterator[Connection]:
    """Log the adapter's own client in; it hears no events."""
    Route.BASE = discord.api_url
    deaf = cast("Listener", _Deaf())
    gateway = Gateway(lambda reads: Client(deaf, reads_all=reads, shards=(None, None)), TOKEN)
    async with gateway.open():
        yield Connection(gateway, Rates(Budgets(), second=second))


@dataclass
class Thread:
    """A conversation with the bot: a thread, or a chain of replies below ``place.root``."""

    discord: DiscordServer
    connection: Connection
    place: Place
    refs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.surface = self.another()

    def another(self) -> DiscordSurface:
        """Return a surface as of another attempt, or of another process."""
        return DiscordSurface(self.connection, self.place, reply_to=self.place.root)

    @property
    def posts(self) -> list[FakeMessage]:
        """The bot's messages in the channel."""
        return [post for post in self.discord.messages(self.place.channel) if post.author == BOT]

    @property
    def texts(self) -> list[str]:
        return [post.content for post in self.posts if post.content]

    @property
    def files(self) -> list[tuple[str, str]]:
        return [(file.name, file.text) for post in self.posts for file in post.attachments]

    @property
    def buttons(self) -> list[list[str]]:
        """What can be pressed at each of the bot's messages."""
        return [_labels(post.components) for post in self.posts]

    def tries(self, what: tuple[str, str]) -> list[int]:
        """How each call of a route ended, by its status."""
        return [call.status for call in self.discord.calls if (call.method, call.route) == what]

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


async def asked(discord: DiscordServer, connection: Connection, *, in_place: bool = False) -> Thread:
    """Let Ana ask something in #general: in a thread of the bot's, or in place."""
    question = await discord.says(GENERAL, "How?")
    if in_place:
        return Thread(discord, connection, Place(G1, GENERAL, question))
    return Thread(discord, connection, Place(G1, await discord.begins_thread(GENERAL, "How?", BOT, on=question)))


def _labels(components: list[dict[str, Any]]) -> list[str]:
    pressed = [item for row in components for item in row["components"]]
    return [str(item.get("label") or item["emoji"]["name"]) for item in pressed]
