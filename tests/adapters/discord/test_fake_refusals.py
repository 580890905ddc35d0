"""The strict Discord refuses what the real one refuses: bodies that are too long, empty, or of no known shape."""

import io
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import ui

from tests.fakes.discord import BOT, G1, GENERAL, DiscordServer
from tests.fakes.discord.client import HeardClient, call, running

Body = dict[str, Any]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(limits=False) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[HeardClient]:
    client = HeardClient()
    async with running(server, client):
        await server.connected()
        await client.wait_until_ready()
        yield client


async def refused(server: DiscordServer, body: Body) -> tuple[int, Body]:
    """Return the code and errors with which a message is refused; 0: it was taken."""
    _, answer = await call(server, "POST", f"/channels/{GENERAL}/messages", body)
    return answer.get("code", 0), answer.get("errors", {})


def button(**fields: Any) -> Body:
    return {"type": 2, "style": 1, "label": "a", "custom_id": "a", **fields}


def row(*buttons: Body) -> Body:
    return {"type": 1, "components": list(buttons)}


async def test_messages_that_are_too_long_or_empty(server: DiscordServer) -> None:
    assert (await refused(server, {"content": "x" * 2000}))[0] == 0
    assert (await refused(server, {"content": "😀" * 1000}))[0] == 0
    code, errors = await refused(server, {"content": "😀" * 1001})
    assert (code, errors["content"]["_errors"][0]["code"]) == (50035, "BASE_TYPE_BAD_LENGTH")
    assert (await refused(server, {"content": " \n"}))[0] == 50006
    assert (await refused(server, {"content": "x", "nonce": "n" * 26}))[0] == 50035
    assert (await refused(server, {"content": "x", "flags": 64}))[0] == 50035


async def test_embeds_have_limits(server: DiscordServer) -> None:
    assert (await refused(server, {"embeds": [{"title": "x" * 256, "description": "x" * 4096}]}))[0] == 0
    for embeds in (
        [{"title": "x" * 257}],
        [{"description": "x" * 4097}],
        [{"description": "x" * 3001}] * 2,
        [{"fields": [{"name": "", "value": "x"}]}],
        [{"title": "x"}] * 11,
    ):
        assert (await refused(server, {"embeds": embeds}))[0] == 50035


async def test_components_have_limits(server: DiscordServer) -> None:
    five = [button(custom_id=str(number)) for number in range(5)]
    assert (await refused(server, {"content": "x", "components": [row(*five)]}))[0] == 0
    for components in (
        [row(*five, button(custom_id="6"))],
        [row(button(custom_id=str(number))) for number in range(6)],
        [row(button(), button())],
        [row(button(custom_id="x" * 101))],
        [row(button(label="x" * 81))],
        [row(button(label=""))],
        [row(button(style=5))],
        [row()],
        [button()],
        [{"type": 10, "content": "only with the flag"}],
    ):
        code, errors = await refused(server, {"content": "x", "components": components})
        assert (code, list(errors)) == (50035, ["components"])


async def test_layouts_have_limits(server: DiscordServer, client: HeardClient) -> None:
    channel = client.text(GENERAL)
    view = ui.LayoutView().add_item(ui.TextDisplay("x" * 4000))
    view.add_item(ui.Container(ui.ActionRow(ui.Button(label="Go", custom_id="go"))))
    message = await channel.send(view=view)
    assert server.has(message.id, "Go")
    view.add_item(ui.TextDisplay("x"))
    with pytest.raises(discord.HTTPException) as too_long:
        await channel.send(view=view)
    with pytest.raises(discord.HTTPException) as mixed:
        await message.edit(content="x")
    assert (too_long.value.code, mixed.value.code) == (50035, 50035)


async def test_files_that_are_too_large(server: DiscordServer, client: HeardClient) -> None:
    with pytest.raises(discord.HTTPException) as error:
        await client.text(GENERAL).send(file=discord.File(io.BytesIO(bytes((10 << 20) + 1)), "large.txt"))
    assert (error.value.status, error.value.code) == (413, 40005)


async def test_commands_have_limits(server: DiscordServer) -> None:
    path = f"/applications/{BOT}/commands"
    option = {"type": 3, "name": "a", "description": "a"}
    good: Body = {"name": "good", "description": "x" * 100, "options": [option]}
    assert (await call(server, "POST", path, good))[0] == 200
    for bad in (
        {"name": "Bad"},
        {"name": "with blank"},
        {"name": "x" * 33},
        {"description": ""},
        {"description": "x" * 101},
        {"options": [option, option]},
        {"options": [option, {**option, "name": "b", "required": True}]},
        {"options": [{**option, "name": str(number)} for number in range(26)]},
        {"options": [{**option, "autocomplete": True, "choices": [{"name": "a", "value": "a"}]}]},
        {"type": 3, "name": "Menu"},
    ):
        status, answer = await call(server, "POST", path, {**good, "name": "other", **bad})
        assert (status, answer["code"]) == (400, 50035), bad
    menus = [{"type": 3, "name": f"Menu {number}"} for number in range(6)]
    assert [(await call(server, "POST", path, menu))[0] for menu in menus] == [200] * 5 + [400]


async def test_only_so_many_commands_are_created_a_day(server: DiscordServer) -> None:
    path = f"/applications/{BOT}/guilds/{G1}/commands"
    for number in range(200):
        made = (await call(server, "POST", path, {"name": f"c{number}", "description": "x"}))[1]
        await call(server, "DELETE", f"{path}/{made['id']}")
    status, answer = await call(server, "POST", path, {"name": "late", "description": "x"})
    assert (status, answer["code"]) == (400, 30034)
