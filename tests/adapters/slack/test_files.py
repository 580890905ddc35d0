"""Files in a Slack that is strict: what people attach is read from it, and long code stands in the thread as a file."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.errors import SlackRefused
from adapters.slack.files import read, upload
from adapters.slack.place import Place
from adapters.slack.workspaces import Installed, Workspace, Workspaces
from bot.errors import Flaky, Forbidden, Throttled
from bot.nouns import Attachment, Gathered
from tests.adapters.slack.file_host import FileHost
from tests.fakes.slack import SlackServer
from tests.fakes.slack.files import describe_file

CODE = Attachment("retry.py", "def retry() -> None:\n    pass  # ä\n")


class Tokens:
    """One app, installed in the first workspace."""

    async def find(self, team: str, enterprise: str) -> Installed:
        return Installed("xoxb-one", "UBOT1", "B1", "Acme")


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(minute=3.0) as slack:
        yield slack


@pytest.fixture
async def workspace(slack: SlackServer) -> AsyncIterator[Workspace]:
    async with Workspaces(Tokens(), api_url=slack.api_url, minute=3.0) as workspaces:
        yield await workspaces.get("T1")


@pytest.fixture
async def thread(slack: SlackServer) -> Place:
    return Place("T1", "C1", await slack.says("C1", "Write me a retry."))


def stands(slack: SlackServer, thread: Place) -> list[str]:
    """The names of the files in a thread, in order."""
    return [file.name for message in slack.messages("C1", thread.thread) for file in message.files]


async def test_what_a_person_attaches_is_read(slack: SlackServer, workspace: Workspace) -> None:
    told = [
        describe_file(slack, slack.teams["T1"], file) for file in (slack.file("a.py", "pass"), slack.file("b.py", "b"))
    ]
    assert await read(workspace, told) == Gathered((Attachment("a.py", "pass"), Attachment("b.py", "b")), ())


async def test_a_file_from_another_company_is_looked_up(slack: SlackServer, workspace: Workspace) -> None:
    file = slack.file("theirs.py", "pass", remote=True)
    event = {"id": file.id, "file_access": "check_file_info"}
    assert (await read(workspace, [event])).attachments == (Attachment("theirs.py", "pass"),)


async def test_a_file_that_slack_does_not_describe_is_named_in_a_note(slack: SlackServer, workspace: Workspace) -> None:
    event = {"id": "F404", "name": "theirs.py", "file_access": "check_file_info"}
    files = await read(workspace, [event])
    assert files == Gathered((), ("I can't read theirs.py: Slack does not show it to me.",))


async def test_long_code_stands_in_the_thread_as_a_snippet(
    slack: SlackServer, workspace: Workspace, thread: Place
) -> None:
    await upload(workspace, thread, CODE)
    (message,) = [message for message in slack.messages("C1", thread.thread) if message.files]
    (file,) = message.files
    assert (file.name, file.text, file.snippet_type, message.thread_ts) == (
        CODE.name,
        CODE.text,
        "python",
        thread.thread,
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.RS", "rust"),
        ("a.tsx", ""),
        ("Makefile", ""),
        ("a.yml", "yaml"),
        ("a.h", "c"),
        ("app.dockerfile", "dockerfile"),
    ],
)
async def test_slack_is_told_the_language_where_it_knows_it(
    slack: SlackServer, workspace: Workspace, thread: Place, name: str, kind: str
) -> None:
    await upload(workspace, thread, Attachment(name, "x"))
    assert [file.snippet_type for file in slack.files] == [kind]


async def test_what_is_too_long_for_a_snippet_goes_as_a_plain_file(
    slack: SlackServer, workspace: Workspace, thread: Place
) -> None:
    await upload(workspace, thread, Attachment("long.py", "x = 1\n" * 200_000))
    assert stands(slack, thread) == ["long.py"]
    assert slack.files[0].snippet_type == ""


async def test_an_upload_that_failed_may_be_repeated(slack: SlackServer, workspace: Workspace, thread: Place) -> None:
    for method in ("files.getUploadURLExternal", "files.completeUploadExternal"):
        for fault in (503, "internal_error"):
            slack.fails(method, fault)
            with pytest.raises(Flaky):
                await upload(workspace, thread, CODE)
    assert not stands(slack, thread)
    await upload(workspace, thread, CODE)
    assert stands(slack, thread) == [CODE.name]


async def test_bytes_that_slack_does_not_take_are_a_passing_fault(thread: Place) -> None:
    async with FileHost() as host, Workspaces(Tokens(), api_url=f"{host.url}/api/") as workspaces:
        with pytest.raises(Flaky, match="the upload of a file"):
            await upload(await workspaces.get("T1"), thread, CODE)


@pytest.mark.parametrize("fault", ["cut", 500])
async def test_a_file_whose_arrival_nobody_confirmed_is_not_sent_twice(
    slack: SlackServer, workspace: Workspace, thread: Place, fault: str | int
) -> None:
    slack.fails("files.completeUploadExternal", fault, done=True)
    await upload(workspace, thread, CODE)
    assert stands(slack, thread) == [CODE.name]


async def test_refusals_go_by_the_errors_of_the_port(slack: SlackServer, workspace: Workspace, thread: Place) -> None:
    slack.fails("files.getUploadURLExternal", 429, retry_after=2)
    with pytest.raises(Throttled):
        await upload(workspace, thread, CODE)
    slack.fails("files.getUploadURLExternal", "file_uploads_disabled")
    with pytest.raises(SlackRefused, match="file_uploads_disabled"):
        await upload(workspace, thread, CODE)
    with pytest.raises(Forbidden, match="archived"):
        await upload(workspace, Place("T1", "C3", "1.0"), CODE)
