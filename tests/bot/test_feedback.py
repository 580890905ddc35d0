"""What becomes of a thumb, of a thumb taken back, and of the words that follow a thumb down."""

import asyncio
from pathlib import Path

import pytest

from adapters.core import Core
from bot.answering import NO_ANSWER_YET
from bot.nouns import Attachment, Author, Exchange, Message, Mode
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened
from tests.until import until

ANA, BEN = Author("board", "ana", "Ana"), Author("board", "ben", "Ben")
BOT = Author("board", "bot", "Other bot", is_bot=True)


class Table:
    """People at a strict board, who talk with the bot and rate what it says."""

    def __init__(self, core: Core, *, max_chars: int = 2000) -> None:
        self.board = Board(max_chars=max_chars, calls=100, seconds=1.0)
        self._core = core
        self._said = 0

    async def say(self, text: str, author: Author = ANA, mode: Mode = Mode.QUERY, *files: Attachment) -> Exchange:
        """Let somebody say something in the thread, and wait for the answer."""
        self._said += 1
        message = Message(f"m{self._said}", "thread", author, text, mode, attachments=files)
        exchange = await self._core.engine.answer(message, self.board.place("thread"))
        assert exchange
        return exchange

    async def rate(self, verdict: int, author: Author = ANA, words: str = "", page: int = -1) -> Exchange | None:
        """Let somebody rate what the last message of the bot shows."""
        ref = self.board.shown("thread")[page].ref
        return await self._core.engine.rate("board", ref, author, verdict, words)

    async def revoke(self, verdict: int, author: Author = ANA) -> Exchange | None:
        ref = self.board.shown("thread")[-1].ref
        return await self._core.engine.revoke("board", ref, author, verdict)

    async def begun(self, ref: str) -> bool:
        """Tell whether a message of somebody is written down."""
        return await self._core.store.exchanges.by_message("board", ref) is not None

    async def verdicts(self, exchange: Exchange) -> list[tuple[str, int, str]]:
        given = await self._core.store.feedback.on(exchange.id)
        return [(each.author.id, each.verdict, each.words) for each in given]


async def test_a_thumb_on_any_page_counts_for_the_answer_once(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core, max_chars=300)
        model_server.says("One sentence after the other. " * 25)
        exchange = await table.say("Explain.")
        assert len(table.board.shown("thread")) > 2
        for page in (0, 1, -1):
            assert await table.rate(1, page=page) == exchange
        assert await table.rate(-1, BEN, "too long") == exchange
        assert await table.verdicts(exchange) == [("ana", 1, ""), ("ben", -1, "too long")]


async def test_changing_one_s_mind_replaces_the_verdict_and_taking_it_back_removes_it(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        exchange = await table.say("Sort a list.")
        await table.rate(1)
        await table.rate(-1)
        assert await table.revoke(1) is None, "it is not the one that stands any more"
        assert await table.verdicts(exchange) == [("ana", -1, "")]
        assert await table.revoke(-1) == exchange
        assert await table.revoke(-1) is None
        assert await table.verdicts(exchange) == []


async def test_bots_and_messages_without_an_answer_are_not_rated(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        exchange = await table.say("Sort a list.")
        assert await table.rate(1, BOT) is None
        assert await core.engine.rate("board", "nothing", ANA, 1) is None
        ref = table.board.shown("thread")[-1].ref
        assert await core.engine.rate("elsewhere", ref, ANA, 1) is None
        assert await table.verdicts(exchange) == []


async def test_words_after_a_thumb_down_correct_the_answer_and_are_kept(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        model_server.says("sorted(xs)", "Write the answer in C++.", "std::sort(xs);", "Because.")
        disliked = await table.say("Sort a list.")
        await table.rate(-1)
        corrected = await table.say("no, in C++!!")
        assert corrected.message.mode is Mode.FEEDBACK
        assert (corrected.correction, corrected.answer) == ("Write the answer in C++.", "std::sort(xs);")
        assert await table.verdicts(disliked) == [("ana", -1, "no, in C++!!")]
        assert await table.verdicts(corrected) == []
        assert (await table.say("Why?")).message.mode is Mode.QUERY


async def test_a_redelivered_complaint_is_not_taken_for_one_about_its_own_answer(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        model_server.says("sorted(xs)", "Write the answer in C++.", "std::sort(xs);")
        await table.say("Sort a list.")
        corrected = await table.say("no, in C++", ANA, Mode.FEEDBACK)
        again = await core.engine.answer(corrected.message, table.board.place("thread"))
        assert again is None
        assert await table.verdicts(corrected) == []


@pytest.mark.parametrize("given", ["by another", "with words", "up", "taken back", "none"])
async def test_without_a_wordless_thumb_down_of_one_s_own_a_reply_is_a_question(
    tmp_path: Path, model_server: ModelServer, given: str
) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        await table.say("Sort a list.")
        match given:
            case "by another":
                await table.rate(-1, BEN)
            case "with words":
                await table.rate(-1, ANA, "too long")
            case "up":
                await table.rate(1)
            case "taken back":
                await table.rate(-1)
                await table.revoke(-1)
        assert (await table.say("And in C++?")).message.mode is Mode.QUERY


async def test_a_file_after_a_thumb_down_is_read(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        await table.say("Sort a list.")
        await table.rate(-1)
        reply = await table.say("Use this.", ANA, Mode.QUERY, Attachment("a.py", "xs = [2, 1]"))
        assert reply.message.mode is Mode.FEEDBACK
        assert "xs = [2, 1]" in model_server.asked[-2].messages[-1]["content"]


async def test_a_complaint_can_be_about_an_earlier_answer(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        model_server.says("sorted(xs)", "open(name)", "Write the answer in C++.", "std::sort(xs);")
        first, second = await table.say("Sort a list."), await table.say("Open a file.")
        message = Message("form", "thread", ANA, "in C++, please", Mode.FEEDBACK, about=first.id)
        assert await core.engine.answer(message, table.board.place("thread"))
        assert await table.verdicts(first) == [("ana", -1, "in C++, please")]
        assert await table.verdicts(second) == []
        told = [turn["content"] for turn in model_server.asked[-2].messages[1:-1]]
        assert told == ["Sort a list.", "sorted(xs)"]


async def test_a_complaint_is_about_the_answer_that_was_written_last(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        model_server.says("sorted(xs)", "open(name)", "xs.sort()", "Write the answer in C++.", "std::sort(xs);")
        first, second = await table.say("Sort a list."), await table.say("Open a file.")
        again = await core.engine.regenerate(first.id, table.board.place("thread"), event="again")
        assert again
        corrected = await table.say("in C++, please", ANA, Mode.FEEDBACK)
        assert await table.verdicts(again) == [("ana", -1, "in C++, please")]
        assert await table.verdicts(second) == []
        assert corrected.message.about == again.id
        told = [turn["content"] for turn in model_server.asked[-2].messages[1:-1]]
        assert told == ["Open a file.", "open(name)", "Sort a list.", "xs.sort()"]


async def test_a_complaint_about_what_came_to_nothing_is_about_the_answer_before(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with opened(tmp_path, model_server) as core, asyncio.TaskGroup() as people:
        table = Table(core)
        model_server.says("sorted(xs)")
        await table.say("Sort a list.")
        model_server.hold()
        failing = people.create_task(table.say("Open a file."))
        await model_server.asks(2)
        complaining = people.create_task(table.say("in C++, please", ANA, Mode.FEEDBACK))
        await until(lambda: table.begun("m3"))
        model_server.says("Write the answer in C++.", "std::sort(xs);")
        assert await core.engine.stop("thread")
        await failing
        model_server.release()
        corrected = await complaining
        assert corrected.answer == "std::sort(xs);"
        assert [turn["content"] for turn in model_server.asked[-2].messages[1:-1]] == ["Sort a list.", "sorted(xs)"]


async def test_a_complaint_is_a_thumb_down_with_words(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server) as core:
        table = Table(core)
        assert (await table.say("no!", ANA, Mode.FEEDBACK)).problem == NO_ANSWER_YET
        model_server.says("sorted(xs)", "Write the answer in C++.", "std::sort(xs);")
        liked = await table.say("Sort a list.")
        await table.rate(1, BEN)
        await table.say("in C++, please", BEN, Mode.FEEDBACK)
        assert await table.verdicts(liked) == [("ben", -1, "in C++, please")]
