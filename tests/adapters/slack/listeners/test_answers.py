"""Under an answer: thumbs, again, keep, stop; by buttons and by reactions."""

from pathlib import Path

import pytest

from bot.nouns import Feedback, State
from bot.store.snippets import Viewer
from tests.adapters.slack.wiring import ANA, CODE, Room, in_room
from tests.fakes.openai_server import ModelServer
from tests.until import until


async def verdicts(room: Room, ts: str) -> list[tuple[int, str]]:
    """The verdicts on the last answer of a thread."""
    given: list[Feedback] = await room.core.store.feedback.on((await room.last(ts)).id)
    return [(each.verdict, each.words) for each in given]


async def kept(room: Room) -> list[str]:
    """The code that Ana sees in the channel."""
    return [snippet.code for snippet in (await room.core.commands.snippets.search(Viewer(ANA, "T1", "C1"))).snippets]


async def writes(room: Room) -> str:
    """Let an answer begin and wait in the middle; return the question's ``ts``."""
    room.model.says("one two three four five six")
    room.model.hold(after=2)
    ts = await room.slack.says("C1", "<@UBOT1> count")

    async def begun() -> bool:
        exchange = await room.core.store.exchanges.by_message("slack", f"T1:C1:{ts}")
        return bool(exchange and exchange.refs)

    await until(begun)
    return ts


async def ends(room: Room, ts: str, *states: State) -> None:
    """Wait until the last answer of a thread has come to one of these ends."""

    async def ended() -> bool:
        return (await room.last(ts)).state in states

    await until(ended)


async def test_a_thumb_up_is_kept_and_a_person_has_one_verdict(room: Room) -> None:
    ts, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "rate", value="up")
    assert (await room.told("Thanks, noted")).thread_ts == ts
    assert await verdicts(room, ts) == [(1, "")]
    await room.slack.presses("C1", answer.ts, "rate", value="down")
    await room.form("change")

    async def changed() -> bool:
        return await verdicts(room, ts) == [(-1, "")]

    await until(changed)


async def test_a_thumb_down_asks_what_to_change_and_the_answer_is_mended_in_the_thread(room: Room) -> None:
    ts, answer = await room.asks()
    room.model.says("Write it in C++.", "int main() {}")
    await room.slack.presses("C1", answer.ts, "rate", value="down")
    form = await room.form("change")
    said = {"chips": ["wrong", "language"], "words": "in C++, please"}
    await room.slack.submits(form, said)
    await room.slack.submits(form, said, again=True)
    (_, mended) = await room.answers(ts, 2)
    assert mended.markdown == "> **Correction:** Write it in C++.\n\nint main() {}"
    first, *_ = await room.core.store.exchanges.conversation(f"slack::T1:C1:{ts}")
    (given,) = await room.core.store.feedback.on(first.id)
    assert given.words == "It is wrong. Use another programming language. in C++, please"
    assert len(room.model.asked) == 4  # the question; the complaint refined, answered, and looked at for a lesson


async def test_a_form_that_says_nothing_stays_open(room: Room) -> None:
    _, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "rate", value="down")
    form = await room.form("change")
    answer_to_form = await room.slack.submits(form, {"chips": ["other"], "words": ""})
    assert "Say in a few words" in answer_to_form["errors"]["words"]


async def test_what_is_said_after_a_thumb_down_mends_the_answer(room: Room) -> None:
    ts, answer = await room.asks()
    await room.slack.reacts("C1", answer.ts, "-1::skin-tone-3")
    asked = await room.told("What should I change?")
    room.model.says("Write it in C++.", "int main() {}")
    await room.slack.says("C1", "no, in C++", thread_ts=ts)
    assert "int main() {}" in (await room.answers(ts, 2))[1].markdown
    await room.slack.presses("C1", asked.ts, "change")
    await room.form("change")


async def test_what_is_said_in_the_form_of_an_older_answer_is_about_that_one(room: Room) -> None:
    ts, first = await room.asks("<@UBOT1> one")
    await room.slack.says("C1", "two", thread_ts=ts)
    await room.answers(ts, 2)
    old, last = await room.core.store.exchanges.conversation(f"slack::T1:C1:{ts}")
    room.model.says("Write it in C++.", "int main() {}")
    await room.slack.presses("C1", first.ts, "rate", value="down")
    await room.slack.submits(await room.form("change"), {"chips": [], "words": "in C++"})
    await room.answers(ts, 3)
    assert [given.words for given in await room.core.store.feedback.on(old.id)] == ["in C++"]
    assert not await room.core.store.feedback.on(last.id)
    assert not [said for said in room.said[-3:] if "You asked: two" in said]


async def test_after_a_thumb_down_a_mention_in_the_thread_is_a_complaint_too(room: Room) -> None:
    ts, answer = await room.asks()
    await room.slack.says("C1", "<@UANA> I'd not use that", "UBEN", ts)
    await room.slack.reacts("C1", answer.ts, "-1")
    await room.told("What should I change?")
    room.model.says("Write it in C++.", "int main() {}")
    await room.slack.says("C1", "<@UBOT1> no, in C++", thread_ts=ts)
    assert "int main() {}" in (await room.answers(ts, 2))[1].markdown


async def test_where_the_form_does_not_open_a_button_is_offered(room: Room) -> None:
    _, answer = await room.asks()
    room.slack.fails("views.open", "expired_trigger_id")
    await room.slack.presses("C1", answer.ts, "rate", value="down")
    await room.told("What should I change?")


async def test_reactions_count_as_the_buttons_do_and_can_be_taken_back(room: Room) -> None:
    ts, answer = await room.asks()
    await room.slack.reacts("C1", answer.ts, "thumbsup", "UBEN")
    await room.slack.reacts("C1", answer.ts, "+1", "UOTHER")
    await room.slack.reacts("C1", answer.ts, "tada", "UBEN")

    async def stands(*expected: tuple[int, str]) -> bool:
        return await verdicts(room, ts) == list(expected)

    await until(lambda: stands((1, "")))
    await room.slack.reacts("C1", answer.ts, "thumbsup", "UBEN", removed=True)
    await until(lambda: stands())


async def test_of_two_thumbs_the_one_that_is_left_counts(room: Room) -> None:
    ts, answer = await room.asks()

    async def stands(*expected: tuple[int, str]) -> bool:
        return await verdicts(room, ts) == list(expected)

    await room.slack.reacts("C1", answer.ts, "+1::skin-tone-2")
    await until(lambda: stands((1, "")))
    await room.slack.reacts("C1", answer.ts, "-1")
    await until(lambda: stands((-1, "")))
    await room.slack.reacts("C1", answer.ts, "-1", removed=True)
    await until(lambda: stands((1, "")))
    room.slack.fails("reactions.get", "missing_scope")
    await room.slack.reacts("C1", answer.ts, "+1::skin-tone-2", removed=True)
    await until(lambda: stands())


async def test_where_replies_are_not_heard_a_thumb_down_asks_for_a_mention(room: Room) -> None:
    root = await room.slack.says("C1", "help me", "UBEN")
    await room.slack.says("C1", "<@UBOT1> do", thread_ts=root)
    (answer,) = await room.answers(root)
    await room.slack.reacts("C1", answer.ts, "-1")
    await room.told("or mention me and write it in the thread")
    _, mine = await room.asks()
    await room.slack.reacts("C1", mine.ts, "-1")
    await room.told("or just write it in the thread")


async def test_the_operator_says_what_reactions_mean(tmp_path: Path, model_server: ModelServer) -> None:
    async with in_room(tmp_path, model_server, slack_reactions="bulb=save,pushpin=nothing") as room:
        model_server.says(CODE)
        _, answer = await room.asks()
        await room.slack.reacts("C1", answer.ts, "pushpin")
        await room.slack.reacts("C1", answer.ts, "bulb", "UBEN")
        await room.told("**Saved**", "UBEN")
        assert await kept(room) == ["print(1)"]  # what Ben keeps in this channel, Ana sees
        assert not [seen for seen in room.slack.ephemerals if seen.user == "UANA"]


async def test_a_reaction_that_is_taken_back_at_once_does_not_count(room: Room) -> None:
    ts, answer = await room.asks()
    for _ in range(5):
        await room.slack.reacts("C1", answer.ts, "+1")
        await room.slack.reacts("C1", answer.ts, "+1", removed=True)
    await room.slack.reacts("C1", answer.ts, "-1")
    await room.told("What should I change?")
    assert await verdicts(room, ts) == [(-1, "")]
    await room.slack.redelivers(-2)  # a thumb up was taken back, long ago
    await room.slack.redelivers(-3)
    await room.asks()
    assert await verdicts(room, ts) == [(-1, "")]


async def test_reactions_on_what_is_no_answer_mean_nothing(room: Room) -> None:
    ts = await room.slack.says("C1", "hello")
    await room.slack.reacts("C1", ts, "-1")
    await room.slack.reacts("C1", ts, "octagonal_sign")
    await room.asks()
    assert not room.slack.ephemerals


@pytest.mark.parametrize("way", ["regenerate", "repeat", "arrows_counterclockwise"])
async def test_another_answer_comes_below(room: Room, way: str) -> None:
    room.model.says("first", "second")
    ts, answer = await room.asks()
    if way == "regenerate":
        await room.slack.presses("C1", answer.ts, way)
    else:
        await room.slack.reacts("C1", answer.ts, way, "UBEN")
    await room.answers(ts, 2)
    await room.slack.redelivers()
    await room.asks("<@UBOT1> something else")
    assert [post.markdown for post in room.slack.messages("C1", ts)] == ["first", "second"]


async def test_who_wants_another_answer_while_one_is_written_is_told_so(room: Room) -> None:
    ts, answer = await room.asks()
    room.model.says("one two three four")
    room.model.hold(after=2)
    await room.slack.presses("C1", answer.ts, "regenerate")
    await until(lambda: len(room.slack.messages("C1", ts)) == 2)
    await room.slack.presses("C1", answer.ts, "regenerate", "UBEN")
    await room.told("answered once more already", "UBEN")
    room.model.release()
    await room.answers(ts, 2)


async def test_try_again_writes_into_the_same_messages(room: Room) -> None:
    room.model.breaks("500")
    room.model.breaks("500")
    room.model.breaks("500")
    ts = await room.slack.says("C1", "<@UBOT1> print one")
    (failed,) = await room.answers(ts)
    assert "⚠️" in failed.markdown
    room.model.says("whole")
    await room.slack.presses("C1", failed.ts, "regenerate")
    await until(lambda: room.slack.messages("C1", ts)[0].markdown == "whole")
    assert len(room.slack.messages("C1", ts)) == 1


async def test_code_is_kept_once_and_the_keeping_undone(room: Room) -> None:
    room.model.says(CODE)
    _, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "save")
    said = await room.told("**Saved**")
    assert await kept(room) == ["print(1)"]
    await room.slack.presses("C1", said.ts, "unsave")
    await room.told("Not saved any more")
    assert await kept(room) == []
    await room.slack.reacts("C1", answer.ts, "pushpin")

    async def has(*code: str) -> bool:
        return await kept(room) == list(code)

    await until(lambda: has("print(1)"))
    await room.slack.reacts("C1", answer.ts, "pushpin", removed=True)
    await until(lambda: has())


async def test_what_is_saved_in_direct_messages_is_nobody_elses(room: Room) -> None:
    room.model.says(CODE)
    _, answer = await room.asks("print one", "D1")
    await room.slack.presses("D1", answer.ts, "save")
    await room.told("**Saved**")
    (snippet,) = (await room.core.commands.snippets.search(Viewer(ANA, "T1"))).snippets
    assert snippet.channel == ""


async def test_an_answer_without_code_can_not_be_kept(room: Room) -> None:
    room.model.says("No code here.")
    _, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "save")
    await room.told("There is no code in this answer")


@pytest.mark.parametrize("way", ["octagonal_sign", "question", "session", "deletion"])
async def test_the_answer_is_stopped(room: Room, way: str) -> None:
    ts = await writes(room)
    draft = room.slack.messages("C1", ts)[0].ts
    match way:
        case "octagonal_sign":
            await room.slack.reacts("C1", draft, way, "UBEN")
        case "question":
            await room.slack.reacts("C1", ts, "stop_sign")
        case "session":
            await room.slack.stops_session("C1", ts)
        case "deletion":
            await room.slack.deletes("C1", ts)
    await ends(room, ts, State.STOPPED, State.WITHDRAWN)
    await until(lambda: room.model.deserted == 1)


async def test_deleting_the_answer_that_is_being_written_stops_the_model(room: Room) -> None:
    ts = await writes(room)
    await room.slack.deletes("C1", room.slack.messages("C1", ts)[0].ts)
    room.model.release()
    await ends(room, ts, State.WITHDRAWN)


async def queues(room: Room, ts: str) -> str:
    """Let a second question wait in the thread of the first; return its ``ts``."""
    waiting = await room.slack.says("C1", "and then", thread_ts=ts)

    async def waits() -> bool:
        return len(await room.core.store.exchanges.conversation(f"slack::T1:C1:{ts}")) == 2

    await until(waits)
    return waiting


@pytest.mark.parametrize("way", ["deletion", "stop_sign"])
async def test_a_question_that_waits_is_withdrawn_and_no_other(room: Room, way: str) -> None:
    ts = await writes(room)
    waiting = await queues(room, ts)
    if way == "deletion":
        await room.slack.deletes("C1", waiting)
    else:
        await room.slack.reacts("C1", waiting, way)
    await ends(room, ts, State.STOPPED)
    room.model.release()
    (first,) = await room.answers(ts)
    assert first.markdown == "one two three four five six"
    await room.asks()
    assert len(room.model.asked) == 2
    assert len([post for post in room.slack.messages("C1", ts) if post.user == "UBOT1"]) == 1


async def test_a_changed_question_that_waits_is_answered_once_and_as_it_stands(room: Room) -> None:
    ts = await writes(room)
    waiting = await queues(room, ts)
    await room.slack.edits("C1", waiting, "and then what")
    offer = await room.told("You changed your question")
    await room.slack.presses("C1", offer.ts, "again:edited")
    await until(lambda: offer.deleted)
    room.model.release()
    first, second = await room.answers(ts, 2)
    assert (first.markdown, second.markdown) == ("one two three four five six", "You asked: and then what")
    assert len(room.model.asked) == 2


@pytest.mark.parametrize("way", ["deletion", "stop_sign"])
async def test_the_answer_to_a_changed_question_is_stopped_at_the_question(room: Room, way: str) -> None:
    ts, _ = await room.asks("<@UBOT1> sort it")
    await room.slack.edits("C1", ts, "<@UBOT1> sort & print it")
    offer = await room.told("You changed your question")
    room.model.says("one two three four")
    room.model.hold(after=2)
    await room.slack.presses("C1", offer.ts, "again:edited")
    await until(lambda: len(room.slack.messages("C1", ts)) == 2)
    if way == "deletion":
        await room.slack.deletes("C1", ts)
    else:
        await room.slack.reacts("C1", ts, way)
    await until(lambda: room.model.deserted == 1)


async def test_the_stop_button_of_an_answer_without_streaming(room: Room) -> None:
    room.slack.streaming = False
    ts = await writes(room)
    draft = room.slack.messages("C1", ts)[0].ts
    await room.slack.presses("C1", draft, "stop")
    (answer,) = await room.answers(ts)
    assert answer.markdown.endswith("*Stopped.*")
    await ends(room, ts, State.STOPPED)
    await room.slack.presses("C1", draft, "stop", force=True)
    await room.told("Nothing is being written here any more.")


async def test_a_changed_question_is_answered_again_where_its_person_wishes(room: Room) -> None:
    ts, _ = await room.asks("<@UBOT1> sort it")
    await room.slack.unfurls("C1", ts)
    await room.slack.edits("C1", ts, "<@UBOT1> sort & print it")
    await room.slack.redelivers()
    offer = await room.told("You changed your question")
    assert len(room.slack.ephemerals) == 1
    await room.slack.presses("C1", offer.ts, "again:edited")
    _, again = await room.answers(ts, 2)
    assert again.markdown == "You asked: sort & print it"
    assert not room.slack.ephemerals


async def test_each_change_of_a_question_is_offered(room: Room) -> None:
    ts, _ = await room.asks("<@UBOT1> sort it")
    for number, text in enumerate(("<@UBOT1> sort them", "<@UBOT1> sort all"), 1):
        await room.slack.edits("C1", ts, text)
        await until(lambda number=number: len(room.slack.ephemerals) == number)  # type: ignore[misc]
    await room.slack.presses("C1", room.slack.ephemerals[-1].ts, "again:edited")
    await room.answers(ts, 2)
    await room.slack.edits("C1", ts, "<@UBOT1> sort all")  # as it was answered
    await room.slack.edits("C1", ts, "<@UBOT1> sort it")
    await until(lambda: len(room.slack.ephemerals) == 2)


async def test_the_line_that_an_answer_is_coming_and_the_session_end_with_it(room: Room) -> None:
    room.model.hold(after=0)
    ts = await room.slack.says("C1", "<@UBOT1> count")
    team = room.slack.teams["T1"]
    await until(lambda: team.sessions.get(("C1", ts)) == "processing" and bool(room.slack.statuses.get(("C1", ts))))
    room.model.release()
    await room.answers(ts)
    await until(lambda: team.sessions.get(("C1", ts)) == "active" and not room.slack.statuses.get(("C1", ts)))


async def test_a_button_of_another_time_is_answered_with_a_sentence(room: Room) -> None:
    ts, answer = await room.asks()
    await room.slack.presses("C1", answer.ts, "dance", force=True)
    await room.told("This button comes from another version")
    await room.slack.presses("C1", ts, "save", value="999999999999", force=True)
    await room.told("not known here any more")
    await room.slack.presses("C1", ts, "rate", value="sideways", force=True)
    await room.told("which thumb")
    await room.slack.presses("C1", ts, "rate", value="up:1", force=True)
    await room.told("could not be kept")
