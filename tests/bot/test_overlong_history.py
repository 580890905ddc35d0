"""A conversation too long for its model: estimates learn from what was counted, and a refusal costs no answer."""

import logging
from pathlib import Path

import pytest

from adapters.core import Core
from bot.briefing import brief
from bot.errors import TooLong
from bot.models import Model
from bot.models.scale import LEAST, MOST, Scales
from bot.nouns import Author, Exchange, Message, Mode, State
from bot.text import estimate
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ANA = Author("board", "ana", "Ana")
MODEL = Model("scripted", "test", 4096)


async def ask(core: Core, board: Board, number: int, text: str, mode: Mode = Mode.QUERY) -> Exchange:
    message = Message(f"m{number}", "thread", ANA, text, mode)
    exchange = await core.engine.answer(message, board.place("thread"))
    assert exchange
    return exchange


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp", "vllm"])
async def test_a_conversation_that_is_refused_is_asked_once_more_with_half_of_it(
    tmp_path: Path, model_server: ModelServer, dialect: str, caplog: pytest.LogCaptureFixture
) -> None:
    board = Board(calls=100, seconds=1.0)
    model_server.dialect = dialect
    caplog.set_level(logging.INFO, "bot.writing")
    async with opened(tmp_path, model_server, model_context=32_768) as core:
        model_server.answer = lambda asked: f"Answer to {asked.text[:12]}"
        for number in range(4):
            await ask(core, board, number, f"Question {number}: {'word ' * 200}")
        model_server.models["scripted"] = len(model_server.asked[-1].prompt) // 4
        exchange = await ask(core, board, 5, f"Question 5: {'word ' * 200}")
    assert (exchange.state, exchange.answer) == (State.DONE, "Answer to Question 5: ")
    refused, asked = model_server.asked[-2:]
    assert [turn["content"][:10] for turn in refused.messages[1::2]] == [f"Question {n}" for n in (0, 1, 2, 3, 5)]
    assert [turn["content"][:10] for turn in asked.messages[1::2]] == [f"Question {n}" for n in (2, 3, 5)]
    assert "asked once more with less" in caplog.text
    assert board.shown("thread")[-1].text == exchange.answer


async def test_what_is_too_long_even_so_is_said_after_the_second_try(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server, model_context=32_768) as core:
        for number in range(2):
            await ask(core, board, number, "Hi")
        model_server.models["scripted"] = 50
        asked = len(model_server.asked)
        exchange = await ask(core, board, 3, "Hi")
        assert "too long for scripted" in exchange.problem
        assert len(model_server.asked) == asked + 2
        exchange = await ask(core, board, 4, "no, in C++", Mode.FEEDBACK)
        assert "too long" in exchange.problem


async def test_what_a_complaint_is_about_is_never_left_out(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    too_long = b'data: {"error": {"message": "no", "code": "context_length_exceeded"}}\n\n'
    async with opened(tmp_path, model_server) as core:
        for number in range(3):
            await ask(core, board, number, f"Question {number}")
        model_server.says("Write the answer in C++.")
        model_server.sends(too_long)
        model_server.says("std::sort")
        exchange = await ask(core, board, 3, "no, in C++", Mode.FEEDBACK)
        assert (exchange.answer, exchange.correction) == ("std::sort", "Write the answer in C++.")
        said = [turn["content"] for turn in model_server.asked[5].messages[1::2]]
        assert said[0] == "Question 2"
        assert len(said) == 2


def test_a_scale_follows_what_was_counted_and_stays_within_bounds() -> None:
    scales, other = Scales(), Model("other", "test", 4096)
    assert scales.of(MODEL) == 1.0
    scales.learn(MODEL, 1000, 800)
    assert scales.of(MODEL) == 0.8
    for _ in range(20):
        scales.learn(MODEL, 1000, 1200)
    assert scales.of(MODEL) == pytest.approx(1.2, abs=0.01)
    assert scales.of(other) == 1.0
    scales.learn(other, 1000, 10)
    assert scales.of(other) == LEAST
    for _ in range(40):
        scales.learn(other, 1000, 90_000)
    assert scales.of(other) == pytest.approx(MOST)


def test_what_says_nothing_teaches_nothing() -> None:
    scales = Scales()
    scales.learn(MODEL, 20, 90)
    scales.learn(MODEL, 1000, 0)
    assert scales.of(MODEL) == 1.0


def test_of_an_economical_tokenizer_more_fits() -> None:
    history = [Exchange(n, Message("m", "c", ANA, "word " * 200), State.DONE, "word " * 200) for n in range(9)]
    now = Message("m", "c", ANA, "Go on.")
    plain, scaled = (brief(now, history, context=4096, scale=scale) for scale in (1.0, 0.6))
    assert scaled.left_out < plain.left_out
    assert scaled.tokens * 0.6 <= 4096 - 1365


def test_both_figures_of_a_refusal_are_in_the_model_s_own_tokens() -> None:
    text = "word " * 3600
    with pytest.raises(TooLong, match=rf"about {round(estimate(text) * 1.5 / 1000)},\d\d\d tokens.*takes 2,73\d"):
        brief(Message("m", "c", ANA, text), [], context=4096, scale=1.5)


async def test_what_the_server_counted_is_heeded_by_the_next_answer(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server) as core:
        model = await core.models.choose()
        await ask(core, board, 1, "word " * 400)
        assert 0.6 < core.models.scales.of(model) < 0.9  # the scripted server has four characters in a token, not three
