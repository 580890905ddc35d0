"""The line that an answer is coming, and the session that Slack's own stop button belongs to."""

import asyncio

from adapters.slack.place import Place
from adapters.slack.status import Statuses
from tests.adapters.slack.thread_of import opened
from tests.fakes.slack import SlackServer
from tests.until import until


async def test_the_line_is_set_anew_before_slack_takes_it_away() -> None:
    async with SlackServer() as slack, opened(slack) as workspaces:
        workspace, place = await workspaces.get("T1"), Place("T1", "C1", await slack.says("C1", "how?"))
        begun = asyncio.Event()
        async with Statuses(refresh=0.01).shown(workspace, place, begun.is_set):
            await until(lambda: slack.counted["assistant.threads.setStatus"] > 3)
            begun.set()
        assert slack.teams["T1"].sessions["C1", place.thread] == "active"
        assert not slack.statuses.get(("C1", place.thread))


async def test_two_answers_of_one_thread_are_one_session() -> None:
    async with SlackServer() as slack, opened(slack) as workspaces:
        workspace, place = await workspaces.get("T1"), Place("T1", "C1", await slack.says("C1", "how?"))
        statuses, sessions = Statuses(), slack.teams["T1"].sessions
        async with statuses.shown(workspace, place, lambda: False):
            async with statuses.shown(workspace, place, lambda: False):
                await until(lambda: sessions.get(("C1", place.thread)) == "processing")
            assert sessions["C1", place.thread] == "processing"
        assert sessions["C1", place.thread] == "active"
        assert slack.counted["agents.sessions.setStatus"] == 2


async def test_what_a_workspace_declines_is_asked_once_and_what_fails_is_tried_again() -> None:
    async with SlackServer() as slack, opened(slack) as workspaces:
        workspace, statuses = await workspaces.get("T1"), Statuses()
        slack.fails("agents.sessions.setStatus", "not_authorized", times=9)
        slack.fails("assistant.threads.setStatus", "internal_error")
        for _ in range(2):
            ts = await slack.says("C1", "how?")
            async with statuses.shown(workspace, Place("T1", "C1", ts), lambda: False):
                await until(lambda: len(slack.statuses) == 1)
        assert slack.counted["agents.sessions.setStatus"] == 1


async def test_where_slack_has_no_stop_for_a_stream_the_line_says_how() -> None:
    async with SlackServer() as slack, opened(slack) as workspaces:
        workspace, statuses = await workspaces.get("T1"), Statuses(refresh=0.01)
        place = Place("T1", "C1", await slack.says("C1", "how?"))
        slack.fails("agents.sessions.setStatus", "not_authorized")
        begun = asyncio.Event()
        async with statuses.shown(workspace, place, begun.is_set):
            await until(lambda: "thinking" in slack.statuses.get(("C1", place.thread), ""))
            begun.set()
            await until(lambda: "say “stop”" in slack.statuses.get(("C1", place.thread), ""))
        assert not slack.statuses


async def test_beyond_slacks_limit_an_answer_has_no_session_and_the_line_says_how_to_stop_it() -> None:
    async with SlackServer() as slack, opened(slack) as workspaces:
        workspace, statuses = await workspaces.get("T1"), Statuses(refresh=0.01)
        while workspace.rates.begin_session.is_free():
            workspace.rates.begin_session.turn(urgent=True)
        place = Place("T1", "C1", await slack.says("C1", "how?"))
        async with statuses.shown(workspace, place, lambda: True):
            await until(lambda: "say “stop”" in slack.statuses.get(("C1", place.thread), ""))
        assert not slack.teams["T1"].sessions


async def test_many_answers_at_once_stay_within_slacks_limits() -> None:
    async with SlackServer(minute=1.0) as slack, opened(slack) as workspaces:
        workspace, statuses = await workspaces.get("T1"), Statuses()

        async def answer() -> None:
            place = Place("T1", "C1", await slack.says("C1", "how?"))
            async with statuses.shown(workspace, place, lambda: True):
                await asyncio.sleep(0.05)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(60):
                tasks.create_task(answer())
        assert not slack.overdrawn
        assert set(slack.teams["T1"].sessions.values()) == {"active"}
