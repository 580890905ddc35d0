"""The story of Discord judged by others: the program in simcord, with its checks of requests and deadlines."""

from itertools import pairwise
from pathlib import Path

import discord
import simcord

from tests.adapters.discord.simulated import Simulation
from tests.adapters.discord.simulated_ana import Ana, becomes
from tests.fakes.openai_server import ModelServer
from tests.until import until

PYTHON = "Use this:\n\n```python\nnumbers.sort()\n```"
CPP = "In C++:\n\n```cpp\nstd::ranges::sort(numbers);\n```"
WORDS = "A list is sorted in place by its method, which needs no memory of its own. "


async def test_the_whole_story(world: Simulation, tmp_path: Path, model_server: ModelServer) -> None:
    async with world.program(tmp_path, model_server):
        ana = Ana(world.env)
        model_server.says(PYTHON)
        asked = await ana.asks("Sort a list of numbers")
        assert asked.response
        assert not asked.ephemeral
        assert "> Sort a list of numbers" in asked.response.content
        assert ana.thread.name == "Sort a list of numbers"
        answer = await ana.sees(PYTHON)
        await complain(ana, answer, model_server)
        shown = await keep(ana)
    async with world.program(tmp_path, model_server):  # all buttons are from before
        await ana.is_told(await ana.presses(answer, "👍"), "Thanks, noted")
        await ana.presses(shown, "Delete")
        await until(lambda: "Deleted" in shown.content)
        model_server.says("Once more.")
        await ana.presses(answer, "Regenerate")
        await ana.sees("Once more.", "👎")


async def complain(ana: Ana, answer: discord.Message, model: ModelServer) -> None:
    """Say what was wrong, see it mended, and keep it."""
    model.says("Write the answer in C++.", CPP)
    sent = await ana.complains(answer, "no, in C++", "language")
    assert (await ana.sees("std::ranges::sort", "👍")).content.startswith("> **Correction:** Write the answer in C++.")
    assert sent.acknowledged
    await ana.actor.react(await ana.sees("std::ranges::sort"), "📌")
    await ana.sees("s-", "Undo")


async def keep(ana: Ana) -> simcord.ResponseMessage:
    """Find what was kept, show it, delete it and bring it back; return where it is shown."""
    told = await ana.is_told(await ana.actor.slash(ana.channel, "snippets list"), "**Snippets** (1)")
    show = next(name for name in ("Show " + word.strip("`") for word in told.content.split()) if "s-" in name)
    for press, words in ((show, "```cpp"), ("Delete", "Deleted"), ("Undo", "is back"), (show, "```cpp")):
        await ana.presses(told, press)
        await becomes(told, words)  # each stands in place of what was pressed
    return told


async def test_an_answer_grows_at_the_pace_of_its_channel(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server):
        model_server.says(WORDS * 40)
        model_server.pace = 0.001
        ana = Ana(world.env)
        await ana.asks("How is a list sorted?")
        pages = [page.content for page in ana.thread.history()]
        assert "".join(page.replace(" ", "") for page in pages) == (WORDS * 40).replace(" ", "")
        first = ana.thread.history()[0]
        edits = [entry.json or {} for entry in world.env.http_requests if entry.path.endswith(f"/messages/{first.id}")]
        texts = [edit["content"].strip() for edit in edits]
        assert len(texts) > 2  # it was watched
        *growing, whole = texts
        assert all(later.startswith(earlier) for earlier, later in pairwise(growing))
        # It may end a few words sooner than it was shown to: where the page is full, these begin the next one.
        assert whole.startswith(growing[-1]) or growing[-1].startswith(whole)
        assert not first.components  # what may be pressed stands below the last page


async def test_an_answer_outlives_the_token_of_its_command(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server):
        model_server.says(PYTHON)
        model_server.hold(after=3)
        ana = Ana(world.env)
        await ana.actor.slash(ana.channel, "code", prompt="Sort a list of numbers")
        await until(lambda: bool(ana.channel.threads))
        await ana.sees("Use", "Stop")
        await world.env.advance_time(16 * 60)  # Discord takes no answer to the command any more
        model_server.release()
        assert (await ana.sees("numbers.sort()", "👎")).content == PYTHON
