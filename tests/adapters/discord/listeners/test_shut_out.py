"""Those who may not ask: nothing that costs or counts is done for them, and they are told so; stopping is free."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.access import NOT_HERE, NOT_YOU
from bot.store.snippets import Viewer
from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.wiring import AUTHOR, CODE, COUNT, Room, answered_alone, in_room
from tests.fakes.discord import ANA, BEN, BOT, EMBEDDED, G1, GENERAL, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"


@dataclass
class Club:
    """A room where only Ben may ask, and his answer in it."""

    room: Room
    thread: str
    answer: FakeMessage


@pytest.fixture
async def club(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Club]:
    model_server.answer = lambda asked: CODE
    async with DiscordServer(second=0.1) as discord:
        role = discord.gives_role(BEN, "coders")
        async with opened_discord(tmp_path, model_server, discord, discord_roles=(role,)) as (core, adapter):
            room = Room(discord, model_server, core, adapter)
            thread = await discord.says(GENERAL, f"{ME} print one", BEN)
            (answer,) = await room.answers(thread)
            yield Club(room, thread, answer)


@pytest.mark.parametrize("label", ["👍", "👎", "Save code", "Regenerate"])
async def test_no_button_does_anything(club: Club, label: str) -> None:
    done = await club.room.discord.presses(club.answer, label, ANA)
    await until(lambda: answered_alone(done, NOT_YOU))
    assert not done.modal
    assert await club.room.verdicts(club.thread) == []
    assert await club.room.kept() == []


async def test_who_is_shut_out_takes_a_thumb_back_by_its_button(club: Club) -> None:
    await club.room.discord.presses(club.answer, "👍", BEN)
    await club.room.rated(club.thread, (1, ""))
    club.room.discord.world.guilds[G1].members[BEN].roles.clear()
    await club.room.discord.presses(club.answer, "👍", BEN)
    await club.room.rated(club.thread)
    done = await club.room.discord.presses(club.answer, "👍", BEN)
    await until(lambda: answered_alone(done, NOT_YOU))
    assert await club.room.verdicts(club.thread) == []


async def test_no_reaction_does_anything_and_that_is_said_once(club: Club) -> None:
    room = club.room
    for emoji in ("👍", "📌", "🔁", "👎"):
        await room.discord.reacts(club.answer.id, emoji, ANA)
        await room.posted(NOT_YOU, club.thread)
        await room.discord.unreacts(club.answer.id, emoji, ANA)
    await room.discord.reacts(club.answer.id, "👍", BEN)
    await room.rated(club.thread, (1, ""))
    assert [post.content for post in room.mine(club.thread)][1:] == [NOT_YOU]
    assert await room.kept() == []
    assert len(room.model.asked) == 1


async def test_a_form_that_was_opened_before_gives_the_words_back(club: Club) -> None:
    room = club.room
    form = await room.discord.presses(club.answer, "👎", BEN)
    room.discord.world.guilds[G1].members[BEN].roles.clear()
    await room.discord.submits(form, {"words": "in C++"})
    told = await room.told("You wrote", BEN)
    assert NOT_YOU in told.content
    assert "in C++" in told.content


async def test_nothing_is_offered_while_they_type(club: Club) -> None:
    await club.room.core.commands.snippets.keep_code("x = 1", Viewer(AUTHOR, G1, GENERAL), name="mine")
    for path, option in (("/snippets show", "name"), ("/model", "name")):
        assert await club.room.discord.completes(path, {option: ""}, option, ANA) == []
        assert await club.room.discord.completes(path, {option: ""}, option, BEN)


@pytest.mark.parametrize("way", ["button", "sign"])
async def test_who_sees_an_answer_may_stop_it(club: Club, way: str) -> None:
    club.room.model.answer = lambda asked: COUNT
    club.room.model.hold(after=2)
    await club.room.discord.says(club.thread, "count", BEN)
    await until(lambda: len(club.room.mine(club.thread)) == 2)
    draft = club.room.mine(club.thread)[1]

    async def is_known() -> bool:
        return await club.room.core.store.exchanges.by_ref("discord", f"{club.thread}:{draft.id}") is not None

    await until(is_known)  # a sign on what is not known for an answer yet means nothing
    if way == "button":
        await club.room.discord.presses(draft, "Stop", ANA)
    else:
        await club.room.discord.reacts(draft.id, "🛑", ANA)
    await until(lambda: draft.content.endswith("*Stopped.*"))
    club.room.model.release()


async def test_what_came_while_nobody_listened_does_not_count_where_roles_do(club: Club) -> None:
    club.room.discord.forgets_sessions()
    await club.room.discord.reacts(club.answer.id, "👍", ANA)
    await club.room.discord.connected()
    await club.room.discord.reacts(club.answer.id, "👎", BEN)
    await club.room.posted("What should I change?", club.thread)
    assert await club.room.verdicts(club.thread) == [(-1, "")]
    assert not [call for call in club.room.discord.calls if call.route.endswith("/reactions/{emoji}")]


async def test_in_a_channel_that_is_not_on_the_list_nothing_is_saved(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, discord_channels=(EMBEDDED,)) as room:
        said = await room.discord.says(GENERAL, "```python\nprint(1)\n```")
        done = await room.discord.chooses("Save as snippet", said)
        await until(lambda: answered_alone(done, NOT_HERE))
        assert await room.kept() == []
