"""Under an answer: thumbs, again, keep, undo, stop; all by buttons."""

from adapters.discord.place import Place
from bot.nouns import State
from bot.store.snippets import Viewer
from tests.adapters.discord.wiring import AUTHOR, CODE, COUNT, TO_ACKNOWLEDGE, Room, answered_alone
from tests.fakes.discord import ANA, BEN, BOT, DEE, G1, G2, GENERAL, GENERAL2
from tests.until import until

ME = f"<@{BOT}>"


async def test_a_thumb_up_is_kept_and_a_person_has_one_verdict(room: Room) -> None:
    thread, answer = await room.asks()
    done = await room.discord.presses(answer, "👍")
    assert (done.acknowledged, done.is_ephemeral) == ("deferred", True)
    await room.told("Thanks, noted")
    await room.rated(thread, (1, ""))
    await room.discord.presses(answer, "👍")
    await room.told("Taken back.")
    await room.rated(thread)
    await room.discord.presses(answer, "👍")
    await room.rated(thread, (1, ""))
    asked = await room.discord.presses(answer, "👎")
    assert asked.modal
    await room.rated(thread, (-1, ""))
    await room.discord.presses(answer, "👍", BEN)
    await room.rated(thread, (-1, ""), (1, ""))
    again = await room.discord.presses(answer, "👎")
    await until(lambda: answered_alone(again, "Taken back."))
    await room.rated(thread, (1, ""))
    assert not again.modal
    assert (await room.discord.presses(again.messages[-1], "Say what to change")).modal


async def test_a_thumb_down_asks_what_to_change_and_the_answer_is_mended(room: Room) -> None:
    thread, answer = await room.asks()
    room.model.says("Write it in C++.", "int main() {}")
    form = await room.discord.presses(answer, "👎")
    assert form.modal
    assert form.modal["title"] == "What should I change?"
    sent = await room.discord.submits(form, {"chips": ["wrong", "language"], "words": "in C++, please"})
    assert sent.acknowledged == "deferred_update"
    (_, mended) = await room.answers(thread, 2)
    assert mended.content == "> **Correction:** Write it in C++.\n\nint main() {}"
    first, _ = await room.core.store.exchanges.conversation(Place(G1, thread).conversation)
    (given,) = await room.core.store.feedback.on(first.id)
    assert given.words == "It is wrong. Use another programming language. in C++, please"


async def test_what_was_ticked_alone_is_enough_where_it_says_something(room: Room) -> None:
    thread, answer = await room.asks()
    room.model.says("Make it shorter.", "1")
    form = await room.discord.presses(answer, "👎")
    await room.discord.submits(form, {"chips": ["long"]})
    (_, mended) = await room.answers(thread, 2)
    assert mended.content.endswith("1")


async def test_a_form_that_says_nothing_asks_once_more(room: Room) -> None:
    thread, answer = await room.asks()
    form = await room.discord.presses(answer, "👎")
    await room.discord.submits(form, {"chips": ["other"], "words": "  "})
    told = await room.told("Say in a few words what should be different")
    assert len(room.model.asked) == 1
    again = await room.discord.presses(told, "Say what to change")
    room.model.says("Write it in C++.", "int main() {}")
    await room.discord.submits(again, {"words": "in C++"})
    await room.answers(thread, 2)


async def test_words_that_can_not_be_acted_on_are_given_back(room: Room) -> None:
    _, answer = await room.asks()
    form = await room.discord.presses(answer, "👎")
    room.core.engine.closing = True
    await room.discord.submits(form, {"words": "my ``` long words"})
    told = await room.told("being restarted")
    assert told.content.endswith("You wrote:\n\n````\nmy ``` long words\n````")
    room.core.engine.closing = False


async def test_what_is_said_after_a_thumb_down_mends_the_answer(room: Room) -> None:
    thread, answer = await room.asks()
    await room.discord.presses(answer, "👎")
    await room.rated(thread, (-1, ""))
    room.model.says("Write it in C++.", "int main() {}")
    await room.discord.says(thread, "no, in C++")
    assert "int main() {}" in (await room.answers(thread, 2))[1].content


async def test_a_form_of_an_older_answer_is_about_that_one(room: Room) -> None:
    thread, first = await room.asks(f"{ME} one")
    await room.discord.says(thread, "two")
    await room.answers(thread, 2)
    old, last = await room.core.store.exchanges.conversation(Place(G1, thread).conversation)
    room.model.says("Write it in C++.", "int main() {}")
    await room.discord.submits(await room.discord.presses(first, "👎"), {"words": "in C++"})
    await room.answers(thread, 3)
    assert [given.words for given in await room.core.store.feedback.on(old.id)] == ["in C++"]
    assert not await room.core.store.feedback.on(last.id)
    assert not [said for said in room.said[-3:] if "You asked: two" in said]


async def test_where_the_form_does_not_open_the_verdict_is_kept_and_a_button_offered(room: Room) -> None:
    thread, answer = await room.asks()
    room.discord.fails(*TO_ACKNOWLEDGE, "cut")
    done = await room.discord.presses(answer, "👎")
    await room.rated(thread, (-1, ""))
    assert not done.modal
    again = await room.discord.presses(await room.told("What should I change?"), "Say what to change")
    assert again.modal


async def test_another_answer_comes_below_and_pressed_twice_it_comes_once(room: Room) -> None:
    room.model.says("first", "one two three four")
    thread, answer = await room.asks()
    room.model.hold(after=2)
    done = await room.discord.presses(answer, "Regenerate")
    assert done.acknowledged == "deferred_update"
    await until(lambda: len(room.mine(thread)) == 2)
    await room.discord.presses(answer, "Regenerate", BEN)
    await room.told("answered once more already", BEN)
    room.model.release()
    await room.answers(thread, 2)
    assert [post.content for post in room.mine(thread)] == ["first", "one two three four"]


async def test_try_again_writes_into_the_same_message(room: Room) -> None:
    for _ in range(3):
        room.model.breaks("500")
    thread, failed = await room.asks()
    assert "⚠️" in failed.content
    assert not room.discord.has(failed, "👍")
    room.model.says("whole")
    await room.discord.presses(failed, "Try again")
    await until(lambda: failed.content == "whole")
    await room.answers(thread)
    assert len(room.mine(thread)) == 1


async def test_after_a_stop_the_answer_is_written_again_in_place(room: Room) -> None:
    thread = await room.writes()
    (draft,) = room.mine(thread)
    done = await room.discord.presses(draft, "Stop", BEN)
    assert done.acknowledged == "deferred_update"
    (stopped,) = await room.answers(thread)
    assert stopped.content.endswith("*Stopped.*")
    await until(lambda: room.model.deserted == 1)
    room.model.release()
    room.model.says("whole")
    await room.discord.presses(stopped, "Try again")
    await until(lambda: draft.content == "whole" and room.discord.has(draft, "Regenerate"))
    assert len(room.mine(thread)) == 1


async def test_a_stop_that_comes_too_late_is_told_so(room: Room) -> None:
    thread = await room.writes()
    (draft,) = room.mine(thread)
    buttons = draft.components
    room.model.release()
    await room.answers(thread)
    draft.components = buttons  # as somebody sees it who has not got the change yet
    await room.discord.presses(draft, "Stop")
    await room.told("Nothing is being written here any more.")


async def test_code_is_kept_once_and_the_keeping_undone(room: Room) -> None:
    room.model.says(CODE)
    _, answer = await room.asks()
    await room.discord.presses(answer, "Save code")
    said = await room.told("**Saved**")
    assert await room.kept() == ["print(1)"]
    await room.discord.presses(answer, "Save code")
    await until(lambda: len(room.seen("**Saved**")) == 2)
    assert await room.kept() == ["print(1)"]
    done = await room.discord.presses(said, "Undo")
    assert done.acknowledged == "update"
    assert said.content == "Not saved any more."
    assert not said.components
    assert await room.kept() == []


async def test_what_is_saved_in_direct_messages_is_nobody_elses(room: Room) -> None:
    room.model.says(CODE)
    direct = room.discord.direct()
    await room.discord.says(direct, "print one")
    (answer,) = await room.answers(direct)
    await room.discord.presses(answer, "Save code")
    await room.told("**Saved**")
    (snippet,) = (await room.core.commands.snippets.search(Viewer(AUTHOR, ""))).snippets
    assert (snippet.channel, snippet.workspace) == ("", "")
    assert await room.kept() == []


async def test_an_answer_without_code_can_not_be_kept(room: Room) -> None:
    room.model.says("No code here.")
    _, answer = await room.asks()
    done = await room.discord.presses(answer, "Save code")
    await until(lambda: answered_alone(done, "There is no code in this answer"))


async def test_a_button_does_nothing_on_another_server(room: Room) -> None:
    room.model.says(CODE, CODE)
    thread, mine = await room.asks()
    other = await room.discord.says(GENERAL2, f"{ME} print two", DEE)
    (theirs,) = await room.answers(other)
    foreign = theirs.components
    theirs.components = mine.components
    for label in ("👍", "👎", "Regenerate", "Save code"):
        done = await room.discord.presses(theirs, label, DEE)
        await until(lambda done=done: answered_alone(done, "not known here any more"))  # type: ignore[misc]
    theirs.components = foreign
    assert await room.verdicts(thread) == []
    assert len(room.model.asked) == 2
    assert await room.kept(Viewer(AUTHOR, G2, GENERAL2)) == []


async def test_buttons_of_another_time_are_answered_with_a_sentence(room: Room) -> None:
    _, answer = await room.asks()
    before = answer.components
    for name in ("cs:dance:1", "cs:save:999999999999", "cs:up:sideways", "old-button", "cs:change:x"):
        answer.components = [
            {"type": 1, "components": [{"type": 2, "style": 2, "label": "Old", "custom_id": name, "id": 1}]}
        ]
        done = await room.discord.presses(answer, "Old")
        await until(lambda done=done: answered_alone(done, "not known"))  # type: ignore[misc]
    answer.components = before


async def test_buttons_are_under_the_last_message_of_a_long_answer_and_mean_all_of_it(room: Room) -> None:
    room.model.says("\n\n".join(f"paragraph {number} " + "x" * 80 for number in range(40)) + "\n\n" + CODE)
    thread, answer = await room.asks()
    first, *_, last = room.mine(thread)
    assert answer.id == last.id
    assert first.id != last.id
    assert not first.components
    await room.discord.presses(last, "Save code")
    await room.told("**Saved**")
    assert await room.kept() == ["print(1)"]


async def test_nobody_is_rung_by_what_a_model_says(room: Room) -> None:
    said = f"@everyone @here <@{BEN}> <@&{G1}> look at https://code.invalid"
    room.model.says(said)
    _, answer = await room.asks()
    await room.codes(said)
    assert answer.content == said
    assert answer.flags & 1 << 2  # no previews of links
    assert (await room.ends(Place(G1, answer.channel), State.DONE)).answer == said


async def test_stop_as_a_command_stops_what_is_written_here_for_the_person(room: Room) -> None:
    thread = await room.writes()
    done = await room.discord.commands("/stop", channel=GENERAL, user=BEN)
    await until(lambda: answered_alone(done, "No answer is being written for you here."))
    done = await room.discord.commands("/stop", channel=GENERAL, user=ANA)
    await until(lambda: answered_alone(done, "Stopped your answer."))
    (answer,) = await room.answers(thread)
    assert answer.content.endswith("*Stopped.*")
    assert COUNT.startswith(answer.content.split("\n")[0].strip())
