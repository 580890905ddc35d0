"""The contract's driver for the strict platform in memory: what it demands, Slack and Discord will."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from adapters.core import Core
from bot.commands import Call
from bot.errors import Flaky, Throttled
from bot.nouns import Attachment, Author, Message
from tests.contract.driver import AT_ONCE, Driver, Said, Seen
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ANA = Author("board", "ana", "Ana")


class BoardDriver(Driver):
    """Calls the engine as an adapter's listener would."""

    max_chars = 2000

    def __init__(self, core: Core, board: Board) -> None:
        self._core = core
        self._board = board
        self._answers: dict[str, asyncio.Task[object]] = {}

    async def says(self, text: str, *, conversation: str = "first", by_bot: bool = False) -> Said:
        said = Said(f"event-{len(self._answers) + 1}", conversation, text)
        self._answers[said.ref] = asyncio.create_task(self._deliver(said, by_bot))
        await asyncio.sleep(0)
        return said

    async def complains(self, words: str, *, conversation: str = "first") -> Said:
        last = self._board.shown(conversation)[-1]
        assert await self._core.engine.rate("board", last.ref, ANA, -1)
        return await self.says(words, conversation=conversation)

    async def ended(self, said: Said) -> None:
        await self._answers[said.ref]

    async def shown(self, conversation: str = "first") -> list[str]:
        return [post.text for post in self._board.shown(conversation)]

    async def awaits(self, conversation: str) -> str:
        return "".join(await self.shown(conversation))

    async def redelivers(self, said: Said) -> None:
        await self._deliver(said)

    async def commands(self, line: str, *, file: Attachment | None = None) -> Seen:
        name, _, text = line.partition(" ")
        files = (file,) if file else ()
        reply = await self._core.commands.run(Call(name, text, ANA, "T1", "C1", files=files))
        return Seen(reply.text, {button.label: button.command for button in reply.buttons}, reply.file)

    async def edits(self, key: str, code: str) -> Seen:
        return await self.commands(f"snippets edit {key}\n{code}")

    async def presses(self, seen: Seen, label: str) -> Seen:
        return await self.commands(seen.buttons[label])

    async def stops(self, conversation: str = "first") -> None:
        assert await self._core.engine.stop(conversation)

    async def shuts_down(self) -> None:
        await self._core.engine.close(grace=3)
        await asyncio.gather(*self._answers.values())

    def refuses(self) -> None:
        self._board.fail([Throttled(0.2), Flaky("502"), Throttled(0.1)])

    def overdrawn(self) -> int:
        return self._board.refused

    async def _deliver(self, said: Said, by_bot: bool = False) -> None:
        author = replace(ANA, is_bot=by_bot)
        message = Message(said.ref, said.conversation, author, said.text, workspace="T1", channel="C1")
        await self._core.engine.answer(message, self._board.place(said.conversation))


@asynccontextmanager
async def driver(folder: Path, server: ModelServer) -> AsyncIterator[BoardDriver]:
    # a bucket ten times as fast as Discord's, so that the suite is
    board = Board(calls=5, seconds=0.5, latency=0.005)
    async with opened(folder, server, {board.platform: board}, model_concurrency=AT_ONCE) as core:
        yield BoardDriver(core, board)
