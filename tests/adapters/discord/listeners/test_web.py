"""`/web` in Discord: the way to the page, and where people sign in there, a link for its person alone."""

from pathlib import Path
from typing import Any

import pytest

from bot.nouns import Author
from bot.store.snippets import Viewer
from tests.adapters.discord.acts import run
from tests.adapters.discord.wiring import AUTHOR, Room, in_room
from tests.fakes.discord import BEN, G1, FakeMessage
from tests.fakes.openai_server import ModelServer

CHAT: dict[str, Any] = {"web_auth": "chat", "public_url": "https://code.invalid"}
HER = Viewer(AUTHOR, G1)


def _secret(message: FakeMessage) -> str:
    """Return the secret of the link on a message; its words don't have it."""
    (button,) = [each for row in message.components for each in row["components"]]
    address, _, secret = button["url"].partition("#t=")
    assert (address, button["style"]) == ("https://code.invalid/login", 5)
    assert secret not in message.content
    return str(secret)


@pytest.mark.parametrize(("path", "options"), [("/web", {}), ("/code", {"prompt": "web"})])
async def test_a_link_signs_in_who_asked_for_it(
    tmp_path: Path, model_server: ModelServer, path: str, options: dict[str, str]
) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        said = await run(room, path, **options)
        assert "`/web action:logout`" in said.content
        assert await room.core.store.sign_ins.look(_secret(said)) == HER
        bens = await room.core.store.sign_ins.look(_secret(await run(room, path, BEN, **options)))
        assert bens == Viewer(Author("discord", BEN, "Ben"), G1)
        assert model_server.asked == []


async def test_who_signs_out_is_out_everywhere(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        store = room.core.store
        begun = await store.sessions.begin(_secret(await run(room, "/web")))
        assert begun
        assert "in 1 browser" in (await run(room, "/web", action="logout")).content
        assert await store.sessions.find(begun[1]) is None
        assert "signed in nowhere" in (await run(room, "/code", prompt="web logout")).content


async def test_in_direct_messages_there_is_no_link(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        said = await run(room, "/web", channel=room.discord.direct())
        assert "on a server of Discord" in said.content
        assert not said.components


async def test_whom_the_bot_does_not_answer_it_lets_in_nowhere(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, discord_roles="900000000000000001", **CHAT) as room:
        said = await run(room, "/web")
        assert "`DISCORD_ROLES`" in said.content
        assert not said.components


async def test_a_server_is_called_by_its_name(room: Room) -> None:
    name = await room.adapter.name_of(G1)
    assert name not in ("", G1)
    assert await room.adapter.name_of("123456789012345678") == "123456789012345678"
    assert await room.adapter.name_of("") == ""
