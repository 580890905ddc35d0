"""Which model answers: the request, the conversation, the channel, the person, the workspace, the default."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.core import Core
from bot.choosing import choose
from bot.commands import Call, Reply, parse_code
from bot.errors import NotTheirs, UsageError
from bot.models import Asker
from bot.nouns import Author, Exchange, Message, State
from bot.store.preferences import Level
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ANA, BEN, ROOT = (Author("slack", id, name) for id, name in (("UANA", "Ana"), ("UBEN", "Ben"), ("UROOT", "Root")))
HERE = Asker(ANA, "T1", "C1", "thread-1")


@pytest.fixture
async def core(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Core]:
    model_server.models = dict.fromkeys(("scripted", "of-thread", "of-channel", "of-ana", "of-team", "named"), 32_768)
    async with opened(tmp_path, model_server, admins="slack:UROOT") as core:
        yield core


async def say(core: Core, line: str, author: Author = ANA, channel: str = "C1", conversation: str = "") -> Reply:
    return await core.commands.run(Call("code", line, author, "T1", channel, conversation))


async def ask(core: Core, text: str = "How?", author: Author = ANA, conversation: str = "thread-1") -> Exchange:
    ref = f"{conversation}: {author.name}: {text}"
    message = Message(ref, conversation, author, text, workspace="T1", channel="C1")
    exchange = await core.engine.answer(message, Board().place(conversation))
    assert exchange
    return exchange


async def answers(core: Core, asker: Asker, named: str = "") -> str:
    return (await choose(core.store.preferences, core.models, asker, named)).model.name


async def test_what_stands_nearer_to_the_question_goes_first(core: Core) -> None:
    assert await answers(core, HERE) == "scripted"
    for author, line, where, name in (
        (ROOT, "model of-team --workspace", "", "of-team"),
        (ANA, "model of-ana", "", "of-ana"),
        (BEN, "model of-channel --channel", "", "of-channel"),
        (BEN, "model of-thread --here", "thread-1", "of-thread"),
    ):
        await say(core, line, author, conversation=where)
        assert await answers(core, HERE) == name
    assert await answers(core, HERE, "named") == "named"
    assert await answers(core, replace(HERE, conversation="thread-2")) == "of-channel"
    assert await answers(core, replace(HERE, conversation="", channel="")) == "of-ana"
    assert await answers(core, Asker(BEN, "T1", "C2")) == "of-team"
    assert await answers(core, Asker(BEN, "T2", "C1")) == "scripted"
    await say(core, "model default --here", conversation="thread-1")
    assert await answers(core, HERE) == "of-channel"


async def test_the_reply_says_for_whom_and_how_to_take_it_back(core: Core) -> None:
    reply = await say(core, "model of-channel --channel")
    assert "`of-channel` answers everybody in this channel from now on" in reply.text
    assert reply.buttons[0].command == "code model default --channel"
    later = await say(core, "model of-ana")
    assert "`of-ana` answers you from now on." in later.text
    assert "Here, `of-channel` goes before that: it is chosen for this channel" in later.text
    assert "`of-channel` (chosen for this channel)" in (await say(core, "settings")).text
    listed = await say(core, "model")
    assert "- `of-channel` ← answers you" in listed.text
    assert "`/code model default --channel` takes that away" in listed.text
    assert "No model is chosen for this channel any more." in (await say(core, reply.buttons[0].command[5:])).text
    assert await answers(core, HERE) == "of-ana"


async def test_what_can_not_be_chosen_is_said(core: Core) -> None:
    with pytest.raises(NotTheirs, match="for an admin"):
        await say(core, "model named --workspace")
    with pytest.raises(UsageError, match="no channel"):
        await say(core, "model named --channel", channel="")
    with pytest.raises(UsageError, match="which conversation"):
        await say(core, "model named --here")
    with pytest.raises(UsageError, match="There is no `--team`"):
        await say(core, "model named --team")
    with pytest.raises(UsageError, match=r"no model named 'of-channle'\. Choose of-channel"):
        await say(core, "model of-channle --channel")


async def test_a_choice_that_is_gone_is_passed_over_and_said(core: Core) -> None:
    await core.store.preferences.choose_model_at(Level.CHANNEL, "slack", "T1", "C1", "retired")
    await say(core, "model of-ana")
    assert (await choose(core.store.preferences, core.models, HERE)).skipped == "retired"
    assert (await ask(core)).model == "of-ana"


@pytest.mark.parametrize(
    "text", ["--model named How?", "—model named How?", "--model=named How?", "--model `named`\nHow?"]
)
async def test_a_question_names_the_model_that_answers_it(core: Core, text: str) -> None:
    exchange = await ask(core, text)
    assert (exchange.state, exchange.model, exchange.message.text) == (State.DONE, "named", "How?")
    assert (await ask(core, "And then?")).model == "scripted"


async def test_a_question_may_choose_for_the_rest_of_its_conversation(core: Core) -> None:
    assert (await ask(core, "--model named --here How?")).model == "named"
    assert (await ask(core, "And then?", BEN)).model == "named"
    assert (await ask(core, "And elsewhere?", conversation="thread-2")).model == "scripted"
    with pytest.raises(UsageError, match="Write your question behind it"):
        await ask(core, "--model named")
    with pytest.raises(UsageError, match="no model named 'nmaed'"):
        await ask(core, "--model nmaed --here How?")
    failed = await ask(core, "--model nmaed What?")
    assert failed.state is State.FAILED
    assert "no model named 'nmaed'" in failed.problem


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("model gpt-5 --channel", "model gpt-5 --channel"),
        ("Model default —here", "model default —here"),
        ("url", "url"),
        ("url add laptop http://127.0.0.1:8080/v1", "url add laptop http://127.0.0.1:8080/v1"),
        ("url add team https://llm.example.com/v1 --shared", "url add team https://llm.example.com/v1 --shared"),
        ("URL test laptop", "url test laptop"),
        ("url list all files of a page", None),
        ("url add a query parameter in Python", None),
        ("url test in Python", None),
        ("curl", None),
        ("model a bank --as-classes please", None),
        ("--model gpt-5 how?", None),
    ],
)
def test_what_is_a_command_and_what_a_question(text: str, line: str | None) -> None:
    assert parse_code(text) == line


async def test_addresses_are_kept_by_commands_too(core: Core, model_server: ModelServer) -> None:
    url = model_server.url
    with pytest.raises(UsageError, match=r"code-supporter\.toml"):
        await say(core, f"url add laptop {url}")
    core.models.catalogue = replace(core.models.catalogue, allowed=frozenset({url.removesuffix("/v1")}))
    assert "You keep no address" in (await say(core, "url list")).text
    added = await say(core, f"url add laptop <{url}>")
    assert "You can choose `laptop/scripted` and 5 more now" in added.text
    choose_it, undo = added.buttons
    assert "`laptop/scripted` answers you" in (await say(core, choose_it.command[5:])).text
    assert (await ask(core)).model == "laptop/scripted"
    with pytest.raises(UsageError, match="an address of your own, which others can't ask"):
        await say(core, "model laptop/scripted --channel")
    with pytest.raises(UsageError, match="Never write a key here"):
        await say(core, f"url add other {url} sk-secret")
    with pytest.raises(NotTheirs, match="Only an admin"):
        await say(core, f"url add team {url} --shared")
    assert "All of this workspace can choose `team/" in (await say(core, f"url add team {url} --shared", ROOT)).text
    assert "`laptop/scripted`" in (await say(core, "model")).text
    assert "`team/scripted`" in (await say(core, "model", BEN)).text
    assert "laptop" not in (await say(core, "model", BEN)).text
    assert "6 models" in (await say(core, "url test laptop")).text
    assert f"`/code url add laptop {url}` brings it back" in (await say(core, undo.command[5:])).text
    assert (await ask(core, "And now?")).model == "scripted"
