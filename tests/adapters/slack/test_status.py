"""The line that an answer is coming, and the session that Slack's own stop button belongs to."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from adapters.slack.place import Place
from adapters.slack.status import Statuses
from adapters.slack.workspaces import Workspace
from bot.pace import Pace
from tests.adapters.slack.thread_of import opened
from tests.fakes.slack import SlackServer
from tests.until import until

SESSION, LINE = "agents.sessions.setStatus", "assistant.threads.setStatus"


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
async def workspace(slack: SlackServer) -> AsyncIterator[Workspace]:
    async with opened(slack) as workspaces:
        yield await workspaces.get("T1")


@pytest.fixture
async def statuses() -> AsyncIterator[Statuses]:
    statuses = Statuses(refresh=0.01)
    async with statuses.open():
        yield statuses


async def asks(slack: SlackServer, channel: str = "C1") -> Place:
    return Place("T1", channel, await slack.says(channel, "how?"))


async def fill(pace: Pace) -> None:
    """Take all turns that a bucket has now."""
    while pace.is_free():
        await pace.turn(urgent=True)


def session(slack: SlackServer, place: Place) -> str:
    """What Slack shows in a thread: "processing" is its Stop."""
    return slack.teams["T1"].sessions.get((place.channel, place.thread), "")


def line(slack: SlackServer, place: Place) -> str:
    return slack.statuses.get((place.channel, place.thread), "")


async def answer(slack: SlackServer, workspace: Workspace, statuses: Statuses, place: Place, shows: str = "") -> None:
    """Show that an answer is coming, until the line was set twice and Slack ``shows`` so of its session."""
    async with statuses.shown(workspace, place, lambda: False):
        before = slack.counted[LINE]
        await until(lambda: slack.counted[LINE] > before + 1 and session(slack, place) == shows)


async def test_the_line_is_set_anew_before_slack_takes_it_away(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    place, begun = await asks(slack), asyncio.Event()
    async with statuses.shown(workspace, place, begun.is_set):
        await until(lambda: slack.counted[LINE] > 3)
        begun.set()
    await until(lambda: session(slack, place) == "active" and not slack.statuses)


async def test_two_answers_of_one_thread_have_a_stop_in_turn(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    place = await asks(slack)
    async with statuses.shown(workspace, place, lambda: False):
        async with statuses.shown(workspace, place, lambda: False):
            await until(lambda: session(slack, place) == "processing")
            slack.teams["T1"].sessions["C1", place.thread] = "active"  # as the end of the first one's stream sets it
        await until(lambda: session(slack, place) == "processing")
        assert line(slack, place)
    await until(lambda: session(slack, place) == "active")
    assert slack.counted[SESSION] == 3


async def test_what_a_workspace_declines_is_asked_once_and_what_fails_is_tried_again(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    slack.fails(SESSION, "unknown_method", times=9)
    slack.fails(LINE, "internal_error")
    for _ in range(2):
        await answer(slack, workspace, statuses, await asks(slack))
    assert slack.counted[SESSION] == 1


async def test_a_channel_without_the_bot_takes_the_stop_from_no_other_and_has_it_once_the_bot_is_invited(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    await answer(slack, workspace, statuses, await asks(slack, "C2"))
    assert slack.counted[SESSION]
    await answer(slack, workspace, statuses, await asks(slack), "processing")
    slack.teams["T1"].channels["C2"].members.add("UBOT1")
    await answer(slack, workspace, statuses, await asks(slack, "C2"), "processing")


async def test_where_slack_has_no_stop_for_a_stream_the_line_says_how(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    place, begun = await asks(slack), asyncio.Event()
    slack.fails(SESSION, "not_authorized")
    async with statuses.shown(workspace, place, begun.is_set):
        await until(lambda: "thinking" in line(slack, place))
        begun.set()
        await until(lambda: "say “stop”" in line(slack, place))
    await until(lambda: not slack.statuses)


async def test_beyond_slacks_limit_an_answer_has_no_session_and_the_line_says_how_to_stop_it(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    await fill(workspace.rates.begin_session)
    place = await asks(slack)
    async with statuses.shown(workspace, place, lambda: True):
        await until(lambda: "say “stop”" in line(slack, place))
    assert not slack.teams["T1"].sessions


async def test_nobody_waits_for_the_end_of_a_session(
    slack: SlackServer, workspace: Workspace, statuses: Statuses
) -> None:
    before = monotonic()
    for _ in range(20):
        await answer(slack, workspace, statuses, await asks(slack), "processing")
    await until(lambda: set(slack.teams["T1"].sessions.values()) == {"active"})
    assert monotonic() - before < 10
    assert not slack.overdrawn


async def test_while_ends_wait_no_session_begins_and_leaving_waits_for_none(
    slack: SlackServer, workspace: Workspace
) -> None:
    statuses, before = Statuses(), monotonic()
    place, other = await asks(slack), await asks(slack)
    async with statuses.open(grace=0.1):
        async with statuses.shown(workspace, place, lambda: False):
            await until(lambda: session(slack, place) == "processing")
            await fill(workspace.rates.end_session)
        async with statuses.shown(workspace, other, lambda: False):
            await until(lambda: bool(line(slack, other)))
            assert not session(slack, other)
    assert monotonic() - before < 10  # there is room for the end only after Slack's minute
    assert session(slack, place) == "processing"


async def test_a_late_end_leaves_the_next_answer_its_stop(slack: SlackServer, statuses: Statuses) -> None:
    async with opened(slack, minute=0.3) as workspaces:
        workspace, place = await workspaces.get("T1"), await asks(slack)
        async with statuses.shown(workspace, place, lambda: False):
            await until(lambda: session(slack, place) == "processing")
            await fill(workspace.rates.end_session)
        async with statuses.shown(workspace, place, lambda: False):
            await asyncio.sleep(0)  # now the first one's end waits
            await workspace.rates.end_session.turn(urgent=True)
            await workspace.call("auth.test")
            assert session(slack, place) == "processing"
        await until(lambda: session(slack, place) == "active")
        assert slack.counted[SESSION] == 2


async def test_many_answers_at_once_stay_within_slacks_limits() -> None:
    async with SlackServer(minute=1.0) as slack, opened(slack) as workspaces:
        workspace, statuses = await workspaces.get("T1"), Statuses()

        async def write() -> None:
            place = await asks(slack)
            async with statuses.shown(workspace, place, lambda: True):
                await asyncio.sleep(0.05)

        async with statuses.open(), asyncio.TaskGroup() as tasks:
            for _ in range(60):
                tasks.create_task(write())
        assert not slack.overdrawn
        assert set(slack.teams["T1"].sessions.values()) == {"active"}
