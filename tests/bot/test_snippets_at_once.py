"""With SNIPPETS_SAVE=always the code of an answer is kept as it ends, and never at the answer's expense."""

import logging
from pathlib import Path

import pytest

from adapters.core import Core
from bot.nouns import Author, Exchange, Message, State
from bot.store.snippets import Viewer
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door, opened

ANA, BEN = Author("board", "ana", "Ana"), Author("board", "ben", "Ben")
ANSWER = "Like so:\n\n```python\ndef retry():\n    ...\n```"


async def ask(core: Core, board: Board, ref: str = "m1", author: Author = ANA) -> Exchange:
    message = Message(ref, "thread", author, "How do I retry?", workspace="T1", channel="C1")
    exchange = await core.engine.answer(message, board.place("thread"))
    assert exchange
    return exchange


async def kept(core: Core, viewer: Viewer) -> list[str]:
    found = await core.commands.snippets.search(viewer)
    return [snippet.code for snippet in found.snippets]


async def test_code_is_kept_as_the_answer_ends_for_who_asked(tmp_path: Path, model_server: ModelServer) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server, snippets_save="always") as core:
        model_server.says(ANSWER, "No code at all.", ANSWER)
        exchange = await ask(core, board)
        assert (exchange.state, exchange.answer) == (State.DONE, ANSWER)
        (snippet,) = (await core.commands.snippets.search(Viewer(ANA, "T1"))).snippets
        assert (snippet.name, snippet.language, snippet.channel) == ("retry", "python", "")
        assert (snippet.exchange, snippet.author) == (exchange.id, ANA)
        assert board.shown("thread")[-1].text == f"{ANSWER}\n\n*Kept as `{snippet.key}`.*"
        assert await kept(core, Viewer(BEN, "T1", "C1")) == [], "nobody shared it"

        assert (await ask(core, board, "m2")).state is State.DONE
        assert board.shown("thread")[-1].text == "No code at all."
        await ask(core, board, "m3")  # the same code once more is the same snippet
        assert len(await kept(core, Viewer(ANA, "T1"))) == 1


async def test_half_an_answer_is_not_kept(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server, snippets_save="always") as core:
        model_server.says(ANSWER)
        model_server.breaks("cut", after=9)
        exchange = await ask(core, Board(calls=100, seconds=1.0))
        assert exchange.state is State.FAILED
        assert "```python\ndef" in exchange.answer
        assert await kept(core, Viewer(ANA, "T1")) == []


async def test_code_that_can_not_be_kept_leaves_its_answer_whole(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    board = Board(calls=100, seconds=1.0)
    async with opened(tmp_path, model_server, snippets_save="always") as core:
        large = f"```\n{'x' * 300 * 1024}\n```"
        model_server.says(large, ANSWER)
        assert (await ask(core, board)).answer == large
        assert "A snippet holds 256 KB at most" in caplog.text

        await by_the_back_door(tmp_path, "ALTER TABLE snippet RENAME TO lost")
        caplog.clear()
        exchange = await ask(core, board, "m2")
        assert (exchange.state, exchange.problem, exchange.answer) == (State.DONE, "", ANSWER)
        assert board.shown("thread")[-1].text == ANSWER
        assert [record.levelno for record in caplog.records if "is not kept" in record.message] == [logging.WARNING]


async def test_code_is_not_kept_unless_somebody_says_so(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        model_server.says(ANSWER)
        await ask(core, Board(calls=100, seconds=1.0))
        assert await kept(core, Viewer(ANA, "T1")) == []
