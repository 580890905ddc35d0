"""The net: what goes wrong is logged and told, wherever the person can be reached."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.attempt import FAULT
from adapters.slack.answers import Answers
from adapters.slack.listeners.net import attend
from adapters.slack.origin import Origin, Where
from adapters.slack.parts import Parts
from adapters.slack.status import Statuses
from adapters.work import Work
from bot.deeds import Deeds
from tests import stack
from tests.adapters.slack.thread_of import opened
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import SlackServer

ANA = Origin(Where("T1"), "UANA", "C1")


@asynccontextmanager
async def parts(folder: Path, model: ModelServer, slack: SlackServer) -> AsyncIterator[Parts]:
    """All that listeners work with, without an app before it."""

    async def forget(where: Where, before: float) -> None:
        raise AssertionError("nobody uninstalls")

    async with stack.opened(folder, model) as core, opened(slack) as workspaces:
        answers = Answers(core.engine, workspaces, Statuses())
        commands, book = core.commands, core.commands.snippets
        deeds, work = Deeds(core.store, book), Work()
        yield Parts(
            core.engine,
            core.store,
            core.models,
            commands,
            core.learning,
            book,
            deeds,
            workspaces,
            answers,
            work,
            forget,
        )


async def fail() -> None:
    raise LookupError("a bug")


async def test_a_fault_of_ours_is_logged_and_told(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as slack, parts(tmp_path, model_server, slack) as all_parts:
        await attend(all_parts, ANA, "save 7", fail)
        (told,) = slack.ephemerals
    assert (told.user, told.markdown) == ("UANA", FAULT)
    assert "save 7 failed" in caplog.text
    assert "LookupError: a bug" in caplog.text


async def test_who_can_not_be_told_in_the_channel_is_told_directly(tmp_path: Path, model_server: ModelServer) -> None:
    async with SlackServer() as slack, parts(tmp_path, model_server, slack) as all_parts:
        await attend(all_parts, Origin(Where("T1"), "UANA", "C4"), "save 7", fail)
        assert [post.markdown for post in slack.messages("D1")] == [FAULT]


async def test_who_can_not_be_told_at_all_is_in_the_log(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as slack, parts(tmp_path, model_server, slack) as all_parts:
        slack.fails("chat.postEphemeral", "missing_scope")
        slack.fails("conversations.open", "missing_scope")
        await attend(all_parts, ANA, "save 7", fail)
        await attend(all_parts, Origin(Where("T9"), "UANA", "C1"), "save 8", fail)
    assert caplog.text.count("could not be told") == 2


async def test_at_the_end_what_is_soon_done_is_done_and_the_rest_is_cut(
    tmp_path: Path, model_server: ModelServer
) -> None:
    done: list[str] = []

    async def work(name: str, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
            done.append(name)
        finally:
            done.append(f"{name} is over")

    async with SlackServer() as slack, parts(tmp_path, model_server, slack) as all_parts:
        async with all_parts.work.open():
            all_parts.work.start(work("short", 0.1), "short")
            all_parts.work.start(work("long", 60), "long")
        assert done == ["short", "short is over", "long is over"]


async def test_before_and_after_its_time_nothing_is_taken(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackServer() as slack, parts(tmp_path, model_server, slack) as all_parts:
        async with all_parts.work.open():
            pass
        all_parts.work.start(attend(all_parts, ANA, "late", fail), "late")
        assert not slack.ephemerals
    assert "nothing is taken now: late" in caplog.text
