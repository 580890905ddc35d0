"""Work that an event starts: what is done once, what is done in order, and what is said where it goes wrong."""

import asyncio

import pytest

from adapters.attempt import FAULT, attempt
from adapters.work import Work
from bot.errors import Flaky, UsageError


def test_of_several_with_one_key_the_first_has_it_in_hand() -> None:
    work = Work()
    with work.in_hand("a") as first, work.in_hand("a") as second, work.in_hand("b") as other:
        assert (first, second, other) == (True, False, True)
        with work.in_hand("a") as third:
            assert not third
    with pytest.raises(LookupError), work.in_hand("a") as again:
        assert again
        raise LookupError
    with work.in_hand("a") as once_more:
        assert once_more


async def test_those_with_one_key_come_in_one_at_a_time_in_the_order_of_coming() -> None:
    work, log = Work(), list[str]()

    async def enter(key: str, name: str, seconds: float) -> None:
        async with work.in_order(key):
            log.append(name)
            await asyncio.sleep(seconds)
            log.append(f"{name} is over")

    async with work.open():
        for key, name, seconds in (("a", "first", 0.05), ("a", "second", 0), ("b", "other", 0)):
            work.start(enter(key, name, seconds), name)
    assert log == ["first", "other", "other is over", "first is over", "second", "second is over"]


@pytest.mark.parametrize(
    ("problem", "sentence", "logged"),
    [
        (UsageError("Say more."), "Say more.", ""),
        (Flaky("It fell silent."), "It fell silent.", "WARNING press: It fell silent."),
        (LookupError("a bug"), FAULT, "ERROR press failed"),
    ],
)
async def test_what_goes_wrong_is_a_sentence_and_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture, problem: Exception, sentence: str, logged: str
) -> None:
    async def fail() -> None:
        raise problem

    assert await attempt("press", fail) == sentence
    assert " ".join(f"{record.levelname} {record.getMessage()}" for record in caplog.records) == logged


async def test_where_all_goes_well_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None: ...

    assert await attempt("press", work) == ""
    assert not caplog.records
