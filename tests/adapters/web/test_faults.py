"""A fault of our own ends one answer, is told to the person, and leaves all others alone."""

import logging

import pytest

from adapters.person_at_page import LOCAL, WORKSPACE
from adapters.web.answers import Answers
from adapters.web.frames import Again, Ask
from adapters.web.runs import Run, Runs
from bot.access import Access
from bot.engine import Engine
from bot.errors import StoreError
from bot.nouns import Exchange, Message, State
from bot.preparing import Gather
from bot.store.snippets import Viewer
from bot.surface import Epilogue, Surface
from tests.adapters.web.house import Heard, House

YOU = Viewer(LOCAL, WORKSPACE)
ID = "00000000-0000-4000-8000-00000000000"


class BrokenEngine(Engine):
    """Raises what it is told to."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def answer(self, message: Message, surface: Surface, *, gather: Gather | None = None) -> Exchange | None:
        draft = await surface.open("Half a")
        if message.text == "Finished, but not stored.":
            await draft.finish("Half a", Epilogue(7, State.DONE))
        raise self._error

    async def regenerate(self, *_: object, **__: object) -> Exchange | None:
        raise self._error


async def _hear_out(run: Run) -> Heard:
    heard = Heard()
    async for frame in run.follow(0, run.epoch):
        heard.add(frame)
    return heard


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(StoreError("The disk is full."), "The disk is full."), (ZeroDivisionError("1/0"), "noted in the log")],
)
async def test_it_is_told_and_logged(
    house: House, caplog: pytest.LogCaptureFixture, error: Exception, sentence: str
) -> None:
    answers = Answers(BrokenEngine(error), house.core.store, Runs(), Access())
    with caplog.at_level(logging.WARNING):
        async with answers.open():
            first = await _hear_out(answers.ask(Ask(f"{ID}1", f"{ID}0", "Go."), YOU))
            second = await _hear_out(answers.ask(Ask(f"{ID}2", f"{ID}0", "Go."), YOU))
    for heard in (first, second):
        assert heard.text == "Half a"
        assert (heard.last["reason"], heard.last["try_again"], heard.last["exchange"]) == ("failed", True, 0)
        assert sentence in heard.last["problem"]
    assert len([record for record in caplog.records if f"{ID}1" in record.getMessage()]) == 1


async def test_the_log_names_the_exchange_where_it_is_known(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async with house.viewer() as viewer:
        await viewer.asks("Go.")
        exchange = (await viewer.hears_out()).last["exchange"]
    answers = Answers(BrokenEngine(StoreError("The disk is full.")), house.core.store, Runs(), Access())
    with caplog.at_level(logging.WARNING):
        async with answers.open():
            await _hear_out(answers.again(Again(f"{ID}1", exchange), YOU))
            await _hear_out(answers.ask(Ask(f"{ID}2", f"{ID}0", "Finished, but not stored."), YOU))
            await _hear_out(answers.ask(Ask(f"{ID}3", f"{ID}0", "Go."), YOU))
    assert [record.getMessage().split(" failed")[0] for record in caplog.records] == [
        f"run {ID}1, exchange {exchange},",
        f"run {ID}2, exchange 7,",
        f"run {ID}3, exchange not known,",
    ]


async def test_what_does_not_exist_can_not_be_written_again(house: House) -> None:
    answers = Answers(house.core.engine, house.core.store, Runs(), Access())
    async with answers.open():
        heard = await _hear_out(answers.again(Again(f"{ID}1", 99), YOU))
    assert heard.last["type"] == "refused"
    assert "99" in heard.last["text"]
