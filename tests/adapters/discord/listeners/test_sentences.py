"""What people are told: in the words of Discord, whole or said to be cut; and what of it stands in the log."""

from pathlib import Path

import pytest

from bot.snippets import LONGEST_NAME
from bot.store.snippets import Viewer
from tests.adapters.discord.wiring import AUTHOR, Room
from tests.fakes.discord import G1, GENERAL, FakeMessage
from tests.stack import by_the_back_door
from tests.until import until

HERE = Viewer(AUTHOR, G1, GENERAL)
KEPT = '"""Type `/code help`, `/model NAME` or `/snippets show NAME`."""'


async def run(room: Room, path: str, **options: object) -> FakeMessage:
    """Type a command; return the answer to it."""
    done = await room.discord.commands(path, options)
    assert done.original
    await until(lambda: not done.original.is_loading if done.original else False)
    return done.original


async def test_code_that_speaks_of_commands_is_shown_as_it_was_kept(room: Room) -> None:
    await room.core.commands.snippets.keep_code(KEPT, HERE, name="usage", language="python")
    shown = await run(room, "/snippets show", name="usage")
    assert f"```python\n{KEPT}\n```" in shown.content
    assert "`/snippets list`" in (await run(room, "/snippets show", name="nonsense")).content
    assert "has several words" not in (await run(room, "/help")).content


async def test_what_is_too_long_to_be_shown_says_so_at_its_end(room: Room) -> None:
    await room.core.commands.snippets.keep_code("🙂" * 7000, HERE, name="smiles")
    await run(room, "/snippets show", name="smiles")
    await until(lambda: bool(room.seen("left out")))
    pages = room.seen("🙂")
    assert len(pages) == 5
    assert [page.content.count("```") for page in pages] == [2] * 5
    assert ["left out" in page.content for page in pages] == [False] * 4 + [True]
    assert room.discord.has(pages[-1], "Delete")


@pytest.mark.parametrize("name", ["a " * 29 + "zz", "🙂" * (LONGEST_NAME // 2)])
async def test_a_name_as_long_as_may_be_comes_back(room: Room, name: str) -> None:
    (kept,) = await room.core.commands.snippets.keep_code("x = 1", HERE, name=name)
    renamed = await run(room, "/snippets rename", name=kept.key, new="x" * LONGEST_NAME)
    assert f"is called `{'x' * LONGEST_NAME}` now" in renamed.content
    await room.discord.presses(renamed, "Undo")
    assert f"`{kept.key}` `{name}`" in renamed.content
    await room.discord.presses(renamed, "Undo")
    assert (await room.core.commands.snippets.find(HERE, kept.key)).name == "x" * LONGEST_NAME
    assert "60 characters at most" in (await run(room, "/snippets rename", name=kept.key, new="🙂" * 31)).content


async def test_what_people_wrote_is_not_in_the_log(
    room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (kept,) = await room.core.commands.snippets.keep_code("x = 1", HERE, name="my secret")
    renamed = await run(room, "/snippets rename", name=kept.key, new="another secret")
    await by_the_back_door(tmp_path, "ALTER TABLE snippet RENAME TO gone")
    await room.discord.presses(renamed, "Undo")
    await until(lambda: "cs:run:snippets rename of" in caplog.text)
    await by_the_back_door(tmp_path, "ALTER TABLE gone RENAME TO snippet")
    room.discord.token_life = 0.0
    await room.discord.commands("/snippets show", {"name": "third secret"})
    await until(lambda: "could not be told 'There is no snippet called" in caplog.text)
    await room.discord.commands("/code", {"prompt": "my own\nsecret", "mode": "feedback"})
    await until(lambda: "could not be told 'There is no answer to you" in caplog.text)
    assert "secret" not in caplog.text
