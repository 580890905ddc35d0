"""A school: people who ask and complain in channels, and a model that follows whatever lessons its briefing holds.

The model stands in for a real one in everything but quality: it shows what reaches a briefing, and what does not.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.core import Core
from bot.commands import Call, Reply
from bot.learning.nouns import Lesson
from bot.nouns import Author, Exchange, Message, Mode
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.fakes.openai_wire import Asked
from tests.stack import opened

ANA, BEN, CAT, DAN = (Author("board", name.lower(), name) for name in ("Ana", "Ben", "Cat", "Dan"))
_FENCED = re.compile(r"\A[^\n]*\n`{3,}\n|\n`{3,}\Z")
_CORRECTION = re.compile(r"^Correction: (.*)$", re.MULTILINE)
PLAIN = "```python\ndef f(x):\n    return x\n```"
HINTED = "```python\ndef f(x: int) -> int:\n    return x\n```"


class Pupil:
    """The scripted model: refines by repeating, distils as it was told to, and answers by the lessons it sees."""

    def __init__(self) -> None:
        self.rules: dict[str, dict[str, Any]] = {}
        """What a complaint that says this is distilled into, beside what any rule is."""
        self.briefings: list[str] = []
        """All that was sent for answers, each as one text."""
        self.turns: list[list[dict[str, Any]]] = []
        """The same, turn by turn."""

    def answer(self, asked: Asked) -> str:
        begin, last = asked.messages[0]["content"], asked.messages[-1]["content"]
        if begin.startswith("Somebody complains"):
            return _FENCED.sub("", last)
        if begin.startswith("A person gave feedback"):
            return self._distil(last)
        self.turns.append(asked.messages)
        self.briefings.append("\n".join(str(turn["content"]) for turn in asked.messages))
        return "\n".join(["Done.", HINTED if "type hints" in last else PLAIN])

    def _distil(self, asked: str) -> str:
        said = _CORRECTION.findall(asked)[-1]
        rule = next((rule for words, rule in self.rules.items() if words in said), None)
        usual = {"rule": said, "when": "", "languages": ["python"], "facet": "style", "avoid": False}
        return json.dumps({**usual, "reach": "never" if rule is None else "always", **(rule or {})})


class School:
    """People in a workspace, with everything under them as the service opens it."""

    def __init__(self, core: Core, pupil: Pupil) -> None:
        self.core = core
        self.pupil = pupil
        self.board = Board(calls=1000, seconds=1.0)
        self._said = 0

    async def asks(
        self, who: Author, text: str = "Write f.", *, channel: str = "dev", workspace: str = "W1", thread: str = ""
    ) -> Exchange:
        """Let a person ask in a thread of its own, or go on in one."""
        self._said += 1
        message = Message(f"m{self._said}", thread or f"t{self._said}", who, text, workspace=workspace, channel=channel)
        return await self._answered(message)

    async def complains(self, who: Author, about: Exchange, words: str) -> Exchange:
        """Let a person say below an answer what should be different."""
        self._said += 1
        first = about.message
        message = Message(
            f"m{self._said}",
            first.conversation,
            who,
            words,
            Mode.FEEDBACK,
            workspace=first.workspace,
            channel=first.channel,
            about=about.id,
        )
        return await self._answered(message)

    async def teaches(self, who: Author, words: str, *, channel: str = "dev", workspace: str = "W1") -> Exchange:
        """Let a person ask something, and complain about the answer."""
        return await self.complains(who, await self.asks(who, channel=channel, workspace=workspace), words)

    async def likes(self, who: Author, answer: Exchange) -> None:
        """Let a person give an answer a thumb up."""
        assert await self.core.engine.rate(who.platform, answer.refs[0], who, 1)

    async def runs(self, who: Author, text: str, *, channel: str = "dev", workspace: str = "W1") -> Reply:
        """Let a person type `/lessons` and ``text``."""
        return await self.core.commands.run(Call("lessons", text, who, workspace, channel))

    async def lessons(self, workspace: str = "W1") -> list[Lesson]:
        """Return all lessons of a workspace, deleted ones too."""
        return (await self.core.store.lessons.all("board", workspace))[1]

    def shown(self, exchange: Exchange) -> str:
        """Return what the board shows of an answer."""
        refs = {message.ref: message for message in self.board.shown(exchange.message.conversation)}
        return "".join(refs[ref].text for ref in exchange.refs)

    async def _answered(self, message: Message) -> Exchange:
        exchange = await self.core.engine.answer(message, self.board.place(message.conversation))
        assert exchange
        return exchange


@asynccontextmanager
async def school(folder: Path, server: ModelServer, **settings: object) -> AsyncIterator[School]:
    """Open one; lessons are found by their words, and none is withheld, unless the settings say so."""
    pupil = Pupil()
    pupil.rules["type hints"] = {}
    server.answer = pupil.answer
    usual: dict[str, object] = {"embeddings": "none", "lessons_withheld": 0.0}
    async with opened(folder, server, None, **(usual | settings)) as core:
        yield School(core, pupil)
