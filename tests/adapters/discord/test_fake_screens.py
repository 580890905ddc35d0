"""The strict Discord: commands, completions, menus, buttons and modals reach a real tree, and its answers show."""

from collections.abc import AsyncIterator
from re import Match
from typing import Any, Self

import discord
import pytest
from discord import app_commands, ui

from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL, GENERAL2, DiscordServer
from tests.fakes.discord.client import HeardClient, running
from tests.until import until

Interaction = discord.Interaction[discord.Client]


class Rate(ui.DynamicItem[ui.Button[Any]], template=r"rate:(?P<way>up|down)"):
    """A button that outlives the program."""

    def __init__(self, way: str) -> None:
        super().__init__(ui.Button(label=way.title(), custom_id=f"rate:{way}"))
        self.way = way

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: Match[str]) -> Self:
        return cls(match["way"])

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_message(f"rated {self.way}", ephemeral=True)


class Why(ui.Modal, title="Why?"):
    """A modal with a text and a choice."""

    words = ui.TextInput[Any](label="Words", custom_id="words", max_length=20)
    kind: Any = ui.Label(
        text="Kind", component=ui.Select(custom_id="kind", options=[discord.SelectOption(label="Wrong", value="w")])
    )

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.send_message(f"{self.words.value} {self.kind.component.values}", ephemeral=True)


async def code(interaction: Interaction, prompt: str, file: discord.Attachment | None = None) -> None:
    await interaction.response.defer()
    read = (await file.read()).decode() if file else ""
    message = await interaction.edit_original_response(content=f"{prompt} {read}".strip())
    view = ui.View(timeout=None).add_item(Rate("up")).add_item(Rate("down"))
    assert isinstance(interaction.channel, discord.TextChannel)
    thread = await (await interaction.channel.fetch_message(message.id)).create_thread(name="code")
    await thread.send("done", view=view)
    await interaction.followup.send("only you", ephemeral=True)


async def show(interaction: Interaction, name: str) -> None:
    await interaction.response.send_message(f"shown {name}", ephemeral=True)


async def names(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in ("regex", "sort") if name.startswith(current)]


async def explain(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_modal(Why())


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(second=0.05) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[HeardClient]:
    client = HeardClient()
    client.add_dynamic_items(Rate)
    client.tree.add_command(app_commands.Command(name="code", description="Write code", callback=code))
    group = app_commands.Group(name="snippets", description="What was kept")
    shown = app_commands.Command[Any, Any, Any](name="show", description="Show one", callback=show)
    shown.autocomplete("name")(names)
    group.add_command(shown)
    client.tree.add_command(group)
    client.tree.add_command(app_commands.ContextMenu(name="Explain this code", callback=explain))
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        await client.tree.sync()
        yield client


async def test_a_command_is_deferred_and_answered(server: DiscordServer, client: HeardClient) -> None:
    done = await server.commands("/code", {"prompt": "sort", "file": server.file("a.py", "x = 1")})
    assert (done.acknowledged, done.is_ephemeral) == ("deferred", False)
    await until(lambda: bool(done.followups))
    assert done.original
    assert (done.original.content, done.original.is_loading) == ("sort x = 1", False)
    assert [text for _, text in done.original.contents] == ["", "sort x = 1"]
    assert server.threads(GENERAL)[0].id == done.original.id
    assert [message.content for message in server.ephemerals] == ["only you"]
    assert server.messages(GENERAL) == [done.original]


async def test_a_button_is_pressed_and_answered_ephemerally(server: DiscordServer, client: HeardClient) -> None:
    done = await server.commands("/code", {"prompt": "sort"}, channel=GENERAL2)
    await until(lambda: bool(done.followups))
    assert done.original
    (posted,) = server.messages(done.original.id)
    assert server.has(posted, "Up")
    assert not server.has(posted, "Sideways")
    pressed = await server.presses(posted, "Down", BEN)
    assert (pressed.acknowledged, pressed.is_ephemeral) == ("message", True)
    assert server.ephemerals[-1].content == "rated down"
    with pytest.raises(ValueError, match="nothing to press"):
        await server.presses(posted, "Sideways")


async def test_nobody_can_type_what_is_not_there(server: DiscordServer, client: HeardClient) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [("/coda", {}), ("/code", {}), ("/code", {"prompt": 5})]
    for path, options in [*wrong, ("/code", {"prompt": "a", "b": "c"})]:
        with pytest.raises(ValueError, match=r"no command|required|does not take|no options"):
            await server.commands(path, options)
    with pytest.raises(ValueError, match="is a group"):
        await server.commands("/snippets")


async def test_subcommands_and_completions(server: DiscordServer, client: HeardClient) -> None:
    shown = await server.commands("/snippets show", {"name": "sort"})
    assert shown.original
    assert (shown.original.content, shown.is_ephemeral) == ("shown sort", True)
    choices = await server.completes("/snippets show", {"name": "re"}, "name")
    assert choices == [{"name": "regex", "value": "regex"}]


async def test_a_menu_asks_and_a_modal_is_submitted(server: DiscordServer, client: HeardClient) -> None:
    id = await server.says(GENERAL, "print(1)")
    asked = await server.chooses("Explain this code", id)
    assert asked.acknowledged == "modal"
    with pytest.raises(ValueError, match="no fields"):
        await server.submits(asked, {"nothing": "x"})
    with pytest.raises(ValueError, match="does not take"):
        await server.submits(asked, {"words": "x" * 21, "kind": ["w"]})
    done = await server.submits(asked, {"Words": "too slow", "kind": ["w"]})
    assert done.original
    assert done.original.content == "too slow ['w']"


async def test_what_nobody_acknowledges_is_late(server: DiscordServer, client: HeardClient) -> None:
    heard: list[Interaction] = []

    async def keep(interaction: Interaction) -> None:
        heard.append(interaction)

    client.tree.add_command(app_commands.Command(name="keep", description="Wait", callback=keep))
    await client.tree.sync()
    server.patience = 0.2
    done = await server.commands("/keep")
    assert server.late == [done]
    await until(lambda: bool(heard))
    with pytest.raises(discord.NotFound) as refused:
        await heard[0].response.defer()
    assert refused.value.code == 10062


async def test_an_interaction_is_acknowledged_once(server: DiscordServer, client: HeardClient) -> None:
    errors: list[int] = []

    async def twice(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        interaction.response._response_type = None
        try:
            await interaction.response.defer()
        except discord.HTTPException as error:
            errors.append(error.code)
        server.token_life = 0
        try:
            await interaction.edit_original_response(content="too late")
        except discord.HTTPException as error:
            errors.append(error.code)

    client.tree.add_command(app_commands.Command(name="twice", description="Twice", callback=twice))
    await client.tree.sync()
    done = await server.commands("/twice")
    await until(lambda: errors == [40060, 50027])
    assert done.is_ephemeral
    assert server.ephemerals[0].is_loading


async def test_a_synced_command_keeps_its_id_and_a_guild_may_have_its_own(
    server: DiscordServer, client: HeardClient
) -> None:
    before = {command.name: command.id for command in await client.tree.fetch_commands()}
    assert {command.name: command.id for command in await client.tree.sync()} == before
    client.tree.copy_global_to(guild=discord.Object(int(G1)))
    assert len(await client.tree.sync(guild=discord.Object(int(G1)))) == 3
    assert len(server.world.synced[G1]) == 3
    client.tree.add_command(app_commands.Command(name="bad", description="x" * 100, callback=show))
    client.tree.get_command("bad").description = "x" * 101  # type: ignore[union-attr]
    with pytest.raises(app_commands.CommandSyncFailure):
        await client.tree.sync()


async def test_interactions_say_who_and_where(server: DiscordServer, client: HeardClient) -> None:
    await server.commands("/snippets show", {"name": "a"}, channel=server.direct(ANA))
    await server.commands("/snippets show", {"name": "a"}, BEN)
    direct, guild = client.got("interaction")
    assert (direct.guild, direct.user.id, isinstance(direct.channel, discord.DMChannel)) == (None, int(ANA), True)
    assert (guild.guild_id, guild.user.id, guild.filesize_limit) == (int(G1), int(BEN), 10 << 20)
    assert guild.app_permissions.create_public_threads
    assert not guild.permissions.manage_guild
    assert str(guild.application_id) == BOT
