"""The engine on the strict board: feedback mode, trying again, bad input, and answers whose process died."""

import asyncio
from pathlib import Path

import pytest

from adapters.core import Core
from bot.answering import NO_ANSWER_YET, NO_CHANGE
from bot.errors import Forbidden, Gone, StoreError, UsageError
from bot.nouns import Attachment, Author, Exchange, Gathered, Message, Mode, State
from bot.store.usage_sums import Range
from bot.surface import Epilogue, Limits
from tests.fakes.board import Board, BoardDraft, Place
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door, opened
from tests.until import until

ANA = Author("board", "ana", "Ana")


def said(
    text: str, *, ref: str = "m1", conversation: str = "thread", mode: Mode = Mode.QUERY, **more: object
) -> Message:
    return Message(ref, conversation, ANA, text, mode, **more)  # type: ignore[arg-type]


def fast_board() -> Board:
    return Board(calls=100, seconds=1.0)


async def answer(core: Core, board: Board, message: Message) -> Exchange:
    exchange = await core.engine.answer(message, board.place(message.conversation))
    assert exchange
    return exchange


async def ended(core: Core, state: State) -> bool:
    """Whether the last answer of the thread ended like that."""
    latest = await core.store.exchanges.latest("thread")
    return latest is not None and latest.state is state


async def all_ended(core: Core, state: State) -> bool:
    """Whether every answer of the thread ended like that: two processes may write them in any order."""
    return {exchange.state for exchange in await core.store.exchanges.conversation("thread")} == {state}


async def has_draft(core: Core) -> bool:
    """Whether it is known which messages show the first answer of the thread."""
    exchanges = await core.store.exchanges.conversation("thread")
    return bool(exchanges and exchanges[0].refs)


async def nothing_open(core: Core) -> bool:
    return not any(exchange.state.is_open for exchange in await core.store.exchanges.conversation("thread"))


async def test_a_complaint_is_refined_and_the_answer_written_anew(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.says("sorted(xs)", "Write the answer in C++.", "std::sort(xs.begin(), xs.end());", "Because.")
        await answer(core, board, said("Sort a list."))
        exchange = await answer(core, board, said("no, in C++!!", ref="m2", mode=Mode.FEEDBACK))
        assert exchange.correction == "Write the answer in C++."
        assert exchange.answer == "std::sort(xs.begin(), xs.end());"
        shown = board.shown("thread")[-1].text
        assert shown == "> **Correction:** Write the answer in C++.\n\nstd::sort(xs.begin(), xs.end());"
        refining, anew = model_server.asked[1:3]
        assert "no, in C++!!" in refining.messages[-1]["content"]
        assert [turn["role"] for turn in anew.messages] == ["system", "user", "assistant", "user"]
        assert "Write the answer in C++." in anew.messages[-1]["content"]
        await answer(core, board, said("Why?", ref="m3"))
        assert anew.messages == model_server.asked[4].messages[:4]  # the prefix cache holds


async def test_praise_asks_what_to_change_and_writes_nothing_anew(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.says("sorted(xs)", "NONE")
        await answer(core, board, said("Sort a list."))
        exchange = await answer(core, board, said("great, thanks", ref="m2", mode=Mode.FEEDBACK))
        assert (exchange.state, exchange.correction, exchange.answer) == (State.DONE, "", "")
        assert board.shown("thread")[-1].text == NO_CHANGE
        assert len(model_server.asked) == 2


async def test_a_complaint_before_any_answer_is_told_so(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        exchange = await answer(core, board, said("no, in C++", mode=Mode.FEEDBACK))
        assert exchange.problem == NO_ANSWER_YET
        assert NO_ANSWER_YET in board.shown("thread")[0].text
        assert not model_server.asked


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (said(""), "empty"),
        (said(" \n\t "), "empty"),
        (said("x" * 200_000), r"200,000 characters; the limit is 60,000"),
        (said("x", attachments=(Attachment("x", "y" * 60_000),)), "60,001"),
    ],
)
async def test_what_can_t_be_asked_is_refused_and_not_sent(
    tmp_path: Path, model_server: ModelServer, message: Message, sentence: str
) -> None:
    async with opened(tmp_path, model_server) as core:
        with pytest.raises(UsageError, match=sentence):
            await core.engine.answer(message, Board().place("thread"))
        assert await core.store.exchanges.latest("thread") is None
    assert not model_server.asked


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "lone \ud800 surrogate", "\u202ertl\u202c and \u2066iso\u2069", "`" * 50_000, "~" * 50_000, "\x1b[2J"],
)
async def test_strange_text_is_stored_and_shown(tmp_path: Path, model_server: ModelServer, text: str) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.answer = lambda asked: asked.text
        exchange = await answer(core, board, said(text))
        assert exchange.state is State.DONE
        assert exchange.answer == exchange.message.text
        assert all(len(post.text) <= 2000 for post in board.shown("thread"))
        assert await answer(core, board, said("And again.", ref="m2"))


async def test_an_unknown_model_is_named_and_one_suggested(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        exchange = await answer(core, board, said("Go.", model="scriptd"))
        assert "scriptd" in exchange.problem
        assert "scripted" in exchange.problem


async def test_an_answer_can_be_written_again_once_per_wish(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.says("First.", "Second.")
        first = await answer(core, board, said("Go."))
        again = await core.engine.regenerate(first.id, board.place("thread"), event="press-1")
        assert again
        assert (again.answer, again.id != first.id) == ("Second.", True)
        assert await core.engine.regenerate(first.id, board.place("thread"), event="press-1") is None
        assert [post.text for post in board.shown("thread")] == ["First.", "Second."]
        with pytest.raises(UsageError):
            await core.engine.regenerate(999, board.place("thread"), event="press-2")


async def test_trying_again_in_place_draws_on_the_same_message(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.breaks("401")
        failed = await answer(core, board, said("Go."))
        assert failed.state is State.FAILED
        again = await core.engine.regenerate(failed.id, board.place("thread"), event="press", refs=failed.refs)
        assert again
        assert [post.text for post in board.shown("thread")] == ["You asked: Go."]
        found = await core.store.exchanges.by_ref("board", failed.refs[0])
        assert found
        assert found.id == again.id


async def test_a_message_deleted_while_it_is_written_stops_the_model(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.pace = 0.02
        model_server.says("word " * 500)
        answering = asyncio.create_task(answer(core, board, said("Go.")))
        await until(lambda: bool(board.posts))
        board.delete("post-1")
        await model_server.left()
        assert (await answering).state is State.WITHDRAWN


async def test_tokens_are_counted_also_where_the_provider_does_not(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        await answer(core, board, said("Go."))
        model_server.breaks("cut", after=3)
        model_server.says("word " * 10)
        await answer(core, board, said("Go.", ref="m2"))
        (sums,) = await core.store.usage.sums(Range(1), by=["model"])
        assert (sums.model, sums.provider, sums.answers, sums.estimates) == ("scripted", "127.0.0.1", 2, 1)
        assert sums.prompt > 200
        assert sums.completion > 3


async def test_the_log_says_which_exchange_a_model_failed(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, model_server) as core:
        model_server.breaks("401", times=3)
        exchange = await answer(core, fast_board(), said("Go."))
    assert f"exchange {exchange.id} failed: " in caplog.text
    assert "OPENAI_API_KEY" in caplog.text


class TestWhatBelongsToAQuestion:
    """Files and what was said before, which take time to fetch."""

    async def test_it_is_fetched_once_the_question_is_written_down(
        self, tmp_path: Path, model_server: ModelServer
    ) -> None:
        board = fast_board()
        async with opened(tmp_path, model_server) as core:

            async def gather() -> Gathered:
                assert await core.store.exchanges.by_message("board", "m1")
                return Gathered((Attachment("a.py", "xs = [2, 1]"),), ("I can't read b.zip.",))

            await core.engine.answer(said("Sort."), board.place("thread"), gather=gather)
            asked = model_server.asked[-1].messages[-1]["content"]
            assert "xs = [2, 1]" in asked
            assert asked.endswith("File that could not be read:\n```\nI can't read b.zip.\n```")
            (post,) = board.shown("thread")
            assert post.text.startswith("⚠️ I can't read b.zip.\n\nYou asked: Sort.")
            await answer(core, board, said("Why?", ref="m2"))
            assert "xs = [2, 1]" in model_server.asked[-1].messages[1]["content"]

    async def test_without_it_the_question_is_answered_all_the_same(
        self, tmp_path: Path, model_server: ModelServer
    ) -> None:
        board = fast_board()
        async with opened(tmp_path, model_server) as core:

            async def gather() -> Gathered:
                raise Forbidden("the thread is private")

            await core.engine.answer(said("Sort."), board.place("thread"), gather=gather)
            (post,) = board.shown("thread")
            assert "(the thread is private)" in post.text
            assert "You asked: Sort." in post.text

    async def test_with_it_a_question_may_be_too_long_or_nothing_at_all(
        self, tmp_path: Path, model_server: ModelServer
    ) -> None:
        board = fast_board()
        async with opened(tmp_path, model_server, max_question=100) as core:

            async def gather() -> Gathered:
                return Gathered((Attachment("a.py", "x" * 200),) if board.posts else ())

            await core.engine.answer(said(""), board.place("thread"), gather=gather)
            await core.engine.answer(said("Sort.", ref="m2"), board.place("thread"), gather=gather)
            empty, long = (post.text for post in board.shown("thread"))
            assert "The question is empty" in empty
            assert "205 characters" in long
            assert not model_server.asked

    async def test_it_can_be_stopped_meanwhile(self, tmp_path: Path, model_server: ModelServer) -> None:
        board = fast_board()
        async with opened(tmp_path, model_server) as core:
            asked = asyncio.Event()

            async def gather() -> Gathered:
                asked.set()
                await asyncio.Event().wait()
                raise AssertionError

            answering = asyncio.create_task(core.engine.answer(said("Go."), board.place("thread"), gather=gather))
            await asked.wait()
            assert await core.engine.stop("thread")
            exchange = await answering
            assert exchange is not None
            assert exchange.state is State.STOPPED


async def test_stopping_one_answer_leaves_the_others(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as core:
        model_server.hold(after=2)
        first = asyncio.create_task(answer(core, board, said("One.")))
        await model_server.runs()
        second = asyncio.create_task(answer(core, board, said("Two.", ref="m2")))
        third = asyncio.create_task(answer(core, board, said("Three.", ref="m3")))
        await until(lambda: len(core.engine.writing) == 3)
        waiting = await core.store.exchanges.by_message("board", "m2")
        assert waiting is not None
        assert await core.engine.stop_answer(waiting.id)
        assert not await core.engine.stop_answer(waiting.id)
        model_server.release()
        assert [(await task).state for task in (first, second, third)] == [State.DONE, State.STOPPED, State.DONE]
        assert [post.text for post in board.shown("thread")] == ["You asked: One.", "You asked: Three."]
        assert not await core.engine.stop_answer((await first).id)


class SlowAtTheEnd(Place):
    """A conversation in which the last draw of the first answer takes as long as a test likes."""

    def __init__(self, board: Board, ending: asyncio.Event, go_on: asyncio.Event) -> None:
        super().__init__(board, "thread", "thread", Limits(2000))
        self.ending, self.go_on = ending, go_on

    async def open(self, text: str) -> BoardDraft:
        return _SlowDraft(self, (await super().open(text)).ref)


class _SlowDraft(BoardDraft):
    place: SlowAtTheEnd

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        self.place.ending.set()
        await self.place.go_on.wait()
        await super().finish(text, epilogue)


async def test_an_answer_with_all_its_words_is_not_stopped_any_more(tmp_path: Path, model_server: ModelServer) -> None:
    board, ending, go_on = fast_board(), asyncio.Event(), asyncio.Event()
    async with opened(tmp_path, model_server) as core:
        first = asyncio.create_task(core.engine.answer(said("One."), SlowAtTheEnd(board, ending, go_on)))
        await ending.wait()
        id = next(iter(core.engine.writing))
        assert not await core.engine.stop("thread")
        assert not await core.engine.stop_answer(id)
        second = asyncio.create_task(answer(core, board, said("Two.", ref="m2")))
        await until(lambda: len(core.engine.writing) == 2)
        assert not await core.engine.stop_answer(id), "nor is the next one in its place"
        assert await core.engine.stop("thread"), "this is for the one that waits"
        third = asyncio.create_task(answer(core, board, said("Three.", ref="m3")))
        go_on.set()
        ended = [await task for task in (first, second, third)]
        assert [exchange and exchange.state for exchange in ended] == [State.DONE, State.STOPPED, State.DONE]
        assert not await core.engine.stop("thread")


class TestAfterADeath:
    """A process was killed; another one starts on the same store."""

    async def _left_behind(self, folder: Path, server: ModelServer, board: Board, *, after: int) -> None:
        """Leave an answer as a killed process leaves it: its rows are there, and nobody writes it."""
        async with opened(folder, server, {"board": board}) as core:
            server.says("word " * 1000)
            server.hold(after=after)
            answering = asyncio.create_task(answer(core, board, said("Go.")))
            queued = asyncio.create_task(answer(core, board, said("And then?", ref="m2")))
            await server.runs()
            await until(lambda: has_draft(core) if after else True)
            for task in (answering, queued):
                task.cancel()
            await asyncio.gather(answering, queued, return_exceptions=True)
        server.release()

    @pytest.mark.parametrize("after", [0, 600])
    async def test_unfinished_and_queued_answers_are_written_again(
        self, tmp_path: Path, model_server: ModelServer, after: int
    ) -> None:
        board = fast_board()
        await self._left_behind(tmp_path, model_server, board, after=after)
        before = list(board.posts)
        async with opened(tmp_path, model_server, {"board": board}) as core:
            await until(lambda: ended(core, State.DONE))
        assert [post.text for post in board.shown("thread")] == ["You asked: Go.", "You asked: And then?"]
        assert list(board.posts)[: min(1, len(before))] == before[:1]
        assert all(post.epilogue for post in board.posts.values())

    async def test_one_that_is_too_old_says_so_and_offers_another_try(
        self, tmp_path: Path, model_server: ModelServer
    ) -> None:
        board = fast_board()
        await self._left_behind(tmp_path, model_server, board, after=100)
        async with opened(tmp_path, model_server, {"board": board}, recover_minutes=0) as core:
            await until(lambda: ended(core, State.INTERRUPTED))
        begun, *notes = board.shown("thread")
        assert begun.text.startswith("word word")  # people have read it
        assert len(notes) == 2
        for post in notes:
            assert "restarted" in post.text
            assert post.epilogue
            assert post.epilogue.try_again

    @pytest.mark.parametrize("minutes", [30, 0])
    async def test_one_whose_messages_were_deleted_is_left_alone(
        self, tmp_path: Path, model_server: ModelServer, minutes: int
    ) -> None:
        board = fast_board()
        await self._left_behind(tmp_path, model_server, board, after=100)
        board.delete("post-1")
        board.fail([Gone("the thread was deleted")] * 2)
        async with opened(tmp_path, model_server, {"board": board}, recover_minutes=minutes) as core:
            await until(lambda: nothing_open(core))
        async with opened(tmp_path, model_server, {"board": board}) as core:
            assert await core.store.exchanges.orphans() == []

    async def test_two_processes_take_up_an_answer_once(self, tmp_path: Path, model_server: ModelServer) -> None:
        board = fast_board()
        await self._left_behind(tmp_path, model_server, board, after=100)
        model_server.asked.clear()
        async with (
            opened(tmp_path, model_server, {"board": board}) as core,
            opened(tmp_path, model_server, {"board": board}),
        ):
            await until(lambda: all_ended(core, State.DONE))
        assert sorted(asked.text for asked in model_server.asked) == ["And then?", "Go."]


async def test_a_stop_reaches_the_process_that_writes(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    # What another process is asked, it hears with the next beat of its watch, five times within a lease.
    async with (
        opened(tmp_path, model_server, lease_seconds=5) as one,
        opened(tmp_path, model_server, lease_seconds=5) as other,
    ):
        model_server.says("word " * 500)
        model_server.hold(after=5)
        answering = asyncio.create_task(answer(one, board, said("Go.")))
        await model_server.runs()
        assert await other.engine.stop("thread")
        await model_server.left()
        assert (await answering).state is State.STOPPED
        assert not await other.engine.stop("thread")


class Faulty(Board):
    """A board whose adapter has a bug."""

    async def call(self, bucket: str, text: str, before: str = "") -> None:
        raise ZeroDivisionError("a bug")


async def test_a_fault_of_ours_ends_the_answer_and_not_the_program(tmp_path: Path, model_server: ModelServer) -> None:
    board = Faulty()
    async with opened(tmp_path, model_server) as core:
        exchange = await answer(core, board, said("Go."))
        assert (exchange.state, exchange.problem) == (State.FAILED, "a bug")
        assert await core.store.exchanges.orphans() == []


async def test_an_answer_whose_end_could_not_be_stored_is_taken_up_by_the_same_process(
    tmp_path: Path, model_server: ModelServer
) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server, {"board": board}, lease_seconds=3) as core:
        model_server.hold(after=3)
        answering = asyncio.create_task(answer(core, board, said("Go.")))
        await until(lambda: bool(board.posts))
        refuse = "BEGIN SELECT RAISE(ABORT, 'no end may be written'); END"
        await by_the_back_door(tmp_path, f"CREATE TRIGGER fault BEFORE UPDATE OF ended ON exchange {refuse}")
        model_server.release()
        with pytest.raises(StoreError):
            await answering
        await by_the_back_door(tmp_path, "DROP TRIGGER fault")
        await until(lambda: ended(core, State.DONE))
    assert [post.text for post in board.shown("thread")] == ["You asked: Go."]


async def test_a_process_that_lost_its_lease_leaves_its_answers_to_others(
    tmp_path: Path, model_server: ModelServer
) -> None:
    board = fast_board()
    async with (
        opened(tmp_path, model_server) as slow,
        opened(tmp_path, model_server, {"board": board}, lease_seconds=5) as quick,
    ):
        model_server.hold(after=3)
        answering = asyncio.create_task(answer(slow, board, said("Go.")))
        await until(lambda: has_draft(slow))
        await by_the_back_door(tmp_path, "UPDATE exchange SET holder = 'somebody else'")
        slow.engine.lose_turns()
        await answering
        await model_server.left()
        model_server.release()
        await until(lambda: ended(quick, State.DONE))
    assert [post.text for post in board.shown("thread")] == ["You asked: Go."]


async def test_a_stop_holds_for_a_question_that_still_waits(tmp_path: Path, model_server: ModelServer) -> None:
    board = fast_board()
    async with opened(tmp_path, model_server) as one, opened(tmp_path, model_server) as other:
        model_server.hold(after=3)
        first = asyncio.create_task(answer(one, board, said("One.")))
        await model_server.runs()
        second = asyncio.create_task(answer(other, board, said("Two.", ref="m2")))
        await asyncio.sleep(0)  # it is on its way from here on
        assert await other.engine.stop("thread")
        assert (await second).state is State.STOPPED
        model_server.release()
        assert (await first).state is State.DONE
