"""Answers drawn in Discord by real discord.py: as the service does it, and as bots usually do."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import discord
from discord.http import Route

from adapters.discord.client import Client
from adapters.discord.connection import Connection
from adapters.discord.gateway import Gateway
from adapters.discord.place import Place, message_of
from adapters.discord.rates import Budgets, Rates
from adapters.discord.surface import DiscordSurface
from bot.live import LiveMessage
from bot.nouns import State
from bot.surface import Epilogue
from tests.fakes import discord as fake

EVERY = 1.2
"""Seconds between two edits of a message by a timer of its own."""
EVERY_GLOBAL = 1.0
"""Seconds between two edits of any message, as in llmcord."""
_PAGE = 1990


@dataclass(slots=True)
class Answer:
    """What is said in one place, and the messages in which it is shown."""

    place: Place
    tokens: Callable[[], AsyncIterator[str]]
    messages: list[str] = field(default_factory=list)


Draw = Callable[[Answer], Coroutine[None, None, None]]
Way = Callable[[fake.DiscordServer], AbstractAsyncContextManager[Draw]]


class _Nobody:
    """Listens to nothing."""

    def plant(self, tree: object) -> None: ...

    async def begin(self, client: object) -> None: ...


@asynccontextmanager
async def ours(server: fake.DiscordServer) -> AsyncIterator[Draw]:
    """Answers as the service draws them."""
    Route.BASE = server.api_url
    gateway = Gateway(lambda reads: Client(cast("Any", _Nobody()), reads_all=reads, shards=(None, None)), fake.TOKEN)
    connection = Connection(gateway, Rates(Budgets()))

    async def draw(answer: Answer) -> None:
        async def opened(ref: str, _: int) -> None:
            answer.messages.append(str(message_of(ref)))

        async def dropped(_: str) -> None: ...

        surface = DiscordSurface(connection, answer.place, reply_to=answer.place.root)
        async with LiveMessage(surface, opened=opened, dropped=dropped) as live:
            async for token in answer.tokens():
                live.write(token)
            live.epilogue = Epilogue(1, State.DONE)

    async with gateway.open():
        yield draw


@asynccontextmanager
async def timer(server: fake.DiscordServer) -> AsyncIterator[Draw]:
    """A timer for each message; an edit goes on beside the reading, and the next one waits for its end."""
    async with _logged_in(server) as client:

        async def draw(answer: Answer) -> None:
            now, edited = asyncio.get_running_loop().time, 0.0
            pages, editing = _Pages(client, answer), None
            async with asyncio.TaskGroup() as tasks:
                async for token in answer.tokens():
                    pages.text += token
                    if now() - edited >= EVERY and (not editing or editing.done()):
                        edited, editing = now(), tasks.create_task(pages.show())
            await pages.show()

        yield draw


@asynccontextmanager
async def llmcord(server: fake.DiscordServer) -> AsyncIterator[Draw]:
    """One timer for all messages of the process; edits are awaited before the next token is read."""
    async with _logged_in(server) as client:
        now, edited = asyncio.get_running_loop().time, 0.0

        async def draw(answer: Answer) -> None:
            nonlocal edited
            pages = _Pages(client, answer)
            async for token in answer.tokens():
                pages.text += token
                if not answer.messages or now() - edited >= EVERY_GLOBAL:
                    await pages.show()
                    edited = now()
            await asyncio.sleep(EVERY_GLOBAL - (now() - edited))
            await pages.show()
            edited = now()

        yield draw


class _Pages:
    """A text in plain messages, cut where one is full."""

    def __init__(self, client: discord.Client, answer: Answer) -> None:
        self.text = ""
        self._answer = answer
        self._channel = client.get_partial_messageable(int(answer.place.channel))
        self._shown: list[str] = []

    async def show(self) -> None:
        """Post and edit until the text of now is shown."""
        pages = [self.text[at : at + _PAGE] for at in range(0, len(self.text), _PAGE)]
        for number, page in enumerate(pages):
            if number == len(self._shown):
                sent = await self._channel.send(page, silent=True)
                self._answer.messages.append(str(sent.id))
                self._shown.append(page)
            elif page != self._shown[number]:
                await self._channel.get_partial_message(int(self._answer.messages[number])).edit(content=page)
                self._shown[number] = page


@asynccontextmanager
async def _logged_in(server: fake.DiscordServer) -> AsyncIterator[discord.Client]:
    Route.BASE = server.api_url
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(fake.TOKEN)
        yield client


WAYS: dict[str, Way] = {"ours": ours, "timer": timer, "llmcord": llmcord}
