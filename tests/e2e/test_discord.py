"""The whole story in Discord: ask, watch, complain, see it mended, keep the code, find it, delete it, bring it back.

The program is the one that people start; it is stopped in between, and killed amid an answer.
"""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.program import Program, running
from tests.fakes.discord import GENERAL, TOKEN, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until

PYTHON = "Use this:\n\n```python\nnumbers.sort()\n```"
CPP = "In C++:\n\n```cpp\nstd::ranges::sort(numbers);\n```"
PATIENCE = 30


class Ana:
    """A person on a server, and what she sees there."""

    def __init__(self, discord: DiscordServer) -> None:
        self.discord = discord

    @property
    def thread(self) -> list[FakeMessage]:
        """What stands in the newest thread."""
        threads = self.discord.threads(GENERAL)
        return self.discord.messages(threads[-1].id) if threads else []

    async def sees(self, words: str, button: str = "") -> FakeMessage:
        """Wait until a message in the thread shows these words, and under it a button; return the last that does."""
        found: list[FakeMessage] = []

        def is_there() -> bool:
            found[:] = [one for one in self.thread if words in one.content]
            return bool(found) and (not button or self.discord.has(found[-1], button))

        await until(is_there, seconds=PATIENCE)
        return found[-1]

    async def is_told(self, words: str) -> FakeMessage:
        """Wait until she alone is told something with these words in it; return that."""
        await until(lambda: any(words in one.content for one in self.discord.ephemerals), seconds=PATIENCE)
        return next(one for one in reversed(self.discord.ephemerals) if words in one.content)

    async def presses(self, message: FakeMessage, button: str) -> None:
        """Press a button, as soon as it is there."""
        await until(lambda: self.discord.has(message, button), seconds=PATIENCE)
        await self.discord.presses(message, button)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """What is asked of it must be right, and in time."""
    async with DiscordServer() as server:
        yield server
        assert not server.refused
        assert not server.late
        assert not server.pinged


@pytest.fixture
def ana(discord: DiscordServer) -> Ana:
    return Ana(discord)


@asynccontextmanager
async def serving(folder: Path, model: ModelServer, discord: DiscordServer) -> AsyncIterator[Program]:
    """Run the program, and wait until it is connected."""
    own = {
        "OPENAI_BASE_URL": model.url,
        "DISCORD_BOT_TOKEN": TOKEN,
        "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
    }
    async with running(folder, patience=PATIENCE, **own) as program:
        await discord.connected()
        yield program


async def test_the_whole_story(tmp_path: Path, model_server: ModelServer, discord: DiscordServer, ana: Ana) -> None:
    async with serving(tmp_path, model_server, discord) as program:
        answer = await ask(model_server, ana)
        await complain(model_server, ana, answer)
        shown = await keep(ana)
        assert await program.ends(signal.SIGTERM) == 0
    async with serving(tmp_path, model_server, discord):
        await ana.presses(await ana.sees("numbers.sort()"), "👍")
        await ana.is_told("Thanks, noted")
        await ana.presses(shown, "Delete")
        await becomes(shown, "Deleted")
        model_server.says("Once more.")
        await ana.presses(answer, "Regenerate")
        await ana.sees("Once more.", "👎")
    assert len(discord.threads(GENERAL)) == 1


async def ask(model: ModelServer, ana: Ana) -> FakeMessage:
    """Ask a question, watch the answer come, and return it."""
    model.says(PYTHON)
    model.hold(after=3)
    asked = await ana.discord.commands("/code", {"prompt": "Sort a list of numbers"})
    begun = await ana.sees("Use", "Stop")  # it is under way, and can be read
    assert "numbers.sort()" not in begun.content
    model.release()
    answer = await ana.sees("numbers.sort()", "👎")
    assert answer.content == PYTHON
    assert answer.id == begun.id
    assert asked.original
    assert "> Sort a list of numbers" in asked.original.content
    assert ana.discord.threads(GENERAL)[0].name == "Sort a list of numbers"
    return answer


async def complain(model: ModelServer, ana: Ana, answer: FakeMessage) -> None:
    """Say what was wrong, and see it mended."""
    model.says("Write the answer in C++.", CPP)
    form = await ana.discord.presses(answer, "👎")
    await ana.discord.submits(form, {"chips": ["language"], "words": "no, in C++"})
    await ana.sees("**Correction:** Write the answer in C++.")
    better = await ana.sees("std::ranges::sort", "👍")
    assert answer.content == PYTHON  # what was said before still stands
    await ana.discord.reacts(better.id, "📌")
    kept = await ana.sees("s-")
    assert ana.discord.has(kept, "Undo")


async def keep(ana: Ana) -> FakeMessage:
    """Find, show, delete and bring back what was kept; return where it is shown."""
    await ana.discord.commands("/snippets list")
    told = await ana.is_told("**Snippets** (1)")
    key = next(word.strip("`") for word in told.content.split() if word.startswith("`s-"))
    await ana.presses(told, f"Show {key}")
    for words, button in (("```cpp", "Delete"), ("Deleted", "Undo"), ("is back", f"Show {key}")):
        await becomes(told, words)  # each stands in place of what was pressed
        await ana.presses(told, button)
    await becomes(told, "```cpp")
    return told


async def becomes(message: FakeMessage, words: str) -> None:
    """Wait until a message shows these words."""
    await until(lambda: words in message.content, seconds=PATIENCE)


@pytest.mark.parametrize("edits", [0, 1])  # a kill right after the first post finds it unnoted at times
async def test_an_answer_that_a_kill_cut_short_is_completed_in_its_place(
    tmp_path: Path, model_server: ModelServer, discord: DiscordServer, ana: Ana, edits: int
) -> None:
    model_server.says(PYTHON, PYTHON)
    model_server.pace = 0.1
    model_server.hold(after=6)
    async with serving(tmp_path, model_server, discord) as program:
        await discord.commands("/code", {"prompt": "Sort a list of numbers"})
        begun = await ana.sees("Use", "Stop")
        await until(lambda: len(begun.contents) > edits)
        assert await program.ends(signal.SIGKILL) == -signal.SIGKILL
    await model_server.left()
    model_server.release()
    async with serving(tmp_path, model_server, discord):
        await ana.sees("numbers.sort()", "👎")
    assert [message.id for message in ana.thread] == [begun.id]
    assert begun.content == PYTHON
    assert len(model_server.asked) == 2
