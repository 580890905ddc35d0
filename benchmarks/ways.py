"""Answers written at a model's pace and shown in one of several ways: ours, and those of the peers."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine

from benchmarks.peers import Bucket, Message, edit_by_timer, edit_by_token
from benchmarks.wall import Wall
from bot.live import LiveMessage

RATE = 20
"""Tokens a second, of one answer."""

Way = Callable[[AsyncIterable[str], Wall, Bucket], Coroutine[None, None, None]]
"""Show tokens on a wall until they end; the bucket is for the peers, ours has its own in the limits of the wall."""


async def ours(tokens: AsyncIterable[str], wall: Wall, _: Bucket) -> None:
    """Show it as the engine does."""
    async with LiveMessage(wall, opened=unrecorded, dropped=unrecorded) as live:
        async for token in tokens:
            live.write(token)


async def by_timer(tokens: AsyncIterable[str], wall: Wall, bucket: Bucket) -> None:
    """Show it as a bot does that edits by the clock."""
    await edit_by_timer(tokens, Message(wall, bucket))


async def by_token(tokens: AsyncIterable[str], wall: Wall, bucket: Bucket) -> None:
    """Show it as a bot does that edits for each token."""
    await edit_by_token(tokens, Message(wall, bucket))


async def unrecorded(*_: object) -> None:
    """Record no message: the store is another benchmark's concern."""


async def tell(way: Way, wall: Wall, bucket: Bucket, seconds: float) -> float:
    """Let a model write for so long, whatever becomes of it; return how long after its last word the last draw was."""
    spoken: asyncio.Queue[str] = asyncio.Queue()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(way(_read(spoken), wall, bucket))
        for _ in range(round(seconds * RATE)):
            spoken.put_nowait(wall.ages.write())
            await asyncio.sleep(1 / RATE)
        spoken.put_nowait("")
        ended = asyncio.get_running_loop().time()
    return asyncio.get_running_loop().time() - ended


async def _read(spoken: asyncio.Queue[str]) -> AsyncGenerator[str]:
    while token := await spoken.get():
        yield token
