"""What people get for what they type: the same on every platform."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.core import Core
from bot.commands import Call, Commands, Reply, parse_code
from bot.errors import ModelError, UsageError
from bot.models import Models, Provider
from bot.models.breaker import FAILURES
from bot.nouns import Attachment, Author, Button, Exchange, Message, State
from bot.store.snippets import Viewer
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ANA, BEN = Author("board", "ana", "Ana"), Author("board", "ben", "Ben *the* `boss`")


class Desk:
    """People in one workspace, who ask, command and press buttons."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.board = Board(calls=1000, seconds=1.0)
        self._asked = 0

    async def ask(self, text: str = "Go.", author: Author = ANA, channel: str = "C1", thread: str = "") -> Exchange:
        """Let somebody ask, in a thread of its own unless one is named, and wait for the answer."""
        self._asked += 1
        thread = thread or f"thread-{self._asked}"
        message = Message(f"m{self._asked}", thread, author, text, workspace="T1", channel=channel)
        exchange = await self.core.engine.answer(message, self.board.place(thread))
        assert exchange
        return exchange

    async def run(
        self,
        line: str,
        author: Author = ANA,
        channel: str = "C1",
        workspace: str = "T1",
        thread: str = "",
        files: tuple[Attachment, ...] = (),
    ) -> Reply:
        """Let somebody type a command, or press the button that runs it."""
        name, _, text = line.partition(" ")
        return await self.core.commands.run(Call(name, text, author, workspace, channel, thread, files))

    def viewer(self, author: Author, channel: str = "C1") -> Viewer:
        return Viewer(author, "T1", channel)


@pytest.fixture
async def desk(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Desk]:
    async with opened(tmp_path, model_server) as core:
        yield Desk(core)


@pytest.mark.parametrize(
    ("text", "subcommand"),
    [
        ("help", "help"),
        ("Help!", "help"),
        ("stop.", "stop"),
        (" usage ", "usage"),
        ("web", "web"),
        ("Web Logout", "web logout"),
        ("web logot", "web logot"),
        ("web layout", None),
        ("model", "model"),
        ("model gpt-5-mini", "model gpt-5-mini"),
        ("MODEL Qwen/Coder", "model Qwen/Coder"),
        ("settings", "settings"),
        ("settings mention on", "settings mention on"),
        ("settings mentoin OFF", "settings mentoin off"),
        ("modle", "modle"),
        ("setings", "setings"),
        ("", None),
        ("stop words removal in Python", None),
        ("help me sort a list", None),
        ("model a bank", None),
        ("settings page in Django", None),
        ("settings module", "settings module"),
        ("web scraping", None),
        ("usage of zip", None),
        ("stop\nthe server", None),
        ("sort", None),
        ("def f(): ...", None),
    ],
)
def test_a_subcommand_is_told_from_a_question(text: str, subcommand: str | None) -> None:
    assert parse_code(text) == subcommand


async def test_help_names_every_command(desk: Desk) -> None:
    text = (await desk.run("code help")).text
    assert text == desk.core.commands.help() == (await desk.run("code")).text
    for command in (
        "/code model",
        "/code settings",
        "/code usage",
        "/code stop",
        "/code web",
        "/snippets list",
        "/lessons list",
    ):
        assert f"`{command}`" in text
    assert desk.core.commands.names() == ("code", "snippets", "lessons")
    assert "/snippets save" in (await desk.run("snippets help")).text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("cod help", "no command `/cod`. Did you mean `/code`"),
        ("code modle", "no command `/code modle`. Did you mean `/code model`"),
        ("code settings mentoin on", "Did you mean `/code settings mention`"),
        ("code settings foo", "There is: `/code settings mention`"),
        ("snippets save my name", "nothing follows it"),
        ("code settings mention maybe", "`/code settings mention on`, or `off`"),
        ("snippets lits", "Did you mean `/snippets list`"),
        ("snippets xyz", "There is: `/snippets list`, `/snippets search`"),
        ("snippets show", "Say which snippet: `/snippets show NAME`"),
        ("code model scripetd", "no model named 'scripetd'. Choose scripted"),
    ],
)
async def test_what_is_mistyped_is_told_what_would_be_right(desk: Desk, line: str, sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        await desk.run(line)
    assert sentence in str(refused.value)


async def test_a_chosen_model_answers_its_person_in_that_workspace(desk: Desk, model_server: ModelServer) -> None:
    model_server.models = {"scripted": 0, "large": 0}
    reply = await desk.run("code model large")
    assert "`large` answers you" in reply.text
    assert (await desk.ask()).model == "large"
    assert (await desk.ask(author=BEN)).model == "scripted"
    listed = await desk.run("code model")
    assert "- `large` ← answers you" in listed.text
    assert listed.buttons == (Button("scripted", "code model scripted"), Button("✓ large", "code model large"))
    assert "`scripted` ← answers you" in (await desk.run("code model", BEN)).text
    assert "`scripted` ← answers you" in (await desk.run("code model", workspace="T2")).text
    (back,) = reply.buttons
    assert "The default model answers you from now on: `scripted`" in (await desk.run(back.command)).text
    assert (await desk.ask()).model == "scripted"


async def test_a_model_chosen_with_its_provider_is_the_one_that_is_listed(desk: Desk) -> None:
    assert (await desk.run("code model 127.0.0.1/scripted")).text.startswith("`scripted` answers you")
    listed = (await desk.run("code model")).text
    assert "- `scripted` ← answers you" in listed
    assert "not listed" not in listed


async def test_who_chose_nothing_is_not_told_that_they_chose(tmp_path: Path, model_server: ModelServer) -> None:
    async with opened(tmp_path, model_server, openai_model="unlisted") as core:
        desk = Desk(core)
        assert "The default, `unlisted`, is not listed at the moment." in (await desk.run("code model")).text
        await desk.run("code model unlisted")
        assert "You chose `unlisted`, which is not listed at the moment." in (await desk.run("code model")).text


async def test_of_two_models_with_one_name_the_chosen_one_is_named_with_its_provider(
    desk: Desk, model_server: ModelServer
) -> None:
    async with ModelServer() as other:
        providers = [Provider(name, server.url) for name, server in (("one", model_server), ("two", other))]
        async with Models(providers) as models:
            commands = Commands(desk.core.engine, desk.core.store, models, desk.core.learning, desk.core.budgets)
            call = Call("code", "model two/scripted", ANA, "T1", "C1")
            assert (await commands.run(call)).text.startswith("`two/scripted` answers you")
            listed = (await commands.run(replace(call, text="model"))).text
            assert listed.splitlines()[1:3] == ["- `one/scripted`", "- `two/scripted` ← answers you"]


async def test_a_model_that_can_not_be_asked_stands_last_and_says_why(desk: Desk, model_server: ModelServer) -> None:
    async with ModelServer() as other:
        other.models = {"spare": 0}
        async with Models([Provider("one", model_server.url), Provider("two", other.url)]) as models:
            commands = Commands(desk.core.engine, desk.core.store, models, desk.core.learning, desk.core.budgets)
            call = Call("code", "model", ANA, "T1", "C1")
            await commands.run(call)  # so that both lists are known
            other.breaks("500", times=FAILURES)
            for _ in range(FAILURES):
                with pytest.raises(ModelError):
                    async with models.complete(await models.choose("spare"), [], patience=0) as completion:
                        await anext(completion)
            listed = await commands.run(call)
    _, first, last = listed.text.splitlines()
    assert first == "- `scripted` ← answers you"
    assert re.fullmatch(r"- `spare`: 127\.0\.0\.1:\d+ has not answered since \d\d:\d\d UTC\.", last)
    assert listed.buttons == (Button("✓ scripted", "code model scripted"),)


async def test_a_model_that_a_message_names_goes_before_the_chosen_one(desk: Desk, model_server: ModelServer) -> None:
    model_server.models = {"scripted": 0, "large": 0}
    await desk.run("code model large")
    message = Message("named", "named", ANA, "Go.", model="scripted", workspace="T1", channel="C1")
    exchange = await desk.core.engine.answer(message, desk.board.place("named"))
    assert exchange
    assert exchange.model == "scripted"


async def test_who_chose_a_model_that_is_gone_is_answered_and_told(desk: Desk) -> None:
    await desk.core.store.preferences.choose_model(ANA, "T1", "retired")
    exchange = await desk.ask()
    assert (exchange.state, exchange.model) == (State.DONE, "scripted")
    assert "The model chosen here, retired, is not served" in desk.board.shown("thread-1")[0].text
    assert "You chose `retired`, which is not listed" in (await desk.run("code model")).text


async def test_at_most_twenty_models_are_listed_the_chosen_one_among_them(
    desk: Desk, model_server: ModelServer
) -> None:
    model_server.models = {"scripted": 0, **{f"model-{number:02}": 0 for number in range(30)}}
    await desk.run("code model model-29")
    listed = await desk.run("code model")
    assert len(listed.buttons) == 20
    assert listed.buttons[0] == Button("✓ model-29", "code model model-29")
    assert "… and 11 more: `/code model NAME`" in listed.text


async def test_where_no_model_can_be_listed_the_reason_is_told(desk: Desk, model_server: ModelServer) -> None:
    model_server.lists = False
    with pytest.raises(UsageError):
        await desk.run("code model")


async def test_a_channel_s_setting_is_shown_and_switched_by_its_button(desk: Desk) -> None:
    preferences = desk.core.store.preferences
    shown = await desk.run("code settings")
    assert "`scripted` (the default)" in shown.text
    assert "answered without a mention" in shown.text
    switched = await desk.run(shown.buttons[0].command)
    assert "only where it mentions me" in switched.text
    assert await preferences.needs_mention("board", "T1", "C1")
    assert not await preferences.needs_mention("board", "T1", "C2")
    await desk.run(switched.buttons[0].command)
    assert not await preferences.needs_mention("board", "T1", "C1")


async def test_in_a_direct_message_there_is_no_channel_to_set(desk: Desk) -> None:
    shown = await desk.run("code settings", channel="")
    assert shown.buttons == ()
    with pytest.raises(UsageError, match="In a direct message nothing needs a mention"):
        await desk.run("code settings mention on", channel="")


async def test_usage_is_shown_for_the_person_and_the_workspace(desk: Desk) -> None:
    mine, theirs = await desk.ask("One."), await desk.ask("Two.", BEN)
    taken = await desk.core.store.usage.of([mine.id, theirs.id])
    own, both = taken[mine.id], taken[mine.id] + taken[theirs.id]
    text = (await desk.run("code usage")).text
    lines = text.splitlines()
    assert lines[:3] == [
        "**Usage: you**",
        f"- today: 1 answer, {own.prompt:,} tokens in, {own.completion:,} out, cost unknown",
        f"- the last 30 days: 1 answer, {own.prompt:,} tokens in, {own.completion:,} out, cost unknown",
    ]
    cached = f" ({both.cached:,} cached)" if both.cached else ""
    all_of_them = f"2 answers, {both.prompt:,} tokens in{cached}, {both.completion:,} out, cost unknown"
    assert lines[4:6] == ["**Usage: everybody in this workspace**", f"- today: {all_of_them}"]
    assert f"- `scripted`: {all_of_them}" in lines
    assert lines[-1] == "Days begin at 00:00 UTC."
    assert "By person" not in text
    assert "- the last 30 days: nothing" in (await desk.run("code usage", workspace="T2")).text


async def test_stop_stops_what_is_written_for_this_person_in_this_channel(
    desk: Desk, model_server: ModelServer
) -> None:
    model_server.hold(after=1)
    async with asyncio.TaskGroup() as tasks:
        mine = [tasks.create_task(desk.ask()), tasks.create_task(desk.ask())]
        others = [tasks.create_task(desk.ask(channel="C2")), tasks.create_task(desk.ask(author=BEN))]
        for _ in range(4):
            await model_server.asks()
        assert (await desk.run("code stop")).text == "Stopped your 2 answers."
        await asyncio.wait(mine)
        assert (await desk.run("code stop")).text == "No answer is being written for you here."
        model_server.release()
    assert [task.result().state for task in mine] == [State.STOPPED, State.STOPPED]
    assert [task.result().state for task in others] == [State.DONE, State.DONE]


async def test_web_gives_the_address_or_says_that_nobody_set_it(
    desk: Desk, tmp_path: Path, model_server: ModelServer
) -> None:
    assert "operator of this Code Supporter has not set `PUBLIC_URL`" in (await desk.run("code web")).text
    async with opened(tmp_path / "other", model_server, public_url="https://code.example.org/") as core:
        assert (await Desk(core).run("code web")).text == "The web page: https://code.example.org"


async def test_a_link_is_given_only_where_a_platform_says_who_calls(tmp_path: Path, model_server: ModelServer) -> None:
    settings: dict[str, Any] = {"web_auth": "chat", "public_url": "https://code.example", "discord_bot_token": "a.b.c"}
    async with opened(tmp_path, model_server, **settings) as core:
        desk = Desk(core)
        said = await desk.run("code web")
        assert said.text.startswith("The web page: https://code.example\n")
        assert said.buttons == ()
        given = await core.commands.run(Call("code", "web", ANA, "T1", signs_in=True))
        assert given.buttons[0].url.startswith("https://code.example/login#t=")
        with pytest.raises(UsageError, match="Did you mean `/code web logout`"):
            await desk.run("code web logot")
        assert (await desk.run("code web logout")).text == "You are signed in nowhere."


async def test_code_is_saved_listed_shown_deleted_and_had_back(desk: Desk, model_server: ModelServer) -> None:
    model_server.says("Do:\n```python\ndef retry():\n    ...\n```")
    await desk.ask("How do I retry?")
    saved = await desk.run("snippets save")
    (show,) = saved.buttons
    key = show.command.rpartition(" ")[2]
    assert f"- `{key}` `retry` · python" in saved.text
    shown = await desk.run(show.command)
    assert shown.text.startswith(
        f"`{key}` `retry` · python · seen by the people of its channel\n\n```python\ndef retry"
    )
    *_, delete = shown.buttons
    assert delete == Button("Delete", f"snippets delete {key}", danger=True)
    assert f"**Snippets** (1)\n- `{key}` `retry`" in (await desk.run("snippets")).text
    deleted = await desk.run(delete.command)
    assert "No snippets are saved here yet" in (await desk.run("snippets list")).text
    (undo,) = deleted.buttons
    assert undo == Button("Undo", f"snippets restore {key}")
    assert "`retry` is back." in (await desk.run(undo.command)).text
    assert key in (await desk.run("snippets list RETRY")).text


async def test_others_in_the_channel_see_a_snippet_and_whose_it_is_and_can_t_delete_it(
    desk: Desk, model_server: ModelServer
) -> None:
    model_server.says("```sql\nselect 1\n```")
    await desk.ask("One?", BEN)
    await desk.run("snippets save", BEN)
    assert (await desk.run("snippets")).text.endswith("`One?` · sql · Ben the boss")
    assert (await desk.run("snippets show one?")).buttons == ()
    with pytest.raises(UsageError, match="can be deleted only by who saved it"):
        await desk.run("snippets delete one?")
    for line in ("snippets show one?", "snippets restore one?"):
        with pytest.raises(UsageError, match="There is no snippet"):
            await desk.run(line, channel="C2")


async def test_what_is_saved_in_a_direct_message_is_seen_by_nobody_else(desk: Desk, model_server: ModelServer) -> None:
    model_server.says("```sql\nselect secret\n```")
    await desk.ask("One?", channel="D1")
    await desk.run("snippets save", channel="")
    for channel in ("", "C1", "D1"):
        assert "No snippets" in (await desk.run("snippets", BEN, channel)).text
        assert "(1)" in (await desk.run("snippets", ANA, channel)).text


async def test_the_last_answer_is_saved_of_the_thread_where_that_is_known(
    desk: Desk, model_server: ModelServer
) -> None:
    model_server.says("```py\nfirst = 1\n```", "```py\nsecond = 2\n```", "No code.")
    await desk.ask(thread="first")
    await desk.ask(thread="second")
    assert "first = 1" in (await desk.run((await desk.run("snippets save", thread="first")).buttons[0].command)).text
    assert "second = 2" in (await desk.run((await desk.run("snippets save")).buttons[0].command)).text
    with pytest.raises(UsageError, match="no answer to you here yet"):
        await desk.run("snippets save", thread="first", workspace="T2")
    with pytest.raises(UsageError, match="no answer to you here yet"):
        await desk.run("snippets save", BEN)
    await desk.ask()
    with pytest.raises(UsageError, match="has no code"):
        await desk.run("snippets save")


async def test_a_long_list_pages_by_ten_with_a_button(desk: Desk) -> None:
    book = desk.core.commands.snippets
    for number in range(25):
        await book.keep_code(f"x = {number}", Call("", "", ANA, "T1", "C1").viewer, name=f"number {number}")
    first = await desk.run("snippets list x =")
    assert "**Snippets with** `x =` (25 · page 1 of 3)" in first.text
    assert first.text.count("\n- ") == 10
    assert [button.label.partition(" ")[0] for button in first.buttons] == [*["Show"] * 10, "More"]
    assert first.buttons[-1] == Button("More", "snippets list x = --page 2")
    assert "number 24" in (await desk.run(first.buttons[0].command)).text
    second = await desk.run(first.buttons[-1].command)
    assert "number 14" in second.text
    last = await desk.run(second.buttons[-1].command)
    assert (last.text.count("\n- "), len(last.buttons)) == (5, 5)
    assert (await desk.run("snippets")).buttons[-1] == Button("More", "snippets list --page 2")
    with pytest.raises(UsageError, match="no page 9 of these snippets; the last one is 3"):
        await desk.run("snippets list --page 9")


async def test_strange_code_is_shown_whole_and_long_code_comes_as_a_file(desk: Desk) -> None:
    book, viewer = desk.core.commands.snippets, Call("", "", ANA, "T1", "C1").viewer
    (ticks,) = await book.keep_code("````md\n```py\nx\n```\n````", viewer)
    assert "````md\n```py\nx\n```\n````" in (await desk.run(f"snippets show {ticks.key}")).text
    code = "x = 1\n" * 2000 + "end"
    (long,) = await book.keep_code(code, viewer, language="python", name="../../etc/`passwd`")
    reply = await desk.run(f"snippets show {long.key}")
    assert reply.file
    assert (reply.file.name, reply.file.text) == ("etc-passwd.py", code)
    assert "x = 1" not in reply.text
    assert "No snippet holds" in (await desk.run("snippets list zz` <!channel>")).text


async def test_a_snippet_is_found_by_words_and_called_something_else_and_back(desk: Desk) -> None:
    book = desk.core.commands.snippets
    (kept,) = await book.keep_code("x = 1", Call("", "", ANA, "T1", "C1").viewer, name="Ex one")
    renamed = await desk.run(f"snippets rename {kept.key} retry `with` backoff")
    assert f"`Ex one` is called `retry with backoff` now: `{kept.key}`" in renamed.text
    assert "retry with backoff" in (await desk.run("snippets search backoff")).text
    await desk.run(renamed.buttons[0].command)
    assert "Ex one" in (await desk.run(f"snippets show {kept.key}")).text
    for line, refusal in (
        (f"snippets rename {kept.key}", "NEW NAME"),
        ("snippets rename", "Say which snippet"),
        (f"snippets rename {kept.key} {'x' * 61}", "60 characters at most"),
        ("snippets rename nothing else", "There is no snippet"),
        ("snippets search", "WORDS"),
    ):
        with pytest.raises(UsageError, match=refusal):
            await desk.run(line)
    with pytest.raises(UsageError, match="can be edited only by who saved it"):
        await desk.run(f"snippets rename {kept.key} mine", BEN)


async def test_where_mentions_are_answered_can_be_chosen_where_there_is_a_choice(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no command `/code settings inplace`"):
        await desk.run("code settings inplace on")
    there = Author("discord", "1", "Ana")
    assert "in a thread of its own" in (await desk.run("code settings", there)).text
    changed = await desk.run("code settings inplace on", there)
    assert "below it, in the channel" in changed.text
    assert await desk.core.store.preferences.answers_in_place("discord", "T1", "C1")
    await desk.run(changed.buttons[0].command, there)
    assert not await desk.core.store.preferences.answers_in_place("discord", "T1", "C1")
