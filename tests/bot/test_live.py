"""An answer drawn while it is written: all of it, paced, over several messages, whatever the platform refuses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.errors import Flaky, Forbidden, Gone, SurfaceError, Throttled
from bot.fences import open_fence
from bot.live import LiveMessage
from bot.nouns import State
from bot.pages import paginate
from bot.surface import Epilogue
from tests.fakes.board import Board
from tests.fakes.clock import in_no_time
from tests.until import until

EPILOGUE = Epilogue(1, State.DONE)
LONG = "Some words.\n\n```python\n" + "".join(f"x{n} = {n}\n" for n in range(500)) + "```\nThe end."


@asynccontextmanager
async def live(board: Board, conversation: str = "thread", refs: tuple[str, ...] = ()) -> AsyncIterator[LiveMessage]:
    async def note(*_: object) -> None:
        await asyncio.sleep(0)

    async with LiveMessage(board.place(conversation), opened=note, dropped=note, refs=refs) as message:
        yield message
        message.epilogue = EPILOGUE


async def write(board: Board, text: str, *, rate: float = 50, conversation: str = "thread", size: int = 4) -> None:
    async with live(board, conversation) as message:
        for start in range(0, len(text), size):
            message.write(text[start : start + size])
            await asyncio.sleep(1 / rate)


@pytest.mark.parametrize("append_only", [False, True])
def test_the_whole_answer_is_shown_over_as_many_messages_as_it_takes(append_only: bool) -> None:
    board = Board(append_only=append_only, latency=0.08)
    in_no_time(write(board, LONG))
    posts = board.shown("thread")
    assert [post.text for post in posts] == paginate(LONG, 2000)
    assert [post.epilogue for post in posts] == [*[None] * (len(posts) - 1), EPILOGUE]
    assert board.refused == 0


def test_no_page_says_that_it_is_still_being_written_once_the_next_one_has_begun() -> None:
    for size in (4, 100, 400):
        board = Board(latency=0.08, shows_writing=True)
        in_no_time(write(board, LONG, size=size))
        assert [post.finished for post in board.shown("thread")] == [True] * len(paginate(LONG, 2000))


def test_a_page_that_fills_up_while_its_turn_comes_ends_by_that_same_call() -> None:
    made = []
    for shows_writing in (False, True):
        board = Board(latency=0.08, shows_writing=shows_writing)
        in_no_time(write(board, LONG))
        made.append(board.made)
    assert made[0] == made[1]


@pytest.mark.parametrize("append_only", [False, True])
def test_middle_texts_are_stand_alone_markdown_and_grow(append_only: bool) -> None:
    board = Board(append_only=append_only, latency=0.08)
    in_no_time(write(board, LONG))
    for post in board.shown("thread"):
        texts = [text for _, text in post.shown]
        assert len(texts) > 2
        if not append_only:
            assert all(open_fence(text) is None for text in texts)


def test_tokens_are_never_held_up_by_a_slow_platform() -> None:
    async def story() -> float:
        board = Board(latency=3.0)
        async with live(board) as message:
            for _ in range(100):
                message.write("word ")
                await asyncio.sleep(0.01)
            return asyncio.get_running_loop().time()

    assert in_no_time(story()) == pytest.approx(1.0, abs=0.01)


def test_the_last_text_does_not_queue_behind_the_middle_texts_of_others() -> None:
    async def story() -> float:
        board = Board(one_bucket=True, latency=0.08)
        async with asyncio.TaskGroup() as tasks:
            for number in range(20):
                tasks.create_task(write(board, "word " * 1500, rate=20, conversation=f"long {number}"))
            await asyncio.sleep(30)
            await write(board, "short answer", conversation="short")
            return asyncio.get_running_loop().time() - 30

    # one call to open and one to finish, each at most one step of the bucket away
    assert in_no_time(story()) < 2 * 1.02 + 4 * 0.08 + 0.2


def test_refused_and_failing_calls_lose_nothing() -> None:
    board = Board()
    board.fail([Throttled(2.0), Flaky("502"), Flaky("reset"), Throttled(0.5)])
    in_no_time(write(board, LONG))
    assert [post.text for post in board.shown("thread")] == paginate(LONG, 2000)


def test_a_platform_that_keeps_failing_ends_the_answer() -> None:
    board = Board()
    board.fail(Flaky("503") for _ in range(100))
    with pytest.raises(Flaky):
        in_no_time(write(board, LONG))


@pytest.mark.parametrize("loss", [Gone("deleted"), Forbidden("not a member")])
def test_a_lost_surface_stops_the_writer(loss: SurfaceError) -> None:
    async def story() -> int:
        board = Board()
        board.fail([loss])
        written = 0
        with pytest.raises(type(loss)):
            async with live(board) as message:
                for _ in range(1000):
                    message.write("word ")
                    written += 1
                    await asyncio.sleep(0.1)
        return written

    assert in_no_time(story()) < 5


def test_a_deleted_message_stops_the_writer() -> None:
    async def story() -> None:
        board = Board()
        async with live(board) as message:
            for count in range(1000):
                message.write("word ")
                await asyncio.sleep(0.1)
                if count == 20:
                    board.delete("post-1")

    with pytest.raises(Gone):
        in_no_time(story())


def test_an_answer_is_written_again_into_the_messages_of_the_first_attempt() -> None:
    async def story() -> Board:
        board = Board()
        await write(board, LONG)
        refs = tuple(board.posts)
        async with live(board, refs=refs) as message:
            message.write("A short answer this time.")
        return board

    board = in_no_time(story())
    assert [(post.ref, post.text) for post in board.posts.values()] == [("post-1", "A short answer this time.")]


def test_a_note_after_cut_code_stands_outside_of_it() -> None:
    async def story() -> Board:
        board = Board()
        async with live(board) as message:
            message.write("```python\nprint(")
            message.note("Stopped.")
        return board

    assert in_no_time(story()).posts["post-1"].text == "```python\nprint(\n```\n\nStopped."


def test_cancelling_the_writer_still_draws_what_was_written() -> None:
    async def story() -> Board:
        board = Board(latency=0.08)
        writing = asyncio.create_task(write(board, "word " * 1000))
        await asyncio.sleep(2.5)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        return board

    (post,) = in_no_time(story()).posts.values()
    assert post.finished
    assert len(post.text) > 4 * 50 * 2.4


def test_code_of_more_than_three_messages_goes_into_a_file() -> None:
    board = Board(append_only=True, takes_files=True)
    code = "".join(f"x{n} = {n}\n" for n in range(2000))
    in_no_time(write(board, f"Here it is.\n\n```python\n{code}```\n\nThat was all.", size=40))
    texts = [post.text for post in board.shown("thread")]
    assert len(texts) == 4
    assert "all of it is in the file `code.py`" in texts[3]
    assert texts[3].endswith("That was all.")
    assert [(file.name, file.text) for file in board.files] == [("code.py", code)]


def test_code_that_ends_with_the_answer_is_in_the_file_to_its_last_line() -> None:
    board = Board(takes_files=True)
    code = "x = 1  # some words of a comment\n" * 500
    in_no_time(write(board, f"```\n{code}last = 2", size=40))
    assert [(file.name, file.text) for file in board.files] == [("code.txt", f"{code}last = 2")]


def test_code_whose_file_is_refused_is_shown_after_all() -> None:
    board = Board(append_only=True, takes_files=True)

    async def story() -> None:
        async with live(board) as message:
            message.write("```python\n" + "".join(f"x{n} = {n}\n" for n in range(2000)) + "```\n\nThe end.")
            await until(lambda: len(board.shown("thread")) == 4, seconds=100)
            board.fail([Forbidden("files:write is missing")])

    in_no_time(story())
    text = "\n".join(post.text for post in board.shown("thread"))
    assert "could not be added (files:write is missing)" in text
    assert [line for line in text.split("\n") if line.startswith("x")] == [f"x{n} = {n}" for n in range(2000)]


def test_a_message_that_was_written_to_for_long_enough_ends_at_a_line_and_the_answer_goes_on() -> None:
    board = Board(append_only=True, max_seconds=20)
    in_no_time(write(board, LONG, rate=10))
    posts = board.shown("thread")
    assert len(posts) > len(paginate(LONG, 2000))
    for post in posts:
        assert post.shown[-1][0] - post.shown[0][0] < 25
        assert open_fence(post.text) is None
    lines = [line for post in posts for line in post.text.split("\n") if line and not line.startswith("```")]
    assert lines == [line for line in LONG.split("\n") if line and not line.startswith("```")]


def test_a_message_ends_in_the_middle_of_a_line_where_no_line_break_comes() -> None:
    board = Board(append_only=True, max_seconds=20)
    in_no_time(write(board, "word " * 300, rate=10))
    posts = board.shown("thread")
    assert len(posts) > 1
    assert "".join(post.text for post in posts) == "word " * 300
