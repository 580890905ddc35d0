"""The thread so far: what is kept of it."""

from adapters.slack.people import People
from adapters.slack.place import Place
from adapters.slack.thread import read_thread
from adapters.transcript import MOST_CHARS
from tests.adapters.slack.thread_of import opened
from tests.fakes.slack import SlackServer


async def read(slack: SlackServer, root: str, before: str) -> str:
    async with opened(slack) as workspaces:
        workspace = await workspaces.get("T1")
        thread = await read_thread(workspace, People(), Place("T1", "C1", root), before, [])
    return thread.text.text if thread.text else ""


async def test_everybody_has_their_name_other_bots_too() -> None:
    async with SlackServer() as slack:
        root = await slack.says("C1", "in <#C1|general> x &lt; y", "UBEN")
        await slack.says("C1", "build failed", "UOTHER", root)
        await slack.says("C1", "", thread_ts=root, files=[slack.file("a.py", "x")])
        await slack.says("C1", "<@UBOT1> why", thread_ts=root)
        await slack.says("C1", "later", thread_ts=root)
        said = await read(slack, root, slack.messages("C1", root)[2].ts)
    assert said.startswith("Ben: in #general")
    assert "Other: build failed\n\nAna: [file a.py]" in said
    assert "why" not in said
    assert "later" not in said


async def test_the_latest_twelve_thousand_characters_are_kept() -> None:
    async with SlackServer() as slack:
        root = await slack.says("C1", "first " * 1000, "UBEN")
        await slack.says("C1", "second " * 1500, "UBEN", root)
        said = await read(slack, root, await slack.says("C1", "<@UBOT1> why", thread_ts=root))
    assert len(said) == MOST_CHARS
    assert said.startswith("(What was said before this is left out.)")
    assert said.endswith("second second")
    assert "first" in said


async def test_before_the_first_reply_there_is_nothing() -> None:
    async with SlackServer() as slack:
        root = await slack.says("C1", "<@UBOT1> why")
        assert await read(slack, root, root) == ""
