"""What Discord refuses: each refusal as an error with its sentence, and what becomes of an answer that meets it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord.errors import LOCKED, translated
from adapters.discord.surface import MAX_CHARS
from bot.errors import Flaky, Forbidden, Gone, SurfaceError, Throttled
from bot.nouns import State
from bot.pages import paginate
from bot.surface import Epilogue
from tests.adapters.discord.thread_of import CODE, EDIT, POST, SECOND, SHORT, Thread, asked, logged_in
from tests.fakes.discord import BOT, G1, GENERAL, DiscordServer
from tests.until import until

WAKE = "PATCH", "/channels/{channel}"


@pytest.fixture
async def thread() -> AsyncIterator[Thread]:
    async with DiscordServer(second=SECOND) as discord, logged_in(discord, second=SECOND) as connection:
        yield await asked(discord, connection)


@pytest.mark.parametrize(
    ("fault", "kind", "sentence"),
    [
        (10003, Gone, "thread was deleted"),
        (10008, Gone, "message was deleted"),
        (10004, Gone, "no longer on this server"),
        (50001, Forbidden, "can't see this channel"),
        (50013, Forbidden, "Send Messages in Threads"),
        (160002, Forbidden, "Read Message History"),
        (160005, Forbidden, "locked"),
        (403, Forbidden, "does not allow that here .403: Forbidden"),
        (50021, Forbidden, "does not allow that here .Cannot execute action on a system message"),
        (401, Forbidden, "token"),
        (50035, SurfaceError, "did not take the message"),
        (50006, SurfaceError, "refused it"),
        (30046, Flaky, "older than an hour"),
        (500, Flaky, "HTTP 500"),
        (503, Flaky, "HTTP 503"),
        ("cut", Flaky, "did not answer"),
    ],
)
async def test_each_refusal_is_an_error_of_the_port(
    thread: Thread, fault: int | str, kind: type[SurfaceError], sentence: str
) -> None:
    draft = await thread.surface.open("Hello.")
    thread.discord.fails(*EDIT, fault)
    with pytest.raises(kind, match=sentence) as refused:
        await draft.redraw("Hello, you.")
    assert len(thread.tries(EDIT)) == 1  # the SDK would rest for a second, and try again with success
    assert refused.value.code == ("" if fault == "cut" else str(fault))
    await draft.redraw("Hello, you.")
    assert thread.texts == ["Hello, you."]


@pytest.mark.parametrize(("fault", "rest"), [(429, 0.3), ("cloudflare", 5.0)])
async def test_too_many_calls_are_told_with_the_rest_that_is_wanted(
    thread: Thread, fault: int | str, rest: float
) -> None:
    draft = await thread.surface.open("Hello.")
    thread.discord.fails(*EDIT, fault, retry_after=0.3)
    with pytest.raises(Throttled) as refused:
        await draft.redraw("Hello, you.")
    assert refused.value.retry_after == rest
    assert len(thread.tries(EDIT)) == 1


async def test_where_all_calls_are_to_stop_the_sdk_stops_them(thread: Thread) -> None:
    draft = await thread.surface.open("Hello.")
    thread.discord.fails(*EDIT, 429, retry_after=0.3, is_global=True)
    begun = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(draft.redraw("Hello, you."))
        await until(lambda: thread.tries(EDIT) == [429])
        await thread.another().open("Another one.")
        assert asyncio.get_running_loop().time() - begun > 0.25
    assert thread.texts == ["Hello, you.", "Another one."]


async def test_a_thread_that_sleeps_is_woken(thread: Thread) -> None:
    async with thread.live() as message:
        message.write("Hello")
        await until(lambda: bool(thread.posts))
        await thread.discord.archives(thread.place.channel)
        message.write(", you.")
    assert thread.texts == ["Hello, you."]
    assert not thread.discord.channel(thread.place.channel).archived
    assert thread.buttons[0][0] == "👍"


async def test_a_thread_that_is_locked_is_left_alone_with_a_sentence(thread: Thread) -> None:
    draft = await thread.surface.open("Hello.")
    await thread.discord.archives(thread.place.channel, locked=True)
    for doing in (draft.redraw("Hello, you."), draft.finish("Hello!", None), thread.surface.open("More.")):
        with pytest.raises(Forbidden, match=LOCKED):
            await doing
    assert thread.texts == ["Hello."]


async def test_a_thread_that_can_t_be_woken_just_now_is_tried_again(thread: Thread) -> None:
    draft = await thread.surface.open("Hello.")
    await thread.discord.archives(thread.place.channel)
    thread.discord.fails(*WAKE, 500)
    with pytest.raises(Flaky):
        await draft.redraw("Hello, you.")
    await draft.redraw("Hello, you.")
    assert thread.texts == ["Hello, you."]


@pytest.mark.parametrize("what", ["message", "thread", "channel"])
async def test_what_is_deleted_stops_the_writer(thread: Thread, what: str) -> None:
    with pytest.raises(Gone, match="deleted"):
        async with thread.live() as message:
            message.write("word ")
            await until(lambda: bool(thread.posts))
            match what:
                case "message":
                    await thread.discord.deletes(thread.posts[0].id)
                case "thread":
                    await thread.discord.deletes_thread(thread.place.channel)
                case "channel":
                    await thread.discord.deletes(GENERAL)
            for _ in range(1000):
                message.write("word ")
                await asyncio.sleep(0.02)


async def test_who_is_thrown_out_or_shut_out_stops_writing(thread: Thread) -> None:
    draft = await thread.surface.open("Hello.")
    thread.discord.permit(GENERAL, send_messages_in_threads=False)
    with pytest.raises(Forbidden, match="may not write here"):
        await thread.surface.open("More.")
    thread.discord.permit(GENERAL, view_channel=False)
    with pytest.raises(Forbidden, match="can't see"):
        await draft.redraw("Hello, you.")
    await thread.discord.leaves(G1, BOT)
    with pytest.raises(Forbidden, match="can't see"):
        await draft.finish("Hello, you.", None)


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("route", [POST, EDIT])
async def test_an_answer_of_discord_s_that_is_lost_doubles_nothing(
    thread: Thread, route: tuple[str, str], done: bool
) -> None:
    thread.discord.fails(*route, "cut", done=done)
    await thread.write(SHORT, seconds=0.3)
    assert thread.texts == [SHORT]


async def test_a_message_that_was_posted_unheard_gets_the_words_that_came_meanwhile(thread: Thread) -> None:
    pages = paginate(CODE, MAX_CHARS, utf16=True)
    async with thread.live() as message:
        thread.discord.fails(*POST, "cut", done=True)
        message.write(CODE[:10])
        await until(lambda: bool(thread.posts))
        message.write(CODE[10:])
    assert thread.texts == pages
    assert [text for _, text in thread.posts[0].contents][:2] == [CODE[:10].strip(), pages[0]]


@pytest.mark.parametrize("fault", [429, 500, "cloudflare", "cut", 30046])
async def test_the_last_edit_lands_however_often_it_is_refused(thread: Thread, fault: int | str) -> None:
    async with thread.live() as message:
        message.write("Some ")
        await until(lambda: bool(thread.posts))
        thread.discord.fails(*EDIT, fault, 3 if fault != "cloudflare" else 1, retry_after=0.05)
        message.write("words.")
    assert thread.texts == ["Some words."]
    assert thread.buttons[0][0] == "👍"
    assert len(thread.posts) == 1


async def test_an_answer_whose_last_edit_is_never_taken_is_not_posted_a_second_time(thread: Thread) -> None:
    with pytest.raises(Throttled):
        async with thread.live() as message:
            message.write("Some ")
            await until(lambda: bool(thread.posts))
            thread.discord.fails(*EDIT, 429, 99, retry_after=0.01)
            message.write("words.")
    assert thread.texts == ["Some"]
    assert len(thread.tries(EDIT)) == 8
    assert len(thread.tries(POST)) == 1


async def test_a_refusal_slows_all_that_draw_from_the_bucket_and_no_other(thread: Thread) -> None:
    rates, here = thread.connection.rates, thread.place.channel
    async with thread.live() as message:
        message.write("Some ")
        await until(lambda: bool(thread.posts))
        thread.discord.fails(*EDIT, 429, retry_after=0.5)
        message.write("words ")
        await until(lambda: 429 in thread.tries(EDIT))
        await until(lambda: not rates.edit(here).is_free())
        assert rates.edit(GENERAL).is_free()
        assert rates.post(here).is_free()
        message.write("more.")
    assert thread.texts == ["Some words more."]
    assert thread.posts[0].contents[-1][0] - thread.posts[0].contents[0][0] > 0.5


async def test_old_messages_that_take_no_edits_hold_up_no_other(thread: Thread) -> None:
    draft = await thread.surface.open("An hour ago.")
    thread.discord.fails(*EDIT, 30046)
    with pytest.raises(Flaky):
        await draft.finish("An hour ago!", Epilogue(7, State.DONE))
    assert thread.connection.rates.edit(thread.place.channel).is_free()


async def test_a_client_that_was_closed_beside_the_call_is_tried_again_and_a_fault_is_not() -> None:
    with pytest.raises(Flaky, match="RuntimeError"):
        async with translated():
            raise RuntimeError("Session is closed")
    with pytest.raises(RuntimeError, match="a fault of ours"):
        async with translated():
            raise RuntimeError("a fault of ours")
