"""What people are told: in the words of Discord, whole or said to be cut; and what of it stands in the log."""

import re
from pathlib import Path

import pytest

from adapters.discord.wording import in_words_of_discord
from bot.commands import Commands, Reply
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


@pytest.mark.parametrize(
    ("elsewhere", "here"),
    [
        ("`/snippets show NAME`", "`/snippets show name:NAME`"),
        ("`/snippets restore s-7k2f` brings", "`/snippets restore name:s-7k2f` brings"),
        ("`/snippets list WORDS`", "`/snippets list query:WORDS`"),
        ("`/snippets bin WORDS`", "`/snippets bin words:WORDS`"),
        ("`/snippets rename NAME NEW NAME`", "`/snippets rename name:NAME new:NEW NAME`"),
        ("`/snippets tag NAME #retry #http`", "`/snippets tag name:NAME tags:#retry #http`"),
        ("`/snippets revert NAME 2`", "`/snippets revert name:NAME version:2`"),
        ("`/snippets share NAME everyone`", "`/snippets share name:NAME everyone:True`"),
        ("`/snippets export zip`", "`/snippets export format:zip`"),
        ("`/snippets import FILE`", "`/snippets import file:FILE`"),
        ("`/snippets list` and `/snippets`", "`/snippets list` and `/snippets`"),
        ("```\n`/snippets show NAME`\n```", "```\n`/snippets show NAME`\n```"),
    ],
)
def test_a_command_is_called_as_discord_has_it(elsewhere: str, here: str) -> None:
    assert in_words_of_discord(Reply(elsewhere)).text == here


async def test_what_help_names_can_be_typed_just_so(room: Room) -> None:
    said = in_words_of_discord(Reply(Commands.help())).text
    known = {command["name"]: command for command in room.discord.world.synced[""].values()}
    named = re.findall(r"`/(\w+)(?: ([a-z]+))?((?: \w+:[^`]*)?)`", said)
    assert len(named) == said.count("`/")
    for name, verb, typed in named:
        options = {option["name"]: option for option in known[name].get("options") or ()}
        if verb:
            options = {option["name"]: option for option in options[verb].get("options") or ()}
            assert typed or not any(option.get("required") for option in options.values())
        assert set(re.findall(r"(\w+):", typed)) <= set(options)


async def test_there_is_room_for_all_commands_about_snippets(room: Room) -> None:
    (group,) = [each for each in room.discord.world.synced[""].values() if each["name"] == "snippets"]
    verbs = group["options"]
    assert len(verbs) <= 25, "Discord takes no more in one group"
    every = [group, *verbs, *(option for verb in verbs for option in verb.get("options") or ())]
    choices = [choice for each in every for choice in each.get("choices") or ()]
    size = sum(len(each["name"]) + len(each.get("description", "")) for each in every)
    assert size + sum(len(each["name"]) + len(str(each["value"])) for each in choices) <= 8000


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
