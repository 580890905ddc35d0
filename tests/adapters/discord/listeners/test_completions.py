"""What Discord offers while somebody types: snippets with which the command can do something, tags, versions."""

import pytest

from bot.nouns import Author
from bot.snippets.editing import Edit
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
        ("/snippets edit", {"mine", "elsewhere"}),
        ("/snippets tag", {"mine", "elsewhere"}),
        ("/snippets history", {"mine", "elsewhere", "bens"}),
        ("/snippets diff", {"mine", "elsewhere", "bens"}),
        ("/snippets share", {"mine", "elsewhere"}),
        ("/snippets unshare", {"mine"}),
        ("/snippets pin", {"mine"}),
        ("/snippets unpin", {"elsewhere"}),
        ("/snippets restore", {"thrown away"}),
    ],
)
async def test_a_command_is_offered_what_it_can_be_given(room: Room, path: str, offered: set[str]) -> None:
    book = room.core.commands.snippets
    for viewer, name in ((HERE, "mine"), (ELSEWHERE, "elsewhere"), (BENS, "bens")):
        await book.keep_code(f"x = '{name}'", viewer, name=name)
        await book.keep_code(f"y = '{name}'", viewer, name="thrown away")
        await book.throw_away([(await book.find(viewer, "thrown away")).key], viewer)
    await book.editing.pin(HERE, "elsewhere", pinned=True)
    await book.editing.unshare(HERE, "elsewhere")
    options = {"name": ""}
    shown = await room.discord.completes(path, options, "name")
    assert {choice["name"].split(" · ")[1] for choice in shown} == offered
    assert await room.discord.completes(path, options | {"name": "nonsense"}, "name") == []


async def offers(room: Room, path: str, option: str, typed: str, **options: object) -> list[object]:
    """The values that Discord offers for an option."""
    shown = await room.discord.completes(path, {**options, option: typed}, option)
    return [choice["value"] for choice in shown]


async def test_tags_are_offered_for_the_last_word(room: Room) -> None:
    book = room.core.commands.snippets
    for number, tags in enumerate((["http", "retry"], ["http"], ["c++"])):
        (kept,) = await book.keep_code(f"x = {number}", HERE)
        await book.editing.edit(HERE, kept.key, Edit(tags=tags))
    assert await offers(room, "/snippets tag", "tags", "") == ["#http", "#c++", "#retry"]
    assert await offers(room, "/snippets tag", "tags", "new -#RE") == ["new -#retry"]
    assert await offers(room, "/snippets tag", "tags", "x" * 390 + " c") == []


async def test_languages_are_offered_those_in_use_first(room: Room) -> None:
    await room.core.commands.snippets.keep_code("x", HERE, language="typescript")
    assert (await offers(room, "/snippets language", "language", "script"))[0] == "typescript"
    assert "javascript" in await offers(room, "/snippets language", "language", "script")
    assert await offers(room, "/snippets language", "language", "nonsense") == []


async def test_the_versions_of_the_snippet_are_offered(room: Room) -> None:
    book = room.core.commands.snippets
    (kept,) = await book.keep_code("x = 1", HERE, name="secret")
    await book.editing.edit(HERE, kept.key, Edit(name="open"))
    assert await offers(room, "/snippets revert", "version", "", name=kept.key) == [2, 1]
    assert await offers(room, "/snippets show", "version", "1", name="open") == [1]
    assert await offers(room, "/snippets diff", "to", "", name="nonsense") == []
    assert await offers(room, "/snippets diff", "from", "") == []
