"""The strict Discord's buttons: what they stand on is updated, ephemeral or not, and tokens go on for a while."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import ui

from tests.fakes.discord import BEN, GENERAL, DiscordServer
from tests.fakes.discord.client import HeardClient, running
from tests.until import until

Act = Callable[[discord.Interaction[Any]], Awaitable[Any]]


class Why(ui.Modal, title="Why?"):
    """A modal that a button opens; it changes what the button stands on."""

    words: ui.TextInput[Any] = ui.TextInput(label="Words", custom_id="words", required=False)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(content=f"because {self.words.value}", view=None)


def menu() -> ui.View:
    """Make a message's buttons, each of which answers in a way of its own."""
    view = ui.View(timeout=None)

    def button(label: str, act: Act) -> None:
        made: ui.Button[Any] = ui.Button(label=label, custom_id=label.lower())
        made.callback = act  # type: ignore[method-assign, assignment]
        view.add_item(made)

    async def later(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="later")
        note = await interaction.followup.send("note", wait=True)
        await note.edit(content="noted")

    button("Now", lambda interaction: interaction.response.edit_message(content="now"))
    button("Later", later)
    button("Why", lambda interaction: interaction.response.send_modal(Why()))
    choice: ui.Select[Any] = ui.Select(custom_id="pick", options=[discord.SelectOption(label="A", value="a")])

    async def pick(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"picked {choice.values}")

    choice.callback = pick  # type: ignore[method-assign]
    return view.add_item(choice)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(second=0.05) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[HeardClient]:
    async def begin(interaction: discord.Interaction[Any], secretly: bool) -> None:
        await interaction.response.send_message("begun", view=menu(), ephemeral=secretly)

    client = HeardClient()
    client.tree.add_command(discord.app_commands.Command(name="begin", description="Begin", callback=begin))
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        await client.tree.sync()
        yield client


@pytest.mark.parametrize("secretly", [True, False])
async def test_a_button_changes_what_it_stands_on(server: DiscordServer, client: HeardClient, secretly: bool) -> None:
    begun = await server.commands("/begin", {"secretly": secretly})
    assert begun.original
    assert begun.is_ephemeral == secretly
    now = await server.presses(begun.original, "Now")
    assert (now.acknowledged, now.original, begun.original.content) == ("update", begun.original, "now")
    later = await server.presses(begun.original.id, "later", BEN)
    await until(lambda: [message.content for message in later.messages] == ["noted"])
    assert (later.acknowledged, begun.original.content) == ("deferred_update", "later")
    asked = await server.presses(begun.original, "Why")
    done = await server.submits(asked, {"words": "it broke"})
    assert (done.acknowledged, begun.original.content) == ("update", "because it broke")
    assert not server.has(begun.original, "Why")
    assert len(server.ephemerals) == secretly
    assert len(server.messages(GENERAL)) == 2 - secretly


async def test_a_menu_has_only_its_options(server: DiscordServer, client: HeardClient) -> None:
    begun = await server.commands("/begin", {"secretly": False})
    assert begun.original
    with pytest.raises(ValueError, match="has only"):
        await server.presses(begun.original, "pick", values=["b"])
    picked = await server.presses(begun.original, "pick", values=["a"])
    assert picked.original
    assert picked.original.content == "picked ['a']"
    assert picked.original.reference is None


async def test_an_answer_is_read_and_deleted_by_its_token(server: DiscordServer, client: HeardClient) -> None:
    begun = await server.commands("/begin", {"secretly": True})
    interaction = client.got("interaction")[0]
    assert (await interaction.original_response()).content == "begun"
    note = await interaction.followup.send("note", ephemeral=True, wait=True)
    await note.delete()
    await interaction.delete_original_response()
    assert (server.ephemerals, begun.messages) == ([], [])
    with pytest.raises(discord.NotFound) as gone:
        await interaction.edit_original_response(content="again")
    assert gone.value.code == 10008
    server.token_life = 0
    with pytest.raises(discord.HTTPException) as late:
        await interaction.followup.send("late")
    assert (late.value.status, late.value.code) == (401, 50027)
