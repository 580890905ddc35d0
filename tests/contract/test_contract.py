"""What every adapter must do: the journeys that are the same on all platforms."""

import asyncio

import pytest

from bot.fences import open_fence
from tests.bot.learning.school import HINTED, PLAIN, Pupil
from tests.contract.driver import AT_ONCE, Driver
from tests.fakes.openai_server import ModelServer
from tests.until import until


def long(driver: Driver) -> str:
    """Return an answer of four code blocks, each of which fills more than a message of the platform."""
    size = driver.max_chars or 2000
    blocks = []
    for block in "abcd":
        lines = [f"{block}_{n} = {n}  # {'x' * (n % 40)}\n" for n in range(size // 30)]
        blocks.append(f"Part {block}:\n\n```python\n{''.join(lines)}```\n\n")
    return "".join(blocks) + "Done."


def write_fast(model_server: ModelServer, driver: Driver) -> None:
    """Let a long answer be written over some two seconds, whatever is long on this platform."""
    model_server.pace = 0.001
    model_server.token = max(2000, driver.max_chars) // 500


async def _is_shown(driver: Driver, words: str) -> bool:
    return any(words in text for text in await driver.shown())


async def test_an_answer_stands_where_the_question_was_asked(driver: Driver, model_server: ModelServer) -> None:
    model_server.says("Use `sorted`.")
    await driver.ended(await driver.says("How do I sort a list?"))
    assert await driver.shown() == ["Use `sorted`."]
    assert await driver.shown("second") == []
    assert model_server.asked[-1].messages[-1]["content"] == "How do I sort a list?"


async def test_the_final_text_is_the_model_s_text(driver: Driver, model_server: ModelServer) -> None:
    text = (
        "# Title\n\n1. One\n   ```sh\n   ls\n   ```\n2. Two **bold** `code` <b>&amp;</b> \\* é 👩\u200d👩\u200d👧"
        " \u202ertl\u202c\n\n> quote"
    )
    model_server.says(text)
    await driver.ended(await driver.says("Everything, please."))
    assert await driver.shown() == driver.pages(text)


@pytest.mark.needs("long messages cut")
async def test_what_is_too_long_goes_into_further_messages_with_whole_fences(
    driver: Driver, model_server: ModelServer
) -> None:
    text = long(driver)
    model_server.says(text)
    await driver.ended(await driver.says("A long one."))
    shown = await driver.shown()
    assert len(shown) > 3
    assert shown == driver.pages(text)
    assert all(len(page) <= driver.max_chars and not open_fence(page) for page in shown)


@pytest.mark.needs("other bots")
async def test_it_does_not_answer_itself_and_other_bots(driver: Driver, model_server: ModelServer) -> None:
    await driver.ended(await driver.says("I am a bot.", by_bot=True))
    assert await driver.shown() == []
    assert model_server.asked == []


@pytest.mark.needs("a rate limit")
async def test_never_more_calls_than_the_bucket_allows(driver: Driver, model_server: ModelServer) -> None:
    write_fast(model_server, driver)
    text = long(driver)
    model_server.says(text, text, text)
    said = [await driver.says("Go.", conversation=name) for name in ("first", "second", "third")]
    await asyncio.gather(*map(driver.ended, said))
    assert driver.overdrawn() == 0
    assert [await driver.shown(one.conversation) for one in said] == [driver.pages(text)] * 3


@pytest.mark.needs("calls that fail")
async def test_refused_calls_lose_nothing(driver: Driver, model_server: ModelServer) -> None:
    write_fast(model_server, driver)
    text = long(driver)
    model_server.says(text)
    driver.refuses()
    await driver.ended(await driver.says("Go."))
    assert await driver.shown() == driver.pages(text)


@pytest.mark.parametrize(("fault", "sentence"), [("401", "OPENAI_API_KEY"), ("404", "scripted"), ("quota", "quota")])
async def test_a_failure_of_the_model_is_said(
    driver: Driver, model_server: ModelServer, fault: str, sentence: str
) -> None:
    model_server.breaks(fault, times=3)
    await driver.ended(await driver.says("Go."))
    (shown,) = await driver.shown()
    assert sentence in shown


async def test_what_was_written_before_a_failure_is_kept(driver: Driver, model_server: ModelServer) -> None:
    model_server.says("```python\nprint('hello')\nprint('you')\n```")
    model_server.breaks("cut", after=6)
    await driver.ended(await driver.says("Go."))
    (shown,) = await driver.shown()
    assert shown.startswith("```python\nprint('hello'")
    assert len(shown.rpartition("```")[2].split()) > 4  # a sentence, outside of the code


async def test_stop_stops_the_model_too_and_keeps_what_was_written(driver: Driver, model_server: ModelServer) -> None:
    model_server.says("word " * 500)
    model_server.hold(after=10)
    said = await driver.says("Go.")
    await model_server.runs()
    await until(lambda: _is_shown(driver, "word"))
    await driver.stops()
    await model_server.left()
    await driver.ended(said)
    (shown,) = await driver.shown()
    assert shown.startswith("word word")
    assert "Stopped" in shown


@pytest.mark.needs("a shutdown of its own")
async def test_shutdown_lets_short_answers_end_and_marks_the_others(driver: Driver, model_server: ModelServer) -> None:
    model_server.pace = 0.05
    model_server.says("word " * 500, "All of it.")
    long = await driver.says("Long.", conversation="second")
    await model_server.runs(1)
    short = await driver.says("Short.")
    await model_server.runs(2)
    await driver.shuts_down()
    await asyncio.gather(driver.ended(short), driver.ended(long))
    assert await driver.shown() == ["All of it."]
    (shown,) = await driver.shown("second")
    assert "restarted" in shown


@pytest.mark.needs("redelivery")
async def test_a_redelivered_message_is_answered_once(driver: Driver, model_server: ModelServer) -> None:
    said = await driver.says("Once.")
    await driver.redelivers(said)
    await driver.ended(said)
    await driver.redelivers(said)
    assert await driver.shown() == ["You asked: Once."]
    assert len(model_server.asked) == 1


@pytest.mark.needs("several questions at once")
async def test_one_conversation_is_answered_in_order(driver: Driver, model_server: ModelServer) -> None:
    model_server.hold(after=1)
    first = await driver.says("One.")
    await model_server.runs(1)
    second = await driver.says("Two.")
    model_server.release()
    await driver.ended(first)
    await driver.ended(second)
    assert await driver.shown() == ["You asked: One.", "You asked: Two."]
    assert model_server.most_running == 1
    assert [turn["content"] for turn in model_server.asked[-1].messages[1:]] == ["One.", "You asked: One.", "Two."]


@pytest.mark.needs("several questions at once")
async def test_two_conversations_are_answered_at_once(driver: Driver, model_server: ModelServer) -> None:
    model_server.hold(after=1)
    said = [await driver.says("Go.", conversation=name) for name in ("first", "second")]
    await model_server.runs(2)
    model_server.release()
    await asyncio.gather(*map(driver.ended, said))
    assert await driver.shown("first") == await driver.shown("second") == ["You asked: Go."]


@pytest.mark.needs("a queue")
async def test_who_waits_for_a_place_sees_how_many_are_ahead_and_can_stop(
    driver: Driver, model_server: ModelServer
) -> None:
    model_server.hold(after=1)
    first = [await driver.says("Go.", conversation=name) for name in "abc"]
    await model_server.runs(AT_ONCE)
    fourth = await driver.says("Go.", conversation="d")
    await until(lambda: _awaits(driver, "d", "1 ahead of you"))
    fifth = await driver.says("Go.", conversation="e")
    await until(lambda: _awaits(driver, "e", "2 ahead of you"))
    await driver.stops("d")
    await driver.ended(fourth)
    assert ["Stopped" in text for text in await driver.shown("d")] == [True]
    await until(lambda: _awaits(driver, "e", "1 ahead of you"))
    model_server.release()
    for said in (*first, fifth):
        await driver.ended(said)
    assert await driver.shown("e") == ["You asked: Go."]
    assert model_server.most_running == AT_ONCE


async def _awaits(driver: Driver, conversation: str, words: str) -> bool:
    return words in await driver.awaits(conversation)


async def test_a_complaint_mends_the_answer_and_teaches_what_later_answers_heed(
    driver: Driver, model_server: ModelServer
) -> None:
    mended, later = await _teach(driver, model_server)
    assert HINTED in mended
    assert HINTED in later


@pytest.mark.needs("notes below an answer")
async def test_below_an_answer_stands_what_was_learnt_and_which_lesson_was_used(
    driver: Driver, model_server: ModelServer
) -> None:
    mended, later = await _teach(driver, model_server)
    assert "Kept as lesson #1, for you: we always write type hints" in mended
    assert "Used lesson #1" in later


async def _teach(driver: Driver, model_server: ModelServer) -> tuple[str, str]:
    """Let the person complain about an answer; return the mended one, and that to a later question elsewhere."""
    pupil = Pupil()
    pupil.rules["type hints"] = {}
    model_server.answer = pupil.answer
    await driver.ended(await driver.says("Write f."))
    assert PLAIN in (await driver.shown())[-1]
    await driver.ended(await driver.complains("we always write type hints"))
    await driver.ended(await driver.says("Write f.", conversation="second"))
    return (await driver.shown())[-1], (await driver.shown("second"))[-1]
