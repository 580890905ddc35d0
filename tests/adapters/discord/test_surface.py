"""What people see of an answer in Discord: all its messages, its buttons and its files, where it belongs."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.place import message_of
from adapters.discord.surface import MAX_CHARS
from bot.fences import open_fence
from bot.nouns import Attachment, State
from bot.pages import paginate
from bot.surface import Epilogue
from tests.adapters.discord.thread_of import CODE, DELETE, OVERLONG, POST, SECOND, SHORT, Thread, asked, logged_in
from tests.fakes.discord import BEN, GENERAL, DiscordServer
from tests.until import until

RATED = ["👍", "👎", "Regenerate", "Save code"]


@pytest.fixture
async def thread() -> AsyncIterator[Thread]:
    async with DiscordServer(second=SECOND) as discord, logged_in(discord, second=SECOND) as connection:
        yield await asked(discord, connection)
        assert not discord.refused
        assert not discord.pinged


@pytest.fixture
async def chain() -> AsyncIterator[Thread]:
    async with DiscordServer(second=SECOND) as discord, logged_in(discord, second=SECOND) as connection:
        yield await asked(discord, connection, in_place=True)


async def test_an_answer_grows_in_one_message_and_ends_with_its_buttons(thread: Thread) -> None:
    async with thread.live() as message:
        message.write("Look:\n\n```python\nx = 1\n")
        await until(lambda: bool(thread.posts))
        assert thread.buttons == [["Stop"]]
        message.write("y = 2\n```\nDone.")
    (post,) = thread.posts
    assert post.content == "Look:\n\n```python\nx = 1\ny = 2\n```\nDone."
    assert all(open_fence(text) is None for _, text in post.contents)
    assert thread.buttons == [RATED]
    assert thread.refs == [f"{thread.place.channel}:{post.id}"]


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        (State.DONE, RATED),
        (State.STOPPED, ["👍", "👎", "Try again", "Save code"]),
        (State.FAILED, ["Try again"]),
        (State.INTERRUPTED, ["Try again"]),
    ],
)
async def test_what_can_be_pressed_goes_by_how_an_answer_ended(thread: Thread, state: State, labels: list[str]) -> None:
    async with thread.live(state=state) as message:
        message.write(SHORT)
    assert thread.buttons == [labels]


async def test_a_long_answer_goes_on_in_further_messages(thread: Thread) -> None:
    await thread.write(CODE, seconds=0.5, size=200)
    assert thread.texts == [page.strip() for page in paginate(CODE, MAX_CHARS, utf16=True)]
    assert len(thread.texts) == 3
    assert thread.buttons == [[], [], RATED]
    assert all(open_fence(page) is None for page in thread.texts)


async def test_a_long_answer_that_comes_at_once_shows_no_button_to_stop_it(thread: Thread) -> None:
    await thread.write(CODE, size=len(CODE))
    assert thread.buttons == [[], [], RATED]


async def test_emoji_count_as_two_so_that_no_message_is_too_long(thread: Thread) -> None:
    text = "🐍" * 1500
    await thread.write(text, size=7)
    assert "".join(thread.texts) == text
    assert len(thread.texts) == 2
    assert all(len(page.encode("utf-16-le")) <= 2 * MAX_CHARS for page in thread.texts)


async def test_posts_make_no_noise_and_name_what_they_answer(chain: Thread) -> None:
    await chain.write(SHORT)
    (post,) = chain.posts
    body = chain.discord.made(*POST)[0].body
    assert isinstance(body, dict)
    assert body["flags"] == (1 << 12) | (1 << 2)  # no notification, no previews of links
    assert body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert post.reference
    assert post.reference["message_id"] == chain.place.root


async def test_an_answer_whose_question_is_gone_is_shown_all_the_same(chain: Thread) -> None:
    await chain.discord.deletes(chain.place.root)
    await chain.write(SHORT)
    assert chain.texts == [SHORT]


async def test_a_shorter_answer_takes_the_messages_of_the_longer_one_away(thread: Thread) -> None:
    await thread.write(CODE, size=500)
    refs = list(thread.refs)
    thread.surface = thread.another()
    await thread.write(SHORT, refs=refs)
    assert thread.texts == [SHORT]
    assert thread.buttons == [RATED]
    assert thread.refs[-2:] == [f"-{refs[1]}", f"-{refs[2]}"]


async def test_a_message_that_somebody_took_away_first_is_no_trouble(thread: Thread) -> None:
    await thread.write(CODE, size=500)
    refs = list(thread.refs)
    await thread.discord.deletes(str(message_of(refs[2])))
    await thread.write(SHORT, refs=refs)
    assert thread.texts == [SHORT]


async def test_code_that_is_too_long_is_added_as_a_file(thread: Thread) -> None:
    await thread.write(OVERLONG, size=500)
    ((name, text),) = thread.files
    assert name.endswith(".py")
    assert text in OVERLONG
    assert len(thread.texts) == 4
    assert name in thread.texts[-1]
    assert thread.buttons[:4] == [[], [], [], RATED]


@pytest.mark.parametrize("fault", [40005, 50013, 50035])
async def test_where_the_file_is_not_taken_its_code_is_shown(thread: Thread, fault: int) -> None:
    async with thread.live() as message:
        message.write(OVERLONG)
        await until(lambda: len(thread.posts) == 4)
        thread.discord.fails(*POST, fault)
    assert thread.files == []
    shown = "\n".join(thread.texts)
    assert "could not be added" in shown
    assert all(line in shown for line in OVERLONG.splitlines())
    assert thread.buttons[-1] == RATED


async def test_a_file_whose_post_was_lost_is_there_once(thread: Thread) -> None:
    draft = await thread.surface.open("Look:")
    thread.surface = thread.another()
    await thread.surface.reopen(draft.ref)
    thread.discord.fails(*POST, "cut", done=True)
    with pytest.raises(Exception, match="did not answer"):
        await thread.surface.attach(Attachment("code.py", "x = 1\n"))
    await thread.surface.attach(Attachment("code.py", "x = 1\n"))
    assert thread.files == [("code.py", "x = 1\n")]


async def test_an_answer_that_is_written_again_has_its_file_once(thread: Thread) -> None:
    first = await thread.surface.open("First answer.")
    await thread.surface.attach(Attachment("code.py", "x = 1\n"))
    await thread.surface.attach(Attachment("other.py", "y = 1\n"))
    await thread.discord.says(thread.place.channel, "And then?")
    thread.surface = thread.another()
    await thread.surface.open("Second answer.")
    await thread.surface.attach(Attachment("code.py", "x = 2\n"))
    thread.surface = thread.another()
    await thread.surface.reopen(first.ref)
    await thread.surface.attach(Attachment("code.py", "x = 3\n"))
    assert [text for _, text in thread.files] == ["y = 1\n", "x = 2\n", "x = 3\n"]


async def test_an_old_file_that_stays_costs_nothing(thread: Thread) -> None:
    first = await thread.surface.open("First answer.")
    await thread.surface.attach(Attachment("code.py", "x = 1\n"))
    thread.surface = thread.another()
    await thread.surface.reopen(first.ref)
    thread.discord.fails(*DELETE, 500)
    await thread.surface.attach(Attachment("code.py", "x = 2\n"))
    assert [text for _, text in thread.files] == ["x = 1\n", "x = 2\n"]
    thread.surface = thread.another()
    await thread.surface.reopen(first.ref)
    thread.discord.permit(GENERAL, read_message_history=False)
    await thread.surface.attach(Attachment("code.py", "x = 3\n"))
    assert [text for _, text in thread.files] == ["x = 1\n", "x = 2\n", "x = 3\n"]


async def test_in_a_channel_nobody_else_s_file_is_touched(chain: Thread) -> None:
    first = await chain.surface.open("Answer to Ana.")
    await chain.surface.attach(Attachment("code.py", "x = 1\n"))
    await chain.discord.says(GENERAL, "How?", BEN)
    other = await asked(chain.discord, chain.connection, in_place=True)
    await other.surface.open("Answer to Ben.")
    await other.surface.attach(Attachment("code.py", "x = 2\n"))
    chain.surface = chain.another()
    await chain.surface.reopen(first.ref)
    await chain.surface.attach(Attachment("code.py", "x = 3\n"))
    assert [text for _, text in chain.files] == ["x = 2\n", "x = 3\n"]


async def test_a_draft_needs_no_more_than_its_name(thread: Thread) -> None:
    left = await thread.surface.open("Half an")
    draft = await thread.another().reopen(left.ref)
    await draft.redraw("Half an ans")
    await draft.finish("An answer.", Epilogue(7, State.DONE))
    assert thread.texts == ["An answer."]
    await draft.retract()
    assert thread.posts == []
