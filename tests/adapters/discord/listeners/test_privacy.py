"""Who sees what is saved: all who may read along; or, where not everybody may, its author alone until they share it."""

from collections.abc import Awaitable, Callable

import pytest

from bot.nouns import Author
from bot.store.snippets import Viewer
from tests.adapters.discord.acts import run
from tests.adapters.discord.wiring import AUTHOR, CODE, Room, answered_alone
from tests.fakes.discord import ANA, BEN, BOT, G1, GENERAL
from tests.fakes.discord.places import PRIVATE_THREAD
from tests.until import until

BENS = Viewer(Author("discord", BEN, "Ben"), G1, GENERAL)
MINE = Viewer(AUTHOR, G1)
ME = f"<@{BOT}>"
Save = Callable[[Room, str, str], Awaitable[None]]


def closes(room: Room) -> None:
    """Let #general be read by Ana, Ben and the bot alone."""
    for one in (ANA, BEN, BOT):
        room.discord.permit(GENERAL, one, view_channel=True)
    room.discord.permit(GENERAL, G1, view_channel=False)


async def by_command(room: Room, thread: str, answer: str) -> None:
    assert "**Saved**" in (await run(room, "/snippets save", channel=thread)).content


async def by_button(room: Room, thread: str, answer: str) -> None:
    done = await room.discord.presses(answer, "Save code")
    await until(lambda: answered_alone(done, "**Saved**"))


async def by_reaction(room: Room, thread: str, answer: str) -> None:
    await room.discord.reacts(answer, "📌")
    await room.posted("**Saved**", thread)


async def by_menu(room: Room, thread: str, answer: str) -> None:
    done = await room.discord.chooses("Save as snippet", answer)
    await until(lambda: answered_alone(done, "**Saved**"))


async def by_menu_of_another(room: Room, thread: str, answer: str) -> None:
    said = await room.discord.says(thread, "```py\nprint(1)\n```", BEN)
    done = await room.discord.chooses("Save as snippet", said)
    await until(lambda: answered_alone(done, "**Saved**"))


async def by_file(room: Room, thread: str, answer: str) -> None:
    file = room.discord.file("a.py", "print(1)")
    assert "**Saved**" in (await run(room, "/snippets save", channel=thread, file=file)).content


WAYS = [by_command, by_button, by_reaction, by_menu, by_menu_of_another, by_file]


@pytest.mark.parametrize("save", WAYS)
@pytest.mark.parametrize("is_private", [True, False])
async def test_what_is_saved_is_seen_by_those_who_may_read_along(room: Room, save: Save, is_private: bool) -> None:
    if is_private:
        closes(room)
    room.model.says(CODE)
    thread, answer = await room.asks()
    await save(room, thread, answer.id)
    assert await room.kept(MINE) == ["print(1)"]
    assert await room.kept(BENS) == ([] if is_private else ["print(1)"])
    (kept,) = (await room.core.commands.snippets.search(MINE)).snippets
    link = f"https://discord.com/channels/{G1}/{thread}/"
    assert kept.source.startswith("" if save is by_file else link)
    if save is by_menu_of_another:
        assert kept.source.removeprefix(link) in room.discord.world.posts
    elif save is not by_file:
        assert kept.source == f"{link}{answer.id}"
    if is_private:
        assert "seen by you alone" in (await run(room, "/snippets show", name=kept.key)).content
        assert kept.key in (await run(room, "/snippets list")).content
        assert "The people of this channel see" in (await run(room, "/snippets share", name=kept.key)).content
        assert await room.kept(BENS) == ["print(1)"]


async def test_a_private_thread_is_private_in_a_channel_for_all(room: Room) -> None:
    room.model.says(CODE)
    thread = await room.discord.begins_thread(GENERAL, "between us", kind=PRIVATE_THREAD)
    await room.discord.says(thread, f"{ME} print one")
    await room.answers(thread)
    await room.discord.reacts(room.mine(thread)[0].id, "📌")
    await room.posted("**Saved**", thread)
    assert await room.kept(MINE) == ["print(1)"]
    assert await room.kept(BENS) == []
    (kept,) = (await room.core.commands.snippets.search(MINE)).snippets
    shared = await run(room, "/snippets share", channel=thread, name=kept.key)
    assert f"That is <#{GENERAL}>, to which this thread belongs." in shared.content
    assert await room.kept(BENS) == ["print(1)"]


async def test_direct_messages_are_shared_with_nobody(room: Room) -> None:
    direct = room.discord.direct()
    room.model.says(CODE)
    await room.discord.says(direct, "print one")
    await room.answers(direct)
    key = (await run(room, "/snippets save", channel=direct)).content.split("`")[1]
    for everyone in (False, True):
        told = await run(room, "/snippets share", channel=direct, name=key, everyone=everyone)
        assert "there is nobody to share it with" in told.content
    bens = room.discord.direct(BEN)
    assert "No snippets" in (await run(room, "/snippets list", BEN, bens)).content
    shown = await run(room, "/snippets show", channel=direct, name=key)
    assert f"](https://discord.com/channels/@me/{direct}/" in shown.content


async def test_a_channel_that_is_closed_later_keeps_what_was_shared_and_adds_nothing(room: Room) -> None:
    book = room.core.commands.snippets
    await book.keep_code("before = 1", Viewer(AUTHOR, G1, GENERAL), name="before")
    closes(room)
    await room.heard()
    await run(room, "/snippets save", file=room.discord.file("after.py", "after = 1"))
    assert await room.kept(BENS) == ["before = 1"]
    room.discord.permit(GENERAL, G1, view_channel=True)
    await room.heard()
    await run(room, "/snippets save", file=room.discord.file("again.py", "again = 1"))
    assert sorted(await room.kept(BENS)) == ["again = 1", "before = 1"]
