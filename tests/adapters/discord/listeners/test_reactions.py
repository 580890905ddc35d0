"""Reactions, which count as the buttons do: on any message of an answer, added and taken back."""

from pathlib import Path

import pytest

from tests.adapters.discord.wiring import CODE, Room, answered_alone, in_room
from tests.fakes.discord import ANA, BEN, BOT, GENERAL, OTHER, FakeMessage
from tests.fakes.discord.reactions import react
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"


async def long_answer(room: Room) -> tuple[str, list[FakeMessage]]:
    """Let Ana ask for an answer of several messages; return its thread and those."""
    room.model.says("\n\n".join(f"paragraph {number} " + "x" * 80 for number in range(60)))
    thread, _ = await room.asks()
    pages = room.mine(thread)
    assert len(pages) >= 3
    return thread, pages


async def test_a_thumb_on_any_message_of_an_answer_is_a_verdict_and_can_be_taken_back(room: Room) -> None:
    thread, pages = await long_answer(room)
    for page in pages:
        await room.discord.reacts(page.id, "👍")
        await room.rated(thread, (1, ""))
        await room.discord.unreacts(page.id, "👍")
        await room.rated(thread)


async def test_skin_tones_and_colours_do_not_matter(room: Room) -> None:
    thread, answer = await room.asks()
    for emoji in ("👍🏽", "👍️", "👍🏿"):
        await room.discord.reacts(answer.id, emoji, BEN)
        await room.rated(thread, (1, ""))
        await room.discord.unreacts(answer.id, emoji, BEN)
        await room.rated(thread)
    await room.discord.reacts(answer.id, "👍", BEN, burst=True)
    await room.rated(thread, (1, ""))


async def test_a_person_has_one_vote_and_bots_have_none(room: Room) -> None:
    thread, pages = await long_answer(room)
    await room.discord.reacts(pages[0].id, "👍")
    await room.discord.reacts(pages[1].id, "👍")
    await room.discord.reacts(pages[0].id, "👍", OTHER)
    react(room.discord, pages[0], "👎", BOT, burst=False)
    await room.discord.reacts(pages[0].id, "🎉", BEN)
    await room.discord.reacts(pages[0].id, "👎", BEN)
    await room.told_in_reply("What should I change?", thread)
    assert sorted(await room.verdicts(thread)) == [(-1, ""), (1, "")]


async def test_of_two_opposite_thumbs_the_last_counts_and_then_the_one_that_is_left(room: Room) -> None:
    thread, answer = await room.asks()
    await room.discord.reacts(answer.id, "👍🏻")
    await room.rated(thread, (1, ""))
    await room.discord.reacts(answer.id, "👎")
    await room.rated(thread, (-1, ""))
    await room.discord.unreacts(answer.id, "👎")
    await room.rated(thread, (1, ""))
    room.discord.fails("GET", "/channels/{channel}/messages/{message}", 50001)
    await room.discord.unreacts(answer.id, "👍🏻")
    await room.rated(thread)


async def test_a_reaction_that_is_taken_back_at_once_does_not_count(room: Room) -> None:
    thread, answer = await room.asks()
    for _ in range(5):
        await room.discord.reacts(answer.id, "👍")
        await room.discord.unreacts(answer.id, "👍")
    await room.discord.reacts(answer.id, "👎")
    await room.told_in_reply("What should I change?", thread)
    assert await room.verdicts(thread) == [(-1, "")]


async def test_a_thumb_down_asks_for_words_where_they_are_heard(room: Room) -> None:
    thread, answer = await room.asks()
    await room.discord.reacts(answer.id, "👎")
    asked = await room.told_in_reply("or just write it here", thread)
    assert asked.reference
    assert asked.reference["message_id"] == answer.id
    form = await room.discord.presses(asked, "Say what to change")
    room.model.says("Write it in C++.", "int main() {}")
    await room.discord.submits(form, {"words": "in C++"})
    await room.answers(thread, 2)
    theirs = await room.discord.begins_thread(GENERAL, "my own thread", BEN)
    await room.discord.says(theirs, f"{ME} and two")
    (other,) = await room.answers(theirs)
    await room.discord.reacts(other.id, "👎")
    await room.told_in_reply("or reply to the answer", theirs)
    room.model.says("Shorter.", "2")
    await room.discord.says(theirs, "shorter", reply_to=other.id)
    assert (await room.answers(theirs, 2))[1].content == "> **Correction:** Shorter.\n\n2"


async def test_a_thumb_that_went_down_again_is_asked_about_once(room: Room) -> None:
    thread, answer = await room.asks()
    for _ in range(2):
        await room.discord.reacts(answer.id, "👎")
        await room.rated(thread, (-1, ""))
        await room.discord.unreacts(answer.id, "👎")
        await room.rated(thread)
    await room.heard()
    assert len([post for post in room.mine(thread) if "What should I change?" in post.content]) == 1


@pytest.mark.parametrize("emoji", ["🔁", "🔄"])
async def test_another_answer_comes_below(room: Room, emoji: str) -> None:
    room.model.says("first", "second")
    thread, answer = await room.asks()
    await room.discord.reacts(answer.id, emoji, BEN)
    await room.answers(thread, 2)
    await room.discord.redelivers()
    await room.heard()
    assert [post.content for post in room.mine(thread)] == ["first", "second"]


async def test_code_is_kept_by_a_pin_and_the_keeping_undone(room: Room) -> None:
    room.model.says(CODE)
    thread, answer = await room.asks()

    async def has(*code: str) -> bool:
        return await room.kept() == list(code)

    await room.discord.reacts(answer.id, "📌", BEN)
    said = await room.told_in_reply("**Saved**", thread)
    await until(lambda: has("print(1)"))  # what Ben keeps in this channel, Ana sees
    await room.discord.unreacts(answer.id, "📌", BEN)
    await until(lambda: has())
    await room.discord.reacts(answer.id, "📌", BEN)
    await until(lambda: has("print(1)"))
    await room.discord.unreacts(answer.id, "📌", BEN)
    await until(lambda: has())
    done = await room.discord.presses(said, "Undo", ANA)
    await until(lambda: answered_alone(done, "That was saved by somebody else."))
    assert room.discord.has(said, "Undo")
    await room.discord.presses(said, "Undo", BEN)
    assert said.content == "Not saved any more."
    assert not said.components


async def test_what_was_kept_by_a_pin_is_undone_in_the_words_that_say_so(room: Room) -> None:
    room.model.says(CODE)
    thread, answer = await room.asks()
    await room.discord.reacts(answer.id, "📌", BEN)
    said = await room.told_in_reply("**Saved**", thread)
    await room.discord.presses(said, "Undo", ANA)
    await room.told("saved by somebody else")
    assert await room.kept() == ["print(1)"]
    done = await room.discord.presses(said, "Undo", BEN)
    assert done.acknowledged == "update"
    assert (said.content, said.components) == ("Not saved any more.", [])
    assert await room.kept() == []


@pytest.mark.parametrize("where", ["answer", "question", "typed"])
async def test_a_stop_sign_on_the_answer_or_its_question_stops_it(room: Room, where: str) -> None:
    if where == "typed":
        room.model.says("one two three four five six")
        room.model.hold(after=2)
        question = (await room.codes("count")).id
        await until(lambda: bool(room.mine(question)))
    else:
        question = await room.writes()
    sign = room.mine(question)[0].id if where == "answer" else question
    await room.discord.reacts(sign, "🛑", BEN)
    (answer,) = await room.answers(question)
    assert answer.content.endswith("*Stopped.*")
    await until(lambda: room.model.deserted == 1)


async def test_reactions_on_what_is_no_answer_mean_nothing(room: Room) -> None:
    said = await room.discord.says(GENERAL, "hello")
    for emoji in ("👎", "🛑", "📌", "🔁"):
        await room.discord.reacts(said, emoji)
    await room.heard()
    assert len(room.mine(GENERAL)) == 1  # what was said to this test's own question
    assert not room.model.asked


async def test_the_operator_says_what_reactions_mean(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, discord_reactions="💡=save,📌=nothing") as room:
        model_server.says(CODE)
        thread, answer = await room.asks()
        await room.discord.reacts(answer.id, "📌")
        await room.discord.reacts(answer.id, "💡", BEN)
        await room.told_in_reply("**Saved**", thread)
        assert len(room.mine(thread)) == 2
        assert await room.kept() == ["print(1)"]


async def test_a_thumb_in_direct_messages(room: Room) -> None:
    direct = room.discord.direct()
    await room.discord.says(direct, "print one")
    (answer,) = await room.answers(direct)
    await room.discord.reacts(answer.id, "👍")

    async def rated() -> bool:
        exchange = await room.core.store.exchanges.by_ref("discord", f"{direct}:{answer.id}")
        assert exchange
        given = await room.core.store.feedback.on(exchange.id)
        return [(each.verdict, each.author.name) for each in given] == [(1, "Ana")]

    await until(rated)
