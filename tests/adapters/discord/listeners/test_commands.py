"""What is typed behind a slash, and what Discord offers while somebody types it."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from adapters.discord.place import Place
from bot.nouns import Author
from bot.store.snippets import Viewer
from tests.adapters.discord.acts import press, run
from tests.adapters.discord.wiring import AUTHOR, CODE, Room, answered_alone, in_room
from tests.fakes.discord import ANA, BEN, BOT, DEE, EMBEDDED, G1, G2, GENERAL, GENERAL2
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"
HERE = Viewer(AUTHOR, G1, GENERAL)


async def test_help_names_commands_as_discord_has_them(room: Room) -> None:
    said = (await run(room, "/help")).content
    for command in ("/model name:NAME", "/settings", "/usage", "/stop", "/web", "/snippets show name:NAME"):
        assert f"`{command}`" in said
    assert "`/code model`" not in said
    assert "`/code model:NAME`" in said


async def test_a_model_is_chosen_by_name_and_by_a_button(room: Room) -> None:
    room.model.models["other"] = 4096
    listed = await run(room, "/model")
    assert "`scripted` ← answers you" in listed.content
    assert "`other` answers you from now on" in await press(room, listed, "other")
    await room.asks()
    assert room.model.asked[-1].model == "other"
    assert "The default model answers you" in await press(room, listed, "Use the default")
    assert "`other` answers you" in (await run(room, "/model", name="other")).content
    assert "nonsense" in (await run(room, "/model", name="nonsense")).content
    assert (await run(room, "/model", BEN)).content.count("← answers you") == 1
    assert await room.core.store.preferences.model(AUTHOR, G1) == "other"


async def test_settings_are_shown_changed_and_changed_back(room: Room) -> None:
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    shown = await run(room, "/settings")
    assert "Replies in my threads are answered without a mention" in shown.content
    assert "only where it mentions me" in await press(room, shown, "Answer only mentions")
    assert "answered without a mention" in await press(room, shown, "Undo")
    assert "`/settings setting:mention value:on`" in (await run(room, "/settings", setting="mention")).content
    assert (
        "In a direct message nothing needs a mention"
        in (await run(room, "/settings", channel=room.discord.direct(), setting="mention", value="on")).content
    )


async def test_usage_and_the_page(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, public_url="https://code.invalid") as room:
        await room.asks()
        assert "**Usage: you**\n- today: " in (await run(room, "/usage")).content
        assert "https://code.invalid" in (await run(room, "/web")).content


async def test_snippets_have_a_whole_story(room: Room) -> None:
    assert "No snippets are saved here yet" in (await run(room, "/snippets list")).content
    assert "no answer to you here yet" in (await run(room, "/snippets save")).content
    room.model.says(CODE, "```cpp\nint retry();\n```")
    await room.asks(f"{ME} print one")
    saved = await run(room, "/snippets save")
    key = saved.content.split("`")[1]
    thread, _ = await room.asks(f"{ME} retry in C++")
    assert "retry in C++" in (await run(room, "/snippets save", channel=thread)).content
    listed = await run(room, "/snippets list")
    assert listed.content.startswith("**Snippets** (2)")
    assert "```python\nprint(1)\n```" in await press(room, listed, f"Show {key}")
    named = await run(room, "/snippets rename", name=key, new="print *one* thing")
    assert f"`{key}` `print *one* thing`" in named.content
    found = await run(room, "/snippets search", words="print")
    assert "(1)" in found.content
    assert key in found.content
    shown = await run(room, "/snippets show", name="print *one* thing")
    assert "print(1)" in shown.content
    deleted = await press(room, shown, "Delete")
    assert f"Deleted `{key}`" in deleted
    assert f"`/snippets restore name:{key}`" in (await run(room, "/snippets show", name=key)).content
    assert "is back" in await press(room, shown, "Undo")
    assert f"Deleted `{key}`" in (await run(room, "/snippets delete", name=key)).content
    assert "is back" in (await run(room, "/snippets restore", name=key)).content
    assert sorted(await room.kept()) == ["int retry();", "print(1)"]


async def test_a_name_of_several_words_is_renamed_whole(room: Room) -> None:
    await room.core.commands.snippets.keep_code("x = 1", HERE, name="my little snippet")
    named = await run(room, "/snippets rename", name="my little snippet", new="big one")
    assert "`my little snippet` is called `big one` now" in named.content
    assert "Did you mean" in (await run(room, "/snippets show", name="big on")).content


async def test_snippets_of_others_are_seen_and_stay(room: Room) -> None:
    (mine,) = await room.core.commands.snippets.keep_code("x = 1", HERE, name="mine")
    assert "x = 1" in (await run(room, "/snippets show", BEN, name=mine.key)).content
    refused = await run(room, "/snippets delete", BEN, name=mine.key)
    assert "can be deleted only by who saved it, Ana, or an admin" in refused.content
    assert "No snippets" in (await run(room, "/snippets list", BEN, EMBEDDED)).content
    assert "mine" in (await run(room, "/snippets list", ANA, EMBEDDED)).content


async def test_a_long_snippet_comes_as_a_file_and_a_middling_one_in_pages(room: Room) -> None:
    book = room.core.commands.snippets
    await book.keep_code("x = 1\n" * 3000, HERE, name="long", language="python")
    await book.keep_code("y = 22\n" * 1000, HERE, name="middling", language="python")
    shown = await run(room, "/snippets show", name="long")
    (file,) = shown.attachments
    assert (file.name, file.text.count("x = 1")) == ("long.py", 3000)
    assert room.discord.has(shown, "Delete")
    await run(room, "/snippets show", name="middling")
    await until(lambda: room.discord.has(room.seen("y = 22")[-1], "Delete"))
    pages = room.seen("y = 22")
    assert sum(page.content.count("y = 22") for page in pages) == 1000
    assert all(page.content.count("```") == 2 for page in pages)


async def test_many_snippets_have_pages_to_turn(room: Room) -> None:
    for number in range(23):
        await room.core.commands.snippets.keep_code(f"x = {number}", HERE, name=f"snippet {number}")
    listed = await run(room, "/snippets list")
    assert "page 1 of 3" in listed.content
    assert "page 2 of 3" in await press(room, listed, "More")


async def test_servers_know_nothing_of_each_other(room: Room) -> None:
    (mine,) = await room.core.commands.snippets.keep_code("secret = 1", HERE, name="secret")
    room.model.models["other"] = 4096
    await run(room, "/model", name="other")
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    await run(room, "/settings", setting="mention", value="on")
    there = {"user": ANA, "channel": GENERAL2}
    assert "There is no snippet" in (await run(room, "/snippets show", name=mine.key, **there)).content
    assert "No snippet holds" in (await run(room, "/snippets search", words="secret", **there)).content
    assert "There is no snippet" in (await run(room, "/snippets delete", name=mine.key, **there)).content
    assert await room.discord.completes("/snippets show", {"name": "secret"}, "name", ANA, GENERAL2) == []
    assert "`scripted` ← answers you" in (await run(room, "/model", **there)).content
    assert "answered without a mention" in (await run(room, "/settings", **there)).content
    assert "secret = 1" in (await run(room, "/snippets show", name=mine.key)).content
    listed = await run(room, "/snippets list")
    done = await room.discord.commands("/snippets list", {}, DEE, GENERAL2)
    assert done.original
    await until(lambda: "No snippets" in done.original.content if done.original else False)
    done.original.components = listed.components
    assert "There is no snippet" in await press(room, done.original, f"Show {mine.key}", DEE)
    assert await room.kept(Viewer(Author("discord", DEE, "Dee"), G2, GENERAL2)) == []


async def test_models_are_offered_as_somebody_types(room: Room) -> None:
    room.model.models |= {"Other-7b": 4096, **{f"m{number}": 0 for number in range(30)}}
    offered = await room.discord.completes("/code", {"prompt": "x", "model": "OTHER"}, "model")
    assert offered == [{"name": "Other-7b", "value": "Other-7b"}]
    assert len(await room.discord.completes("/model", {"name": ""}, "name")) == 25
    assert await room.discord.completes("/model", {"name": "🙂`*" * 30}, "name") == []


async def test_snippets_are_offered_as_somebody_types(room: Room) -> None:
    (mine,) = await room.core.commands.snippets.keep_code("x = 1", HERE, name="n" * 80, language="python")
    (offered,) = await room.discord.completes("/snippets show", {"name": ""}, "name")
    assert offered["value"] == mine.key
    assert offered["name"].startswith(f"{mine.key} · nnn")
    assert await room.discord.completes("/snippets delete", {"name": mine.key[:4]}, "name") == [offered]
    for nonsense in ("%", "_", "' OR 1=1 --", '"', "NEAR(", "\0", "x" * 6000, "*"):
        assert await room.discord.completes("/snippets show", {"name": nonsense}, "name") in ([], [offered])


async def test_a_model_out_of_reach_is_offered_as_such(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server) as room:
        await model_server.stop()
        offered = await room.discord.completes("/model", {"name": "scr"}, "name")
        assert offered == [{"name": "scripted (out of reach)", "value": "scripted"}]
        assert "Nobody answers at 127.0.0.1" in (await run(room, "/model")).content
        assert not room.discord.late


async def test_nothing_is_offered_where_the_database_is_slow(room: Room) -> None:
    await room.core.commands.snippets.keep_code("x = 1", HERE, name="mine")
    engine = vars(room.core.store.database)["_engine"]
    async with AsyncExitStack() as others:
        for _ in range(5):
            await others.enter_async_context(engine.connect())
        assert await room.discord.completes("/snippets show", {"name": "mine"}, "name") == []
    assert len(await room.discord.completes("/snippets show", {"name": "mine"}, "name")) == 1


async def test_where_the_database_is_locked_the_person_is_told_so_in_time(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with in_room(tmp_path, model_server) as room:
        database = room.core.store.database
        async with vars(database)["_writing"]:
            done = await room.discord.commands("/help")
            assert done.is_ephemeral
            assert "Our own database did not answer" in done.messages[0].content
        assert not room.discord.late
        assert "/snippets" in (await run(room, "/help")).content


async def test_a_command_that_is_not_known_any_more_or_has_changed_says_so(room: Room) -> None:
    for command in room.discord.world.synced[""].values():
        if command["name"] == "web":
            command["name"] = "dance"
        if command["name"] == "code":
            command["options"] = []
    for path in ("/dance", "/code"):
        done = await room.discord.commands(path)
        await until(lambda done=done: answered_alone(done, "Type it anew"))  # type: ignore[misc]


async def test_commands_are_sent_once(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server) as room:
        sent = [call for call in room.discord.calls if call.method == "PUT"]
        assert len(sent) == 1
        assert {"code", "snippets", "model", "settings", "usage", "stop", "web", "help"} <= {
            command["name"] for command in room.discord.world.synced[""].values()
        }
        room.discord.asks_to_reconnect()
        await run(room, "/help")
        assert len([call for call in room.discord.calls if call.method == "PUT"]) == 1


@pytest.mark.parametrize("where", ["thread", "channel"])
async def test_a_snippet_is_saved_of_the_answer_at_hand(room: Room, where: str) -> None:
    room.model.says(CODE, "```\nx = 2\n```")
    thread, _ = await room.asks(f"{ME} one")
    await room.asks(f"{ME} two")
    await run(room, "/snippets save", channel=thread if where == "thread" else GENERAL)
    assert await room.kept() == ["print(1)" if where == "thread" else "x = 2"]
    assert Place(G1, thread).conversation
