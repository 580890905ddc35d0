"""Pictures through the core: sent to models that see, owned up to where one does not, kept for what is asked next."""

import json
from pathlib import Path

import pytest

from adapters.core import Core
from bot.errors import UsageError
from bot.models import Models, Provider
from bot.models.sight import tell_by_name
from bot.nouns import Attachment, Author, Exchange, Message, State
from bot.preparing import BLIND, ONLY_PICTURES
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ANA = Author("board", "ana", "Ana")
PICTURE = Attachment("error.png", image="data:image/png;base64,iVBORw0KGgo=")


def asked(text: str, *attachments: Attachment, ref: str = "m1") -> Message:
    return Message(ref, "thread", ANA, text, attachments=attachments)


async def answer(core: Core, board: Board, message: Message) -> Exchange:
    exchange = await core.engine.answer(message, board.place("thread"))
    assert exchange
    return exchange


async def test_a_model_that_sees_gets_the_picture_and_again_with_the_next_question(
    tmp_path: Path, model_server: ModelServer
) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server, model_vision="true") as core:
        await answer(core, board, asked("What went wrong?", PICTURE))
        await answer(core, board, asked("And how do I mend it?", ref="m2"))
    first, second = model_server.asked
    assert (first.text, first.pictures) == ("What went wrong?", [PICTURE.image])
    assert (second.text, second.pictures) == ("And how do I mend it?", [PICTURE.image])
    assert board.shown("thread")[0].text == "You asked: What went wrong?"


async def test_an_answer_that_is_written_again_has_the_picture_again(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server, model_vision="true") as core:
        exchange = await answer(core, board, asked("What went wrong?", PICTURE))
        assert await core.engine.regenerate(exchange.id, board.place("thread"), event="again")
    assert [one.pictures for one in model_server.asked] == [[PICTURE.image]] * 2


async def test_pictures_of_the_last_three_exchanges_are_sent_again(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server, model_vision="true") as core:
        for number in range(5):
            picture = Attachment(f"{number}.png", image=f"data:image/png;base64,{number}")
            await answer(core, board, asked("Look.", picture, ref=f"m{number}"))
    assert [url[-1] for url in model_server.asked[-1].pictures] == ["1", "2", "3", "4"]
    assert "0.png" in str(model_server.asked[-1].messages[1])


async def test_a_model_that_does_not_see_answers_without_it_and_says_so(
    tmp_path: Path, model_server: ModelServer
) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server) as core:
        exchange = await answer(core, board, asked("What went wrong?", PICTURE))
        assert exchange.answer.startswith("You asked: What went wrong?")
    assert not model_server.asked[0].pictures
    note, said = board.shown("thread")[0].text.split("\n\n", 1)
    assert note == f"⚠️ {BLIND.format('scripted')}"
    assert said.startswith("You asked: What went wrong?")


async def test_a_picture_alone_is_not_put_to_a_model_that_does_not_see(
    tmp_path: Path, model_server: ModelServer
) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server) as core:
        exchange = await answer(core, board, asked("", PICTURE))
    assert (exchange.state, exchange.problem) == (State.FAILED, ONLY_PICTURES.format("scripted"))
    assert exchange.problem in board.shown("thread")[0].text
    assert not model_server.asked


async def test_pictures_count_by_number_and_not_by_size(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    large = Attachment("large.png", image="data:image/png;base64," + "A" * 300_000)
    async with opened(tmp_path, model_server, model_vision="true") as core:
        with pytest.raises(UsageError, match="6 pictures; the limit is 5"):
            await answer(core, board, asked("Compare.", *[PICTURE] * 6))
        await answer(core, board, asked("Compare.", *[large] * 5))
    assert model_server.asked[0].pictures == [large.image] * 5


@pytest.mark.parametrize(
    "name",
    [
        *("gpt-4o-mini", "gpt-4.1", "gpt-5-mini", "o3", "openai/o4-mini", "claude-sonnet-4-5", "google/gemini-2.5-pro"),
        *("google/gemma-3-12b-it", "Qwen/Qwen2.5-VL-7B-Instruct", "qwen3-vl:8b", "llama3.2-vision", "InternVL3-8B"),
        *("meta-llama/Llama-4-Scout", "mistralai/Pixtral-12B", "llava:7b", "zai-org/GLM-4.5V", "phi-4-multimodal"),
    ],
)
def test_names_of_models_that_see(name: str) -> None:
    assert tell_by_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("gpt-4-0613", "gpt-3.5-turbo", "o1-mini", "o3-mini", "marco-o1", "gpt-oss-120b", "claude-2.1", "scripted"),
        *("qwen2.5-coder-1.5b", "Qwen/Qwen3.8-27B-FP8", "deepseek-v3", "gemma-3-1b-it", "llama-3.3-70b", "glm-4.6"),
        *("codestral", "mistral-small", "phi-4", "devlish", "mavle-7b"),
    ],
)
def test_names_of_models_that_do_not(name: str) -> None:
    assert not tell_by_name(name)


async def test_what_the_server_says_goes_before_the_name(model_server: ModelServer) -> None:
    model_server.lists = json.dumps(
        {
            "data": [
                {"id": "coder", "architecture": {"input_modalities": ["text", "image"]}},
                {"id": "llava", "architecture": {"input_modalities": ["text"]}},
                {"id": "gemma-3-4b.gguf"},
                {"id": "eyes.gguf"},
                {"id": "gpt-4o", "architecture": "odd"},
            ],
            "models": [
                "odd",
                {"name": "gemma-3-4b.gguf", "capabilities": ["completion"]},
                {"name": "eyes.gguf", "capabilities": ["completion", "multimodal"]},
                {"name": "gpt-4o", "capabilities": None},
            ],
        }
    ).encode()
    async with Models([Provider("test", model_server.url)]) as models:
        assert [model.sees for model in await models.list()] == [True, False, False, True, True]


@pytest.mark.parametrize("sees", [True, False])
async def test_the_setting_goes_before_all(model_server: ModelServer, sees: bool) -> None:
    model_server.models = {"gpt-4o": 0, "coder": 0}
    async with Models([Provider("test", model_server.url, default="unlisted", sees=sees)]) as models:
        assert [model.sees for model in await models.list()] == [sees, sees]
        assert (await models.choose()).sees is sees
