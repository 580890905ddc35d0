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


class Form(ui.Modal, title="Form"):
    """A modal with a field of each kind."""

    def __init__(self) -> None:
        super().__init__()
        few = [discord.CheckboxGroupOption(label=name, value=name) for name in "abc"]
        one = [discord.RadioGroupOption(label=name, value=name) for name in "xy"]
        self.boxes: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="boxes", options=few, required=False, min_values=0, max_values=3
        )
        self.radio: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="radio", options=one)
        self.box: ui.Checkbox[Any] = ui.Checkbox(custom_id="box")
        self.files: ui.FileUpload[Any] = ui.FileUpload(custom_id="files", required=False)
        for field in (self.boxes, self.radio, self.box, self.files):
            self.add_item(ui.Label(text=str(field.custom_id).title(), component=field))
        self.add_item(ui.TextDisplay("Nothing to fill in here"))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        read = [(await file.read()).decode() for file in self.files.values]
        said = f"{self.boxes.values} {self.radio.value} {self.box.value} {read}"
        await interaction.response.send_message(said)


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
    button("Form", lambda interaction: interaction.response.send_modal(Form()))
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


async def test_each_field_of_a_modal_is_filled_in(server: DiscordServer, client: HeardClient) -> None:
    begun = await server.commands("/begin", {"secretly": False})
    assert begun.original
    asked = await server.presses(begun.original, "Form")
    wrong: list[dict[str, Any]] = [{}, {"radio": "z"}, {"radio": "x", "boxes": ["d"]}, {"radio": "x", "Words": "w"}]
    for values in wrong:
        with pytest.raises(ValueError, match=r"takes 1 to 1|does not take|no fields"):
            await server.submits(asked, values)
    files = [server.file("a.py", "x = 1")]
    done = await server.submits(asked, {"Radio": "x", "boxes": ["a", "c"], "box": True, "files": files})
    assert done.original
    assert done.original.content == "['a', 'c'] x True ['x = 1']"
    asked = await server.presses(begun.original, "Form")
    least = await server.submits(asked, {"radio": "y"})
    assert least.original
    assert least.original.content == "[] y False []"
