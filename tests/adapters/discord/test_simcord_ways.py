"""Ways in, judged by simcord: what completes while it is typed, menus of messages, rights, and what was missed."""

from pathlib import Path
from typing import Any

import discord
import simcord

from tests.adapters.discord.simulated import Simulation
from tests.adapters.discord.simulated_ana import Ana, button
from tests.fakes.openai_server import ModelServer
from tests.until import until

PYTHON = "Use this:\n\n```python\nnumbers.sort()\n```"


async def test_names_complete_while_they_are_typed(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server):
        model_server.says(PYTHON)
        ana = Ana(world.env)
        await ana.actor.autocomplete(ana.channel, "code", "model", "script", prompt="Sort")
        assert await offered(world) == ["scripted"]
        await ana.asks("Sort a list of numbers")
        await ana.presses(await ana.sees("numbers.sort()"), "Save code")
        await until(lambda: _said(world, "Saved"))
        await ana.actor.autocomplete(ana.channel, "snippets show", "name", "numbers")
        [key] = await offered(world)
        shown = await ana.actor.slash(ana.channel, "snippets show", name=key)
        await ana.is_told(shown, "```python\nnumbers.sort()")


async def offered(world: Simulation) -> list[str]:
    """Wait until the bot offers something to complete what was typed last; return that."""

    def answer() -> dict[str, Any]:
        sent = world.env.http_requests[-1].json
        return sent if isinstance(sent, dict) else {}

    await until(lambda: "choices" in answer().get("data", {}))
    return [choice["value"] for choice in answer()["data"]["choices"]]


async def test_the_menu_of_a_message_explains_and_saves_its_code(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server):
        model_server.says("It sorts in place.")
        ana = Ana(world.env)
        code = await ana.actor.send(ana.channel, PYTHON)
        saved = await ana.actor.context_menu(ana.channel, "Save as snippet", code)
        await ana.is_told(saved, "Saved")
        explained = await ana.actor.context_menu(ana.channel, "Explain this code", code)
        await ana.is_told(explained, "I explain it in the thread of this message.")
        await ana.sees("It sorts in place.", "👍")
        assert ana.thread.id == code.id


async def test_kept_code_is_written_anew_in_a_form(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server):
        ana = Ana(world.env)
        code = await ana.actor.send(ana.channel, PYTHON)
        await ana.is_told(await ana.actor.context_menu(ana.channel, "Save as snippet", code), "Saved")
        typed = await ana.actor.slash(ana.channel, "snippets edit", name="Use this:")
        await until(lambda: typed.modal is not None)
    async with world.program(tmp_path, model_server):  # the form is from before
        sent = await ana.actor.submit_modal(typed, {"text": "    numbers.sort(reverse=True)\n"})
        edited = await ana.is_told(sent, "is at version 2 now")
        assert "+    numbers.sort(reverse=True)" in edited.content
        again = await ana.presses(await ana.is_told(await show(ana), "reverse=True"), "Edit")
        await until(lambda: again.modal is not None)


async def show(ana: Ana) -> simcord.InteractionResult:
    return await ana.actor.slash(ana.channel, "snippets show", name="Use this:")


async def test_what_the_bot_may_not_do_is_said_to_the_person(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server):
        ana = Ana(world.env)
        everyone, no = ana.guild.default_role, discord.PermissionOverwrite
        mute = ana.guild.create_text_channel("mute", overwrites={everyone: no(send_messages_in_threads=False)})
        refused = await ana.actor.slash(mute, "code", prompt="Sort a list of numbers")
        await ana.is_told(refused, "I lack *Send Messages in Threads*")
        assert not mute.threads
        flat = ana.guild.create_text_channel("flat", overwrites={everyone: no(create_public_threads=False)})
        model_server.says(PYTHON)
        await ana.actor.send(flat, f"{world.mention} Sort a list of numbers")
        await until(
            lambda: bool(button(flat.history()[-1], "👎"))
        )  # the thread is refused (50013), so the answer stands here
        assert flat.history()[-1].content == PYTHON
        assert not flat.threads


async def test_a_reaction_that_came_while_nobody_listened_counts(
    world: Simulation, tmp_path: Path, model_server: ModelServer
) -> None:
    async with world.program(tmp_path, model_server) as core:
        model_server.says(PYTHON)
        ana = Ana(world.env)
        await ana.asks("Sort a list of numbers")

        async def is_stored() -> bool:
            exchange = await core.store.exchanges.get(1)
            return exchange is not None and not exchange.state.is_open

        await until(is_stored)  # reactions are looked up on answers that are
        await world.disconnects()
        await ana.actor.react(await ana.sees("numbers.sort()"), "👍")
        await world.reconnects()

        async def is_known() -> bool:
            return [one.verdict for one in await core.store.feedback.on(1)] == [1]

        await until(is_known)


def _said(world: Simulation, words: str) -> bool:
    return any(words in (body["content"] or "") for body in world.words())
