"""How other bots show an answer that is still being written: a timer for each message, or an edit for each token."""

import asyncio
from collections import deque
from collections.abc import AsyncIterable

from benchmarks.wall import Poster, Wall
from tests.fakes.board import CALLS, SECONDS

EVERY = 1.2
"""Seconds between two edits of a message: usual among bots, since it stays below one channel's limit."""
_MARGIN = 0.001


class Bucket:
    """Calls wait inside until the bucket has room, first come, first served, as those of discord.py do."""

    def __init__(self) -> None:
        self._begun: deque[float] = deque(maxlen=CALLS)
        self._door = asyncio.Lock()

    async def enter(self) -> None:
        """Return when one call may begin."""
        loop = asyncio.get_running_loop()
        async with self._door:
            if len(self._begun) == CALLS:
                await asyncio.sleep(self._begun[0] + SECONDS + _MARGIN - loop.time())
            self._begun.append(loop.time())


class Message:
    """One message that is posted and then edited; a text is fixed when the call is asked for, not when it is made."""

    def __init__(self, wall: Wall, bucket: Bucket) -> None:
        self._wall = wall
        self._bucket = bucket
        self._poster: Poster | None = None

    async def edit(self, text: str) -> None:
        await self._bucket.enter()
        if self._poster:
            await self._poster.redraw(text)
        else:
            self._poster = await self._wall.open(text)


async def edit_by_timer(tokens: AsyncIterable[str], message: Message) -> None:
    """Edit now and then beside the reading, and once more at the end."""
    now = asyncio.get_running_loop().time
    text, edited = "", -EVERY
    editing: asyncio.Task[None] | None = None
    async with asyncio.TaskGroup() as tasks:
        async for token in tokens:
            text += token
            if now() - edited >= EVERY and (not editing or editing.done()):
                edited = now()
                editing = tasks.create_task(message.edit(text))
    await message.edit(text)


async def edit_by_token(tokens: AsyncIterable[str], message: Message) -> None:
    """Edit for each token, before the next one is read."""
    text = ""
    async for token in tokens:
        text += token
        await message.edit(text)
