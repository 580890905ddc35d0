"""`/code web` in Slack: the way to the page, and where people sign in there, a link for its person alone."""

from pathlib import Path
from typing import Any

from adapters.slack.adapter import SlackAdapter
from bot.nouns import Author
from bot.store.snippets import Viewer
from tests.adapters.slack.wiring import ANA, Room, in_room
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import Ephemeral, SlackServer
from tests.stack import opened, settings_for
from tests.until import until

CHAT: dict[str, Any] = {"web_auth": "chat", "public_url": "https://code.invalid"}
HER = Viewer(ANA, "T1")


def _button(seen: Ephemeral) -> dict[str, Any]:
    (found,) = [element for block in seen.blocks for element in block.get("elements", [])]
    button: dict[str, Any] = found
    return button


async def _link(room: Room, user: str = "UANA") -> str:
    """Let somebody ask for a link; return its secret."""
    before = len(room.slack.ephemerals)
    await room.slack.commands("/code", "web", user=user)
    await until(lambda: len(room.slack.ephemerals) > before)
    seen = await room.told("This link opens the web page", user)
    address, _, secret = _button(seen)["url"].partition("#t=")
    assert address == "https://code.invalid/login"
    # Nothing but the button has it: what is written could be copied, or shown in a preview.
    assert secret not in (seen.markdown or "") + seen.text
    return str(secret)


async def test_a_link_signs_in_who_asked_for_it(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        secret = await _link(room)
        assert await room.core.store.sign_ins.look(secret) == HER
        ben = await _link(room, "UBEN")
        assert await room.core.store.sign_ins.look(ben) == Viewer(Author("slack", "UBEN", "Ben"), "T1")
        assert room.slack.messages("C1") == []


async def test_that_the_button_was_pressed_needs_no_words(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        secret = await _link(room)
        before = len(room.slack.ephemerals)
        seen = room.slack.ephemerals[-1]
        await room.slack.presses(seen.channel, seen.ts, "open:0")
        await _link(room)
        assert not room.slack.late
        assert len(room.slack.ephemerals) == before + 1
        assert await room.core.store.sign_ins.look(secret) is None


async def test_five_links_a_minute_are_enough(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        for _ in range(5):
            await room.core.store.sign_ins.make(HER)
        await room.slack.commands("/code", "web")
        await room.told("You got five links within a minute")


async def test_who_signs_out_is_out_everywhere(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, **CHAT) as room:
        store = room.core.store
        begun = await store.sessions.begin(await _link(room))
        assert begun
        pending = await _link(room)
        await room.slack.commands("/code", "web logout")
        await room.told("You are signed out everywhere: in 1 browser.")
        assert await store.sessions.find(begun[1]) is None
        assert await store.sign_ins.look(pending) is None
        await room.slack.commands("/code", "web logout")
        await room.told("You are signed in nowhere.")


async def test_where_nobody_signs_in_it_is_an_address(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, public_url="https://code.invalid") as room:
        await room.slack.commands("/code", "web")
        seen = await room.told("https://code.invalid")
        assert not [block for block in seen.blocks if block["type"] == "actions"]


async def test_a_workspace_is_called_by_its_name(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer(minute=3.0) as slack:
        own = {"slack_bot_token": "xoxb-one", "slack_api_url": slack.api_url, "slack_app_token": "xapp-1"}
        adapter = SlackAdapter(settings_for(tmp_path, model_server, **own), minute=slack.minute)
        async with opened(tmp_path, model_server, {adapter.platform: adapter}, **own) as core, adapter.open(core):
            assert await adapter.name_of("T1") not in ("", "T1")
            assert await adapter.name_of("T-elsewhere") == "T-elsewhere"
