"""What Discord tells twice, or tells two programs, is done once; also across a restart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord.place import Place
from bot.nouns import State
from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.wiring import CODE, Room, in_room
from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL, DiscordServer
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"


@asynccontextmanager
async def two(folder: Path, model: ModelServer) -> AsyncIterator[Room]:
    """Two programs with one token, on one database; each hears within a second what the other one was asked."""
    async with (
        in_room(folder, model, lease_seconds=5) as room,
        opened_discord(folder, model, room.discord, lease_seconds=5),
    ):
        await room.discord.connected(2)
        yield room


async def test_a_message_that_comes_again(room: Room) -> None:
    thread, _ = await room.asks()
    await room.discord.says(thread, "stop")
    await room.posted("No answer is being written", thread)
    stop = len(room.discord.deliveries)
    for number in range(stop):
        if room.discord.deliveries[number].event == "MESSAGE_CREATE":
            await room.discord.redelivers(number)
    await room.heard()
    assert len(room.model.asked) == 1
    assert len(room.mine(thread)) == 2


async def test_a_command_that_comes_again(room: Room) -> None:
    question = await room.codes("print one")
    await room.answers(question.id)
    number = next(i for i, each in enumerate(room.discord.deliveries) if each.event == "INTERACTION_CREATE")
    await room.discord.redelivers(number)
    await room.heard()
    assert len(room.model.asked) == 1
    assert len(room.discord.threads(GENERAL)) == 1


async def test_of_two_programs_one_answers(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.answer = lambda asked: CODE
    async with two(tmp_path, model_server) as room:
        question = await room.codes("print one")
        (answer,) = await room.answers(question.id)
        thread, _ = await room.asks()
        await room.discord.says(thread, "and two")
        await room.answers(thread, 2)
        await room.discord.presses(answer, "Save code")
        await room.told("**Saved**")
        await room.discord.reacts(answer.id, "👎", BEN)
        await room.told_in_reply("What should I change?", question.id)
        await room.discord.reacts(answer.id, "📌", BEN)
        await room.told_in_reply("**Saved**", question.id)
        await room.discord.presses(answer, "Regenerate")
        await room.answers(question.id, 2)
        await room.discord.reacts(answer.id, "🔁", BEN)
        await room.answers(question.id, 3)
        await room.discord.says(GENERAL, f"{ME} help")
        await room.posted("/model name:NAME")
        assert len(await room.discord.completes("/model", {"name": ""}, "name")) == 2
        await room.heard()
        assert len(room.model.asked) == 5
        assert len(room.finished(question.id)) == 3
        assert [len(room.seen(text)) for text in ("**Saved**", "fault of ours")] == [1, 0]
        said = [
            post.content.split("\n")[0] for post in room.mine(question.id) if post not in room.finished(question.id)
        ]
        assert len(said) == 2
        assert len([post for post in room.mine(GENERAL) if "/model" in post.content]) == 1
        assert not room.discord.late
        assert not room.discord.pinged


async def test_of_two_programs_one_says_that_a_wish_is_refused_and_it_can_be_wished_anew(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with two(tmp_path, model_server) as room:
        thread = await room.writes()
        (draft,) = room.mine(thread)
        await room.discord.reacts(draft.id, "🔁", BEN)
        await room.posted("still being written", thread)
        room.model.release()
        (answer,) = await room.answers(thread)
        await room.ends(Place(G1, thread), State.DONE)
        await room.heard(thread)
        assert len([post for post in room.mine(thread) if "still being written" in post.content]) == 1
        await room.discord.unreacts(answer.id, "🔁", BEN)
        await room.discord.reacts(answer.id, "🔁", BEN)
        await room.answers(thread, 2)


async def test_a_stop_reaches_the_program_that_writes(tmp_path: Path, model_server: ModelServer) -> None:
    async with two(tmp_path, model_server) as room:
        for way in ("word", "button", "sign", "deletion"):
            thread = await room.writes()
            (draft,) = room.mine(thread)
            match way:
                case "word":
                    await room.discord.says(thread, "stop", BEN)
                case "button":
                    await room.discord.presses(draft, "Stop")
                case "sign":
                    await room.discord.reacts(draft.id, "🛑", BEN)
                case "deletion":
                    await room.discord.deletes_thread(thread)
            await room.ends(Place(G1, thread), State.STOPPED, State.WITHDRAWN)
            room.model.release()
            await room.model.idles()


async def test_after_a_restart_nothing_is_done_again_and_buttons_work(
    tmp_path: Path, model_server: ModelServer
) -> None:
    model_server.answer = lambda asked: CODE
    async with DiscordServer(second=0.1) as discord:
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            before = Room(discord, model_server, core, adapter)
            thread, answer = await before.asks()
            form = await discord.presses(answer, "👎")
        await discord.reacts(answer.id, "👍", BEN)  # while nobody listens
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            room = Room(discord, model_server, core, adapter)
            for number in range(len(discord.deliveries)):
                if discord.deliveries[number].event == "MESSAGE_CREATE":
                    await discord.redelivers(number)
            await room.rated(thread, (-1, ""), (1, ""))
            model_server.says("Write it in C++.")
            await discord.submits(form, {"words": "in C++"})
            await room.answers(thread, 2)
            await discord.presses(answer, "Save code")
            await room.told("**Saved**")
            await discord.says(thread, "and two")
            await room.answers(thread, 3)
            assert len(room.mine(thread)) == 3
            assert len([call for call in discord.calls if call.method == "PUT"]) == 1


async def test_an_answer_that_a_restart_cut_is_completed_in_place(tmp_path: Path, model_server: ModelServer) -> None:
    async with DiscordServer(second=0.1) as discord:
        async with opened_discord(tmp_path, model_server, discord, grace_seconds=0) as (core, adapter):
            thread = await Room(discord, model_server, core, adapter).writes()
        (draft,) = [post for post in discord.messages(thread) if post.author == BOT]
        model_server.release()
        model_server.says("whole")
        async with opened_discord(tmp_path, model_server, discord) as (core, adapter):
            room = Room(discord, model_server, core, adapter)
            (cut,) = await room.answers(thread)
            await discord.presses(cut, "Try again", ANA)
            await until(lambda: draft.content == "whole")
            await room.answers(thread)
            assert len(room.mine(thread)) == 1
