"""Which snippets Discord offers while somebody types a name: those that the command can do something with."""

import pytest

from bot.nouns import Author
from bot.store.snippets import Viewer
from tests.adapters.discord.wiring import AUTHOR, Room
from tests.fakes.discord import BEN, EMBEDDED, G1, GENERAL

HERE = Viewer(AUTHOR, G1, GENERAL)
BENS = Viewer(Author("discord", BEN, "Ben"), G1, GENERAL)
ELSEWHERE = Viewer(AUTHOR, G1, EMBEDDED)


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/snippets show", {"mine", "elsewhere", "bens"}),
        ("/snippets delete", {"mine", "elsewhere"}),
        ("/snippets rename", {"mine", "elsewhere"}),
        ("/snippets restore", {"thrown away"}),
    ],
)
async def test_a_command_is_offered_what_it_can_be_given(room: Room, path: str, offered: set[str]) -> None:
    book = room.core.commands.snippets
    for viewer, name in ((HERE, "mine"), (ELSEWHERE, "elsewhere"), (BENS, "bens")):
        await book.keep_code(f"x = '{name}'", viewer, name=name)
        await book.keep_code(f"y = '{name}'", viewer, name="thrown away")
        await book.throw_away([(await book.find(viewer, "thrown away")).key], viewer)
    options = {"name": "", "new": "x"} if path.endswith("rename") else {"name": ""}
    shown = await room.discord.completes(path, options, "name")
    assert {choice["name"].split(" · ")[1] for choice in shown} == offered
    assert await room.discord.completes(path, options | {"name": "nonsense"}, "name") == []
